using System.Buffers.Binary;

namespace InsCore.Potentials.ModelFiles;

/// <summary>The element types of model files: size, and their little-endian bytes as doubles and back.</summary>
internal static class StoredElements
{
    // Integers beyond this are not exact as doubles.
    const long LargestExact = 1L << 53;

    /// <summary>Bytes of one element; 0 for a type that is not known.</summary>
    public static int Size(string type) => type switch
    {
        "F64" or "I64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" or "I16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>One element as a double; NaN where an integer is too large to be one exactly.</summary>
    /// <param name="type">Element type, one that <see cref="Size"/> knows.</param>
    /// <param name="data">Bytes from the element on.</param>
    public static double Read(string type, ReadOnlySpan<byte> data) => type switch
    {
        "F64" => BinaryPrimitives.ReadDoubleLittleEndian(data),
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(data),
        "F16" => (double)BinaryPrimitives.ReadHalfLittleEndian(data),
        "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(data) << 16),
        "I64" => Exact(BinaryPrimitives.ReadInt64LittleEndian(data)),
        "I32" => BinaryPrimitives.ReadInt32LittleEndian(data),
        "I16" => BinaryPrimitives.ReadInt16LittleEndian(data),
        "I8" => (sbyte)data[0],
        "U8" => data[0],
        "BOOL" => data[0] == 0 ? 0 : 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "element type"),
    };

    /// <summary>Writes one element; exact for a value that <see cref="Read"/> gave.</summary>
    /// <param name="type">Element type, one that <see cref="Size"/> knows.</param>
    /// <param name="value">The element.</param>
    /// <param name="target">Where its bytes go.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(string type, double value, Span<byte> target)
    {
        switch (type)
        {
            case "F64": BinaryPrimitives.WriteDoubleLittleEndian(target, value); break;
            case "F32": BinaryPrimitives.WriteSingleLittleEndian(target, (float)value); break;
            case "F16": BinaryPrimitives.WriteHalfLittleEndian(target, (Half)value); break;
            case "BF16": BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)); break;
            case "I64": BinaryPrimitives.WriteInt64LittleEndian(target, (long)value); break;
            case "I32": BinaryPrimitives.WriteInt32LittleEndian(target, (int)value); break;
            case "I16": BinaryPrimitives.WriteInt16LittleEndian(target, (short)value); break;
            case "I8": target[0] = (byte)(sbyte)value; break;
            case "U8" or "BOOL": target[0] = (byte)value; break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "element type");
        }

        return Size(type);
    }

    static double Exact(long value) => value is >= -LargestExact and <= LargestExact ? value : double.NaN;
}
