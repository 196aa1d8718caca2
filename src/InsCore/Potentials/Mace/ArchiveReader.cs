using System.Globalization;
using System.Text.Json.Nodes;

namespace InsCore.Potentials.Mace;

/// <summary>Typed access to a model archive; every miss is an error that names the file and the place.</summary>
/// <param name="archive">The archive.</param>
/// <param name="source">File name for messages.</param>
internal sealed class ArchiveReader(ModelArchive archive, string source)
{
    /// <summary>True if there is a tensor of this name with at least one element.</summary>
    public bool HasTensor(string path) => archive.Tensors.TryGetValue(path, out ModelTensor? tensor) && tensor.Values.Length > 0;

    /// <summary>True if there is a module of this name.</summary>
    public bool HasModule(string path) => archive.Settings.ContainsKey($"{path}.__class__");

    /// <summary>A tensor.</summary>
    public ModelTensor Tensor(string path) =>
        archive.Tensors.TryGetValue(path, out ModelTensor? tensor) ? tensor : throw Error(path, "the tensor is missing");

    /// <summary>A tensor of given extents.</summary>
    public double[] Values(string path, params ReadOnlySpan<int> shape)
    {
        ModelTensor tensor = Tensor(path);
        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor.Values
            : throw Error(path, $"has the shape [{string.Join(", ", tensor.Shape)}] where [{string.Join(", ", shape.ToArray())}] is expected");
    }

    /// <summary>A number, be it a tensor of one element or a setting.</summary>
    public double Number(string path)
    {
        if (archive.Tensors.TryGetValue(path, out ModelTensor? tensor) && tensor.Values.Length == 1)
        {
            return tensor.Values[0];
        }

        return Setting(path) is JsonValue value && double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Error(path, "the number is missing");
    }

    /// <summary>A number, or what stands for it where it is absent.</summary>
    public double Number(string path, double absent) =>
        HasTensor(path) || Setting(path) is not null ? Number(path) : absent;

    /// <summary>A truth value, or what stands for it where it is absent.</summary>
    public bool Flag(string path, bool absent) =>
        Setting(path) is not null || HasTensor(path)
            ? Setting(path) is JsonValue value && value.TryGetValue(out bool flag) ? flag : Number(path) != 0
            : absent;

    /// <summary>A text, or null where it is absent.</summary>
    public string? Text(string path) => Setting(path)?.ToString();

    /// <summary>The last part of a module's class name, or null where there is no such module.</summary>
    public string? ClassName(string path) => Text(path.Length == 0 ? "__class__" : $"{path}.__class__")?.Split('.')[^1];

    /// <summary>Irreps of natural parity, (-1)^l.</summary>
    public Irreps Irreps(string path)
    {
        string text = Text(path) ?? throw Error(path, "the irreps are missing");
        return Mace.Irreps.TryParse(text) ?? throw Unsupported(path, $"the irreps {text}");
    }

    /// <summary>The instructions of a linear map or tensor product.</summary>
    public IEnumerable<JsonObject> Instructions(string path)
    {
        JsonArray array = Setting($"{path}.instructions") as JsonArray ?? throw Error(path, "the instructions are missing");
        foreach (JsonNode? node in array)
        {
            yield return node as JsonObject ?? throw Error(path, "the instructions cannot be read");
        }
    }

    /// <summary>A list of texts; empty where it is absent.</summary>
    public string[] Texts(string path) => Setting(path) is JsonArray array ? [.. array.Select(item => item?.ToString() ?? "")] : [];

    /// <summary>A field of an instruction.</summary>
    public double Field(JsonObject instruction, string field, string path) =>
        double.TryParse(instruction[field]?.ToString(), CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Error(path, $"an instruction has no {field}");

    /// <summary>An error in the file.</summary>
    public InsInputException Error(string path, string problem) =>
        new(source, path, problem, "use the .model file that MACE wrote at the end of training");

    /// <summary>A feature that this engine does not know.</summary>
    public InsInputException Unsupported(string path, string feature) => new(
        source, path, $"{feature} cannot be evaluated", "use a MACE model with Residual, plain, Density or non-linear interaction blocks");

    JsonNode? Setting(string path) => archive.Settings.GetValueOrDefault(path);
}
