using System.Buffers.Binary;
using System.Text;

namespace InsCore.Phonons.Files;

/// <summary>A place in the bytes of an HDF5 file from which numbers are taken; beyond the end it refuses.</summary>
/// <param name="source">The file.</param>
/// <param name="position">Where to begin.</param>
internal struct Hdf5Cursor(PhononSource source, long position)
{
    /// <summary>The address that stands for none.</summary>
    public const ulong Undefined = ulong.MaxValue;

    /// <summary>Where the next byte is taken.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Goes on by a number of bytes.</summary>
    public void Skip(long count) => Position += count;

    /// <summary>Takes a byte.</summary>
    public byte Byte() => Bytes(1)[0];

    /// <summary>Takes two bytes.</summary>
    public int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    /// <summary>Takes four bytes.</summary>
    public uint Int() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    /// <summary>Takes an address or a length, eight bytes.</summary>
    public ulong Long() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    /// <summary>Takes a number of 1, 2, 4 or 8 bytes.</summary>
    public ulong Number(int width) => width switch
    {
        1 => Byte(),
        2 => (ulong)Short(),
        4 => Int(),
        _ => Long(),
    };

    /// <summary>Takes bytes as they are.</summary>
    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (Position < 0 || count < 0 || count > source.Bytes.Length - Position)
        {
            throw source.Error($"byte {Position}", "the file ends within something that it should hold", Hdf5Object.Remedy);
        }

        ReadOnlySpan<byte> taken = source.Bytes.AsSpan((int)Position, (int)count);
        Position += count;
        return taken;
    }

    /// <summary>Takes text up to the byte zero.</summary>
    public string ZeroTerminated()
    {
        int length = Position >= 0 && Position < source.Bytes.Length ? source.Bytes.AsSpan((int)Position).IndexOf((byte)0) : -1;
        string text = Encoding.UTF8.GetString(Bytes(length < 0 ? long.MaxValue : length));
        Skip(1);
        return text;
    }

    /// <summary>Takes a signature that must be there.</summary>
    public void Require(ReadOnlySpan<byte> signature)
    {
        if (!Bytes(signature.Length).SequenceEqual(signature))
        {
            throw source.Error($"byte {Position - signature.Length}", $"{Encoding.ASCII.GetString(signature)} is expected here", Hdf5Object.Remedy);
        }
    }
}
