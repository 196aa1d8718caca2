using System.Runtime.CompilerServices;
using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>The neighbour list of atoms that move little by little: pairs within a skin beyond the cutoff are kept and looked through.</summary>
/// <remarks>
/// L. Verlet, Phys. Rev. 159, 98 (1967). With the cell A₀ and positions x₀ of the last search, F = A₀⁻¹ A and x = x₀ F + d, a pair
/// r = r₀ F + d_i - d_j closer than the cutoff R had |r₀| ≤ (R + 2 max|d|) ‖F⁻¹‖; so nothing is missed until that exceeds R + skin.
/// Nothing is allocated unless there are more pairs than ever before. Pairs come in an order of their own (receiver, sender, shift), so that
/// the list, and what is summed over it, depends on where the atoms are and not on when the last search was.
/// </remarks>
/// <param name="cutoff">R, Å.</param>
/// <param name="skin">Å; wider means fewer searches and more pairs to look through.</param>
internal sealed class VerletList(double cutoff, double skin)
{
    // What the norm of a deformation may lack by rounding.
    const double Rounding = 1e-9;

    readonly NeighbourList candidates = new(), pairs = new();
    readonly GrowingArray<Pair> sorted = new();
    readonly GrowingArray<ulong> keys = new();
    Vector3d[] reference = [];
    Matrix3d? referenceCell;

    /// <summary>How often all pairs have been searched for.</summary>
    public int Searches { get; private set; }

    /// <summary>All pairs closer than the cutoff; the list is the same object every time.</summary>
    /// <param name="cell">Lattice vectors in rows, Å; null for a molecule.</param>
    /// <param name="positions">[nAtoms], Å.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap, or a position is not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // profiles of a moving cell made the code of .NET 10 four times slower
    public NeighbourList Update(Matrix3d? cell, ReadOnlySpan<Vector3d> positions)
    {
        if (!Holds(cell, positions))
        {
            Search(cell, positions);
        }

        pairs.Reserve(positions.Length, candidates.Count);
        (Vector3d row0, Vector3d row1, Vector3d row2) = cell.GetValueOrDefault();
        int count = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            for (int e = candidates.First[i]; e < candidates.First[i + 1]; e++)
            {
                (int j, int a, int b, int c) = (candidates.Sender[e], candidates.Shift[3 * e], candidates.Shift[(3 * e) + 1], candidates.Shift[(3 * e) + 2]);
                Vector3d r = positions[i] - positions[j] + ((a * row0) + (b * row1) + (c * row2));
                pairs.AppendIfNear(ref count, (i, j, a, b, c), r, cutoff);
            }

            pairs.First[i + 1] = count;
        }

        return pairs;
    }

    void Search(Matrix3d? cell, ReadOnlySpan<Vector3d> positions)
    {
        Searches++;
        referenceCell = null;
        reference = reference.Length == positions.Length ? reference : new Vector3d[positions.Length];
        reference.AsSpan().Fill(new Vector3d(double.NaN, double.NaN, double.NaN)); // should the search fail, nothing holds
        candidates.Find(cell, positions, cutoff + skin);
        Sort(positions.Length);
        positions.CopyTo(reference);
        referenceCell = cell;
    }

    // Of the candidates only senders and shifts are used.
    void Sort(int atoms)
    {
        for (int i = 0; i < atoms; i++)
        {
            int first = candidates.First[i], count = candidates.First[i + 1] - first;
            Span<int> sender = candidates.Sender.AsSpan(first, count), shift = candidates.Shift.AsSpan(3 * first, 3 * count);
            Span<Pair> row = sorted.Resize(count);
            Span<ulong> key = keys.Resize(count);
            for (int k = 0; k < count; k++)
            {
                row[k] = new(sender[k], shift[3 * k], shift[(3 * k) + 1], shift[(3 * k) + 2]);
                key[k] = row[k].Key;
            }

            key.Sort(row);
            for (int k = 0; k < count; k++)
            {
                (sender[k], shift[3 * k], shift[(3 * k) + 1], shift[(3 * k) + 2]) = (row[k].Sender, row[k].A, row[k].B, row[k].C);
            }
        }
    }

    // False also where a number is not finite: the search says which.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool Holds(Matrix3d? cell, ReadOnlySpan<Vector3d> positions)
    {
        if (positions.Length == 0 || reference.Length != positions.Length || cell is null != referenceCell is null)
        {
            return false;
        }

        Matrix3d forward = Matrix3d.Identity;
        double contraction = 1;
        if (cell is Matrix3d now && referenceCell is Matrix3d before && now != before)
        {
            forward = before.Inverse * now;
            contraction = Norm(now.Inverse * before);
        }

        double largest = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            Vector3d d = positions[i] - (reference[i] * forward);
            largest = Math.Max(largest, Vector3d.Dot(d, d));
        }

        return (cutoff + (2 * Math.Sqrt(largest))) * contraction <= cutoff + skin;
    }

    // The largest factor by which a matrix stretches a vector: the root of the largest eigenvalue of MᵀM (O. K. Smith, Commun. ACM 4, 168 (1961)).
    static double Norm(Matrix3d m)
    {
        Matrix3d square = m.Transpose * m;
        double mean = square.Trace / 3;
        Matrix3d rest = square - (mean * Matrix3d.Identity);
        double p = Math.Sqrt((rest * rest).Trace / 6);
        double largest = p > 0 ? mean + (2 * p * Math.Cos(Math.Acos(Math.Clamp(0.5 * (1 / p * rest).Determinant, -1, 1)) / 3)) : mean;
        return Math.Sqrt(largest) * (1 + Rounding);
    }

    // Shifts of one sender's images within reach differ by far less than 2¹¹, so that what is left of them tells them apart.
    readonly record struct Pair(int Sender, int A, int B, int C)
    {
        public ulong Key => ((ulong)(uint)Sender << 33) | ((ulong)(A & 0x7ff) << 22) | ((ulong)(B & 0x7ff) << 11) | (uint)(C & 0x7ff);
    }
}
