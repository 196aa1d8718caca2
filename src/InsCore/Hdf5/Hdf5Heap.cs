using System.Text;

namespace InsCore.Hdf5;

/// <summary>Texts of variable length in a file: collections of the global heap, each text once.</summary>
/// <remarks>HDF5 File Format Specification 3.0, III.E.</remarks>
internal sealed class Hdf5Heap
{
    // Readers ask for this many bytes at once. Indices have 16 bits.
    const int SmallestCollection = 4096, MostObjects = 60_000;

    readonly Dictionary<string, (int Length, long Collection, int Index)> places = new(StringComparer.Ordinal);

    /// <summary>Writes texts at the end of a stream.</summary>
    public Hdf5Heap(Stream stream, IEnumerable<string> texts)
    {
        foreach (string[] chunk in texts.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Chunk(MostObjects))
        {
            long address = stream.Position;
            using MemoryStream body = new();
            for (int k = 0; k < chunk.Length; k++)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(chunk[k]);
                places[chunk[k]] = (bytes.Length, address, k + 1);
                Hdf5Bytes.Number(body, k + 1, 2);
                Hdf5Bytes.Number(body, 1, 2); // users
                Hdf5Bytes.Number(body, 0, 4);
                Hdf5Bytes.Number(body, bytes.Length, 8);
                body.Write(bytes);
                Hdf5Bytes.Align(body);
            }

            // Header of 16 bytes, objects, and the rest as object 0.
            long size = Math.Max(16 + body.Length + 16, SmallestCollection);
            stream.Write("GCOL"u8);
            Hdf5Bytes.Number(stream, 1, 4);
            Hdf5Bytes.Number(stream, size, 8);
            body.WriteTo(stream);
            Hdf5Bytes.Number(stream, 0, 8);
            Hdf5Bytes.Number(stream, size - 16 - body.Length, 8);
            stream.Write(new byte[size - 16 - body.Length - 16]);
        }
    }

    /// <summary>Writes where texts are: length, collection and index of each.</summary>
    public void Refer(Stream stream, string[] texts)
    {
        foreach (string text in texts)
        {
            // An object of no bytes is not allowed: the empty text is nowhere.
            (int length, long collection, int index) = text.Length == 0 ? default : places[text];
            Hdf5Bytes.Number(stream, length, 4);
            Hdf5Bytes.Number(stream, collection, 8);
            Hdf5Bytes.Number(stream, index, 4);
        }
    }
}
