using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Reads the model container; see <see cref="ModelContainer"/> for its layout.</summary>
/// <param name="file">File, for messages.</param>
internal sealed class ContainerReader(string file)
{
    const string Damaged = "download or copy the file again, or convert the model again";

    // Elements that sparse tensors may have in all once restored, 1 GiB; MACE needs a few millions.
    const long MaxRestored = 1L << 27;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    readonly Dictionary<string, ModelTensor> _tensors = [];

    public ModelFile Read(Stream stream)
    {
        try
        {
            return ReadContent(stream);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or IOException)
        {
            // Text that is not valid Unicode shows only when it is used.
            throw new InsInputException(file, null, $"cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})", Damaged, e);
        }
    }

    ModelFile ReadContent(Stream stream)
    {
        byte[] content = Content(stream);
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(content);
        JsonObject header = Object(content.AsSpan(sizeof(ulong), headerLength), "header");
        ReadOnlySpan<byte> data = content.AsSpan(sizeof(ulong) + headerLength);
        Dictionary<string, string> metadata = Metadata(header);
        if (Required(metadata, ContainerKeys.DataHash) != Convert.ToHexStringLower(SHA256.HashData(data)))
        {
            throw Error(null, "the data do not have the check sum that the header states");
        }

        // The budget of a file whose tensors are all there; sparse ones are restored on top of it.
        AllocationBudget budget = new(file, content.Length);
        long position = 0;
        foreach ((string name, JsonNode? entry) in header)
        {
            if (name != ContainerKeys.Metadata)
            {
                _tensors.Add(name, Tensor(name, entry, data, ref position, budget));
            }
        }

        if (position != data.Length)
        {
            throw Error(null, $"{data.Length - position} bytes that belong to no tensor");
        }

        RestoreSparse(Object(Encoding.UTF8.GetBytes(Required(metadata, ContainerKeys.Sparse)), ContainerKeys.Sparse));
        return new ModelFile(new ModelArchive(_tensors, Settings(metadata)), Card(metadata));
    }

    byte[] Content(Stream stream)
    {
        if (stream.Length < sizeof(ulong) || stream.Length > Array.MaxLength)
        {
            throw Error(null, $"a container of {stream.Length} bytes");
        }

        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(content);
        return headerLength <= (ulong)(content.Length - sizeof(ulong))
            ? content
            : throw Error("header", $"{headerLength} bytes declared, {content.Length - sizeof(ulong)} there");
    }

    Dictionary<string, string> Metadata(JsonObject header)
    {
        if (header[ContainerKeys.Metadata] is not JsonObject entries)
        {
            throw new InsInputException(file, null, "a safetensors file without a model's settings", "give a file made by inscore convert, or MACE's .model file");
        }

        Dictionary<string, string> metadata = [];
        foreach ((string key, JsonNode? value) in entries)
        {
            metadata.Add(key, value is JsonValue text && text.TryGetValue(out string? s) ? s : throw Error($"key {key}", "not a string"));
        }

        return metadata.GetValueOrDefault(ContainerKeys.Format) switch
        {
            ContainerKeys.Version => metadata,
            null => throw new InsInputException(file, null, "a safetensors file that InsCore did not write", "give a file made by inscore convert, or MACE's .model file"),
            string other => throw new InsInputException(file, null, $"a container of kind {other}, not {ContainerKeys.Version}", "update InsCore, or convert the model again"),
        };
    }

    // Tensors follow one another without gaps, as safetensors demands; so none is counted twice.
    ModelTensor Tensor(string name, JsonNode? entry, ReadOnlySpan<byte> data, ref long position, AllocationBudget budget)
    {
        if (entry is not JsonObject fields
            || fields["dtype"] is not JsonValue typeNode || !typeNode.TryGetValue(out string? type)
            || fields["data_offsets"] is not JsonArray { Count: 2 } offsets
            || offsets[0] is not JsonValue first || !first.TryGetValue(out long begin)
            || offsets[1] is not JsonValue last || !last.TryGetValue(out long end))
        {
            throw Error($"tensor {name}", "its entry lacks dtype or data_offsets");
        }

        int width = StoredElements.Size(type);
        int[] shape = Shape(fields["shape"], name, out long count);
        if (width == 0 || begin != position || end > data.Length || end - begin != count * width)
        {
            throw Error($"tensor {name}", $"{count} elements of type {type} in bytes {begin} to {end} after {position}");
        }

        budget.Take(sizeof(double) * count, $"tensor {name}");
        position = end;
        double[] values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = StoredElements.Read(type, data[(int)(begin + ((long)i * width))..]);
        }

        return new ModelTensor(shape, type, values);
    }

    int[] Shape(JsonNode? node, string name, out long count)
    {
        count = 1;
        JsonArray extents = node as JsonArray ?? throw Error($"tensor {name}", "has no shape");
        int[] shape = new int[extents.Count];
        for (int i = 0; i < shape.Length; i++)
        {
            if (extents[i] is not JsonValue value || !value.TryGetValue(out shape[i]) || shape[i] < 0 || count * shape[i] > int.MaxValue)
            {
                throw Error($"tensor {name}", "an extent that is not a small integer");
            }

            count *= shape[i];
        }

        return shape;
    }

    void RestoreSparse(JsonObject shapes)
    {
        long restored = 0;
        foreach ((string name, JsonNode? extents) in shapes)
        {
            int[] shape = Shape(extents, name, out long count);
            restored += count;
            if (restored > MaxRestored
                || !_tensors.Remove(name + ContainerKeys.Places, out ModelTensor? places)
                || !_tensors.Remove(name + ContainerKeys.Elements, out ModelTensor? elements)
                || places.Values.Length != elements.Values.Length
                || count > (long)places.Values.Length * ContainerKeys.LargestSparsity)
            {
                throw Error($"tensor {name}", "its parts are missing or do not fit its shape");
            }

            double[] values = new double[count];
            for (int i = 0; i < places.Values.Length; i++)
            {
                double place = places.Values[i];
                values[place >= 0 && place < count ? (int)place : throw Error($"tensor {name}", $"element {place} of {count}")] = elements.Values[i];
            }

            if (!_tensors.TryAdd(name, new ModelTensor(shape, elements.StoredType, values)))
            {
                throw Error($"tensor {name}", "occurs twice");
            }
        }
    }

    Dictionary<string, JsonNode?> Settings(Dictionary<string, string> metadata)
    {
        JsonObject settings = Object(Encoding.UTF8.GetBytes(Required(metadata, ContainerKeys.Settings)), ContainerKeys.Settings);
        Dictionary<string, JsonNode?> result = settings.ToDictionary(pair => pair.Key, pair => pair.Value);
        settings.Clear();
        return result;
    }

    ModelCard Card(Dictionary<string, string> metadata) => new(
        Required(metadata, ContainerKeys.Name),
        Required(metadata, ContainerKeys.Source),
        Required(metadata, ContainerKeys.SourceHash),
        metadata.GetValueOrDefault(ContainerKeys.Licence),
        metadata.GetValueOrDefault(ContainerKeys.LicenceText),
        metadata.GetValueOrDefault(ContainerKeys.Caveats),
        metadata.GetValueOrDefault(ContainerKeys.Date),
        metadata.GetValueOrDefault(ContainerKeys.Creator));

    string Required(Dictionary<string, string> metadata, string key) =>
        metadata.GetValueOrDefault(key) ?? throw Error($"key {key}", "is missing");

    JsonObject Object(ReadOnlySpan<byte> text, string place)
    {
        try
        {
            return JsonNode.Parse(text, null, Strict) as JsonObject ?? throw Error(place, "not a JSON object");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InsInputException(file, place, $"not JSON ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})", Damaged, e);
        }
    }

    InsInputException Error(string? place, string problem) => new(file, place, problem, Damaged);
}
