using System.Runtime.InteropServices;
using InsCore.Kernels;

namespace InsCore.Scattering;

/// <summary>The spectral tensor of one atom on a two-sided energy grid, and its Fourier transform γ(t).</summary>
/// <remarks>Sticks are shared between bins by <see cref="StickShares"/>.</remarks>
internal sealed class GriddedTensor
{
    readonly double[] bins; // [length / 2 + 1, 6], B0 shares for j ≥ 1; at j = 0 the two-sided weight itself

    /// <summary>Shares the sticks of an atom among the bins.</summary>
    /// <param name="atom">The sticks.</param>
    /// <param name="temperature">K.</param>
    /// <param name="spacing">h, eV.</param>
    /// <param name="length">N; bins from -N/2 to N/2 - 1, all sticks must lie below N/2 - 1.</param>
    public GriddedTensor(AtomTensor atom, double temperature, double spacing, int length)
    {
        (Temperature, Spacing, Length) = (temperature, spacing, length);
        bins = new double[6 * ((length / 2) + 1)];
        Span<SymmetricTensor> tensors = Tensors;
        for (int k = 0; k < atom.Energies.Length; k++)
        {
            double place = atom.Energies[k] / spacing;
            int j = (int)place;
            (double low, double high) = StickShares.Between(place, j, spacing, temperature);
            tensors[j] += low * atom.Amplitudes[k];
            tensors[j + 1] += high * atom.Amplitudes[k];
        }
    }

    /// <summary>Temperature, K.</summary>
    public double Temperature { get; }

    /// <summary>Grid spacing h, eV.</summary>
    public double Spacing { get; }

    /// <summary>Number of bins N of the two-sided, periodic grid.</summary>
    public int Length { get; }

    Span<SymmetricTensor> Tensors => MemoryMarshal.Cast<double, SymmetricTensor>(bins.AsSpan());

    /// <summary>G of bin j ≠ 0, Å², from -N/2 + 1 to N/2; for j = 0 the weight at zero energy.</summary>
    public SymmetricTensor At(int j)
    {
        SymmetricTensor share = Tensors[Math.Abs(j)];
        double n = j == 0 ? 0 : BoseEinstein.Occupation(Math.Abs(j) * Spacing, Temperature);
        return (j > 0 ? n + 1 : j < 0 ? n : 1) * share;
    }

    /// <summary>A = Σ_j G_j = γ(0), Å².</summary>
    public SymmetricTensor Displacement() => Sum(j => 1);

    /// <summary>Σ_j f(j) G_j over both sides.</summary>
    public SymmetricTensor Sum(Func<int, double> weight)
    {
        SymmetricTensor sum = weight(0) * At(0);
        for (int j = 1; j <= Length / 2; j++)
        {
            if (Tensors[j] != default)
            {
                sum += (weight(j) * At(j)) + (weight(-j) * At(-j));
            }
        }

        return sum;
    }

    /// <summary>γ(t_m) = Σ_j G_j exp(2πi jm/N) for m = 0 … N/2; the other half is its conjugate.</summary>
    /// <returns>Real and imaginary parts, each [6][N/2 + 1], in the order xx, yy, zz, yz, xz, xy, Å².</returns>
    public (double[][] Re, double[][] Im) Transform(FourierTransform fourier, CancellationToken cancellation = default)
    {
        int half = Length / 2;
        double[][] re = new double[6][], im = new double[6][];
        double[] a = new double[Length], b = new double[Length];
        for (int pair = 0; pair < 6; pair += 2)
        {
            cancellation.ThrowIfCancellationRequested();
            FillTwoSided(pair, a);
            FillTwoSided(pair + 1, b);
            fourier.Backward(a, b);
            (re[pair], im[pair], re[pair + 1], im[pair + 1]) = Separate(a, b, half);
        }

        return (re, im);
    }

    void FillTwoSided(int component, double[] values)
    {
        Array.Clear(values);
        values[0] = bins[component];
        for (int j = 1; j < Length / 2; j++)
        {
            double share = bins[(6 * j) + component];
            if (share != 0)
            {
                double n = BoseEinstein.Occupation(j * Spacing, Temperature);
                values[j] = (n + 1) * share;
                values[Length - j] = n * share;
            }
        }
    }

    // Two real sequences transformed as the parts of one complex one: X = (Z_m + Z*_-m)/2, Y = (Z_m - Z*_-m)/2i.
    static (double[], double[], double[], double[]) Separate(double[] zr, double[] zi, int half)
    {
        double[] xr = new double[half + 1], xi = new double[half + 1], yr = new double[half + 1], yi = new double[half + 1];
        for (int m = 0; m <= half; m++)
        {
            int mirror = (zr.Length - m) % zr.Length;
            xr[m] = 0.5 * (zr[m] + zr[mirror]);
            xi[m] = 0.5 * (zi[m] - zi[mirror]);
            yr[m] = 0.5 * (zi[m] + zi[mirror]);
            yi[m] = 0.5 * (zr[mirror] - zr[m]);
        }

        return (xr, xi, yr, yi);
    }
}
