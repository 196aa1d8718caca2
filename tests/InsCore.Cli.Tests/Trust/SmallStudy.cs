using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>Results of one small study, computed once; tests work on copies.</summary>
public sealed class SmallStudy : IDisposable
{
    readonly TemporaryFolder folder = new();

    public SmallStudy()
    {
        File.Copy(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif"), Path.Combine(folder.Path, "dit-pbcn.cif"));
        folder.File(
            "study.yml",
            """
            structure: dit-pbcn.cif
            pressures: [0, 0.8]
            relaxation: { force: 1e-2, stress: 0.1 }
            phonons: { mesh: [2, 2, 2] }
            scattering: { e-max: 1500, bin: 4 }
            thermodynamics: { temperatures: [0, 100], cif: [10] }
            output: results
            """);
        InscoreProcess run = InscoreProcess.Run(folder.Path, "run", "study.yml", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>The folder with inputs and results; not to be changed.</summary>
    internal string Folder => folder.Path;

    /// <summary>A copy of inputs and results.</summary>
    internal string CopyTo(TemporaryFolder target)
    {
        foreach (string file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target.Path, Path.GetRelativePath(folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(target.Path, "results");
    }

    /// <summary>What someone does who changes results and knows of the manifest: all hashes are made to fit.</summary>
    internal static void Rehash(string results)
    {
        string path = Path.Combine(results, "manifest.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (JsonNode? file in manifest["files"]!.AsArray())
        {
            string named = Path.Combine(results, (string)file!["path"]!);
            file["sha256"] = Provenance.Sha256(named);
            file["bytes"] = new FileInfo(named).Length;
        }

        File.WriteAllText(path, manifest.ToJsonString());
    }

    public void Dispose() => folder.Dispose();
}
