namespace InsCore.Phonons.Files;

/// <summary>An object of an HDF5 file, group or dataset: the messages of its header.</summary>
/// <remarks>Format: The HDF Group, HDF5 File Format Specification 3.0, section IV. Object headers of both versions, with continuations.</remarks>
internal sealed class Hdf5Object
{
    /// <summary>What to do about a file that is damaged.</summary>
    public const string Remedy = "copy the file again, or write it anew";

    // Honest headers have a few dozen.
    const int MaximumMessages = 4096;

    readonly PhononSource source;
    readonly List<(Hdf5Message Type, long Start, int Length)> messages = [];

    /// <summary>Reads the header at an address.</summary>
    public Hdf5Object(PhononSource source, ulong address)
    {
        this.source = source;
        Hdf5Cursor cursor = At(source, address);
        if (cursor.Byte() == 1)
        {
            cursor.Skip(7);
            long size = cursor.Int();
            cursor.Skip(4);
            Read(cursor.Position, size, prefix: 8, hasOrder: false);
            return;
        }

        cursor = At(source, address);
        cursor.Require("OHDR"u8);
        int version = cursor.Byte(), flags = cursor.Byte();
        if (version != 2)
        {
            throw source.Error($"byte {address}", $"an object header of version {version} is not known", Remedy);
        }

        cursor.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        long length = (long)Math.Min(cursor.Number(1 << (flags & 3)), int.MaxValue);
        Read(cursor.Position, length, (flags & 4) != 0 ? 6 : 4, (flags & 4) != 0);
    }

    /// <summary>A place at an address.</summary>
    public static Hdf5Cursor At(PhononSource source, ulong address) => address <= int.MaxValue
        ? new Hdf5Cursor(source, (long)address)
        : throw source.Error(null, "an address lies outside the file", Remedy);

    /// <summary>The first message of a type; null if there is none.</summary>
    public Hdf5Cursor? Find(Hdf5Message type)
    {
        foreach (Hdf5Cursor cursor in All(type))
        {
            return cursor;
        }

        return null;
    }

    /// <summary>All messages of a type.</summary>
    public IEnumerable<Hdf5Cursor> All(Hdf5Message type) =>
        messages.Where(m => m.Type == type).Select(m => new Hdf5Cursor(source, m.Start));

    void Read(long start, long length, int prefix, bool hasOrder)
    {
        List<(long Start, long Length)> blocks = [(start, length)];
        for (int b = 0; b < blocks.Count; b++)
        {
            Hdf5Cursor cursor = new(source, blocks[b].Start);
            long end = Math.Min(blocks[b].Start + blocks[b].Length, source.Bytes.Length);
            while (cursor.Position + prefix <= end)
            {
                int type = prefix == 8 ? cursor.Short() : cursor.Byte(), size = cursor.Short();
                cursor.Skip(prefix == 8 ? 4 : hasOrder ? 3 : 1);
                long body = cursor.Position;
                if (body + size > end || messages.Count == MaximumMessages)
                {
                    throw source.Error($"byte {body}", "an object header is damaged", Remedy);
                }

                messages.Add(((Hdf5Message)type, body, size));
                if (type == (int)Hdf5Message.Continuation)
                {
                    blocks.Add(Continuation(cursor, prefix));
                }

                cursor.Skip(size);
            }
        }
    }

    (long Start, long Length) Continuation(Hdf5Cursor cursor, int prefix)
    {
        (ulong address, ulong length) = (cursor.Long(), cursor.Long());
        Hdf5Cursor block = At(source, address);
        long size = (long)Math.Min(length, int.MaxValue);
        if (prefix == 8)
        {
            return (block.Position, size);
        }

        // Signature before, checksum behind.
        block.Require("OCHK"u8);
        return (block.Position, size - 8);
    }
}
