using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.VOL.Native;

namespace InsCore.Phonons.Files;

/// <summary>An HDF5 file, read within a budget of memory and with errors that name the file and the dataset.</summary>
internal sealed class Hdf5File : IDisposable
{
    const string Remedy = "copy the file again, or write it anew";

    // Bytes that datasets may ask for, for each byte of the file, and whatever its size: compression of zeros goes no farther in honest files.
    const long BytesPerByte = 48;
    const long Floor = 1 << 18;

    readonly PhononSource source;
    readonly NativeFile file;
    readonly MemoryStream stream;
    long budget;

    /// <summary>Opens a file.</summary>
    public Hdf5File(PhononSource source)
    {
        this.source = source;
        budget = Floor + (BytesPerByte * source.Bytes.Length);
        stream = new MemoryStream(source.Bytes, writable: false);
        file = Guarded(null, () => H5File.Open(stream, leaveOpen: true));
    }

    /// <summary>Whether a file begins as HDF5 does.</summary>
    public static bool Recognises(PhononSource source) => source.Head.StartsWith("\u0089HDF\r\n", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        stream.Dispose();
    }

    /// <summary>Whether there is a dataset or group of a name.</summary>
    public bool Has(string name) => Guarded(name, () =>
    {
        int slash = name.IndexOf('/');
        return (slash < 0 || file.LinkExists(name[..slash])) && file.LinkExists(name);
    });

    /// <summary>Text of an attribute of the root; null if there is none.</summary>
    public string? Attribute(string name) => Guarded(name, () => file.AttributeExists(name) ? file.Attribute(name).Read<string>() : null);

    /// <summary>Whole number of an attribute of the root.</summary>
    public int IntegerAttribute(string name) => Guarded(name, () => file.Attribute(name).Read<int>());

    /// <summary>Lengths of a dataset.</summary>
    public ulong[] Shape(string name) => Guarded(name, () => Dataset(name).Space.Dimensions);

    /// <summary>Numbers of a dataset, whole numbers too.</summary>
    public double[] Doubles(string name, params ReadOnlySpan<int> shape)
    {
        long count = Require(name, shape, sizeof(double));
        return Guarded(name, () =>
        {
            IH5Dataset dataset = Dataset(name);
            return dataset.Type.Class == H5DataTypeClass.FixedPoint ? Array.ConvertAll(ReadIntegers(dataset), k => (double)k)
                : dataset.Type is { Class: H5DataTypeClass.FloatingPoint, Size: sizeof(double) } ? Counted(dataset.Read<double[]>(), count)
                : throw source.Error(name, "does not hold 64-bit numbers", Remedy);
        });
    }

    /// <summary>Whole numbers of a dataset.</summary>
    public int[] Integers(string name, params ReadOnlySpan<int> shape)
    {
        long count = Require(name, shape, sizeof(long));
        return Guarded(name, () => Counted(Array.ConvertAll(ReadIntegers(Dataset(name)), k => checked((int)k)), count));
    }

    /// <summary>Real and imaginary parts in turn of a dataset of complex numbers (pairs of 64-bit numbers).</summary>
    public double[] Complexes(string name, params ReadOnlySpan<int> shape)
    {
        long count = Require(name, shape, 2 * sizeof(double));
        return Guarded(name, () =>
        {
            IH5Dataset dataset = Dataset(name);
            return dataset.Type is { Class: H5DataTypeClass.Compound, Size: 2 * sizeof(double) }
                ? Counted(MemoryMarshal.Cast<Pair, double>(dataset.Read<Pair[]>()).ToArray(), 2 * count)
                : throw source.Error(name, "does not hold complex numbers", Remedy);
        });
    }

    /// <summary>The first text of a dataset; null if it holds none.</summary>
    public string? FirstText(string name)
    {
        Require(name, default, 256);
        return Guarded(name, () => Dataset(name) is { Type.Class: H5DataTypeClass.String or H5DataTypeClass.VariableLength } dataset
            ? dataset.Read<string[]>().FirstOrDefault()?.TrimEnd('\0')
            : null);
    }

    /// <summary>Does something with a file in which anything may be wrong.</summary>
    public T Guarded<T>(string? place, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not InsInputException and not OutOfMemoryException)
        {
            // The HDF5 reader throws many types at a file that is damaged or cut short.
            throw source.Error(place, $"is not readable HDF5 ({e.Message})", Remedy, e);
        }
    }

    IH5Dataset Dataset(string name) => Has(name) ? file.Dataset(name) : throw source.Error(name, "is missing", Remedy);

    static long[] ReadIntegers(IH5Dataset dataset) => dataset.Type.Size switch
    {
        8 => dataset.Read<long[]>(),
        4 => Array.ConvertAll(dataset.Read<int[]>(), k => (long)k),
        2 => Array.ConvertAll(dataset.Read<short[]>(), k => (long)k),
        _ => Array.ConvertAll(dataset.Read<byte[]>(), k => (long)k),
    };

    T[] Counted<T>(T[] values, long count) => values.Length == count ? values : throw source.Error(null, "a dataset is shorter than it says", Remedy);

    // Before anything is allocated: the shape, where one is wanted, and the bytes.
    long Require(string name, ReadOnlySpan<int> shape, int size)
    {
        ulong[] found = Shape(name);
        bool fits = shape.IsEmpty || (found.Length == shape.Length && Product(found) is { } n && n == Product(shape));
        for (int k = 0; k < shape.Length && fits; k++)
        {
            fits = found[k] == (ulong)shape[k];
        }

        if (!fits)
        {
            throw source.Error(name, $"has shape {string.Join(" × ", found)}, expected {string.Join(" × ", shape.ToArray())}", Remedy);
        }

        if (Product(found) is not { } count || (budget -= count * size) < 0)
        {
            throw source.Error(name, $"holds {string.Join(" × ", found)} numbers, far more than a file of {source.Bytes.Length} bytes can", Remedy);
        }

        return count;
    }

    long? Product(ReadOnlySpan<ulong> lengths)
    {
        ulong product = 1;
        foreach (ulong length in lengths)
        {
            if (length > int.MaxValue || (product *= length) > int.MaxValue)
            {
                return null;
            }
        }

        return (long)product;
    }

    long? Product(ReadOnlySpan<int> lengths)
    {
        long product = 1;
        foreach (int length in lengths)
        {
            product *= length;
        }

        return product;
    }

    readonly record struct Pair(double Real, double Imaginary);
}
