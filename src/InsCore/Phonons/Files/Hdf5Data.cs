using System.IO.Compression;

namespace InsCore.Phonons.Files;

/// <summary>The elements of an HDF5 dataset: contiguous, compact, or in chunks, which may be shuffled and deflated.</summary>
internal sealed class Hdf5Data
{
    const int Deflate = 1, Shuffle = 2, Checksum = 3;

    // HDF5 itself allows 32 dimensions; no file here has more than four.
    const int MaximumRank = 8;

    readonly PhononSource source;
    readonly Hdf5Object header;
    readonly List<int> filters = [];

    /// <summary>Reads what the header says.</summary>
    public Hdf5Data(PhononSource source, Hdf5Object header)
    {
        this.source = source;
        this.header = header;
        Type = Hdf5Type.Read(Required(Hdf5Message.Datatype));
        Lengths = ReadLengths(source, Required(Hdf5Message.Dataspace));
        if (header.Find(Hdf5Message.Filters) is { } pipeline)
        {
            ReadFilters(pipeline);
        }
    }

    /// <summary>Type of an element.</summary>
    public Hdf5Type Type { get; }

    /// <summary>Lengths; none for a scalar.</summary>
    public ulong[] Lengths { get; }

    /// <summary>Lengths out of a dataspace message.</summary>
    public static ulong[] ReadLengths(PhononSource source, Hdf5Cursor cursor)
    {
        int version = cursor.Byte(), rank = cursor.Byte();
        cursor.Skip(version == 1 ? 6 : 2);
        if (version is not (1 or 2) || rank > MaximumRank)
        {
            throw source.Error(null, "the shape of a dataset is not readable", Hdf5Object.Remedy);
        }

        ulong[] lengths = new ulong[rank];
        for (int k = 0; k < rank; k++)
        {
            lengths[k] = cursor.Long();
        }

        return lengths;
    }

    /// <summary>Reads all elements.</summary>
    /// <param name="count">How many there are, by the lengths; known to fit a budget of memory.</param>
    /// <param name="budget">Bytes that may still be unpacked.</param>
    public byte[] Read(long count, ref long budget)
    {
        Hdf5Cursor layout = Required(Hdf5Message.Layout);
        int version = layout.Byte(), kind = layout.Byte();
        long bytes = count * Type.Size;
        if (version is not (3 or 4) || bytes > int.MaxValue)
        {
            throw source.Error(null, $"a data layout of version {version} is not read", "write the file anew with a newer HDF5");
        }

        switch (kind)
        {
            case 0:
                layout.Skip(2);
                return layout.Bytes(bytes).ToArray();
            case 1:
                ulong address = layout.Long();
                return address == Hdf5Cursor.Undefined ? new byte[bytes] : Hdf5Object.At(source, address).Bytes(bytes).ToArray();
            case 2:
                byte[] values = new byte[bytes];
                ReadChunks(layout, version, values, ref budget);
                return values;
            default:
                throw source.Error(null, "a virtual dataset is not read", Hdf5Object.Remedy);
        }
    }

    Hdf5Cursor Required(Hdf5Message message) =>
        header.Find(message) ?? throw source.Error(null, "what should be a dataset is none", Hdf5Object.Remedy);

    void ReadFilters(Hdf5Cursor cursor)
    {
        int version = cursor.Byte(), count = cursor.Byte();
        cursor.Skip(version == 1 ? 6 : 0);
        for (int k = 0; k < count; k++)
        {
            int id = cursor.Short(), name = version == 1 || id >= 256 ? cursor.Short() : 0;
            cursor.Skip(2);
            int values = cursor.Short();
            cursor.Skip(version == 1 ? (name + 7) / 8 * 8 : name);
            cursor.Skip((4 * values) + (version == 1 && values % 2 == 1 ? 4 : 0));
            filters.Add(id is Deflate or Shuffle or Checksum ? id : throw source.Error(null, $"compression by filter {id} is not read", "write the file anew with gzip"));
        }
    }

    void ReadChunks(Hdf5Cursor layout, int version, byte[] values, ref long budget)
    {
        int flags = version == 4 ? layout.Byte() : 0, rank = layout.Byte() - 1;
        ulong address = version == 3 ? layout.Long() : 0;
        int width = version == 4 ? layout.Byte() : 4;
        if (rank != Lengths.Length || width is not (1 or 2 or 4 or 8))
        {
            throw Damaged();
        }

        long[] chunk = new long[rank];
        long size = Type.Size;
        for (int k = 0; k < rank; k++)
        {
            chunk[k] = (long)Math.Min(layout.Number(width), int.MaxValue);
            size *= chunk[k];
            if (chunk[k] == 0 || size > int.MaxValue)
            {
                throw Damaged();
            }
        }

        layout.Skip(width);
        Unpacked target = new(values, chunk, new byte[Charge(size, ref budget)]);
        if (version == 3)
        {
            if (address != Hdf5Cursor.Undefined)
            {
                ReadTree(address, target, level: -1, ref budget);
            }

            return;
        }

        // Of the indices of version 4, the one that small files have: a single chunk.
        if (layout.Byte() != 1)
        {
            throw source.Error(null, "chunks with this kind of index are not read", "write the file anew with h5py's defaults");
        }

        long stored = (flags & 2) != 0 ? (long)Math.Min(layout.Long(), int.MaxValue) : size;
        layout.Skip((flags & 2) != 0 ? 4 : 0);
        Take(Hdf5Object.At(source, layout.Long()).Bytes(stored), new long[rank], target, mask: 0);
    }

    void ReadTree(ulong address, Unpacked target, int level, ref long budget)
    {
        Hdf5Cursor node = Hdf5Object.At(source, address);
        node.Require("TREE"u8);
        int type = node.Byte(), found = node.Byte(), entries = node.Short();
        if (type != 1 || (level >= 0 ? found != level : found > 8))
        {
            throw Damaged();
        }

        node.Skip(16);
        long[] offset = new long[Lengths.Length];
        for (int k = 0; k < entries; k++)
        {
            long stored = node.Int();
            uint mask = node.Int();
            for (int d = 0; d < offset.Length; d++)
            {
                offset[d] = (long)Math.Min(node.Long(), long.MaxValue);
            }

            node.Skip(8);
            ulong child = node.Long();
            if (found > 0)
            {
                Charge(1024, ref budget);
                ReadTree(child, target, found - 1, ref budget);
            }
            else
            {
                Charge(target.Chunk.Length, ref budget);
                Take(Hdf5Object.At(source, child).Bytes(stored), offset, target, mask);
            }
        }
    }

    long Charge(long bytes, ref long budget) => (budget -= bytes) >= 0
        ? bytes
        : throw source.Error(null, "the chunks hold far more than the dataset", Hdf5Object.Remedy);

    void Take(ReadOnlySpan<byte> stored, long[] offset, Unpacked target, uint mask)
    {
        byte[] bytes = target.Chunk;
        ReadOnlySpan<byte> rest = stored;
        bool isShuffled = false, isDeflated = false;
        for (int f = filters.Count - 1; f >= 0; f--)
        {
            bool isUsed = (mask & (1u << f)) == 0;
            isShuffled |= isUsed && filters[f] == Shuffle;
            isDeflated |= isUsed && filters[f] == Deflate;
            rest = isUsed && filters[f] == Checksum && rest.Length >= 4 ? rest[..^4] : rest;
        }

        if (isDeflated)
        {
            Inflate(rest, bytes);
        }
        else if (rest.Length >= bytes.Length)
        {
            rest[..bytes.Length].CopyTo(bytes);
        }
        else
        {
            throw Damaged();
        }

        Place(isShuffled ? target.Unshuffle(Type.Size) : bytes, offset, target);
    }

    void Inflate(ReadOnlySpan<byte> stored, byte[] bytes)
    {
        try
        {
            using MemoryStream packed = new(stored.ToArray());
            using ZLibStream zip = new(packed, CompressionMode.Decompress);
            zip.ReadExactly(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw source.Error(null, "a compressed chunk is damaged", Hdf5Object.Remedy, e);
        }
    }

    // Row by row along the last axis; what lies beyond the edge of the dataset is padding.
    void Place(byte[] bytes, long[] offset, Unpacked target)
    {
        int rank = offset.Length, size = Type.Size;
        long rows = 1;
        for (int d = 0; d < rank; d++)
        {
            rows *= d < rank - 1 ? target.Lengths[d] : 1;
            if (offset[d] >= (long)Lengths[d])
            {
                throw Damaged();
            }
        }

        long width = Math.Min(target.Lengths[^1], (long)Lengths[^1] - offset[^1]);
        for (long row = 0; row < rows; row++)
        {
            long rest = row, index = 0, stride = (long)Lengths[^1];
            bool isInside = true;
            for (int d = rank - 2; d >= 0; d--)
            {
                long at = offset[d] + (rest % target.Lengths[d]);
                rest /= target.Lengths[d];
                isInside &= at < (long)Lengths[d];
                index += at * stride;
                stride *= (long)Lengths[d];
            }

            if (isInside)
            {
                bytes.AsSpan((int)(row * target.Lengths[^1] * size), (int)(width * size)).CopyTo(target.Values.AsSpan((int)((index + offset[^1]) * size)));
            }
        }
    }

    InsInputException Damaged() => source.Error(null, "the chunks of a dataset are damaged", Hdf5Object.Remedy);

    /// <summary>Where chunks go.</summary>
    sealed record Unpacked(byte[] Values, long[] Lengths, byte[] Chunk)
    {
        byte[]? unshuffled;

        // The first bytes of all elements come first, then the second ones, and so on.
        public byte[] Unshuffle(int size)
        {
            unshuffled ??= new byte[Chunk.Length];
            int count = Chunk.Length / size;
            for (int k = 0; k < Chunk.Length; k++)
            {
                unshuffled[k] = Chunk[(k % size * count) + (k / size)];
            }

            return unshuffled;
        }
    }
}
