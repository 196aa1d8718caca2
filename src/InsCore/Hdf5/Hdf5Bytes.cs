using System.Buffers.Binary;

namespace InsCore.Hdf5;

/// <summary>Numbers and alignment of HDF5's metadata.</summary>
internal static class Hdf5Bytes
{
    /// <summary>The address of what is not there.</summary>
    public const long Undefined = -1;

    /// <summary>Writes the lowest bytes of a number, the lowest first.</summary>
    public static void Number(Stream stream, long value, int bytes)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        stream.Write(all[..bytes]);
    }

    /// <summary>Writes zeros up to a multiple of eight.</summary>
    public static void Align(Stream stream) => Number(stream, 0, (int)(-stream.Position & 7));
}
