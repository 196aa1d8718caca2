using System.Reflection;
using System.Security.Cryptography;
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

    /// <summary>The block as JSON, with the date in UTC.</summary>
    public JsonObject ToJson() => new()
    {
        ["program"] = $"InsCore {Version}",
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["commandLine"] = CommandLine,
        ["inputs"] = new JsonObject(Inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)JsonValue.Create(i.Value)))),
        ["model"] = Model.DeepClone(),
        ["backend"] = Backend,
        ["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]),
    };
}
