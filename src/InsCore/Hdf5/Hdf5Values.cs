using System.Runtime.InteropServices;

namespace InsCore.Hdf5;

/// <summary>Numbers or texts of a dataset or attribute, row-major, with their shape.</summary>
internal sealed class Hdf5Values
{
    // Datatype messages of the HDF5 File Format Specification 3.0, IV.A.2.d: class and version, bits of the class, size, properties.
    static readonly byte[] Double = [0x11, 0x20, 63, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3, 0, 0];
    static readonly byte[] Single = [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];
    static readonly byte[] Integer = [0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];
    static readonly byte[] Long = [0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0];

    // UTF-8 of variable length, kept in a heap: what h5py writes for str.
    static readonly byte[] Text = [0x19, 1, 1, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0];

    readonly Array values;

    /// <summary>Values of a shape.</summary>
    /// <param name="values">double, float, int, long or string.</param>
    /// <param name="shape">Lengths, whose product is the number of values; none for a single value.</param>
    public Hdf5Values(Array values, ulong[] shape)
    {
        if (values is not (double[] or float[] or int[] or long[] or string[]))
        {
            throw new ArgumentException($"values of type {values.GetType()} are not written", nameof(values));
        }

        if (shape.Aggregate(1UL, (product, length) => checked(product * length)) != (ulong)values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not have shape {string.Join(" × ", shape)}", nameof(shape));
        }

        (this.values, Shape) = (values, shape);
    }

    /// <summary>Lengths; none for a single value.</summary>
    public ulong[] Shape { get; }

    /// <summary>Texts, or null for numbers.</summary>
    public string[]? Texts => values as string[];

    /// <summary>The datatype message.</summary>
    public byte[] Type => values switch
    {
        double[] => Double,
        float[] => Single,
        int[] => Integer,
        long[] => Long,
        _ => Text,
    };

    /// <summary>Numbers as they lie in the file; every platform of .NET is little-endian.</summary>
    public ReadOnlySpan<byte> Bytes => values switch
    {
        double[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        float[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        int[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        long[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
        _ => [],
    };

    public static implicit operator Hdf5Values(string value) => new(new[] { value }, []);

    public static implicit operator Hdf5Values(int value) => new(new[] { value }, []);

    public static implicit operator Hdf5Values(string[] values) => new(values, [(ulong)values.Length]);

    public static implicit operator Hdf5Values(int[] values) => new(values, [(ulong)values.Length]);
}
