using System.Numerics;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The displacement dyads of one mode, averaged over symmetry: the inner loop of every spectral tensor.</summary>
internal static class DyadKernel
{
    /// <summary>Doubles of one average: six columns (xx, yy, zz, yz, xz, xy), each padded to whole vectors.</summary>
    public const int AverageLength = 6 * Padded;

    const int Padded = 8;

    // b_o = Σ_s T_s d_s over the atoms s of orbit o, with d = (|e_x|², |e_y|², |e_z|², Re e_y e_z*, Re e_x e_z*, Re e_x e_y*).
    /// <summary>Evaluates one mode.</summary>
    /// <param name="first">[nOrbits + 1]: orbit o holds the sources first[o] to first[o + 1] - 1.</param>
    /// <param name="sources">[nAtoms], the atoms, orbit by orbit.</param>
    /// <param name="averages">[nAtoms × <see cref="AverageLength"/>], T_s, column by column.</param>
    /// <param name="vector">[nAtoms × 3], the eigenvector.</param>
    /// <param name="dyads">[6 × nOrbits + 2], out; the last two are scratch.</param>
    public static void Evaluate(
        ReadOnlySpan<int> first,
        ReadOnlySpan<int> sources,
        ReadOnlySpan<double> averages,
        ReadOnlySpan<Complex> vector,
        Span<double> dyads)
    {
        ReadOnlySpan<double> e = MemoryMarshal.Cast<Complex, double>(vector);
        Span<double> d = stackalloc double[6];
        for (int orbit = 0; orbit + 1 < first.Length; orbit++)
        {
            Span<double> sum = dyads.Slice(6 * orbit, Padded);
            sum.Clear();
            for (int s = first[orbit]; s < first[orbit + 1]; s++)
            {
                Dyad(e.Slice(6 * sources[s], 6), d);
                Add(averages.Slice(AverageLength * s, AverageLength), d, sum);
            }
        }
    }

    static void Dyad(ReadOnlySpan<double> e, Span<double> d)
    {
        (double x, double xi, double y, double yi, double z, double zi) = (e[0], e[1], e[2], e[3], e[4], e[5]);
        d[0] = (x * x) + (xi * xi);
        d[1] = (y * y) + (yi * yi);
        d[2] = (z * z) + (zi * zi);
        d[3] = (y * z) + (yi * zi);
        d[4] = (x * z) + (xi * zi);
        d[5] = (x * y) + (xi * yi);
    }

    static void Add(ReadOnlySpan<double> average, ReadOnlySpan<double> d, Span<double> sum)
    {
        ref double t = ref MemoryMarshal.GetReference(average);
        ref double b = ref MemoryMarshal.GetReference(sum);
        for (nuint lane = 0; lane < Padded; lane += (nuint)Vector<double>.Count)
        {
            Vector<double> value = Vector.LoadUnsafe(ref b, lane);
            for (int column = 0; column < 6; column++)
            {
                value = Vector.FusedMultiplyAdd(new Vector<double>(d[column]), Vector.LoadUnsafe(ref t, ((nuint)column * Padded) + lane), value);
            }

            value.StoreUnsafe(ref b, lane);
        }
    }
}
