using System.Buffers.Binary;
using System.Numerics;

namespace InsCore.Hdf5;

/// <summary>The checksum of HDF5's metadata: Bob Jenkins' lookup3 with a start value of 0 (File Format Specification 3.0, appendix).</summary>
internal static class Hdf5Checksum
{
    /// <summary>Checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xdeadbeef + (uint)bytes.Length, b = a, c = a;
        while (bytes.Length > 12)
        {
            Add(bytes, ref a, ref b, ref c);
            Mix(ref a, c, 4, ref c, b);
            Mix(ref b, a, 6, ref a, c);
            Mix(ref c, b, 8, ref b, a);
            Mix(ref a, c, 16, ref c, b);
            Mix(ref b, a, 19, ref a, c);
            Mix(ref c, b, 4, ref b, a);
            bytes = bytes[12..];
        }

        if (bytes.IsEmpty)
        {
            return c;
        }

        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    static void Add(ReadOnlySpan<byte> twelve, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(twelve);
        b += BinaryPrimitives.ReadUInt32LittleEndian(twelve[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(twelve[8..]);
    }

    // x -= y; x ^= rot(y, k); z += w
    static void Mix(ref uint x, uint y, int bits, ref uint z, uint w)
    {
        x = (x - y) ^ BitOperations.RotateLeft(y, bits);
        z += w;
    }
}
