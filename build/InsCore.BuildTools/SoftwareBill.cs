using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using InsCore.Backends;
using InsCore.Potentials;

namespace InsCore.BuildTools;

/// <summary>The bill of materials of the command as CycloneDX 1.6: packages, native libraries found at run time, the embedded model.</summary>
/// <remarks>Without a date, and numbered by its content: the same build gives the same bill.</remarks>
internal static partial class SoftwareBill
{
    const string SpecVersion = "1.6", Root = "inscore";

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes it.</summary>
    /// <param name="assets">project.assets.json of the restored command.</param>
    public static string Make(string assets)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(assets))!;
        string[] folders = [.. json["packageFolders"]!.AsObject().Select(f => f.Key)];
        JsonObject target = json["targets"]!.AsObject().First().Value!.AsObject();
        (string Key, JsonObject Value)[] packages = [.. json["libraries"]!.AsObject().Where(l => (string?)l.Value!["type"] == "package").Select(l => (l.Key, l.Value!.AsObject()))];
        (string Key, JsonObject Value)[] own = [.. json["libraries"]!.AsObject().Where(l => (string?)l.Value!["type"] == "project").Select(l => (l.Key, l.Value!.AsObject()))];
        Dictionary<string, string> references = packages.Concat(own).ToDictionary(p => p.Key.Split('/')[0], p => Reference(p.Key), StringComparer.OrdinalIgnoreCase);
        JsonObject bill = new()
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = SpecVersion,
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = Component("application", Root, "inscore", Provenance.Version.Split('+')[0], Licences("MIT")),
                ["properties"] = new JsonArray(Property("inscore:commit", Provenance.Version.Split('+') is [_, var commit] ? commit : "unknown")),
            },
            ["components"] = new JsonArray(
            [
                .. own.Select(p => Component("library", Reference(p.Key), p.Key.Split('/')[0], p.Key.Split('/')[1], Licences("MIT"))),
                .. packages.Select(p => Package(p.Key, p.Value, folders)),
                .. Native(),
                Model(),
            ]),
            ["dependencies"] = new JsonArray(
            [
                Dependency(Root, json["project"]!["frameworks"]!.AsObject().First().Value!["dependencies"]!.AsObject().Select(d => d.Key).Concat(own.Select(o => o.Key.Split('/')[0])), references),
                .. target.Select(t => Dependency(Reference(t.Key), (t.Value!["dependencies"] as JsonObject ?? []).Select(d => d.Key), references)),
            ]),
        };
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(bill.ToJsonString()));
        bill.Insert(2, "serialNumber", $"urn:uuid:{Number(hash)}");
        return bill.ToJsonString(Indented) + "\n";
    }

    // A name-based number of version 8 (RFC 9562).
    static Guid Number(byte[] hash)
    {
        byte[] bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    static string Reference(string key) => $"pkg:nuget/{key.Replace('/', '@')}";

    static JsonObject Package(string key, JsonObject library, string[] folders)
    {
        string[] parts = key.Split('/');
        JsonObject component = Component("library", Reference(key), parts[0], parts[1], PackageLicence(library, folders));
        component["purl"] = Reference(key);
        if ((string?)library["sha512"] is { } hash)
        {
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash)) });
        }

        return component;
    }

    // The expression of the package's specification; else the name of its licence file, or the address that it gives.
    static JsonArray PackageLicence(JsonObject library, string[] folders)
    {
        string path = (string)library["path"]!;
        string? specification = folders.Select(f => Path.Combine(f, path)).Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, "*.nuspec")).FirstOrDefault();
        XElement? metadata = specification is null ? null : XDocument.Load(specification).Root!.Elements().First(e => e.Name.LocalName == "metadata");
        XElement? licence = metadata?.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        string? address = metadata?.Elements().FirstOrDefault(e => e.Name.LocalName == "licenseUrl")?.Value;
        return licence?.Attribute("type")?.Value == "expression" ? Licences(licence.Value)
            : licence is not null ? Named($"file {licence.Value} in the package")
            : address is not null ? Named(address)
            : throw new InsInputException(path, null, "states no licence", "restore the packages, or look the licence up");
    }

    // One identifier of SPDX, or an expression of several.
    static JsonArray Licences(string expression) => expression.Contains(' ')
        ? new JsonArray(new JsonObject { ["expression"] = expression })
        : new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = expression } });

    static JsonArray Named(string name) => new(new JsonObject { ["license"] = new JsonObject { ["name"] = name } });

    // They belong to the machine; only what is found is listed, as it describes itself.
    static IEnumerable<JsonNode> Native()
    {
        (string Name, string Description, JsonArray Licence)[] found =
        [
            ("libinscore", Backend.DescribeKernels(), Licences("MIT")),
            ("LAPACK", Backend.DescribeLapack(), Backend.DescribeLapack().Contains("Math Kernel", StringComparison.Ordinal) ? Named("Intel Simplified Software License") : Licences("BSD-3-Clause")),
        ];
        IEnumerable<(string Name, string Description, JsonArray Licence)> devices = Backend.DescribeOpenCl().Where(d => d.Device != "none").Select(d => d.Properties.ToDictionary(p => p.Name, p => p.Value))
            .Select(p => ($"OpenCL driver {p["platform"]}", $"{p["version"]}, {p["driver"]}", Named("that of the driver's vendor"))).DistinctBy(d => d.Item1);
        foreach ((string name, string description, JsonArray licence) in found.Concat(devices).Where(f => !f.Description.StartsWith("managed", StringComparison.OrdinalIgnoreCase)))
        {
            JsonObject component = Component("library", $"native:{name}", name, VersionIn().Match(description) is { Success: true } version ? version.Value : "unknown", licence);
            component["scope"] = "optional";
            component["description"] = description;
            yield return component;
        }
    }

    [GeneratedRegex(@"\d+(\.\d+)+|(?<=interface )\d+")]
    private static partial Regex VersionIn();

    static JsonNode Model()
    {
        ModelCard card = ModelFile.Default.Card;
        JsonObject component = Component("machine-learning-model", $"model:{card.Name}", card.Name, card.Sha256[..12], Licences(card.Licence ?? throw new InvalidOperationException("the embedded model states no licence")));
        component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = card.Sha256 });
        component["description"] = card.Caveats;
        return component;
    }

    static JsonObject Component(string type, string reference, string name, string version, JsonArray licences) => new()
    {
        ["type"] = type, ["bom-ref"] = reference, ["name"] = name, ["version"] = version, ["licenses"] = licences,
    };

    static JsonObject Property(string name, string value) => new() { ["name"] = name, ["value"] = value };

    static JsonNode Dependency(string reference, IEnumerable<string> names, Dictionary<string, string> references) => new JsonObject
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray([.. names.Where(references.ContainsKey).Select(n => references[n]).Distinct().Order(StringComparer.Ordinal).Select(r => JsonValue.Create(r))]),
    };
}
