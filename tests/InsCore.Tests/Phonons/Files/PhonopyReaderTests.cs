using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

public class PhonopyReaderTests
{
    // eV/Å², of numbers printed with fifteen decimals; one file holds them in another unit.
    const double ForceConstantTolerance = 1e-12;

    // eV², of eigenvectors printed with fourteen decimals and frequencies with ten: 2 · 0.03 eV · 4e-13 eV.
    const double MatrixTolerance = 1e-13;

    static string Peer(string name) => TestData.Shared($"peer-data/euphonic/phonopy_files/{name}");

    static PhononInputOptions Raw => new() { SumRule = SumRule.None, UseCharges = false, Cells = Peer("NaCl/phonopy_nofc.yaml") };

    static ForceConstants Constants(string name, PhononInputOptions? options = null) => PhononInput.Read(Peer(name), options ?? Raw).ForceConstants!;

    [Theory]
    [InlineData("NaCl/FORCE_CONSTANTS_nacl", "phonopy FORCE_CONSTANTS")]
    [InlineData("NaCl/force_constants.hdf5", "phonopy force constants (HDF5)")]
    public void Read_ForceConstantsOfEveryFormat_AreEqual(string name, string format)
    {
        PhononInput input = PhononInput.Read(Peer(name), Raw);
        Assert.Equal(format, input.Format);
        double[] values = input.ForceConstants!.Values.ToArray(), yaml = Constants("NaCl/phonopy_nacl.yaml").Values.ToArray();
        Assert.Equal(8 * 64 * 9, values.Length);
        AchievedError.Check(
            "Files: force constants of phonopy formats (eV/Å²)", "NaCl, YAML, text and HDF5", yaml.Zip(values, (a, b) => Math.Abs(a - b)).Max(), ForceConstantTolerance);
    }

    [Fact]
    public void Read_CellsWithForceConstantsElsewhere_TakesTheFileNamed()
    {
        ForceConstants named = Constants("NaCl/phonopy_nofc.yaml", Raw with { Forces = Peer("NaCl/FORCE_CONSTANTS_nacl") });
        Assert.Equal(Constants("NaCl/FORCE_CONSTANTS_nacl").Values.ToArray(), named.Values.ToArray());
        PhononInput beside = PhononInput.Read(Peer("NaCl/phonopy_nofc.yaml"));
        Assert.Contains("force_constants.hdf5", Assert.Single(beside.Notes));
        Assert.Equal(1.086875, beside.ForceConstants!.Options.Charges!.Charges[0][0, 0]);
    }

    [Fact]
    public void Read_BornFile_GivesTheChargesOfTheYaml()
    {
        PhononInputOptions options = new() { Cells = Peer("NaCl/phonopy_nofc.yaml") };
        BornCharges yaml = Constants("NaCl/FORCE_CONSTANTS_nacl", options).Options.Charges!;
        BornCharges born = Constants("NaCl/FORCE_CONSTANTS_nacl", options with { Born = Peer("NaCl/BORN_nacl") }).Options.Charges!;
        double error = yaml.Charges.ToArray().Zip(born.Charges.ToArray()).SelectMany(z => Enumerable.Range(0, 3).Select(k => (z.First.Row(k) - z.Second.Row(k)).Norm)).Max();
        AchievedError.Check("Files: Born charges of BORN and YAML (e)", "each other, NaCl", error, 0);
        Assert.Equal(yaml.Dielectric, born.Dielectric);
        Assert.Equal(2.435279713, born.Dielectric[0, 0], 1e-8);
        Assert.Equal(DipoleTail.Included, Constants("NaCl/FORCE_CONSTANTS_nacl", options).Options.Dipoles);
    }

    [Fact]
    public void Read_PrimitiveMatrix_GivesTheModesOfTheConventionalCell()
    {
        PhononInputOptions options = new() { UseCharges = false };
        ForceConstants conventional = Constants("NaCl/phonopy_nacl.yaml", options), primitive = Constants("NaCl_prim/phonopy_nacl.yaml", options);
        Assert.Equal(2, primitive.Crystal.AtomCount);
        Assert.Equal(32, primitive.Supercell.ImageCount);

        // The corners of the conventional zone are X points of the primitive one.
        Vector3d[] folded = [default, new(0, 0.5, 0.5), new(0.5, 0, 0.5), new(0.5, 0.5, 0)];
        double[] expected = [.. PhononSolver.Solve(primitive, folded).Energies.Order()];
        double[] found = [.. PhononSolver.Solve(conventional, [default]).Energies.Order()];
        Assert.Equal(24, found.Length);
        AchievedError.Check(
            "Files: modes of primitive and conventional cell (cm⁻¹)", "NaCl, phonopy YAML",
            Wavenumbers(expected.Zip(found, (a, b) => Math.Abs(a - b)).Skip(3).Max()), 1e-6);
    }

    static double Wavenumbers(double energy) => energy * InsCore.Units.Constants.EvInWavenumbers;

    [Fact]
    public void Read_MeshAndQPoints_AreTheSameInYamlAndHdf5()
    {
        foreach (string kind in (string[])["mesh", "qpoints"])
        {
            PhononInput yaml = PhononInput.Read(Peer($"NaCl/{kind}/{kind}.yaml"), Raw), hdf5 = PhononInput.Read(Peer($"NaCl/{kind}/{kind}.hdf5"), Raw);
            Assert.Equal($"phonopy {kind}.yaml", yaml.Format);
            Assert.Equal($"phonopy {kind}.hdf5", hdf5.Format);
            Assert.Equal(4, yaml.Modes!.QPoints.Length);
            Assert.Equal(yaml.Modes!.Weights, hdf5.Modes!.Weights);
            Assert.All(yaml.Modes.QPoints.Zip(hdf5.Modes.QPoints), p => Assert.InRange((p.First - p.Second).Norm, 0, 1e-7));
            AchievedError.Check(
                "Files: modes of phonopy's YAML and HDF5 (eV²)", "NaCl, mesh and qpoints", ModesComparison.Matrices(yaml.Modes, hdf5.Modes), MatrixTolerance);
        }
    }

    [Fact]
    public void Read_Mesh_IsThatOfTheFrequencyFile()
    {
        PhononModes modes = PhononInput.Read(Peer("NaCl/mesh/mesh.yaml")).Modes!;
        using var file = System.Text.Json.JsonDocument.Parse(File.ReadAllText(
            TestData.Shared("peer-data/euphonic/qpoint_frequencies/NaCl/NaCl_mesh_yaml_from_phonopy_qpoint_frequencies.json")));
        double[] expected = [.. file.RootElement.GetProperty("frequencies").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(v => 1e-3 * v.GetDouble())];
        double[] weights = [.. file.RootElement.GetProperty("weights").EnumerateArray().Select(v => v.GetDouble())];
        Assert.All(weights.Zip(modes.Weights), w => Assert.Equal(w.First, w.Second, 1e-12));
        AchievedError.Check(
            "Files: energies of phonopy mesh.yaml (eV)", "stored frequencies, NaCl", expected.Zip(modes.Energies, (a, b) => Math.Abs(a - b)).Max(), 1e-11);
    }

    [Fact]
    public void Read_Band_IsSortedAndHasCellPhases()
    {
        PhononModes band = PhononInput.Read(Peer("NaCl/band/band.yaml")).Modes!;
        Assert.Equal(23, band.QPoints.Length);
        for (int q = 0; q < 23; q++)
        {
            Assert.All(Enumerable.Range(1, 23), n => Assert.True(band.EnergiesAt(q)[n] >= band.EnergiesAt(q)[n - 1]));
        }

        // Away from Γ the direction of approach plays no part, and D(q + G) = D(q) in the phases of cells: -1/2 and 1/2 give one matrix.
        ForceConstants total = Constants("NaCl/phonopy_nacl.yaml", new() { SumRule = SumRule.None, UseCharges = false });
        int boundary = Array.FindIndex(band.QPoints, q => (q - new Vector3d(0.5, 0.5, 0.5)).Norm < 1e-9);
        Assert.True(boundary >= 0);
        PhononModes own = PhononSolver.Solve(total, [band.QPoints[boundary]]);
        Assert.InRange(ModesComparison.Matrices(own, Only(band, boundary)), 0, 1e-9);
    }

    static PhononModes Only(PhononModes modes, int q)
    {
        PhononModes one = new(modes.Crystal, [modes.QPoints[q]], [1.0]);
        modes.EnergiesAt(q).CopyTo(one.Energies);
        modes.EigenvectorsAt(q).CopyTo(one.Eigenvectors);
        return one;
    }

    [Theory]
    [InlineData("example/NaCl", 2)]
    [InlineData("example/MgO", 8)]
    public void Read_ForceSets_FitsForceConstants(string folder, int atoms)
    {
        string Other(string name) => TestData.Shared($"peer-data/phonopy/{folder}/{name}");
        string born = Other("BORN");
        PhononInput input = PhononInput.Read(Other("phonopy_disp.yaml"), new() { Born = born, Forces = Other("FORCE_SETS") });
        Assert.Equal(2, PhononInput.Read(Other("phonopy_disp.yaml")).Notes.Count);
        Assert.Equal(atoms, input.ForceConstants!.Crystal.AtomCount);
        Assert.Equal(64, input.ForceConstants.Supercell.Crystal.AtomCount);
        PhononInput direct = PhononInput.Read(Other("FORCE_SETS"));
        Assert.Equal("phonopy FORCE_SETS", direct.Format);

        // The last digits of the fit depend on where its matrices lie in memory.
        double difference = input.ForceConstants.Values.ToArray().Zip(direct.ForceConstants!.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        AchievedError.Check("Files: force constants from phonopy_disp.yaml and FORCE_SETS (eV/Å²)", "each other, NaCl and MgO", difference, 1e-13);
        Assert.InRange(input.ForceConstants.Options.Charges!.Sum.Trace, -1e-2, 1e-2);
    }

    // The file with cells and force constants is what phonopy made of these forces.
    [Fact]
    public void Read_ForceSetsOfSodiumChloride_GivesTheForceConstantsThatPhonopyFitted()
    {
        ForceConstants fitted = PhononInput.Read(TestData.Shared("peer-data/phonopy/example/NaCl/FORCE_SETS"), Raw with { Cells = null }).ForceConstants!;
        ForceConstants known = Constants("NaCl_prim/phonopy_nacl.yaml", Raw);
        Assert.Equal(known.Supercell.Matrix, fitted.Supercell.Matrix);
        AchievedError.Check(
            "Files: force constants from FORCE_SETS (eV/Å²)", "phonopy's fit, NaCl",
            known.Values.ToArray().Zip(fitted.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max(), ForceConstantTolerance);
    }

    [Fact]
    public void Read_ParametersWithForces_AreFitted()
    {
        PhononInput input = PhononInput.Read(TestData.Shared("peer-data/phonopy/test/phonopy_params_Si.yaml"));
        double[] gamma = PhononSolver.Solve(input.ForceConstants!, [default]).Energies;
        // Silicon's Raman line, threefold, at 64 meV.
        Assert.All(gamma.Skip(3), e => Assert.InRange(e, 0.060, 0.066));
        Assert.All(gamma.Take(3), e => Assert.InRange(Math.Abs(e), 0, 1e-6));
    }
}
