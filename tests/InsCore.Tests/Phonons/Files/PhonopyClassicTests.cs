using InsCore.Phonons;
using InsCore.Phonons.Files;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>phonopy's files without a yaml, modes along a path, and spectra of Euphonic.</summary>
public class PhonopyClassicTests
{
    // eV/Å²: the same fit of the same forces in cells printed with other digits.
    const double ForceConstantTolerance = 1e-9;

    static readonly Matrix3d Twice = Matrix3d.Diagonal(2, 2, 2);

    static string Peer(string name) => TestData.Shared($"peer-data/{name}");

    [Fact]
    public void ForceSets_WithPoscarAndDim_GiveTheForceConstantsOfTheYaml()
    {
        string sets = Peer("phonopy/example/NaCl/FORCE_SETS"), cell = Peer("phonopy/example/NaCl/POSCAR-unitcell"), born = Peer("phonopy/example/NaCl/BORN");
        ForceConstants yaml = PhononInput.Read(sets, new() { Cells = Peer("phonopy/example/NaCl/phonopy_disp.yaml"), Born = born }).ForceConstants!;
        ForceConstants classic = PhononInput.Read(sets, new() { Cells = cell, SupercellMatrix = Twice, PrimitiveAxes = new Matrix3d(0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0) }).ForceConstants!;
        Assert.Equal((2, 2), (yaml.Crystal.AtomCount, classic.Crystal.AtomCount));
        Assert.NotNull(classic.Options.Charges);

        // Not the modes: the yaml states phonopy's mass of chlorine, 35.453 u, and a structure has that of its table, 35.45 u.
        Assert.Equal(yaml.Supercell.Matrix, classic.Supercell.Matrix);
        double error = yaml.Values.ToArray().Zip(classic.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        AchievedError.Check("Files: phonopy without a yaml (eV/Å²)", "phonopy_disp.yaml, NaCl", error, ForceConstantTolerance);
    }

    [Fact]
    public void Poscar_WithoutDim_SaysWhatIsMissing()
    {
        string sets = Peer("phonopy/example/NaCl-gruneisen/NaCl-1.00/FORCE_SETS"), cell = Peer("phonopy/example/NaCl-gruneisen/NaCl-1.00/POSCAR-unitcell");
        Assert.Contains("--dim", Assert.Throws<InsInputException>(() => PhononInput.Read(sets, new() { Cells = cell })).Message);
        PhononInputOptions centred = new() { Cells = cell, SupercellMatrix = Twice, PrimitiveAxes = new Matrix3d(-0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, -0.5) };
        Assert.Contains("no lattice vectors", Assert.Throws<InsInputException>(() => PhononInput.Read(sets, centred)).Message);
    }

    // By hand: of the box 2 × 2 × 2 the four points of the first layer fill the body-centred cell of four points.
    [Fact]
    public void Supercell_OfAMatrixThatIsNotDiagonal_IsInPhonopysOrder()
    {
        Crystal unit = new(new Lattice(Matrix3d.Diagonal(3, 3, 3)), [6], [Vector3d.Zero], [12]);
        Matrix3d matrix = new(-1, 1, 1, 1, -1, 1, 1, 1, -1);
        Crystal made = PhonopySupercell.Make(unit, matrix);
        Vector3d[] expected = [new(0, 0, 0), new(3, 0, 0), new(0, 3, 0), new(3, 3, 0)];
        Assert.Equal(4, made.AtomCount);
        Assert.All(expected.Zip(made.Positions.ToArray()), p => Assert.True(made.PeriodicLattice.ToFractional(p.First - p.Second).WrapToNearest().Norm < 1e-12));
    }

    [Fact]
    public void ModesAlongAPath_AreNoMesh()
    {
        PhononInput band = PhononInput.Read(Peer("euphonic/phonopy_files/NaCl/band/band.yaml"));
        Assert.Contains("--mesh", Assert.Throws<InsInputException>(() => band.RequireMesh()).Message);
        Assert.True(StoredBands.LieOnPath(band.Modes!));
        PhononInput grid = PhononInput.Read(Peer("euphonic/castep_files/quartz/quartz-666-grid.phonon"));
        Assert.Same(grid, grid.RequireMesh());
    }

    [Theory]
    [InlineData(6, 6, 6)]
    [InlineData(10, 2, 1)]
    public void Meshes_WholeOrReduced_AreNoPath(int a, int b, int c)
    {
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(3, 3, 3)), [6], [Vector3d.Zero], [12]);
        foreach (QMesh mesh in (QMesh[])[QMesh.Full((a, b, c)), QMesh.Irreducible((a, b, c), SpaceGroup.Find(crystal))])
        {
            Assert.False(StoredBands.LieOnPath(new PhononModes(crystal, [.. mesh.QPoints], [.. mesh.Weights])));
        }
    }

    [Theory]
    [InlineData("spectrum2d/NaCl_constrained_ei_300_cm.json", "Spectrum2D", "NaN, masked")]
    [InlineData("spectrum1d/quartz_666_dos.json", "Spectrum1D", "bins")]
    [InlineData("spectrum1dcollection/quartz_666_pdos.json", "Spectrum1DCollection", "spectrum 2")]
    public void SpectraOfEuphonic_AreDescribed(string file, string kind, string words)
    {
        IReadOnlyList<(string Name, string Value)> rows = EuphonicSpectra.Describe(Peer("euphonic/" + file))!;
        Assert.Equal($"Euphonic {kind} (JSON)", rows[0].Value);
        Assert.Contains(rows, r => r.Name.Contains(words) || r.Value.Contains(words));
        Assert.Null(EuphonicSpectra.Describe(Peer("euphonic/force_constants/quartz_force_constants.json")));
    }
}
