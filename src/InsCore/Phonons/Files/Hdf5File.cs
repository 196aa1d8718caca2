using System.Runtime.InteropServices;
using System.Text;

namespace InsCore.Phonons.Files;

/// <summary>An HDF5 file that is read without trust: nothing outside it, nothing larger than it can honestly hold, nothing for ever.</summary>
/// <remarks>
/// Covers what h5py and InsCore write: superblocks 0 to 3, both kinds of groups and object headers, contiguous, compact and chunked datasets with
/// shuffle and deflate, numbers, pairs of numbers, text. A general library, given a damaged file, allocates whatever its numbers say.
/// </remarks>
internal sealed class Hdf5File
{
    const string Remedy = Hdf5Object.Remedy;

    // Bytes that datasets may ask for, for each byte of the file, and whatever its size: compression of zeros goes no farther in honest files.
    const long BytesPerByte = 24;
    const long Floor = 1 << 16;

    readonly PhononSource source;
    readonly Hdf5Object root;
    long budget;

    /// <summary>Opens a file.</summary>
    public Hdf5File(PhononSource source)
    {
        this.source = source;
        budget = Floor + (BytesPerByte * source.Bytes.Length);
        root = new Hdf5Object(source, RootAddress(source));
    }

    /// <summary>Whether a file begins as HDF5 does.</summary>
    public static bool Recognises(PhononSource source) => source.Head.StartsWith("\u0089HDF\r\n", StringComparison.Ordinal);

    /// <summary>Whether there is a dataset or group of a name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Text of an attribute of the root; null if there is none.</summary>
    public string? Attribute(string name) => FindAttribute(name) is { } found ? Text(found.Type, found.Data) : null;

    /// <summary>Whole number of an attribute of the root.</summary>
    public int IntegerAttribute(string name) => FindAttribute(name) is { } found && found.Type.IsInteger
        ? checked((int)Math.Min(found.Data.Number(found.Type.Size), int.MaxValue))
        : throw source.Error($"attribute {name}", "is missing, or no whole number", Remedy);

    /// <summary>Lengths of a dataset.</summary>
    public ulong[] Shape(string name) => Data(name).Lengths;

    /// <summary>Numbers of a dataset, whole numbers too.</summary>
    public double[] Doubles(string name, params ReadOnlySpan<int> shape)
    {
        Hdf5Data data = Data(name);
        if (data.Type.IsInteger)
        {
            return Array.ConvertAll(Integers(name, shape), k => (double)k);
        }

        return data.Type.IsDouble
            ? MemoryMarshal.Cast<byte, double>(Read(name, data, shape)).ToArray()
            : throw source.Error(name, "does not hold 64-bit numbers", Remedy);
    }

    /// <summary>32-bit numbers of a dataset.</summary>
    public float[] Singles(string name, params ReadOnlySpan<int> shape)
    {
        Hdf5Data data = Data(name);
        return data.Type.IsSingle
            ? MemoryMarshal.Cast<byte, float>(Read(name, data, shape)).ToArray()
            : throw source.Error(name, "does not hold 32-bit numbers", Remedy);
    }

    /// <summary>Whole numbers of a dataset.</summary>
    public int[] Integers(string name, params ReadOnlySpan<int> shape)
    {
        Hdf5Data data = Data(name);
        if (!data.Type.IsInteger)
        {
            throw source.Error(name, "does not hold whole numbers", Remedy);
        }

        byte[] bytes = Read(name, data, shape);
        int size = data.Type.Size;
        int[] values = new int[bytes.Length / size];
        for (int k = 0; k < values.Length; k++)
        {
            ReadOnlySpan<byte> element = bytes.AsSpan(k * size, size);
            long value = size switch
            {
                8 => MemoryMarshal.Read<long>(element),
                4 => MemoryMarshal.Read<int>(element),
                2 => MemoryMarshal.Read<short>(element),
                _ => element[0],
            };
            values[k] = value is >= int.MinValue and <= int.MaxValue ? (int)value : throw source.Error(name, "holds a number that is too large", Remedy);
        }

        return values;
    }

    /// <summary>Real and imaginary parts in turn of a dataset of complex numbers (pairs of 64-bit numbers).</summary>
    public double[] Complexes(string name, params ReadOnlySpan<int> shape)
    {
        Hdf5Data data = Data(name);
        return data.Type.IsComplex
            ? MemoryMarshal.Cast<byte, double>(Read(name, data, shape)).ToArray()
            : throw source.Error(name, "does not hold complex numbers", Remedy);
    }

    /// <summary>The first text of a dataset; null if it holds none.</summary>
    public string? FirstText(string name)
    {
        Hdf5Data data = Data(name);
        if (data.Lengths.Length > 1 || (data.Lengths.Length == 1 && data.Lengths[0] != 1))
        {
            return null;
        }

        byte[] element = Read(name, data, data.Lengths.Length == 0 ? [] : [1]);
        return data.Type.IsFixedText ? FixedText(element) : data.Type.IsVariableText ? FromHeap(element) : null;
    }

    static ulong RootAddress(PhononSource source)
    {
        Hdf5Cursor cursor = new(source, 8);
        int version = cursor.Byte();
        if (version is 2 or 3)
        {
            Check(source, cursor.Byte(), cursor.Byte());
            cursor.Skip(1 + 24);
            return cursor.Long();
        }

        cursor.Skip(4);
        Check(source, cursor.Byte(), cursor.Byte());

        // To the root's symbol table entry: reserved byte, two sizes of trees, flags, in version 1 four bytes more, four addresses, offset of its name.
        cursor.Skip(1 + 4 + 4 + (version == 1 ? 4 : 0) + 32 + 8);
        return version is 0 or 1 ? cursor.Long() : throw source.Error(null, $"HDF5 of superblock version {version} is not known", Remedy);
    }

    static void Check(PhononSource source, int offsets, int lengths)
    {
        if (offsets != 8 || lengths != 8)
        {
            throw source.Error(null, "HDF5 with other than 64-bit addresses is not read", Remedy);
        }
    }

    ulong? Find(string name)
    {
        Hdf5Object group = root;
        ulong? address = null;
        foreach (string part in name.Split('/'))
        {
            group = address is { } next ? new Hdf5Object(source, next) : root;
            address = Hdf5Members.Find(source, group, part);
            if (address is null)
            {
                return null;
            }
        }

        return address;
    }

    Hdf5Data Data(string name) => Find(name) is { } address
        ? new Hdf5Data(source, new Hdf5Object(source, address))
        : throw source.Error(name, "is missing", Remedy);

    // Before anything is allocated: the shape, and the bytes.
    byte[] Read(string name, Hdf5Data data, ReadOnlySpan<int> shape)
    {
        bool fits = data.Lengths.Length == shape.Length;
        long count = 1;
        for (int k = 0; k < shape.Length && fits; k++)
        {
            fits = data.Lengths[k] == (ulong)shape[k];
            count = Math.Min(count * shape[k], int.MaxValue);
        }

        if (!fits)
        {
            string wanted = shape.Length == 1 ? "one dimension" : string.Join(" × ", shape.ToArray());
            throw source.Error(name, $"has shape {string.Join(" × ", data.Lengths)}, expected {wanted}", Remedy);
        }

        // Once as bytes, once as numbers.
        if ((budget -= 2 * count * data.Type.Size) < 0)
        {
            throw source.Error(name, $"holds {string.Join(" × ", data.Lengths)} numbers, far more than a file of {source.Bytes.Length} bytes can", Remedy);
        }

        return data.Read(count, ref budget);
    }

    (Hdf5Type Type, Hdf5Cursor Data)? FindAttribute(string name)
    {
        foreach (Hdf5Cursor message in root.All(Hdf5Message.Attribute))
        {
            Hdf5Cursor cursor = message;
            int version = cursor.Byte();
            cursor.Skip(1);
            int nameLength = cursor.Short(), typeLength = cursor.Short(), spaceLength = cursor.Short();
            cursor.Skip(version == 3 ? 1 : 0);
            int Padded(int length) => version == 1 ? (length + 7) / 8 * 8 : length;
            string found = Encoding.UTF8.GetString(cursor.Bytes(Padded(nameLength))).TrimEnd('\0');
            if (found == name)
            {
                Hdf5Type type = Hdf5Type.Read(cursor);
                cursor.Skip(Padded(typeLength) + Padded(spaceLength));
                return (type, cursor);
            }
        }

        return null;
    }

    string? Text(Hdf5Type type, Hdf5Cursor data) =>
        type.IsFixedText ? FixedText(data.Bytes(type.Size)) : type.IsVariableText ? FromHeap(data.Bytes(type.Size)) : null;

    static string FixedText(ReadOnlySpan<byte> element)
    {
        int end = element.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? element : element[..end]);
    }

    // Length, address of a collection of the global heap, index of the object in it.
    string FromHeap(ReadOnlySpan<byte> element)
    {
        long length = MemoryMarshal.Read<uint>(element);
        if (length == 0)
        {
            return "";
        }

        Hdf5Cursor cursor = Hdf5Object.At(source, MemoryMarshal.Read<ulong>(element[4..]));
        uint wanted = MemoryMarshal.Read<uint>(element[12..]);
        cursor.Require("GCOL"u8);
        cursor.Skip(4);
        long end = cursor.Position - 8 + (long)Math.Min(cursor.Long(), int.MaxValue);
        while (cursor.Position + 16 <= end)
        {
            int index = cursor.Short();
            cursor.Skip(6);
            long size = (long)Math.Min(cursor.Long(), int.MaxValue);
            if (index == wanted)
            {
                return Encoding.UTF8.GetString(cursor.Bytes(Math.Min(length, size))).TrimEnd('\0');
            }

            cursor.Skip((size + 7) / 8 * 8);
            if (index == 0)
            {
                break;
            }
        }

        throw source.Error(null, "a text is missing in the file's heap", Remedy);
    }
}
