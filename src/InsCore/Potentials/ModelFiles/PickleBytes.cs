using System.Buffers.Binary;
using System.Text;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Reads a pickle's bytes in order and names file, entry and byte when they make no sense.</summary>
internal sealed class PickleBytes(ReadOnlyMemory<byte> data, string file, string entry)
{
    int _position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    // The one number that a pickle stores big-endian.
    public double Float64() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A signed little-endian integer of up to eight bytes; longer ones occur in no model.</summary>
    public long Integer(int length)
    {
        ReadOnlySpan<byte> bytes = Take((ulong)length);
        if (length > 8)
        {
            throw Error($"an integer of {length} bytes");
        }

        long value = length > 0 && bytes[^1] >= 0x80 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    public string Text(ulong length) => Encoding.UTF8.GetString(Take(length));

    public byte[] Bytes(ulong length) => Take(length).ToArray();

    /// <summary>Text up to the next line feed, which is consumed.</summary>
    public string Line()
    {
        int length = data.Span[_position..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Error("a line without an end");
        }

        string line = Text((ulong)length);
        _position++;
        return line;
    }

    public InsInputException Error(string problem) => new(
        file, $"{entry}, byte {_position}", $"the pickle cannot be read ({problem})", "download or copy the file again, it is damaged or not a model");

    ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(data.Length - _position))
        {
            throw Error($"{length} bytes wanted, {data.Length - _position} left");
        }

        ReadOnlySpan<byte> taken = data.Span.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }
}
