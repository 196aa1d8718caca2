using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Force constants between atoms of the same molecule, Φ_ij(R) with the lattice vector R that brings j beside i, from modes on a mesh.</summary>
/// <remarks>
/// Φ_ij(R) = Σ_q w_q (m_i m_j)^(1/2) Re D_ij(q) exp(-2πi q·R), D(q) = Σ_n λ_n e_n e_nᴴ, over the irreducible wave vectors; a mesh reduced by symmetry is
/// completed by averaging R_gᵀ Φ_g(i)g(j) R_g over the space group, which takes molecules to molecules. A mesh of N wave vectors cannot tell R
/// from its images N lattice vectors away.
/// </remarks>
internal sealed class IntraBlocks
{
    const int MostDivisions = 64;

    readonly Dictionary<(int, int), Matrix3d> blocks = [];

    /// <summary>Sums over the mesh.</summary>
    /// <param name="modes">Modes on a mesh, whole or reduced by the space group; of other wave vectors Γ alone is taken.</param>
    /// <param name="values">Eigenvalues, [nQ × nModes], eV/(Å² u).</param>
    /// <param name="group">The space group that reduced it.</param>
    /// <param name="molecules">The molecules.</param>
    /// <param name="cells">[nAtoms], lattice vectors to be added to the translations of the molecules for this structure's atoms.</param>
    public IntraBlocks(PhononModes modes, double[] values, SpaceGroup group, Molecules molecules, IReadOnlyList<Vector3d> cells)
    {
        Dictionary<(int, int), Matrix3d> sums = [];
        (int Q, double Weight)[] mesh = IsMesh(modes)
            ? [.. modes.Weights.Select((w, q) => (q, w))]
            : [(Array.FindIndex(modes.QPoints, AcousticModes.IsGamma), 1)];
        foreach (Molecule molecule in molecules.All.Where(m => m.IsFinite))
        {
            for (int a = 0; a < molecule.Atoms.Count; a++)
            {
                for (int b = 0; b < molecule.Atoms.Count; b++)
                {
                    if (a != b)
                    {
                        int i = molecule.Atoms[a], j = molecule.Atoms[b];
                        Vector3d shift = Vector(molecule.Translations[b]) - cells[j] - (Vector(molecule.Translations[a]) - cells[i]);
                        sums[(i, j)] = Sum(modes, values, mesh, i, j, shift);
                    }
                }
            }
        }

        Matrix3d[] rotations = [.. group.Operations.Select(o => SupercellSymmetry.NearestRotation(o.CartesianRotation(modes.Crystal.PeriodicLattice)))];
        foreach ((int i, int j) in sums.Keys)
        {
            Matrix3d mean = default;
            int count = 0;
            for (int g = 0; g < rotations.Length; g++)
            {
                if (sums.TryGetValue((group.AtomImages[g][i], group.AtomImages[g][j]), out Matrix3d image))
                {
                    mean += rotations[g].Transpose * image * rotations[g];
                    count++;
                }
            }

            blocks[(i, j)] = (1.0 / count) * mean;
        }
    }

    /// <summary>Pairs of atoms of the same molecule, in both orders.</summary>
    public IEnumerable<(int I, int J)> Pairs => blocks.Keys;

    /// <summary>Φ_ij, eV/Å², in this structure's own frame.</summary>
    public Matrix3d this[int i, int j] => blocks[(i, j)];

    /// <summary>Whether the wave vectors and weights are those of a regular mesh with Γ, whole or reduced, of more than one point.</summary>
    public static bool IsMesh(PhononModes modes)
    {
        int count = 1;
        for (int axis = 0; axis < 3; axis++)
        {
            int divisions = Enumerable.Range(1, MostDivisions).FirstOrDefault(n => Array.TrueForAll(modes.QPoints, q => IsWhole(n * q[axis])));
            count *= divisions;
        }

        // Each weight stands for a whole number of points, and all of them for the mesh; a path has too few for its divisions.
        return count > 1 && modes.Weights.All(w => w * count > 0.5 && IsWhole(w * count));
    }

    static bool IsWhole(double x) => Math.Abs(x - Math.Round(x)) < 1e-5;

    static Matrix3d Sum(PhononModes modes, double[] values, (int Q, double Weight)[] mesh, int i, int j, Vector3d shift)
    {
        int size = modes.ModeCount;
        Span<double> sum = stackalloc double[9];
        foreach ((int q, double share) in mesh)
        {
            (double sine, double cosine) = double.SinCosPi(-2 * Vector3d.Dot(modes.QPoints[q], shift));
            ReadOnlySpan<Complex> vectors = modes.EigenvectorsAt(q);
            for (int n = 0; n < size; n++)
            {
                double weight = share * values[(q * size) + n];
                ReadOnlySpan<Complex> left = vectors.Slice((n * size) + (3 * i), 3), right = vectors.Slice((n * size) + (3 * j), 3);
                for (int a = 0; a < 3; a++)
                {
                    double re = weight * ((left[a].Real * cosine) - (left[a].Imaginary * sine)), im = weight * ((left[a].Real * sine) + (left[a].Imaginary * cosine));
                    for (int b = 0; b < 3; b++)
                    {
                        // Re(z conj(w))
                        sum[(3 * a) + b] += (re * right[b].Real) + (im * right[b].Imaginary);
                    }
                }
            }
        }

        double scale = Math.Sqrt(modes.Crystal.Masses[i] * modes.Crystal.Masses[j]);
        return scale * new Matrix3d(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7], sum[8]);
    }

    static Vector3d Vector((int A, int B, int C) t) => new(t.A, t.B, t.C);
}
