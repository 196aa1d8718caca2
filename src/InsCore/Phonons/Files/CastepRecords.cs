using System.Buffers.Binary;

namespace InsCore.Phonons.Files;

/// <summary>The records of a Fortran file written with big-endian numbers: length, content, length.</summary>
internal sealed class CastepRecords(PhononSource source)
{
    const string Remedy = "it may be truncated or written by another CASTEP; copy it again";

    readonly byte[] bytes = source.Bytes;
    int position;

    /// <summary>Content of the current record.</summary>
    public ReadOnlySpan<byte> Current => bytes.AsSpan(Start, Length);

    /// <summary>Name of the current record, for messages.</summary>
    public string Name { get; private set; } = "";

    int Start { get; set; }

    int Length { get; set; }

    /// <summary>Goes to the next record; false at the end of the file.</summary>
    public bool Next()
    {
        if (position >= bytes.Length)
        {
            return false;
        }

        Length = ReadLength(position);
        Start = position + sizeof(int);
        if (Length < 0 || Length > bytes.Length - Start - sizeof(int) || ReadLength(Start + Length) != Length)
        {
            throw source.Error($"byte {position}", "the record does not end where its length says", Remedy);
        }

        position = Start + Length + sizeof(int);
        return true;
    }

    /// <summary>True if the record is a name, blanks behind it aside; what follows is read under it.</summary>
    public bool IsNamed(ReadOnlySpan<byte> name)
    {
        bool equal = Current.TrimEnd((byte)' ').SequenceEqual(name);
        if (equal)
        {
            Name = System.Text.Encoding.ASCII.GetString(name);
        }

        return equal;
    }

    /// <summary>Reads the next record as whole numbers.</summary>
    /// <param name="count">How many there must be; -1 for any number.</param>
    public int[] Integers(int count = -1)
    {
        Require(count, sizeof(int));
        int[] values = new int[Length / sizeof(int)];
        BinaryPrimitives.ReverseEndianness(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(Current), values);
        return values;
    }

    /// <summary>Reads the next record as numbers.</summary>
    /// <param name="count">How many there must be; -1 for any number.</param>
    public double[] Doubles(int count = -1)
    {
        Require(count, sizeof(double));
        double[] values = new double[Length / sizeof(double)];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = BinaryPrimitives.ReadDoubleBigEndian(Current[(k * sizeof(double))..]);
        }

        return Array.TrueForAll(values, double.IsFinite) ? values : throw source.Error(Name, "holds a value that is not a finite number", Remedy);
    }

    /// <summary>Reads the next record as names of eight characters.</summary>
    public string[] Symbols(int count)
    {
        const int Width = 8;
        Require(count, Width);
        string text = System.Text.Encoding.ASCII.GetString(Current);
        return [.. Enumerable.Range(0, count).Select(k => text.Substring(k * Width, Width).Trim())];
    }

    void Require(int count, int size)
    {
        if (!Next() || Length % size != 0 || (count >= 0 && Length / size != count))
        {
            throw source.Error(Name, count < 0 ? "is missing" : $"has not the expected {count} values", Remedy);
        }
    }

    int ReadLength(int at) => at <= bytes.Length - sizeof(int)
        ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at))
        : throw source.Error($"byte {at}", "the file ends within a record", Remedy);
}
