using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsCore;

/// <summary>Where a result comes from: what every output file says of itself.</summary>
/// <param name="CommandLine">How the program was called, without machine paths.</param>
/// <param name="Inputs">Names and SHA-256 of the files read.</param>
/// <param name="Model">Name, hash, licence and caveats of the potential.</param>
/// <param name="Backend">Processor features and libraries used.</param>
/// <param name="Warnings">What a reader of the result should know.</param>
public sealed record Provenance(
    string CommandLine, IReadOnlyDictionary<string, string> Inputs, JsonObject Model, string Backend, IReadOnlyList<string> Warnings)
{
    readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Every setting as it held, defaults included, in the form of a study file; empty where there are none.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>Seed of the random numbers; null where none were drawn.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Name and version of the program, as files say it.</summary>
    public static string Program => $"InsCore {Version}";

    /// <summary>Version of the library with the commit it was built from, where known.</summary>
    public static string Version { get; } =
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Lower-case hexadecimal SHA-256 of a file's content.</summary>
    /// <exception cref="InsInputException">The file cannot be read.</exception>
    public static string Sha256(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", "check the path and its permissions", e);
        }
    }

    /// <summary>
    /// The block as JSON. "date" (UTC, of this writing) and "wallTime" (s, from opening the inputs) are all that differs between two equal calls on
    /// one machine.
    /// </summary>
    public JsonObject ToJson() => new()
    {
        ["program"] = Program,
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["wallTime"] = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
        ["commandLine"] = CommandLine,
        ["inputs"] = InputHashes(),
        ["model"] = Model.DeepClone(),
        ["settings"] = Settings.DeepClone(),
        ["seed"] = Seed,
        ["backend"] = Backend,
        ["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]),
    };

    /// <summary>
    /// The block inside data files and figures, one line of ASCII: program, inputs, model. What may differ between equal results (call, date,
    /// time, machine) is in the JSON beside them, so that these files are equal byte for byte when their content is.
    /// </summary>
    public string ToLine() => Line(Program, InputHashes(), Model);

    /// <summary>That line of a block that was read as JSON; values may be missing.</summary>
    internal static string Line(JsonNode? program, JsonNode? inputs, JsonNode? model)
    {
        JsonObject block = new()
        {
            ["program"] = program?.DeepClone(),
            ["inputs"] = inputs?.DeepClone(),
            ["model"] = model?.DeepClone(),
            ["more"] = Results.ResultManifest.FileName,
        };

        // Outside of strings JSON is ASCII, and within them any character may be given by its number; apostrophes end what some formats quote.
        return string.Concat(block.ToJsonString(Compact).Select(c => c is > '~' or '\'' ? $"\\u{(int)c:x4}" : c.ToString()));
    }

    static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    JsonObject InputHashes() => new(Inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)JsonValue.Create(i.Value))));
}
