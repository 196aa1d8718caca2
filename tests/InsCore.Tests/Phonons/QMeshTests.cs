using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public class QMeshTests
{
    static readonly Matrix3d[] Orthorhombic =
    [
        Matrix3d.Identity, Matrix3d.Diagonal(-1, -1, 1), Matrix3d.Diagonal(-1, 1, -1), Matrix3d.Diagonal(1, -1, -1),
        Matrix3d.Diagonal(-1, -1, -1), Matrix3d.Diagonal(1, 1, -1), Matrix3d.Diagonal(1, -1, 1), Matrix3d.Diagonal(-1, 1, 1),
    ];

    [Theory]
    [InlineData(1, 1, 1, false, 1)]
    [InlineData(3, 3, 2, false, 8)]
    [InlineData(4, 4, 4, false, 27)]
    [InlineData(2, 2, 2, true, 1)]
    [InlineData(4, 3, 2, true, 4)]
    public void Irreducible_Orthorhombic_HasTheKnownNumberOfPoints(int a, int b, int c, bool shifted, int expected)
    {
        QMesh mesh = QMesh.Irreducible((a, b, c), Orthorhombic, shifted);
        Assert.Equal(expected, mesh.QPoints.Length);
        Assert.Equal(1, mesh.Weights.Sum(), 1e-15);
        Assert.Equal(a * b * c, mesh.FullCount);
    }

    [Theory]
    [InlineData(4, 8)]     // the special points of fcc of these meshes, as tabulated everywhere
    [InlineData(6, 16)]
    [InlineData(8, 29)]
    public void Irreducible_FaceCentredCubic_HasTheKnownNumberOfPoints(int n, int expected)
    {
        SpaceGroup group = SpaceGroup.Find(TestCrystals.Argon);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        Assert.Equal(expected, QMesh.Irreducible((n, n, n), group).QPoints.Length);
    }

    [Fact]
    public void Full_HoldsEveryPointOnce_WithinTheFirstCell()
    {
        QMesh mesh = QMesh.Full((4, 3, 1));
        Assert.Equal(12, mesh.QPoints.Distinct().Count());
        Assert.Contains(new Vector3d(0.5, -1.0 / 3, 0), mesh.QPoints);
        Assert.All(mesh.QPoints, q => Assert.All([q.X, q.Y, q.Z], x => Assert.True(x is > -0.5 and <= 0.5)));
        Assert.All(QMesh.Full((2, 2, 2), shifted: true).QPoints, q => Assert.Equal(0.25, Math.Abs(q.X)));
    }

    [Fact]
    public void Full_ShiftedMeshOfEvenDivisions_IsMonkhorstAndPacks()
    {
        Vector3d[] wanted = [.. File.ReadLines(TestData.Shared("peer-data/euphonic/util/qgrid_444.txt"))
            .Select(l => Array.ConvertAll(l.Split(' '), x => double.Parse(x, System.Globalization.CultureInfo.InvariantCulture))).Select(x => new Vector3d(x[0], x[1], x[2]))];
        Vector3d[] got = QMesh.Full((4, 4, 4), shifted: true).QPoints;
        Assert.Equal(wanted.Length, got.Length);
        double error = wanted.Max(w => got.Min(q => (q - w).Norm));
        AchievedError.Check("Phonons: mesh of Monkhorst and Pack (fractional)", "Euphonic, 4 × 4 × 4", error, 1e-15);
    }

    [Fact]
    public void Irreducible_OperationThatDoesNotKeepTheMesh_IsLeftOut()
    {
        Matrix3d swap = new(0, 1, 0, 1, 0, 0, 0, 0, 1);
        Assert.Equal(3, QMesh.Irreducible((2, 2, 1), [Matrix3d.Identity, swap], shifted: false).QPoints.Length);
        Assert.Equal(4, QMesh.Irreducible((2, 3, 1), [Matrix3d.Identity, swap], shifted: false).QPoints.Length);
    }

    [Fact]
    public void Irreducible_GivesTheMomentsOfTheFullMesh()
    {
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Wurtzite);
        SpaceGroup group = SpaceGroup.Find(TestCrystals.Wurtzite);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        foreach (bool shifted in new[] { false, true })
        {
            PhononModes full = PhononSolver.Solve(exact, QMesh.Full((4, 4, 3), shifted));
            PhononModes reduced = PhononSolver.Solve(exact, QMesh.Irreducible((4, 4, 3), group, shifted));

            // A mesh shifted along all axes is not kept by the sixfold axis.
            Assert.True((shifted ? 2 : 4) * reduced.QPoints.Length <= full.QPoints.Length);
            for (int power = 1; power <= 4; power++)
            {
                Check("moments of the energies", Moment(reduced, power) / Moment(full, power));
            }

            // Tr<u u> ∝ Σ |e|²/(m |ω|): equal for each kind of atom, once averaged over equivalent ones.
            for (int first = 0; first < 4; first += 2)
            {
                Check("mean square displacements", MeanSquare(reduced, first) / MeanSquare(full, first));
            }
        }
    }

    [Fact]
    public void DivisionsForSpacing_IncludesTwoPi()
    {
        Lattice lattice = new(Matrix3d.Diagonal(2 * Math.PI, 4 * Math.PI, 20 * Math.PI));
        Assert.Equal((10, 5, 1), QMesh.DivisionsForSpacing(lattice, 0.1));
        Assert.Equal((11, 6, 2), QMesh.DivisionsForSpacing(lattice, 0.0999));
        Assert.Throws<ArgumentOutOfRangeException>(() => QMesh.DivisionsForSpacing(lattice, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => QMesh.Full((0, 1, 1)));
    }

    static void Check(string quantity, double ratio) =>
        AchievedError.Check($"Phonons: irreducible mesh, {quantity} (relative)", "full mesh", Math.Abs(ratio - 1), 1e-10);

    static double Moment(PhononModes modes, int power) => Sum(modes, (q, n) => Math.Pow(Math.Abs(modes.EnergiesAt(q)[n]), power));

    static double MeanSquare(PhononModes modes, int firstAtom) => Sum(modes, (q, n) =>
    {
        double energy = Math.Abs(modes.EnergiesAt(q)[n]);
        ReadOnlySpan<System.Numerics.Complex> e = modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount);
        return energy < 1e-4 ? 0 : (Eigenvector.AtomShare(e, firstAtom) + Eigenvector.AtomShare(e, firstAtom + 1)) / energy;
    });

    static double Sum(PhononModes modes, Func<int, int, double> term)
    {
        double sum = 0;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            for (int n = 0; n < modes.ModeCount; n++)
            {
                sum += modes.Weights[q] * term(q, n);
            }
        }

        return sum;
    }
}
