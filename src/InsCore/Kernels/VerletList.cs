using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    readonly GrowingArray<Candidate> sorted = new();
    readonly GrowingArray<ulong> keys = new();
    readonly GrowingArray<Vector256<double>> padded = new(), translations = new();
    readonly List<Shift> shifts = [];
    readonly Dictionary<Shift, int> numbers = [];
    Vector3d[] reference = [];
    Matrix3d? referenceCell;

    /// <summary>How often all pairs have been searched for.</summary>
    public int Searches { get; private set; }

    /// <summary>All pairs closer than the cutoff; the list is the same object every time.</summary>
    /// <param name="cell">Lattice vectors in rows, Å; null for a molecule.</param>
    /// <param name="positions">[nAtoms], Å.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap, or a position is not finite.</exception>
    public NeighbourList Update(Matrix3d? cell, ReadOnlySpan<Vector3d> positions)
    {
        if (!Holds(cell, positions))
        {
            Search(cell, positions);
        }

        // Four numbers are stored where a vector has three: the last pair needs room behind it.
        pairs.Reserve(positions.Length, candidates.Count + 1);
        (Vector3d a, Vector3d b, Vector3d c) = cell.GetValueOrDefault();
        Span<Vector256<double>> places = padded.Resize(positions.Length), moves = translations.Resize(shifts.Count);
        for (int i = 0; i < positions.Length; i++)
        {
            places[i] = Padded(positions[i]);
        }

        for (int t = 0; t < moves.Length; t++)
        {
            moves[t] = Padded((shifts[t].A * a) + (shifts[t].B * b) + (shifts[t].C * c));
        }

        Filter(places, moves);
        return pairs;
    }

    // No branch tells near from far, which no processor foresees: a pair too far away is overwritten by the next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // profiles of a moving cell made the code of .NET 10 four times slower
    void Filter(ReadOnlySpan<Vector256<double>> places, ReadOnlySpan<Vector256<double>> moves)
    {
        ReadOnlySpan<Candidate> all = sorted.Span;
        ref int sender = ref MemoryMarshal.GetArrayDataReference(pairs.Sender);
        ref Shift shift = ref Unsafe.As<int, Shift>(ref MemoryMarshal.GetArrayDataReference(pairs.Shift));
        ref double vector = ref Unsafe.As<Vector3d, double>(ref MemoryMarshal.GetArrayDataReference(pairs.Vector));
        double limit = cutoff * cutoff;
        nint count = 0;
        for (int i = 0; i < places.Length; i++)
        {
            Vector256<double> x = places[i];
            foreach (ref readonly Candidate candidate in all[candidates.First[i]..candidates.First[i + 1]])
            {
                Vector256<double> r = x - places[candidate.Sender] + moves[candidate.Translation];
                double square = Vector256.Dot(r, r);
                Unsafe.Add(ref sender, count) = candidate.Sender;
                Unsafe.Add(ref shift, count) = candidate.Shift;
                r.StoreUnsafe(ref vector, 3 * (nuint)count);
                if (square < NeighbourList.Overlap * NeighbourList.Overlap)
                {
                    NeighbourList.RefuseOverlap(i, candidate.Sender, square);
                }

                count += square < limit ? 1 : 0;
            }

            pairs.First[i + 1] = (int)count;
        }
    }

    static Vector256<double> Padded(Vector3d v) => Vector256.Create(v.X, v.Y, v.Z, 0);

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

    void Sort(int atoms)
    {
        shifts.Clear();
        numbers.Clear();
        Span<Candidate> all = sorted.Resize(candidates.Count);
        Span<ulong> key = keys.Resize(candidates.Count);
        ReadOnlySpan<Shift> found = MemoryMarshal.Cast<int, Shift>(candidates.Shift);
        for (int e = 0; e < all.Length; e++)
        {
            Shift shift = found[e];
            if (!numbers.TryGetValue(shift, out int number))
            {
                number = shifts.Count;
                shifts.Add(shift);
                numbers.Add(shift, number);
            }

            all[e] = new(candidates.Sender[e], number, shift);
            key[e] = all[e].Key;
        }

        for (int i = 0; i < atoms; i++)
        {
            (int first, int end) = (candidates.First[i], candidates.First[i + 1]);
            key[first..end].Sort(all[first..end]);
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

    readonly record struct Shift(int A, int B, int C);

    // Shifts of one sender's images within reach differ by far less than 2¹¹, so that what is left of them tells them apart.
    readonly record struct Candidate(int Sender, int Translation, Shift Shift)
    {
        public ulong Key => ((ulong)(uint)Sender << 33) | ((ulong)(Shift.A & 0x7ff) << 22) | ((ulong)(Shift.B & 0x7ff) << 11) | (uint)(Shift.C & 0x7ff);
    }
}
