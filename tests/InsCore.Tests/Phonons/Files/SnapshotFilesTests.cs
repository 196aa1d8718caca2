using InsCore.Phonons;
using InsCore.Phonons.Files;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>phonopy's files of supercells in which all atoms are displaced.</summary>
public sealed class SnapshotFilesTests : IDisposable
{
    // Of the largest force constant.
    const double Tolerance = 1e-8;

    // Displacements of 0.02 Å and their forces with eight decimals, as phonopy prints them.
    const double PrintedTolerance = 1e-6;

    readonly string folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static PhononInputOptions Raw => new() { SumRule = SumRule.None, UseCharges = false };

    static double Error(ForceConstants known, ForceConstants found)
    {
        Assert.Equal(known.Supercell.Matrix, found.Supercell.Matrix);
        double largest = known.Values.ToArray().Max(Math.Abs);
        return known.Values.ToArray().Zip(found.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max() / largest;
    }

    string Saved(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    // One supercell holds all force constants of rock salt: 48 operations, 32 lattice vectors.
    [Theory]
    [InlineData("NaCl", 1)]
    [InlineData("NaCl_prim", 1)]
    [InlineData("NaCl_prim", 3)]
    public void Read_ForceSetsOfAllAtoms_RecoversForceConstants(string cell, int count)
    {
        string yaml = TestData.Shared($"peer-data/euphonic/phonopy_files/{cell}/phonopy_nacl.yaml");
        ForceConstants known = PhononInput.Read(yaml, new() { UseCharges = false }).ForceConstants!;
        int[] order = PhonopyCells.Read(YamlFile.Parse(PhononSource.Open(yaml))).Order;
        SnapshotText snapshots = SnapshotText.Random(known, count).Ordered(order);
        PhononInput input = PhononInput.Read(Saved("FORCE_SETS", snapshots.Text()), Raw with { Cells = yaml });
        Assert.Equal("phonopy FORCE_SETS", input.Format);
        AchievedError.Check(
            "Files: force constants from FORCE_SETS of all atoms displaced (relative)", "those that gave the forces, NaCl", Error(known, input.ForceConstants!), Tolerance);
        ForceConstants printed = PhononInput.Read(yaml, Raw with { Forces = Saved("printed", snapshots.Text("F8")) }).ForceConstants!;
        AchievedError.Check(
            "Files: force constants from FORCE_SETS of all atoms displaced, eight decimals (relative)", "those that gave the forces, NaCl", Error(known, printed), PrintedTolerance);
    }

    [Fact]
    public void Read_EveryLayoutWithoutSymmetry_RecoversForceConstants()
    {
        ForceConstants known = new(SmallPhonons.ForceConstants.Supercell, SmallPhonons.ForceConstants.Values);
        PhononOutput.WritePhonopy(folder, known);
        string yaml = Path.Combine(folder, "phonopy.yaml"), cells = File.ReadAllText(yaml);
        SnapshotText snapshots = SnapshotText.Random(known, 9).Ordered(PhonopyCells.Read(YamlFile.Parse(PhononSource.Open(yaml))).Order);
        foreach (string path in (string[])[
            Saved("FORCE_SETS", snapshots.Text()), Saved("phonopy_params.yaml", cells + snapshots.Yaml()), Saved("old.yaml", cells + snapshots.OldYaml())])
        {
            AchievedError.Check(
                "Files: force constants from all atoms displaced, three layouts (relative)",
                "those that gave the forces, no symmetry",
                Error(known, PhononInput.Read(path, Raw with { Cells = yaml }).ForceConstants!),
                Tolerance);
        }
    }

    // Without symmetry the matrix of each wave vector, 9 × 9, takes nine vectors, wherever they come from.
    [Fact]
    public void Read_TooFewSupercells_SaysHowManyAreNeeded()
    {
        PhononOutput.WritePhonopy(folder, SmallPhonons.ForceConstants);
        string yaml = Path.Combine(folder, "phonopy.yaml");
        PhononInput input = PhononInput.Read(Saved("FORCE_SETS", SnapshotText.Random(SmallPhonons.ForceConstants, 8).Text()), Raw with { Cells = yaml });
        InsInputException error = Assert.Throws<InsInputException>(() => input.ForceConstants);
        Assert.Contains("8 supercells do not determine", error.Message);
        Assert.Contains("at least 9 supercells", error.Message);
        Assert.DoesNotContain('\n', error.Message);

        // Nine times the same are enough in number and no more than one.
        SnapshotText one = SnapshotText.Random(SmallPhonons.ForceConstants, 1);
        input = PhononInput.Read(Saved("FORCE_SETS", string.Concat(Enumerable.Repeat(one.Text(), 9))), Raw with { Cells = yaml });
        Assert.Contains("displace all atoms at random", Assert.Throws<InsInputException>(() => input.ForceConstants).Message);
    }

    [Theory]
    [InlineData("0.1 0.0 0.0 0.0 0.0 0.0\n", "whole number of supercells")]
    [InlineData("0.1 0.0 0.0 0.0 0.0 0.0\n0.1 0.0 0.0 0.0 0.0\n", "line 2")]
    [InlineData("0.1 0.0 0.0 0.0 0.0 0.0\n0.1 0.0 0.0 0.0 0.0 0.0 7.0\n", "more than six")]
    [InlineData("0.1 0.0 0.0 0.0 0.0 0.0\n0.1 nan 0.0 0.0 0.0 0.0\n", "finite")]
    [InlineData("0.1 0.0 0.0 0.0 0.0 0.0\n0.1 1e300 0.0 0.0 0.0 0.0\n", "impossibly large")]
    public void Read_DamagedRows_AreRefusedInOneLine(string text, string expected)
    {
        PhononOutput.WritePhonopy(folder, SmallPhonons.ForceConstants);
        PhononInputOptions options = Raw with { Cells = Path.Combine(folder, "phonopy.yaml") };
        InsInputException error = Assert.Throws<InsInputException>(() => PhononInput.Read(Saved("FORCE_SETS", text), options));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    // A crystal that floats as a whole exerts no forces; snapshots of molecular dynamics, whose centre rests, never show that it does not.
    [Fact]
    public void FromSnapshots_CentreAtRest_DeterminesForceConstants()
    {
        ForceConstants known = new(SmallPhonons.ForceConstants.Supercell, SmallPhonons.ForceConstants.Values);
        SnapshotText snapshots = SnapshotText.Random(known, 9);
        Vector3d[][] resting = Array.ConvertAll(
            snapshots.Displacements, d => Array.ConvertAll(d, u => u - (1.0 / d.Length * d.Aggregate((a, b) => a + b))));
        SpaceGroup group = SpaceGroup.Find(known.Crystal);
        ForceConstants found = ForceConstants.FromSnapshots(known.Supercell, group, resting, snapshots.Forces, new() { SumRule = SumRule.None });
        Assert.InRange(Error(known, found), 0, Tolerance);
        ArgumentException error = Assert.Throws<ArgumentException>(() => ForceConstants.FromSnapshots(known.Supercell, group, resting[..3], snapshots.Forces[..3]));
        Assert.Contains("with random displacements 9 do", error.Message);
    }
}
