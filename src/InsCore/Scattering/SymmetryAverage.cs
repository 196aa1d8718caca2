using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>What <see cref="DyadKernel"/> needs of a crystal: the orbits of its atoms, and how a dyad of each is averaged over the group.</summary>
/// <remarks>B0 = ħ²/(2 M E) (1/|G|) Σ_R R Re(e_j e_jᴴ) Rᵀ, j the atom that R takes to this one; the factor 1/E comes with the mode.</remarks>
internal sealed class SymmetryAverage
{
    readonly int[] first, sources;
    readonly double[] averages;

    /// <summary>Prepares a crystal.</summary>
    public SymmetryAverage(Crystal crystal, SiteSymmetry symmetry)
    {
        Atoms = [.. symmetry.InequivalentAtoms()];
        (first, sources) = (new int[Atoms.Count + 1], new int[crystal.AtomCount]);
        averages = new double[crystal.AtomCount * DyadKernel.AverageLength];
        int at = 0;
        for (int orbit = 0; orbit < Atoms.Count; orbit++)
        {
            double factor = Units.Constants.HbarSquaredPerMass / (2 * crystal.Masses[Atoms[orbit].Atom] * symmetry.Rotations.Length);
            foreach (var source in symmetry.Arriving(Atoms[orbit].Atom).GroupBy(a => a.Source).OrderBy(g => g.Key))
            {
                sources[at] = source.Key;
                Fill(averages.AsSpan(at * DyadKernel.AverageLength, DyadKernel.AverageLength), factor, [.. source.Select(a => a.Rotation)]);
                at++;
            }

            first[orbit + 1] = at;
        }
    }

    /// <summary>The inequivalent atoms and how many are equal to each.</summary>
    public IReadOnlyList<(int Atom, int Multiplicity)> Atoms { get; }

    /// <summary>Length of the result of <see cref="Evaluate"/>, two of which are scratch.</summary>
    public int Length => (6 * Atoms.Count) + 2;

    /// <summary>E B0 of one mode for each inequivalent atom, eV Å².</summary>
    /// <param name="vector">[nAtoms × 3], its eigenvector.</param>
    /// <param name="tensors">[<see cref="Length"/>], out, six for each atom.</param>
    public void Evaluate(ReadOnlySpan<System.Numerics.Complex> vector, Span<double> tensors) =>
        DyadKernel.Evaluate(first, sources, averages, vector, tensors);

    // Column c is what the symmetric unit tensor of component c turns into.
    static void Fill(Span<double> columns, double factor, Matrix3d[] rotations)
    {
        for (int c = 0; c < 6; c++)
        {
            SymmetricTensor unit = new(c == 0 ? 1 : 0, c == 1 ? 1 : 0, c == 2 ? 1 : 0, c == 3 ? 1 : 0, c == 4 ? 1 : 0, c == 5 ? 1 : 0);
            SymmetricTensor sum = default;
            foreach (Matrix3d rotation in rotations)
            {
                sum += factor * unit.Rotate(rotation);
            }

            Span<double> column = columns.Slice(c * DyadKernel.AverageLength / 6, DyadKernel.AverageLength / 6);
            (column[0], column[1], column[2], column[3], column[4], column[5]) = (sum.Xx, sum.Yy, sum.Zz, sum.Yz, sum.Xz, sum.Xy);
        }
    }
}
