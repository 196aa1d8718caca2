namespace InsCore.Phonons.Files;

/// <summary>Finds the members of HDF5 groups: links in the group's header, or symbol tables under a B-tree (what h5py writes).</summary>
internal static class Hdf5Members
{
    const int SymbolEntryBytes = 40;

    /// <summary>The address of a member's header; null if there is none of the name.</summary>
    public static ulong? Find(PhononSource source, Hdf5Object group, string name)
    {
        foreach (Hdf5Cursor link in group.All(Hdf5Message.Link))
        {
            if (IsNamed(link, name) is { } address)
            {
                return address;
            }
        }

        if (group.Find(Hdf5Message.SymbolTable) is not { } table)
        {
            return null;
        }

        (ulong tree, ulong heap) = (table.Long(), table.Long());
        Hdf5Cursor cursor = Hdf5Object.At(source, heap);
        cursor.Require("HEAP"u8);
        cursor.Skip(4 + 16);
        ulong names = cursor.Long();
        return Search(source, tree, names, name, level: -1);
    }

    // Version, flags, then what the flags announce: type, order of creation, character set; length of the name; the name; for a hard link its address.
    static ulong? IsNamed(Hdf5Cursor link, string name)
    {
        link.Byte();
        int flags = link.Byte(), type = (flags & 8) != 0 ? link.Byte() : 0;
        link.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        ulong length = link.Number(1 << (flags & 3));
        return type == 0 && length < 1024 && System.Text.Encoding.UTF8.GetString(link.Bytes((long)length)) == name ? link.Long() : null;
    }

    // Levels go down by one, so that no damaged tree has an end elsewhere than at its leaves.
    static ulong? Search(PhononSource source, ulong address, ulong heap, string name, int level)
    {
        Hdf5Cursor node = Hdf5Object.At(source, address);
        node.Require("TREE"u8);
        int type = node.Byte(), found = node.Byte(), entries = node.Short();
        if (type != 0 || (level >= 0 ? found != level : found > 8))
        {
            throw source.Error($"byte {address}", "a group is damaged", Hdf5Object.Remedy);
        }

        node.Skip(16 + 8);
        for (int k = 0; k < entries; k++)
        {
            ulong child = node.Long();
            node.Skip(8);
            if ((found > 0 ? Search(source, child, heap, name, found - 1) : InTable(source, child, heap, name)) is { } member)
            {
                return member;
            }
        }

        return null;
    }

    static ulong? InTable(PhononSource source, ulong address, ulong heap, string name)
    {
        Hdf5Cursor table = Hdf5Object.At(source, address);
        table.Require("SNOD"u8);
        table.Skip(2);
        int count = table.Short();
        for (int k = 0; k < count; k++)
        {
            long start = table.Position;
            (ulong offset, ulong header) = (table.Long(), table.Long());
            table.Skip(SymbolEntryBytes - (table.Position - start));
            if (Hdf5Object.At(source, Math.Min(heap, int.MaxValue) + Math.Min(offset, int.MaxValue)).ZeroTerminated() == name)
            {
                return header;
            }
        }

        return null;
    }
}
