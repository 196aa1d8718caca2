using System.Text;

namespace InsCore.Hdf5;

/// <summary>Writes HDF5 files: groups, contiguous datasets of numbers, texts, attributes. The same content gives the same bytes.</summary>
/// <remarks>
/// The HDF Group, HDF5 File Format Specification 3.0: superblock 2, object headers 2, links and attributes in the header of their object, so that
/// every release of HDF5 since 1.8 reads them. Without reflection, which general libraries need for the types of values.
/// </remarks>
/// <param name="stream">An empty stream that can seek.</param>
internal sealed class Hdf5Writer(Stream stream)
{
    const int SuperblockBytes = 48;

    // Kinds of messages: section IV.A.2.
    const byte Dataspace = 1, LinkInfo = 2, Datatype = 3, FillValue = 5, Link = 6, Layout = 8, GroupInfo = 10, AttributeMessage = 12;

    // Sizes of messages have 16 bits.
    const int LargestMessage = 0xffff;

    /// <summary>Writes a file.</summary>
    public void Write(Hdf5Group root)
    {
        stream.Write(new byte[SuperblockBytes]);
        Hdf5Heap heap = new(stream, Texts(root));
        long address = Write(root, heap), end = stream.Position;
        using MemoryStream superblock = new();
        superblock.Write([0x89, .. "HDF\r\n\u001a\n"u8]);
        superblock.Write([2, 8, 8, 0]); // version, bytes of addresses and of lengths, flags
        foreach (long number in new[] { 0, Hdf5Bytes.Undefined, end, address })
        {
            Hdf5Bytes.Number(superblock, number, 8);
        }

        stream.Position = 0;
        WriteChecked(superblock);
        stream.Position = end;
    }

    static IEnumerable<string> Texts(Hdf5Node node)
    {
        IEnumerable<string> own = node.Attributes.SelectMany(a => a.Value.Texts ?? []);
        return own.Concat(node is Hdf5Group group ? group.Members.SelectMany(m => Texts(m.Value)) : ((Hdf5Dataset)node).Values.Texts ?? []);
    }

    // Members first: a header holds their addresses.
    long Write(Hdf5Node node, Hdf5Heap heap)
    {
        using MemoryStream messages = new();
        if (node is Hdf5Group group)
        {
            Add(messages, LinkInfo, [0, 0, .. Enumerable.Repeat((byte)0xff, 16)]); // no heap, no tree: links stand here
            Add(messages, GroupInfo, [0, 0]);
            foreach ((string name, Hdf5Node member) in group.Members)
            {
                AddLink(messages, name, Write(member, heap));
            }
        }
        else
        {
            AddData(messages, ((Hdf5Dataset)node).Values, heap);
        }

        foreach ((string name, Hdf5Values values) in node.Attributes)
        {
            AddAttribute(messages, name, values, heap);
        }

        Hdf5Bytes.Align(stream);
        long address = stream.Position;
        using MemoryStream header = new();
        header.Write("OHDR"u8);
        header.Write([2, 2]); // version; four bytes for the size
        Hdf5Bytes.Number(header, messages.Length, 4);
        messages.WriteTo(header);
        WriteChecked(header);
        return address;
    }

    void WriteChecked(MemoryStream block)
    {
        block.WriteTo(stream);
        Hdf5Bytes.Number(stream, Hdf5Checksum.Of(block.GetBuffer().AsSpan(0, (int)block.Length)), 4);
    }

    void AddData(MemoryStream messages, Hdf5Values values, Hdf5Heap heap)
    {
        Hdf5Bytes.Align(stream);
        long start = stream.Position;
        WriteValues(stream, values, heap);
        long length = stream.Position - start;
        Add(messages, Dataspace, Space(values));
        Add(messages, Datatype, values.Type);
        Add(messages, FillValue, [3, 0x0a]); // zeros, written when space is allocated late: the library's own choice
        using MemoryStream layout = new();
        layout.Write([3, 1]); // version, contiguous
        Hdf5Bytes.Number(layout, length == 0 ? Hdf5Bytes.Undefined : start, 8);
        Hdf5Bytes.Number(layout, length, 8);
        Add(messages, Layout, layout.ToArray());
    }

    static void WriteValues(Stream target, Hdf5Values values, Hdf5Heap heap)
    {
        target.Write(values.Bytes);
        heap.Refer(target, values.Texts ?? []);
    }

    static void AddLink(MemoryStream messages, string name, long address)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        using MemoryStream link = new();
        link.Write([1, 0x11, 1]); // version, two bytes for the length of a name whose character set is given, UTF-8
        Hdf5Bytes.Number(link, bytes.Length, 2);
        link.Write(bytes);
        Hdf5Bytes.Number(link, address, 8);
        Add(messages, Link, link.ToArray());
    }

    static void AddAttribute(MemoryStream messages, string name, Hdf5Values values, Hdf5Heap heap)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(name), 0], space = Space(values);
        using MemoryStream attribute = new();
        attribute.Write([3, 0]);
        Hdf5Bytes.Number(attribute, bytes.Length, 2);
        Hdf5Bytes.Number(attribute, values.Type.Length, 2);
        Hdf5Bytes.Number(attribute, space.Length, 2);
        attribute.WriteByte(1); // UTF-8
        attribute.Write([.. bytes, .. values.Type, .. space]);
        WriteValues(attribute, values, heap);
        Add(messages, AttributeMessage, attribute.ToArray());
    }

    static byte[] Space(Hdf5Values values)
    {
        using MemoryStream space = new();
        space.Write([2, (byte)values.Shape.Length, 0, (byte)(values.Shape.Length == 0 ? 0 : 1)]);
        foreach (ulong length in values.Shape)
        {
            Hdf5Bytes.Number(space, (long)length, 8);
        }

        return space.ToArray();
    }

    static void Add(MemoryStream messages, byte type, byte[] body)
    {
        if (body.Length > LargestMessage)
        {
            throw new ArgumentException($"a name, attribute or shape of {body.Length} bytes does not fit into an HDF5 header");
        }

        messages.WriteByte(type);
        Hdf5Bytes.Number(messages, body.Length, 2);
        messages.WriteByte(0);
        messages.Write(body);
    }
}
