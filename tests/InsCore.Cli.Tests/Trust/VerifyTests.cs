using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>`inscore verify` agrees with results as they were written, and tells every change of them.</summary>
public sealed class VerifyTests(SmallStudy study) : IClassFixture<SmallStudy>, IDisposable
{
    const int Sound = 0, BadInput = 1, Different = 2;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Verify_AsWritten_AgreesInEveryItem()
    {
        InscoreProcess run = InscoreProcess.Run(study.Folder, "verify", "results", "--json", "-q");
        Assert.True(run.ExitCode == Sound, run.Output + run.Error);
        JsonNode json = JsonNode.Parse(run.Output)!;
        string[] what = [.. json["items"]!.AsArray().Select(i => (string)i!["what"]!)];
        Assert.Equal(0, (int)json["unchecked"]!);
        foreach (string expected in (string[])["input dit-pbcn.cif", "0.8GPa/relax.json energy", "0.0GPa/gamma.csv", "0.8GPa/spectrum.json all, 376 bins", "summary.json phonons of 0.0GPa/"])
        {
            Assert.Contains(expected, what);
        }

        Assert.Contains(what, w => w.StartsWith("0.8GPa/modes.h5 modes at q = ", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_OneFile_ChecksItAndItsNumbers()
    {
        string results = study.CopyTo(folder);
        (int code, _) = Verify(Path.Combine(results, "0.8GPa", "relax.json"));
        Assert.Equal(Sound, code);
        File.WriteAllText(Path.Combine(results, "own.txt"), "mine");
        (code, string error) = Verify(Path.Combine(results, "own.txt"));
        Assert.Equal(BadInput, code);
        Assert.Contains("is not listed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.8GPa/modes.h5", 5000)]
    [InlineData("spectra.png", 700)]
    [InlineData("0.0GPa/spectrum.csv", -2)]
    [InlineData("0.0GPa/relaxed.cif", 40)]
    public void Verify_AChangedByte_IsTold(string file, int at)
    {
        string path = Path.Combine(study.CopyTo(folder), file);
        byte[] content = File.ReadAllBytes(path);
        content[at < 0 ? content.Length + at : at] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Contains($"differs   {file}: has other content", Differs("--hashes-only"), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_MissingAndTruncatedFiles_AreTold()
    {
        string results = study.CopyTo(folder);
        File.Delete(Path.Combine(results, "0.8GPa", "modes.h5"));
        using (FileStream stream = File.OpenWrite(Path.Combine(results, "shifts.csv")))
        {
            stream.SetLength(stream.Length / 2);
        }

        string output = Differs();
        Assert.Contains("differs   0.8GPa/modes.h5: is missing", output, StringComparison.Ordinal);
        Assert.Matches("differs   shifts.csv: has .* bytes, not .*: it is cut short", output);
    }

    /// <summary>Changes of numbers by someone who makes the manifest fit, and what must tell them.</summary>
    public static TheoryData<string, string> Numbers => new()
    {
        { "energy", "0.8GPa/relax.json energy: by" },
        { "pressure", "0.8GPa/relax.json pressure: by" },
        { "force", "0.8GPa/relax.json largest force: by" },
        { "structure", "0.8GPa/relax.json energy: by" },
        { "modes", "0.8GPa/modes.h5 modes at q" },
        { "table", "0.0GPa/spectrum.csv, to spectrum.json: by" },
        { "spectrum", "0.0GPa/spectrum.json all, 376 bins: by" },
        { "gamma", "0.0GPa/gamma.csv: is not what modes.h5 gives" },
        { "summary", "summary.json relaxed of 0.8GPa/: enthalpy as in no relax.json" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Verify_AChangedNumberBehindAFittingManifest_IsTold(string change, string told)
    {
        string results = study.CopyTo(folder), relax = Path.Combine(results, "0.8GPa", "relax.json");
        switch (change)
        {
            case "energy": Edit(relax, json => json["energy"] = (double)json["energy"]! - 1e-3); break;
            case "pressure": Edit(relax, json => json["pressure"] = 0.8); break;
            case "force": Edit(relax, json => json["largestForce"] = 1e-5); break;
            case "structure": Replace(Path.Combine(results, "0.8GPa", "relaxed.extxyz"), "\nS ", 5, c => c == '5' ? '6' : '5'); break;
            case "modes": Soften(Path.Combine(results, "0.8GPa")); break;
            case "table": Replace(Path.Combine(results, "0.0GPa", "spectrum.csv"), "\n300,", 3, c => c == '9' ? '8' : '9'); break;
            case "spectrum": Edit(Path.Combine(results, "0.0GPa", "spectrum.json"), json => json["banks"]!["all"]![100] = 1.01 * (double)json["banks"]!["all"]![100]!); break;
            case "gamma": Replace(Path.Combine(results, "0.0GPa", "gamma.csv"), "\n30,", 1, c => c == '9' ? '8' : '9'); break;
            default: Edit(Path.Combine(results, "summary.json"), json => json["points"]![1]!["relaxed"]!["enthalpy"] = -1.0); break;
        }

        SmallStudy.Rehash(results);
        string output = Differs("--samples", "2");
        Assert.Contains($"differs   {told}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("other content", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnotherModel_IsToldEvenWithAForgedCard()
    {
        study.CopyTo(folder);
        ModelFile other = ModelFile.Read(TestData.Shared("reference/mace/off_L0.model"));
        string honest = Path.Combine(folder.Path, "other.safetensors"), forged = Path.Combine(folder.Path, "forged.safetensors");
        ModelContainer.Write(honest, other);
        ModelContainer.Write(forged, other with { Card = ModelFile.Default.Card });
        Assert.Contains("is another model than mace-dit-gfn2-v1", Differs("--model", honest), StringComparison.Ordinal);
        Assert.Contains("differs   0.8GPa/relax.json", Differs("--model", forged), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnotherInputOfTheName_IsTold()
    {
        study.CopyTo(folder);
        File.AppendAllText(Path.Combine(folder.Path, "dit-pbcn.cif"), "\n");
        Assert.Contains("differs   input dit-pbcn.cif", Differs("--hashes-only"), StringComparison.Ordinal);
    }

    /// <summary>Manifests that are refused before any file that they name is opened.</summary>
    public static TheoryData<string, string> Manifests => new()
    {
        { "../secret", "has a path that leaves the folder" },
        { "0.0GPa/../../secret", "has a path that leaves the folder" },
        { "/etc/passwd", "has a path that leaves the folder" },
        { "C:\\\\secret", "has a path that leaves the folder" },
        { "a\\u0000b", "has a path that leaves the folder" },
        { "a\",\"path\":\"b", "Duplicate" },
    };

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Verify_AManifestThatLeavesTheFolder_IsRefused(string path, string told)
    {
        folder.File("secret", "secret");
        Manifest($"{{\"path\":\"{path}\",\"sha256\":\"{new string('0', 64)}\",\"bytes\":6,\"run\":0,\"stamped\":false}}");
        (int code, string error) = Verify(Path.Combine(folder.Path, "results"));
        Assert.Equal(BadInput, code);
        Assert.Contains(told, error, StringComparison.OrdinalIgnoreCase);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public void Verify_NoManifestOrNoSense_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "results"));
        foreach (string text in (string[])["", "[]", "{}", "{\"format\":\"inscore results\",\"version\":1}", new string('[', 100_000), "{\"format\":\"inscore results\",\"version\":1,\"runs\":[1],\"files\":[]}", "\0\0\0\0"])
        {
            File.WriteAllText(Path.Combine(folder.Path, "results", "manifest.json"), text);
            (int code, string error) = Verify(Path.Combine(folder.Path, "results"));
            Assert.Equal(BadInput, code);
            Assert.Contains("manifest.json", error, StringComparison.Ordinal);
            Assert.DoesNotContain("internal error", error, StringComparison.Ordinal);
        }

        File.Delete(Path.Combine(folder.Path, "results", "manifest.json"));
        Assert.Equal(BadInput, Verify(Path.Combine(folder.Path, "results")).ExitCode);
        Assert.Equal(BadInput, Verify(Path.Combine(folder.Path, "nothing")).ExitCode);
    }

    [Fact]
    public void Verify_LinksAndDevices_AreNotFollowed()
    {
        string secret = folder.File("secret", "secret"), hash = Provenance.Sha256(secret);
        Manifest(
            $"{{\"path\":\"link\",\"sha256\":\"{hash}\",\"bytes\":6,\"run\":0,\"stamped\":false}}",
            $"{{\"path\":\"folder/secret\",\"sha256\":\"{hash}\",\"bytes\":6,\"run\":0,\"stamped\":false}}",
            $"{{\"path\":\"endless\",\"sha256\":\"{hash}\",\"bytes\":0,\"run\":0,\"stamped\":false}}");
        string results = Path.Combine(folder.Path, "results");
        File.CreateSymbolicLink(Path.Combine(results, "link"), secret);
        Directory.CreateSymbolicLink(Path.Combine(results, "folder"), folder.Path);
        File.CreateSymbolicLink(Path.Combine(results, "endless"), "/dev/zero");
        string output = Differs();
        Assert.Equal(3, output.Split('\n').Count(l => l.Contains("is a link, or behind one", StringComparison.Ordinal)));
    }

    [Fact]
    public void Verify_SettingsThatNameFiles_AreNotFollowed()
    {
        string results = study.CopyTo(folder);
        Edit(Path.Combine(results, "0.0GPa", "spectrum.json"), json => json["provenance"]!["settings"]!["scattering"]!["cross-sections"] = "/etc/passwd");
        SmallStudy.Rehash(results);
        (int code, string output, string error) = InscoreCall.RunForOutput("verify", results, "-q");
        Assert.Equal(Sound, code);
        Assert.Contains("unchecked 0.0GPa/spectrum.json: takes a file of cross sections", output, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", output + error, StringComparison.Ordinal);
    }

    static (int ExitCode, string Error) Verify(string result) => InscoreCall.Run("verify", result, "-q");

    string Differs(params string[] flags)
    {
        (int code, string output, string error) = InscoreCall.RunForOutput(["verify", Path.Combine(folder.Path, "results"), "-q", .. flags]);
        Assert.True(code == Different, $"exit code {code}\n{output}{error}");
        Assert.Contains("NOT SOUND", output, StringComparison.Ordinal);
        return output;
    }

    void Manifest(params string[] files)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "results"));
        folder.File("results/manifest.json", $"{{\"format\":\"inscore results\",\"version\":1,\"runs\":[{{}}],\"files\":[{string.Join(',', files)}]}}");
    }

    static void Edit(string path, Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    // One character, so many behind a text.
    static void Replace(string path, string after, int distance, Func<char, char> change)
    {
        char[] text = File.ReadAllText(path).ToCharArray();
        int start = new string(text).IndexOf(after, StringComparison.Ordinal), at = start + after.Length + distance;
        Assert.True(start >= 0, $"{path} holds no {after}");
        text[at] = change(text[at]);
        File.WriteAllText(path, new string(text));
    }

    // Every mode a thousandth lower, and the table of Γ with them.
    static void Soften(string place)
    {
        (PhononModes modes, string provenance) = PhononFile.Read(Path.Combine(place, "modes.h5"));
        for (int n = 0; n < modes.Energies.Length; n++)
        {
            modes.Energies[n] *= 0.999;
        }

        PhononFile.Write(Path.Combine(place, "modes.h5"), modes, provenance);
        PhononTables.WriteGamma(Path.Combine(place, "gamma.csv"), modes);
    }
}
