using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>Finds the modes of one structure again in another with the same atoms, by their eigenvectors at Γ.</summary>
/// <remarks>
/// The partners are those with the largest sum of |⟨e₁|e₂⟩|² over a one-to-one assignment. The second structure's eigenvectors are first turned
/// back by the rotation between the two cells (the orthogonal part of the deformation). Translations are left out on both sides.
/// </remarks>
public static class ModeShifts
{
    /// <summary>Matches all optical modes.</summary>
    /// <param name="first">Modes that include Γ.</param>
    /// <param name="second">Modes that include Γ, of a structure with the same atoms in the same order.</param>
    /// <param name="atomWeights">[nAtoms], weight of each atom for <see cref="ModeShift.InsWeight"/>, e.g. σ_i/m_i; may be empty.</param>
    /// <param name="degeneracy">Modes closer than this in either structure are treated as a group, cm⁻¹.</param>
    /// <returns>One row for each mode of the first structure, ascending in its wavenumber.</returns>
    /// <exception cref="ArgumentException">The structures differ in their atoms, or Γ is missing.</exception>
    public static ModeShift[] Match(
        PhononModes first, PhononModes second, ReadOnlySpan<double> atomWeights = default, double degeneracy = 1)
    {
        Crystal a = first.Crystal, b = second.Crystal;
        if (!a.AtomicNumbers.SequenceEqual(b.AtomicNumbers))
        {
            throw new ArgumentException("modes can only be matched between structures with the same atoms in the same order", nameof(second));
        }

        if (!atomWeights.IsEmpty && atomWeights.Length != a.AtomCount)
        {
            throw new ArgumentException("one weight is needed for each atom", nameof(atomWeights));
        }

        GammaModes one = GammaModes.Of(first, Matrix3d.Identity);
        GammaModes two = GammaModes.Of(second, RotationBetween(b.PeriodicLattice, a.PeriodicLattice));
        double[] overlaps = Overlaps(one, two);
        int[] partner = OptimalAssignment.Maximize(one.Count, overlaps);
        int[] group = Groups(one.Wavenumbers, [.. partner.Select(p => two.Wavenumbers[p])], degeneracy);
        ModeShift[] rows = new ModeShift[one.Count];
        for (int n = 0; n < rows.Length; n++)
        {
            int[] members = [.. Enumerable.Range(0, rows.Length).Where(m => group[m] == group[n])];
            double inGroup = members.Sum(m => members.Sum(k => overlaps[(m * one.Count) + partner[k]])) / members.Length;
            rows[n] = new ModeShift(
                one.Indices[n],
                two.Indices[partner[n]],
                one.Wavenumbers[n],
                two.Wavenumbers[partner[n]],
                overlaps[(n * one.Count) + partner[n]],
                inGroup,
                members.Length,
                Weighted(one.Vectors[n], a, default),
                atomWeights.IsEmpty ? 0 : Weighted(one.Vectors[n], a, atomWeights));
        }

        return rows;
    }

    static double[] Overlaps(GammaModes one, GammaModes two)
    {
        double[] overlaps = new double[one.Count * one.Count];
        for (int k = 0; k < overlaps.Length; k++)
        {
            overlaps[k] = Eigenvector.Overlap(one.Vectors[k / one.Count], two.Vectors[k % one.Count]);
        }

        return overlaps;
    }

    // Joins modes that come close to each other in either structure; returns the smallest member of each mode's group.
    static int[] Groups(double[] before, double[] after, double degeneracy)
    {
        int[] group = [.. Enumerable.Range(0, before.Length)];
        foreach (double[] wavenumbers in new[] { before, after })
        {
            int[] order = [.. Enumerable.Range(0, wavenumbers.Length).OrderBy(n => wavenumbers[n])];
            for (int k = 1; k < order.Length; k++)
            {
                if (wavenumbers[order[k]] - wavenumbers[order[k - 1]] < degeneracy)
                {
                    int kept = Math.Min(group[order[k]], group[order[k - 1]]), joined = Math.Max(group[order[k]], group[order[k - 1]]);
                    group = Array.ConvertAll(group, g => g == joined ? kept : g);
                }
            }
        }

        return group;
    }

    // Share of the hydrogen atoms, or the weighted sum of all shares.
    static double Weighted(ReadOnlySpan<Complex> vector, Crystal crystal, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            double weight = weights.IsEmpty ? (crystal.AtomicNumbers[i] == 1 ? 1 : 0) : weights[i];
            sum += weight * Eigenvector.AtomShare(vector, i);
        }

        return sum;
    }

    // The rotation nearest to the deformation that takes one cell to another (columns: x' = R x).
    static Matrix3d RotationBetween(Lattice from, Lattice to) =>
        SupercellSymmetry.NearestRotation(to.Vectors.Transpose * from.Inverse.Transpose);

    /// <summary>The optical modes at Γ, turned into a common frame.</summary>
    sealed record GammaModes(int[] Indices, double[] Wavenumbers, Complex[][] Vectors)
    {
        public int Count => Indices.Length;

        public static GammaModes Of(PhononModes modes, Matrix3d rotation)
        {
            int q = Array.FindIndex(modes.QPoints, AcousticModes.IsGamma);
            if (q < 0)
            {
                throw new ArgumentException("Γ is not among the wave vectors", nameof(modes));
            }

            int[] acoustic = AcousticModes.Find(modes, q)!.Modes;
            int[] indices = [.. Enumerable.Range(0, modes.ModeCount).Where(n => !acoustic.Contains(n))];
            return new GammaModes(
                indices,
                Array.ConvertAll(indices, n => modes.EnergiesAt(q)[n] * Constants.EvInWavenumbers),
                Array.ConvertAll(indices, n => Turn(modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount), rotation)));
        }

        static Complex[] Turn(ReadOnlySpan<Complex> vector, Matrix3d rotation)
        {
            Complex[] turned = new Complex[vector.Length];
            for (int k = 0; k < vector.Length; k++)
            {
                for (int b = 0; b < 3; b++)
                {
                    turned[k] += rotation[k % 3, b] * vector[k - (k % 3) + b];
                }
            }

            return turned;
        }
    }
}
