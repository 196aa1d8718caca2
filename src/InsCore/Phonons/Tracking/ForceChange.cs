using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>How the dynamical matrix at Γ changes from one pressure to the next, divided into parts.</summary>
/// <remarks>
/// Intramolecular force constants are those of pairs (i, j) of one molecule: symmetric parts of Φ_ij with the self terms that make them invariant
/// under translations, -Σ_j Φ_ij, and antisymmetric parts (of forces among three and more atoms), which act on displacements relative to
/// the mean of the molecule. U turns each molecule from its first orientation to its second; the change U Φ' Uᵀ - Φ of a block, Φ' the second one
/// seen from the molecule, is the mean of changing first and turning then, and of the other order: ½ (Φ' - Φ) + ½ U (Φ' - Φ) Uᵀ of the
/// force constants, and the rest of the geometry. All that is not within molecules is intermolecular: each part is invariant under translations.
/// </remarks>
internal sealed class ForceChange
{
    readonly double[] masses;
    readonly double[] local, turned, total;
    readonly int size;

    public ForceChange(PressureForces first, PressureForces second, Molecules molecules, ReadOnlySpan<double> masses)
    {
        this.masses = masses.ToArray();
        size = 3 * masses.Length;
        total = [.. second.Dynamical.Zip(first.Dynamical, (b, a) => b - a)];
        (local, turned) = (new double[size * size], new double[size * size]);
        for (int m = 0; m < molecules.All.Count; m++)
        {
            Molecule molecule = molecules.All[m];
            if (!molecule.IsFinite || molecule.Atoms.Count < 2)
            {
                continue;
            }

            Matrix3d u = RigidRotation.Find(first.Members[m], second.Members[m], [.. molecule.Atoms.Select(i => this.masses[i])]), back = u.Transpose;
            Dictionary<(int I, int J), Matrix3d> own = [], geometry = [];
            foreach ((int i, int j) in from i in molecule.Atoms from j in molecule.Atoms where i != j select (i, j))
            {
                Matrix3d before = first.Intra[(i, j)], after = second.Intra[(i, j)];
                geometry[(i, j)] = 0.5 * ((after - (back * after * u)) + ((u * before * back) - before));
                own[(i, j)] = after - before - geometry[(i, j)];
                Intra[(i, j)] = after - before;
            }

            Add(molecule, own, local);
            Add(molecule, geometry, turned);
        }
    }

    /// <summary>Change of Φ_ij between atoms of one molecule, eV/Å².</summary>
    public Dictionary<(int I, int J), Matrix3d> Intra { get; } = [];

    /// <summary>Change of all force constants between two atoms, summed over cells, eV/Å².</summary>
    public Matrix3d Total(int i, int j)
    {
        double scale = Math.Sqrt(masses[i] * masses[j]);
        double At(int a, int b) => scale * total[(((3 * i) + a) * size) + (3 * j) + b];
        return new(At(0, 0), At(0, 1), At(0, 2), At(1, 0), At(1, 1), At(1, 2), At(2, 0), At(2, 1), At(2, 2));
    }

    /// <summary>bᴴ ΔD a for the parts and the whole.</summary>
    public (Complex Local, Complex Geometry, Complex Total) Forms(Complex[] b, Complex[] a) => (Form(local, b, a), Form(turned, b, a), Form(total, b, a));

    Complex Form(double[] matrix, Complex[] b, Complex[] a)
    {
        Complex sum = 0;
        for (int row = 0; row < size; row++)
        {
            double re = 0, im = 0;
            for (int k = 0; k < size; k++)
            {
                re += matrix[(row * size) + k] * a[k].Real;
                im += matrix[(row * size) + k] * a[k].Imaginary;
            }

            sum += Complex.Conjugate(b[row]) * new Complex(re, im);
        }

        return sum;
    }

    // Mass-weighted matrix of pair blocks.
    void Add(Molecule molecule, Dictionary<(int I, int J), Matrix3d> blocks, double[] matrix)
    {
        int count = molecule.Atoms.Count;
        foreach ((int i, int j) in blocks.Keys)
        {
            Matrix3d symmetric = Symmetric(blocks[(i, j)]);
            AddBlock(matrix, i, j, symmetric);
            AddBlock(matrix, i, i, -1 * symmetric);
        }

        // (1 - C) A (1 - C), C the mean over the molecule.
        Dictionary<(int I, int J), Matrix3d> antisymmetric = blocks.ToDictionary(b => b.Key, b => 0.5 * (b.Value - b.Value.Transpose));
        Matrix3d[] rows = [.. molecule.Atoms.Select(i => Sum(molecule.Atoms.Where(j => j != i).Select(j => antisymmetric[(i, j)])))];
        for (int k = 0; k < count; k++)
        {
            for (int l = 0; l < count; l++)
            {
                // Columns of A sum to the transposed row sums, of opposite sign: A_ji = -A_ij.
                Matrix3d block = (k == l ? default : antisymmetric[(molecule.Atoms[k], molecule.Atoms[l])]) - ((1.0 / count) * (rows[k] - rows[l]));
                AddBlock(matrix, molecule.Atoms[k], molecule.Atoms[l], block);
            }
        }
    }

    void AddBlock(double[] matrix, int i, int j, Matrix3d block)
    {
        double scale = 1 / Math.Sqrt(masses[i] * masses[j]);
        for (int k = 0; k < 9; k++)
        {
            matrix[(((3 * i) + (k / 3)) * size) + (3 * j) + (k % 3)] += scale * block[k / 3, k % 3];
        }
    }

    internal static Matrix3d Symmetric(Matrix3d block) => 0.5 * (block + block.Transpose);

    static Matrix3d Sum(IEnumerable<Matrix3d> blocks)
    {
        Matrix3d sum = default;
        foreach (Matrix3d block in blocks)
        {
            sum += block;
        }

        return sum;
    }
}
