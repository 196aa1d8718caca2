using System.Text.Json.Nodes;
using System.Xml.Linq;
using InsCore.BuildTools;
using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>The bill of materials has what CycloneDX requires, and every package that the command is restored with.</summary>
public sealed class SoftwareBillTests
{
    // Of the specification, 1.6: types of components and of hashes.
    static readonly string[] Types = ["application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset"];
    static readonly Dictionary<string, int> HashLengths = new() { ["SHA-256"] = 64, ["SHA-512"] = 128 };

    static string Assets => Path.Combine(TestData.Root, "artifacts", "obj", "InsCore.Cli", "project.assets.json");

    [Fact]
    public void Bill_HasTheFieldsThatTheSchemaRequires()
    {
        JsonObject bill = JsonNode.Parse(SoftwareBill.Make(Assets))!.AsObject();
        Assert.Equal(["bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"], bill.Select(p => p.Key));
        Assert.Equal(("CycloneDX", "1.6", 1), ((string?)bill["bomFormat"], (string?)bill["specVersion"], (int)bill["version"]!));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string?)bill["serialNumber"]);
        JsonObject[] components = [bill["metadata"]!["component"]!.AsObject(), .. bill["components"]!.AsArray().Select(c => c!.AsObject())];
        foreach (JsonObject component in components)
        {
            Assert.Contains((string?)component["type"], Types);
            Assert.False(string.IsNullOrWhiteSpace((string?)component["name"]) || string.IsNullOrWhiteSpace((string?)component["version"]), component.ToJsonString());
            JsonObject licence = Assert.Single(component["licenses"]!.AsArray())!.AsObject();
            Assert.True(licence["expression"] is not null || licence["license"]!["id"] is not null ^ licence["license"]!["name"] is not null, component.ToJsonString());
            Assert.All(component["hashes"] as JsonArray ?? [], h => Assert.Matches($"^[0-9a-f]{{{HashLengths[(string)h!["alg"]!]}}}$", (string?)h["content"]));
        }

        string[] references = [.. components.Select(c => (string)c["bom-ref"]!)];
        Assert.Equal(references.Length, references.Distinct().Count());
        JsonObject[] dependencies = [.. bill["dependencies"]!.AsArray().Select(d => d!.AsObject())];
        Assert.All(dependencies, d => Assert.Contains((string?)d["ref"], references));
        Assert.All(dependencies.SelectMany(d => d["dependsOn"]!.AsArray()), r => Assert.Contains((string?)r, references));
        Assert.Equal(dependencies.Length, dependencies.Select(d => (string?)d["ref"]).Distinct().Count());
    }

    [Fact]
    public void Bill_ListsEveryPackageReferenceAndTheModel()
    {
        JsonArray components = JsonNode.Parse(SoftwareBill.Make(Assets))!["components"]!.AsArray();
        Dictionary<string, string> versions = components.DistinctBy(c => (string?)c!["name"]).ToDictionary(c => (string)c!["name"]!, c => (string)c!["version"]!, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> pinned = XDocument.Load(Path.Combine(TestData.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);
        string[] projects = ["src/InsCore.Cli/InsCore.Cli.csproj", "src/InsCore/InsCore.csproj", "bindings/InsCore.Native/InsCore.Native.csproj"];
        string[] wanted = [.. projects.SelectMany(p => XDocument.Load(Path.Combine(TestData.Root, p)).Descendants("PackageReference")).Select(r => r.Attribute("Include")!.Value).Distinct()];
        Assert.True(wanted.Length >= 5);
        Assert.All(wanted, name => Assert.Equal(pinned[name], versions[name]));
        JsonNode model = components.Single(c => (string?)c!["type"] == "machine-learning-model")!;
        Assert.Equal((ModelFile.Default.Card.Sha256, "MIT"), ((string?)model["hashes"]![0]!["content"], (string?)model["licenses"]![0]!["license"]!["id"]));
    }

    [Fact]
    public void Bill_MadeTwice_IsTheSame() => Assert.Equal(SoftwareBill.Make(Assets), SoftwareBill.Make(Assets));
}
