using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>Following modes, by the command line.</summary>
public sealed class TrackTests : IDisposable
{
    // Wurtzite-like cells of the default model's elements; what matters is that files, pressures and symmetry go together.
    const string Carbon =
        """
        data_c
        _symmetry_space_group_name_H-M 'P 1'
        _cell_length_a {0}
        _cell_length_b {0}
        _cell_length_c {0}
        _cell_angle_alpha 60
        _cell_angle_beta 60
        _cell_angle_gamma 60
        loop_
        _atom_site_label
        _atom_site_type_symbol
        _atom_site_fract_x
        _atom_site_fract_y
        _atom_site_fract_z
        C1 C 0 0 0
        C2 C 0.25 0.25 0.25

        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Track_TwoFiles_FollowsTheModesBetweenThem()
    {
        Phonons("a", "2.52");
        Phonons("b", "2.50");
        InscoreProcess track = InscoreProcess.Run(folder.Path, "track", "b/modes.h5", "a/modes.h5", "-p", "3 0", "-o", "t", "--json", "-q");
        Assert.True(track.ExitCode == 0, track.Error);
        JsonNode json = JsonNode.Parse(track.Output)!;
        Assert.Equal("Oh", (string)json["pointGroup"]!);
        Assert.Equal([0.0, 3.0], json["pressures"]!.AsArray().Select(p => (double)p!));
        JsonNode mode = Assert.Single(json["modes"]!.AsArray())!;
        Assert.Equal(("T2g", 3), ((string)mode["irrep"]!, (int)mode["degeneracy"]!));
        string[] lines = [.. File.ReadAllLines(Path.Combine(folder.Path, "t", "shifts.csv")).Where(l => !l.StartsWith('#'))];
        Assert.Equal(2, lines.Length);
        Assert.Contains("wavenumber_0.0GPa,wavenumber_3.0GPa", lines[0], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "t", "shifts.json")));
    }

    [Fact]
    public void Track_WhatCannotBeFollowed_IsRefusedInOneLine()
    {
        Phonons("a", "2.52");
        Refused("one file", "track", "a/modes.h5");
        Refused("says nothing of its pressure", "track", "a/modes.h5", "a/modes.h5");
        Refused("3 pressures for 2 files", "track", "a/modes.h5", "a/modes.h5", "-p", "0 1 2");
        Refused("0 GPa twice", "track", "a/modes.h5", "a/modes.h5", "-p", "0 0");
        Refused("b/modes.h5", "track", "a/modes.h5", "b/modes.h5", "-p", "0 1");
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "results")));
    }

    void Refused(string text, params string[] arguments)
    {
        InscoreProcess process = InscoreProcess.Run(folder.Path, arguments);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains(text, process.Error, StringComparison.Ordinal);
        Assert.Single(process.Error.TrimEnd().Split('\n'));
    }

    void Phonons(string name, string length)
    {
        File.WriteAllText(Path.Combine(folder.Path, name + ".cif"), Carbon.Replace("{0}", length, StringComparison.Ordinal));
        InscoreProcess run = InscoreProcess.Run(folder.Path, "phonons", name + ".cif", "--mesh", "1 1 1", "-o", name, "-q");
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
