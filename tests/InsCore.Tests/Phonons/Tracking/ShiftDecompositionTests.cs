using System.Numerics;
using InsCore.Phonons;
using InsCore.Phonons.Tracking;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons.Tracking;

/// <summary>What shifts are made of: sums, invariances, and cases with known answers.</summary>
public class ShiftDecompositionTests
{
    const double SumTolerance = 1e-8;           // relative
    const double BlockTolerance = 1e-9;         // eV/Å², of blocks of some 10 eV/Å²

    [Theory]
    [InlineData("pbcn")]
    [InlineData("pbca")]
    public void Decomposition_OfEveryMode_SumsToItsShift(string crystal)
    {
        ModeTracking tracking = ModeTracker.Follow([Reference(crystal + "_0.0", 0), Reference(crystal + "_1.5", 1.5)]);
        double worst = tracking.Modes.Max(m => Math.Abs(m.Decomposition.Total - m.Shift)
            / (Math.Abs(m.Decomposition.Intramolecular) + Math.Abs(m.Decomposition.Geometry) + Math.Abs(m.Decomposition.Intermolecular)));
        AchievedError.Check("Phonons: parts of shifts against the shift (relative)", "exact, 2 crystals, 318 modes", Math.Max(worst, tracking.Modes.Max(m => m.Decomposition.Residual)), SumTolerance);
        Assert.All(tracking.Modes, m => Assert.Equal(m.Decomposition.Pairs.OrderByDescending(p => Math.Abs(p.Shift)), m.Decomposition.Pairs));
    }

    // A dash is a bond: lengths of bonds of this crystal lie between 1.0 and 2.1 Å, and no two atoms that are not bonded come closer than 2.1 Å.
    [Fact]
    public void Pairs_AreWrittenAsBondsOnlyWhereThereIsABond()
    {
        ModeTracking tracking = ModeTracker.Follow([Reference("pbca_0.0", 0), Reference("pbca_1.5", 1.5)]);
        PairContribution[] pairs = [.. tracking.Modes.SelectMany(m => m.Decomposition.Pairs)];
        Assert.All(pairs, p => Assert.Equal(p.IsIntramolecular && p.Distance < 2.12, p.IsBonded));
        Assert.All(pairs, p => Assert.Equal(p.IsBonded, p.ToString().Contains('–', StringComparison.Ordinal)));
        Assert.Contains(pairs, p => p.IsBonded);
        Assert.Contains(pairs, p => p is { IsIntramolecular: true, IsBonded: false } && p.ToString().StartsWith("C4···H1 2.20 Å", StringComparison.Ordinal));
    }

    // 2 Q bonds: each molecule takes three translations, three librations, its bonds, planes, angles and dihedral angles of the modes in all.
    [Fact]
    public void Descriptions_SummedOverAllModes_CountTheMotionsOfTheMolecules()
    {
        const int molecules = 4;
        ModeTracking tracking = ModeTracker.Follow([Reference("pbcn_0.0", 0), Reference("pbcn_1.5", 1.5)]);
        double Sum(InternalMotion motion) => tracking.Modes.Sum(m => m.Description[motion]);
        Assert.All(tracking.Modes, m => Assert.Equal(1, m.Description.Shares.Sum(s => s.Share), 1e-4));
        Assert.Equal((3 * molecules) - 3, Sum(InternalMotion.Translation), 1e-3);
        Assert.Equal(3 * molecules, Sum(InternalMotion.Libration), 1e-3);
        Assert.Equal(9 * molecules, Sum(InternalMotion.Stretch), 1e-3);
        Assert.Equal(4 * molecules, Sum(InternalMotion.OutOfPlane), 1e-3);
        Assert.Equal(6 * molecules, Sum(InternalMotion.Bend), 1e-3);
        Assert.Equal(2 * molecules, Sum(InternalMotion.Torsion), 1e-3);
        Assert.All(tracking.Modes.Where(m => m.Wavenumbers[0] > 3000), m => Assert.Equal("C–H stretch", m.Description.Name));
        Assert.All(tracking.Modes.Where(m => m.Wavenumbers[0] is > 800 and < 830), m => Assert.Equal("C–H out-of-plane", m.Description.Name));
        Assert.All(tracking.Modes.Where(m => m.Wavenumbers[0] is > 460 and < 475), m => Assert.Contains("ring", m.Description.Name, StringComparison.Ordinal));
        Assert.All(tracking.Modes.Where(m => m.Wavenumbers[0] < 60), m => Assert.True(m.Description.Internal < 0.5, m.Description.Name));
    }

    // A molecule alone in its cell, turned: nothing but geometry changes, and no mode moves.
    [Fact]
    public void ForceChange_OfAMoleculeThatTurns_IsAllGeometry()
    {
        double c = Math.Cos(0.4), s = Math.Sin(0.4);
        Matrix3d turn = new Matrix3d(c, -s, 0, s, c, 0, 0, 0, 1) * new Matrix3d(1, 0, 0, 0, c, -s, 0, s, c);
        Crystal first = Alone(Matrix3d.Identity), second = Alone(turn);
        Molecules molecules = Molecules.Find(first);
        Assert.Equal(3, Assert.Single(molecules.All).Atoms.Count);
        ForceChange change = new(Forces(first, first, molecules), Forces(first, second, molecules), molecules, first.Masses);
        Random random = new(1);
        Complex[] a = Vector(random, 9), b = Vector(random, 9);
        (Complex local, Complex geometry, Complex total) = change.Forms(b, a);
        Assert.Equal(0, Complex.Abs(local), 1e-8);
        Assert.True(Complex.Abs(total) > 1e-2, "the frame of the crystal sees it");
        Assert.Equal(0, Complex.Abs(total - geometry), 1e-8);
    }

    // Each part by itself does not feel a molecule that moves as a whole.
    [Fact]
    public void ForceChange_WithinMolecules_IsInvariantUnderTheirTranslations()
    {
        ReferenceCrystal first = ReferenceCrystal.Read("pbcn_0.0"), second = ReferenceCrystal.Read("pbcn_1.5");
        Molecules molecules = Molecules.Find(first.Crystal);
        Assert.Equal(4, molecules.All.Count);
        PhononModes one = Reference("pbcn_0.0", 0).Modes, two = Reference("pbcn_1.5", 1.5).Modes;
        ForceChange change = new(Forces(first.Crystal, one, molecules), Forces(first.Crystal, two, molecules), molecules, first.Crystal.Masses);
        Complex[] any = Vector(new Random(2), 108), moved = new Complex[108];
        foreach (int i in molecules.All[1].Atoms)
        {
            moved[(3 * i) + 1] = Math.Sqrt(first.Crystal.Masses[i]);
        }

        (Complex local, Complex geometry, _) = change.Forms(any, moved);
        Assert.Equal(0, Complex.Abs(local), 1e-9);
        Assert.Equal(0, Complex.Abs(geometry), 1e-9);
        (local, geometry, _) = change.Forms(moved, any);
        Assert.Equal(0, Complex.Abs(local), 1e-9);
        Assert.Equal(0, Complex.Abs(geometry), 1e-9);
    }

    // Modes on a mesh reduced by symmetry give the force constants of the supercell that holds the mesh.
    [Fact]
    public void IntraBlocks_OfAReducedMesh_AreThoseOfTheSupercell()
    {
        Crystal crystal = ReferenceCrystal.Read("pbcn_0.0").Crystal;
        SpaceGroup group = SpaceGroup.Find(crystal, MaceDynamicalMatrix.SymmetryTolerance);
        SymmetricDynamicalMatrix exact = new(new MaceDynamicalMatrix(MacePotential.Load(), crystal, symmetry: group), group);
        PhononModes modes = PhononSolver.Solve(exact, QMesh.Irreducible((2, 1, 2), group));
        Molecules molecules = Molecules.Find(crystal);
        IntraBlocks blocks = new(modes, Array.ConvertAll(modes.Energies, GammaModes.Eigenvalue), group, molecules, new Vector3d[crystal.AtomCount]);
        ForceConstants constants = MeshInterpolation.ForceConstants(exact, (2, 1, 2), new ForceConstantsOptions { SumRule = SumRule.None });
        int all = constants.Supercell.Crystal.AtomCount;
        double worst = 0;
        foreach (Molecule molecule in molecules.All)
        {
            for (int a = 0; a < molecule.Atoms.Count; a++)
            {
                for (int b = 0; b < molecule.Atoms.Count; b++)
                {
                    (int i, int j) = (molecule.Atoms[a], molecule.Atoms[b]);
                    (int A, int B, int C) to = molecule.Translations[b], from = molecule.Translations[a];
                    int image = constants.Supercell.IndexOf(j, new(to.A - from.A, to.B - from.B, to.C - from.C));
                    for (int k = 0; k < 9 && i != j; k++)
                    {
                        double expected = constants.Values[((((3 * i) + (k / 3)) * all + image) * 3) + (k % 3)];
                        worst = Math.Max(worst, Math.Abs(blocks[i, j][k / 3, k % 3] - expected));
                    }
                }
            }
        }

        AchievedError.Check("Phonons: force constants within molecules from a reduced mesh (eV/Å²)", "Fourier transform of the whole mesh", worst, BlockTolerance);
    }

    [Fact]
    public void IsMesh_TellsMeshesFromPaths()
    {
        Crystal crystal = TestCrystals.Triclinic;
        QMesh mesh = QMesh.Irreducible((3, 2, 1), SpaceGroup.Trivial(crystal));
        Assert.True(IntraBlocks.IsMesh(new PhononModes(crystal, mesh.QPoints, mesh.Weights, eigenvectors: false)));
        Assert.False(IntraBlocks.IsMesh(new PhononModes(crystal, [default], [1], eigenvectors: false)));
        Assert.False(IntraBlocks.IsMesh(new PhononModes(crystal, [default, new(0.1, 0, 0), new(0.25, 0, 0)], [1 / 3.0, 1 / 3.0, 1 / 3.0], eigenvectors: false)));
    }

    [Fact]
    public void RigidRotation_OfAPlanarSet_IsFound()
    {
        double c = Math.Cos(1.1), s = Math.Sin(1.1);
        Matrix3d turn = new Matrix3d(c, -s, 0, s, c, 0, 0, 0, 1) * new Matrix3d(1, 0, 0, 0, c, -s, 0, s, c);
        Vector3d[] x = [new(0, 0, 0), new(1.5, 0, 0), new(0.3, 1.2, 0), new(-0.8, 0.4, 0)];
        Matrix3d found = RigidRotation.Find(x, Array.ConvertAll(x, v => (turn * v) + new Vector3d(1, 2, 3)), [1, 12, 32, 127]);
        Assert.All(Enumerable.Range(0, 9), k => Assert.Equal(turn[k / 3, k % 3], found[k / 3, k % 3], 1e-12));
    }

    static Crystal Alone(Matrix3d turn)
    {
        Vector3d[] x = [new(0, 0, 0), new(1.7, 0.1, 0), new(-0.5, 0.95, 0.1)];
        return new Crystal(new Lattice(Matrix3d.Diagonal(30, 31, 32)), [6, 16, 1], Array.ConvertAll(x, v => (turn * v) + new Vector3d(15, 15, 15)));
    }

    static PressureForces Forces(Crystal first, Crystal crystal, Molecules molecules) =>
        Forces(first, PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(crystal), [Vector3d.Zero]), molecules);

    static PressureForces Forces(Crystal first, PhononModes modes, Molecules molecules)
    {
        CommonFrame frame = new(first, modes.Crystal);
        return new PressureForces(modes, frame, GammaModes.Of(modes, frame), molecules);
    }

    static Complex[] Vector(Random random, int size) =>
        [.. Enumerable.Range(0, size).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];

    static TrackingPoint Reference(string name, double pressure) => new(
        pressure,
        PhononSolver.Solve(new ForceConstants(new Supercell(ReferenceCrystal.Read(name).Crystal, 1, 1, 1), ReferenceCrystal.ReadHessian(name)), [Vector3d.Zero]));
}
