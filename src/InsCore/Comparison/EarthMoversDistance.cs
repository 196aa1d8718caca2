namespace InsCore.Comparison;

/// <summary>How far intensity must be carried along the energy axis to turn one spectrum into another.</summary>
/// <remarks>
/// W₁ = ∫ |F(x) - G(x)| dx, F and G being the cumulative shares of two spectra of unit area: L. N. Vaserstein, Probl. Inf. Transm. 5, 47 (1969). Intensity is
/// spread evenly over each bin, so that F and G are polygons and the integral is exact. A spectrum shifted as a whole by d is d away from itself.
/// </remarks>
public static class EarthMoversDistance
{
    /// <summary>The distance, in the unit of the edges.</summary>
    /// <param name="firstEdges">Edges of the bins of the first spectrum, [n + 1], ascending.</param>
    /// <param name="first">Its intensity in each bin (not per unit of energy), [n], none negative.</param>
    /// <param name="secondEdges">Edges of the bins of the second, [m + 1], ascending.</param>
    /// <param name="second">Its intensity in each bin, [m], none negative.</param>
    /// <returns>NaN if one of the spectra is dark.</returns>
    public static double Between(double[] firstEdges, double[] first, double[] secondEdges, double[] second)
    {
        double[] f = Cumulative(firstEdges, first), g = Cumulative(secondEdges, second);
        if (!(f[^1] > 0 && g[^1] > 0))
        {
            return double.NaN;
        }

        double[] x = [.. firstEdges.Concat(secondEdges).Order()];
        double sum = 0, last = 0;
        for (int i = 0, j = 0, k = 1; k < x.Length; k++)
        {
            double next = At(firstEdges, f, x[k], ref i) - At(secondEdges, g, x[k], ref j);
            sum += (x[k] - x[k - 1]) * MeanSize(last, next);
            last = next;
        }

        return sum;
    }

    static double[] Cumulative(double[] edges, double[] masses)
    {
        if (edges.Length != masses.Length + 1 || masses.Any(m => !(m >= 0)))
        {
            throw new ArgumentException("one more edge than bins is needed, and intensities must not be negative");
        }

        double[] sums = new double[edges.Length];
        for (int i = 0; i < masses.Length; i++)
        {
            sums[i + 1] = sums[i] + masses[i];
        }

        return sums;
    }

    // Share below x; the bin moves up with x.
    static double At(double[] edges, double[] sums, double x, ref int bin)
    {
        while (bin < edges.Length && edges[bin] <= x)
        {
            bin++;
        }

        if (bin == 0)
        {
            return 0;
        }

        return bin == edges.Length
            ? 1
            : (sums[bin - 1] + ((sums[bin] - sums[bin - 1]) * (x - edges[bin - 1]) / (edges[bin] - edges[bin - 1]))) / sums[^1];
    }

    // Mean of |d| where d goes from a to b in a straight line.
    static double MeanSize(double a, double b) =>
        a * b >= 0 ? 0.5 * (Math.Abs(a) + Math.Abs(b)) : 0.5 * ((a * a) + (b * b)) / (Math.Abs(a) + Math.Abs(b));
}
