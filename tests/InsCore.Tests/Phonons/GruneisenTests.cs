using System.Globalization;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>Mode Grüneisen parameters -d ln ω/d ln V of sodium chloride from phonopy's forces at three volumes, half a per cent apart.</summary>
public sealed class GruneisenTests : IDisposable
{
    // Rounding: both ways begin with the same digits.
    const double Tolerance = 1e-9;

    const double Displacement = 0.01;

    // eV²: modes above 3 meV, so that the translations at Γ are left out.
    const double LowestSquare = 1e-5;

    static readonly string[] Volumes = ["0.995", "1.00", "1.005"];

    readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, true);

    // Γ, the middle of Δ, X. At wave vectors of the supercell along z the dynamical matrix is a sum over the forces of one displacement, and x, y and z do not mix.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Parameters_AreThoseOfTheBareForces(int halves)
    {
        double[][] squares = [.. Volumes.Select(v => ByHand(v, halves))];
        double[] volumes = [.. Volumes.Select(v => Math.Pow(LatticeConstant(v), 3))];
        double[][] energies = [.. Volumes.Select(v => Energies(v, halves))];
        int[] vibrations = [.. Enumerable.Range(0, 6).Where(n => squares[1][n] > LowestSquare)];
        Assert.Equal(halves == 0 ? 3 : 6, vibrations.Length);
        double sum = 0;
        foreach (int n in vibrations)
        {
            double expected = Parameter(squares[0][n], squares[2][n]) / Math.Log(volumes[2] / volumes[0]);
            double found = Parameter(energies[0][n] * energies[0][n], energies[2][n] * energies[2][n]) / Math.Log(volumes[2] / volumes[0]);
            AchievedError.Check("Phonons: mode Grüneisen parameters, NaCl", "sums over phonopy's forces, Γ, Δ and X", Math.Abs(found - expected), Tolerance);
            sum += found;
        }

        // Bonds weaken as the crystal expands; the mean over all modes, by thermal expansion, is 1.6.
        Assert.InRange(sum / vibrations.Length, 0.9, 2.9);
    }

    static double Parameter(double squareBelow, double squareAbove) => -0.5 * Math.Log(squareAbove / squareBelow);

    // Without the interaction of dipoles at long range, whose part at Γ depends on the direction; at other points of the supercell it is in the forces.
    double[] Energies(string volume, int halves)
    {
        double a = LatticeConstant(volume);
        string cells = Path.Combine(folder, $"{volume}-{halves}.yaml");
        File.WriteAllText(cells, string.Create(CultureInfo.InvariantCulture, $"""
            phonopy:
              version: 2.0
            primitive_matrix:
            - [ 0.0, 0.5, 0.5 ]
            - [ 0.5, 0.0, 0.5 ]
            - [ 0.5, 0.5, 0.0 ]
            supercell_matrix:
            - [ 2, 0, 0 ]
            - [ 0, 2, 0 ]
            - [ 0, 0, 2 ]
            unit_cell:
              lattice:
              - [ {a}, 0, 0 ]
              - [ 0, {a}, 0 ]
              - [ 0, 0, {a} ]
              points:
              - symbol: Na
                coordinates: [ 0.0, 0.0, 0.0 ]
              - symbol: Na
                coordinates: [ 0.0, 0.5, 0.5 ]
              - symbol: Na
                coordinates: [ 0.5, 0.0, 0.5 ]
              - symbol: Na
                coordinates: [ 0.5, 0.5, 0.0 ]
              - symbol: Cl
                coordinates: [ 0.5, 0.5, 0.5 ]
              - symbol: Cl
                coordinates: [ 0.5, 0.0, 0.0 ]
              - symbol: Cl
                coordinates: [ 0.0, 0.5, 0.0 ]
              - symbol: Cl
                coordinates: [ 0.0, 0.0, 0.5 ]

            """));
        PhononInputOptions options = new() { Cells = cells, Born = Peer(volume, "BORN"), UseCharges = halves > 0, SumRule = SumRule.None };
        ForceConstants constants = PhononInput.Read(Peer(volume, "FORCE_SETS"), options).ForceConstants!;

        // q = (0, 0, h/2) of the cube, in coordinates of the primitive reciprocal lattice.
        Vector3d cube = new(0, 0, 0.5 * halves / a);
        Vector3d q = constants.Crystal.PeriodicLattice.Vectors * cube;
        return PhononSolver.Solve(constants, [q]).Energies;
    }

    // Squares of the energies in eV², in ascending order: transverse modes twice.
    static double[] ByHand(string volume, int halves)
    {
        double a = LatticeConstant(volume);
        List<double[]> rows = [.. File.ReadLines(Peer(volume, "FORCE_SETS")).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length == 3).Select(w => Array.ConvertAll(w, x => double.Parse(x, CultureInfo.InvariantCulture)))];
        Vector3d[] sites = Sites(a);
        double[] masses = [Element.Mass(11), Element.Mass(17)];
        double[,] along = new double[2, 2], across = new double[2, 2];
        for (int displaced = 0; displaced < 2; displaced++)
        {
            double[][] set = [.. rows.Skip(65 * displaced).Take(65)];
            Assert.Equal(Displacement, set[0][0], 1e-12);
            Vector3d origin = sites[32 * displaced];
            for (int s = 0; s < 64; s++)
            {
                // The displacement is along x: a wave along x is longitudinal, one along z transverse. Pairs at ±r make the sum real.
                double force = -set[1 + s][0] / Displacement / Math.Sqrt(masses[displaced] * masses[s / 32]);
                double phase = Math.PI * halves / a;
                along[displaced, s / 32] += force * Math.Cos(phase * (sites[s].X - origin.X));
                across[displaced, s / 32] += force * Math.Cos(phase * (sites[s].Z - origin.Z));
            }
        }

        double[] transverse = Eigenvalues(across), longitudinal = Eigenvalues(along);
        return [.. transverse.Concat(transverse).Concat(longitudinal).Select(d => d * Units.Constants.HbarSquaredPerMass).Order()];
    }

    static double[] Eigenvalues(double[,] m)
    {
        double off = 0.5 * (m[0, 1] + m[1, 0]), mean = 0.5 * (m[0, 0] + m[1, 1]), half = 0.5 * (m[0, 0] - m[1, 1]);
        double root = Math.Sqrt((half * half) + (off * off));
        return [mean - root, mean + root];
    }

    // phonopy's order: each atom of the cell in its eight cells, the first index fastest.
    static Vector3d[] Sites(double a)
    {
        Vector3d[] basis =
        [
            new(0, 0, 0), new(0, 0.5, 0.5), new(0.5, 0, 0.5), new(0.5, 0.5, 0),
            new(0.5, 0.5, 0.5), new(0.5, 0, 0), new(0, 0.5, 0), new(0, 0, 0.5),
        ];
        return [.. basis.SelectMany(b => Enumerable.Range(0, 8).Select(c => a * (b + new Vector3d(c & 1, (c >> 1) & 1, c >> 2))))];
    }

    static double LatticeConstant(string volume) => StructureFile.Read(Peer(volume, "POSCAR-unitcell")).PeriodicLattice.Lengths.X;

    static string Peer(string volume, string file) => TestData.Shared($"peer-data/phonopy/example/NaCl-gruneisen/NaCl-{volume}/{file}");
}
