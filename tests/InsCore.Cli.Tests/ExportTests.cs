using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>From one program's phonon file to another's by the command line.</summary>
public class ExportTests
{
    static string Sodium => TestData.Shared("peer-data/euphonic/phonopy_files/NaCl_prim/phonopy_nacl.yaml");

    [Fact]
    public void Export_ForceConstantsThereAndBack_AreTheSame()
    {
        string source = Sodium;
        using TemporaryFolder folder = new();
        InscoreProcess phonopy = InscoreProcess.Run(folder.Path, "export", source, "--format", "phonopy", "-o", "out", "--json");
        Assert.Equal(0, phonopy.ExitCode);
        Assert.Equal(4, JsonNode.Parse(phonopy.Output)!["written"]!.AsArray().Count);
        InscoreProcess info = InscoreProcess.Run(folder.Path, "info", Path.Combine("out", "phonopy.yaml"));
        Assert.Equal(0, info.ExitCode);
        Assert.Contains("32 cells, 64 atoms", info.Output);
        Assert.Contains("in the force constants", info.Output);
    }

    [Fact]
    public void Export_AsymmetricForceConstants_AreHandedOnAsTheyWereRead()
    {
        using TemporaryFolder folder = new();
        string own = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml");
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "export", own, "-f", "phonopy", "-o", "one").ExitCode);
        string constants = Path.Combine(folder.Path, "one", "FORCE_CONSTANTS");
        string[] lines = File.ReadAllLines(constants);
        lines[7] = "     0.123456789012345     0.010000000000000    -0.020000000000000";
        File.WriteAllLines(constants, lines);
        File.Delete(Path.Combine(folder.Path, "one", "force_constants.hdf5"));

        Assert.Equal(0, InscoreProcess.Run(folder.Path, "export", constants, "-f", "phonopy", "-o", "two").ExitCode);
        Assert.Equal(lines, File.ReadAllLines(Path.Combine(folder.Path, "two", "FORCE_CONSTANTS")));
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "export", constants, "-f", "phonopy", "-o", "three", "--asr", "projection").ExitCode);
        Assert.NotEqual(lines, File.ReadAllLines(Path.Combine(folder.Path, "three", "FORCE_CONSTANTS")));
    }

    [Fact]
    public void Export_ModesOnAMesh_AreReadAgain()
    {
        string source = Sodium;
        using TemporaryFolder folder = new();
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "export", source, "-f", "castep", "--mesh", "2 2 2", "--asr", "projection").ExitCode);
        InscoreProcess info = InscoreProcess.Run(folder.Path, "info", "phonopy_nacl.phonon", "--json");
        Assert.Equal("CASTEP .phonon", JsonNode.Parse(info.Output)!["format"]!.GetValue<string>());
    }

    [Fact]
    public void Export_OwnFile_GivesASpectrum()
    {
        string source = Sodium;
        using TemporaryFolder folder = new();
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "export", source, "-f", "hdf5", "--mesh", "2 2 2").ExitCode);
        InscoreProcess spectrum = InscoreProcess.Run(folder.Path, "ins", "phonopy_nacl.h5");
        Assert.True(spectrum.ExitCode == 0, spectrum.Error);
    }

    [Theory]
    [InlineData("--mesh", "export", "FILE", "-f", "castep")]
    [InlineData("choose one of", "export", "FILE", "-f", "nothing")]
    [InlineData("no such file", "export", "absent.yaml", "-f", "castep")]
    public void Export_WhatCannotBe_IsRefusedInOneLine(string expected, params string[] arguments)
    {
        string source = Sodium;
        using TemporaryFolder folder = new();
        InscoreProcess refused = InscoreProcess.Run(folder.Path, arguments.Select(a => a == "FILE" ? source : a));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(expected, refused.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
