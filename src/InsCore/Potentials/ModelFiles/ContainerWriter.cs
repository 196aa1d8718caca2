using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Writes the model container; see <see cref="ModelContainer"/> for its layout.</summary>
internal static class ContainerWriter
{
    const int Alignment = 64;

    public static void Write(Stream stream, ModelFile model)
    {
        List<(string Name, ModelTensor Tensor)> stored = [];
        JsonObject sparse = [];
        foreach ((string name, ModelTensor tensor) in model.Archive.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (IsBetterSparse(tensor))
            {
                sparse[name] = new JsonArray([.. tensor.Shape.Select(extent => (JsonNode)extent)]);
                stored.AddRange(Sparse(name, tensor));
            }
            else
            {
                stored.Add((name, tensor));
            }
        }

        // A stable sort: within one element size the tensors stay in order of their names.
        stored = [.. stored.OrderByDescending(part => StoredElements.Size(part.Tensor.StoredType))];
        byte[] data = Data(stored);
        byte[] header = Header(stored, Metadata(model, sparse, data));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        stream.Write(data);
    }

    static bool IsBetterSparse(ModelTensor tensor)
    {
        int other = tensor.Values.Count(IsStored);
        int width = StoredElements.Size(tensor.StoredType);
        return 2L * other * (width + sizeof(int)) < (long)tensor.Values.Length * width
            && tensor.Values.Length <= (long)other * ContainerKeys.LargestSparsity;
    }

    // By bits, so that a negative zero survives.
    static bool IsStored(double value) => BitConverter.DoubleToInt64Bits(value) != 0;

    static IEnumerable<(string Name, ModelTensor Tensor)> Sparse(string name, ModelTensor tensor)
    {
        int[] places = [.. Enumerable.Range(0, tensor.Values.Length).Where(i => IsStored(tensor.Values[i]))];
        yield return (name + ContainerKeys.Elements, new([places.Length], tensor.StoredType, [.. places.Select(i => tensor.Values[i])]));
        yield return (name + ContainerKeys.Places, new([places.Length], "I32", [.. places.Select(i => (double)i)]));
    }

    static byte[] Data(List<(string Name, ModelTensor Tensor)> stored)
    {
        using MemoryStream data = new();
        Span<byte> element = stackalloc byte[8];
        foreach ((_, ModelTensor tensor) in stored)
        {
            foreach (double value in tensor.Values)
            {
                data.Write(element[..StoredElements.Write(tensor.StoredType, value, element)]);
            }
        }

        return data.ToArray();
    }

    static JsonObject Metadata(ModelFile model, JsonObject sparse, byte[] data)
    {
        JsonObject settings = [];
        foreach ((string name, JsonNode? value) in model.Archive.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            settings[name] = value?.DeepClone();
        }

        ModelCard card = model.Card;
        (string Key, string? Value)[] entries =
        [
            (ContainerKeys.Format, ContainerKeys.Version),
            (ContainerKeys.Name, card.Name),
            (ContainerKeys.Source, card.Source),
            (ContainerKeys.SourceHash, card.Sha256),
            (ContainerKeys.Licence, card.Licence),
            (ContainerKeys.LicenceText, card.LicenceText),
            (ContainerKeys.Caveats, card.Caveats),
            (ContainerKeys.Date, card.Date),
            (ContainerKeys.Creator, Provenance.Program),
            (ContainerKeys.DataHash, Convert.ToHexStringLower(SHA256.HashData(data))),
            (ContainerKeys.Sparse, sparse.ToJsonString(ContainerKeys.Json)),
            (ContainerKeys.Settings, settings.ToJsonString(ContainerKeys.Json)),
        ];
        return new JsonObject(entries.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
    }

    static byte[] Header(List<(string Name, ModelTensor Tensor)> stored, JsonObject metadata)
    {
        JsonObject header = new() { [ContainerKeys.Metadata] = metadata };
        long begin = 0;
        foreach ((string name, ModelTensor tensor) in stored)
        {
            long end = begin + ((long)tensor.Values.Length * StoredElements.Size(tensor.StoredType));
            header[name] = new JsonObject
            {
                ["dtype"] = tensor.StoredType,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(extent => (JsonNode)extent)]),
                ["data_offsets"] = new JsonArray(begin, end),
            };
            begin = end;
        }

        string text = header.ToJsonString(ContainerKeys.Json);
        int length = Encoding.UTF8.GetByteCount(text);
        int padding = (Alignment - ((sizeof(ulong) + length) % Alignment)) % Alignment;
        return Encoding.UTF8.GetBytes(text + new string(' ', padding));
    }
}
