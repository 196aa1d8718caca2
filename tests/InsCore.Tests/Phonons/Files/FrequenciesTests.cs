using InsCore.Phonons;
using InsCore.Phonons.Files;
using InsCore.Structures;
using InsCore.TestSupport;
using PureHDF;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>Files that hold frequencies without eigenvectors: read for bands and densities of states, refused where scattering needs more.</summary>
public sealed class FrequenciesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("frequencies").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string Peer(string name) => TestData.Shared($"peer-data/euphonic/phonopy_files/NaCl/{name}");

    // What phonopy writes without --eigenvectors: the same but for the lines that are indented more than those of frequencies.
    string WithoutVectors(string path)
    {
        string target = Path.Combine(folder, "bare-" + Path.GetFileName(path));
        File.WriteAllLines(target, File.ReadLines(path).Where(l => !l.StartsWith("    eigenvector", StringComparison.Ordinal) && !l.StartsWith("    - # atom", StringComparison.Ordinal)
            && !l.StartsWith("      - [", StringComparison.Ordinal)));
        return target;
    }

    static void Refused(PhononInput input)
    {
        InsInputException error = Assert.Throws<InsInputException>(() => input.Modes);
        Assert.Contains("phonopy --eigenvectors", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("mesh/mesh.yaml")]
    [InlineData("band/band.yaml")]
    public void Read_YamlWithoutEigenvectors_GivesFrequencies(string name)
    {
        PhononInput bare = PhononInput.Read(WithoutVectors(Peer(name)));
        PhononModes full = PhononInput.Read(Peer(name)).Modes!;
        Assert.False(bare.Frequencies!.HasEigenvectors);
        Assert.Equal(full.Energies, bare.Frequencies.Energies);
        Assert.Equal(full.Weights, bare.Frequencies.Weights);
        Assert.Contains(bare.Summary, row => row.Name == "eigenvectors");
        Refused(bare);
    }

    [Fact]
    public void Read_YamlWithEigenvectorsOfSomeModes_IsRefused()
    {
        List<string> lines = [.. File.ReadLines(Peer("mesh/mesh.yaml"))];
        int first = lines.FindLastIndex(l => l.StartsWith("    eigenvector", StringComparison.Ordinal));
        string path = Path.Combine(folder, "some.yaml");
        File.WriteAllLines(path, lines[..first]);
        Assert.Contains("components of eigenvectors", Assert.Throws<InsInputException>(() => PhononInput.Read(path)).Message);
    }

    [Fact]
    public void Read_Hdf5AndJsonWithoutEigenvectors_GiveTheSame()
    {
        PhononModes known = PhononInput.Read(Peer("mesh/mesh.yaml")).Modes!;
        H5File file = new()
        {
            ["mesh"] = new H5Dataset(new[] { 2, 2, 2 }, fileDims: [3]),
            ["qpoint"] = new H5Dataset(known.QPoints.SelectMany(q => new[] { q.X, q.Y, q.Z }).ToArray(), fileDims: [4, 3]),
            ["weight"] = new H5Dataset(Array.ConvertAll(known.Weights, w => (int)Math.Round(64 * w)), fileDims: [4]),
            ["frequency"] = new H5Dataset(Array.ConvertAll(known.Energies, e => e / InsCore.Units.ForeignUnits.TerahertzInEv), fileDims: [4, 24]),
        };
        string hdf5 = Path.Combine(folder, "mesh.hdf5");
        file.Write(hdf5);
        string json = TestData.Shared("peer-data/euphonic/qpoint_frequencies/NaCl/NaCl_mesh_yaml_from_phonopy_qpoint_frequencies.json");
        foreach ((string path, string format) in new[] { (hdf5, "phonopy mesh.hdf5"), (json, "Euphonic QpointFrequencies (JSON)") })
        {
            PhononInput input = PhononInput.Read(path, new() { Cells = Peer("phonopy_nofc.yaml") });
            Assert.Equal(format, input.Format);
            Assert.All(known.Weights.Zip(input.Frequencies!.Weights), w => Assert.Equal(w.First, w.Second, 1e-12));
            AchievedError.Check(
                "Files: frequencies without eigenvectors (eV)", "mesh.yaml with them, NaCl", known.Energies.Zip(input.Frequencies.Energies, (a, b) => Math.Abs(a - b)).Max(), 1e-11);
            Refused(input);
        }
    }

    [Fact]
    public void DensityOfStates_WithoutEigenvectors_IsTheTotal()
    {
        PhononModes full = SmallPhonons.Modes, bare = new(full.Crystal, full.QPoints, full.Weights, eigenvectors: false);
        full.Energies.CopyTo(bare.Energies, 0);
        DensityOfStates known = DensityOfStates.Compute(full, 2, 10), found = DensityOfStates.Compute(bare, 2, 10);
        Assert.True(known.HasShares);
        Assert.False(found.HasShares);
        Assert.All(known.Total.Zip(found.Total), g => Assert.Equal(g.First, g.Second, 1e-12));
        Assert.Equal(9, 2 * found.Total.Sum(), 1e-9);
    }

    // Written, read and laid out again; distances come from the cell alone.
    [Fact]
    public void StoredBands_OfWrittenBands_AreThose()
    {
        BandPath path = BandPath.Parse("G 0 0 0 X 1/2 0 0 Y 1/2 1/2 0 | Z 0 0 1/2 G", TestCrystals.Triclinic, SpaceGroup.Find(TestCrystals.Triclinic));
        BandStructure known = BandStructure.Compute(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), path, 0.05);
        string yaml = Path.Combine(folder, "band.yaml");
        PhononOutput.WritePhonopyBands(yaml, known);
        BandStructure found = StoredBands.Of(PhononInput.Read(yaml).Frequencies!, yaml);
        Assert.Equal(3, found.Lines.Count);
        Assert.Equal(["Γ", "(0.5 0 0)", "(0.5 0.5 0)|(0 0 0.5)", "Γ"], found.Labels.Select(l => l.Name));
        for (int k = 0; k < 3; k++)
        {
            Assert.All(known.Lines[k].Distances.Zip(found.Lines[k].Distances), d => Assert.Equal(d.First, d.Second, 1e-5));
            Assert.All(known.Lines[k].Energies.Zip(found.Lines[k].Energies), e => Assert.Equal(e.First, e.Second, 1e-11));
        }
    }

    // Along the path in any order of pieces the modes are those of the solver; files give them back.
    [Fact]
    public void Compute_WithEigenvectors_GivesModesForEuphonic()
    {
        IDynamicalMatrix matrices = AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic);
        BandPath path = BandPath.Parse("X 1/2 0 0 G 0 0 0 Y 1/2 1/2 0", TestCrystals.Triclinic, SpaceGroup.Find(TestCrystals.Triclinic));
        BandStructure bands = BandStructure.Compute(matrices, path, 0.1, connect: true, eigenvectors: true);
        Assert.Null(BandStructure.Compute(matrices, path, 0.1, connect: true).Modes);
        string json = Path.Combine(folder, "bands.json");
        PhononOutput.WriteEuphonic(json, bands.Modes!);
        PhononModes read = PhononInput.Read(json).Modes!;
        Assert.Equal(bands.Lines.Sum(l => l.QPoints.Length), read.QPoints.Length);
        Assert.InRange(ModesComparison.Matrices(PhononSolver.Solve(matrices, read.QPoints), read), 0, 1e-15);

        BandStructure stored = StoredBands.Of(read, json);
        Assert.Equal(bands.Modes!.Eigenvectors, stored.Modes!.Eigenvectors);
    }

    [Fact]
    public void StoredBands_OfPhonopy_HaveItsPieces()
    {
        BandStructure bands = StoredBands.Of(PhononInput.Read(Peer("band/band.yaml")).Frequencies!, "band.yaml");
        Assert.Equal([6, 11, 6], bands.Lines.Select(l => l.QPoints.Length));
        Assert.Equal(["Γ", "(0.5 0 0.5)|(0.5 0.5 1)", "Γ", "(0.5 0.5 0.5)"], bands.Labels.Select(l => l.Name));
        InsInputException error = Assert.Throws<InsInputException>(() => StoredBands.Of(PhononInput.Read(Peer("mesh/mesh.yaml")).Frequencies!, "mesh.yaml"));
        Assert.Contains("on no path", error.Message);
    }
}
