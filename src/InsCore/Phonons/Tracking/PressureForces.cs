using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Force constants at one pressure in the common frame: all of them summed over cells (Γ), and those within molecules.</summary>
internal sealed class PressureForces
{
    /// <summary>Takes them from modes.</summary>
    /// <param name="point">Modes on a mesh.</param>
    /// <param name="frame">The common frame.</param>
    /// <param name="gamma">The modes at Γ in that frame.</param>
    /// <param name="molecules">Molecules of the first structure.</param>
    public PressureForces(PhononModes point, CommonFrame frame, GammaModes gamma, Molecules molecules)
    {
        double[] values = Array.ConvertAll(point.Energies, GammaModes.Eigenvalue);
        IntraBlocks own = new(point, values, SpaceGroup.Find(point.Crystal), molecules, frame.Shifts);
        foreach ((int i, int j) in own.Pairs)
        {
            Intra[(i, j)] = frame.Rotation * own[i, j] * frame.Rotation.Transpose;
        }

        Dynamical = Matrix(gamma, point.Crystal.Masses);
        Matrix3d cell = point.Crystal.PeriodicLattice.Vectors * frame.Rotation.Transpose;
        Vector3d[] positions = frame.Positions(point.Crystal);
        Positions = positions;
        Cell = new Lattice(cell);
        Members = [.. molecules.All.Select(m => m.Positions(cell, positions))];
    }

    /// <summary>D at Γ, [3·nAtoms × 3·nAtoms], real, eV/(Å² u), without any force in a translation.</summary>
    public double[] Dynamical { get; }

    /// <summary>Φ_ij between atoms of one molecule, eV/Å².</summary>
    public Dictionary<(int I, int J), Matrix3d> Intra { get; } = [];

    /// <summary>[nAtoms], Å.</summary>
    public Vector3d[] Positions { get; }

    /// <summary>The lattice in the common frame.</summary>
    public Lattice Cell { get; }

    /// <summary>[molecule][member], Å, in one piece.</summary>
    public Vector3d[][] Members { get; }

    // P (Σ_n λ_n Re e_n e_nᴴ) P, P = 1 - Σ t tᵀ: the same block that the modes are followed in.
    static double[] Matrix(GammaModes gamma, ReadOnlySpan<double> masses)
    {
        int size = gamma.Values.Length;
        double[] left = new double[2 * size * size], right = new double[2 * size * size], matrix = new double[size * size];
        double[] root = new double[size / 3];
        double total = 0;
        for (int i = 0; i < root.Length; i++)
        {
            root[i] = Math.Sqrt(masses[i]);
            total += masses[i];
        }

        for (int n = 0; n < size; n++)
        {
            Complex[] e = gamma.Vectors.AsSpan(n * size, size).ToArray();
            for (int c = 0; c < 3; c++)
            {
                Complex share = 0;
                for (int i = 0; i < root.Length; i++)
                {
                    share += root[i] / total * e[(3 * i) + c];
                }

                for (int i = 0; i < root.Length; i++)
                {
                    e[(3 * i) + c] -= root[i] * share;
                }
            }

            for (int k = 0; k < size; k++)
            {
                (right[(n * size) + k], right[((size + n) * size) + k]) = (e[k].Real, e[k].Imaginary);
                left[(k * 2 * size) + n] = gamma.Values[n] * e[k].Real;
                left[(k * 2 * size) + size + n] = gamma.Values[n] * e[k].Imaginary;
            }
        }

        Lapack.Current.MatrixMultiply(size, size, 2 * size, left, right, matrix);
        return matrix;
    }
}
