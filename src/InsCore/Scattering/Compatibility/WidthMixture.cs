namespace InsCore.Scattering.Compatibility;

/// <summary>The share of the narrower of two Gaussians in the mixture that is closest to a Gaussian between them, as a cubic of the relative width.</summary>
/// <remarks>
/// Gaussians of width 1 and s, on 101 points from -10 to 10, are fitted without negative shares to Gaussians of ten widths between; the cubic is
/// fitted to the shares of the narrower by least squares.
/// </remarks>
internal sealed class WidthMixture
{
    const int Widths = 10, Points = 101, Coefficients = 4;

    readonly double centre, half;
    readonly double[] coefficients;

    public WidthMixture(double spacing)
    {
        (centre, half) = (0.5 * (1 + spacing), 0.5 * (spacing - 1));
        double[] narrow = Gaussian(1), wide = Gaussian(spacing);
        double[] places = new double[Widths], shares = new double[Widths];
        for (int i = 0; i < Widths; i++)
        {
            double width = 1 + ((spacing - 1) * i / (Widths - 1));
            (places[i], shares[i]) = ((width - centre) / half, NarrowShare(narrow, wide, Gaussian(width)));
        }

        coefficients = Fit(places, shares);
    }

    /// <summary>Share of the narrower Gaussian.</summary>
    /// <param name="width">Relative to the narrower, 1 to s.</param>
    public double Lower(double width)
    {
        double t = (width - centre) / half;
        return coefficients[0] + (t * (coefficients[1] + (t * (coefficients[2] + (t * coefficients[3])))));
    }

    static double[] Gaussian(double sigma)
    {
        double[] values = new double[Points];
        for (int k = 0; k < Points; k++)
        {
            double x = (-10 + (0.2 * k)) / sigma;
            values[k] = Math.Exp(-0.5 * x * x) / (sigma * Math.Sqrt(2 * Math.PI));
        }

        return values;
    }

    // Two unknowns: the free solution, or that with the negative one set to zero.
    static double NarrowShare(double[] a, double[] b, double[] y)
    {
        double aa = Dot(a, a), ab = Dot(a, b), bb = Dot(b, b), ay = Dot(a, y), by = Dot(b, y);
        double determinant = (aa * bb) - (ab * ab);
        double first = ((bb * ay) - (ab * by)) / determinant, second = ((aa * by) - (ab * ay)) / determinant;
        return first < 0 ? 0 : second < 0 ? ay / aa : first;
    }

    // Least squares through the normal equations in a variable between -1 and 1, where they are well conditioned.
    static double[] Fit(double[] x, double[] y)
    {
        double[,] m = new double[Coefficients, Coefficients + 1];
        for (int i = 0; i < Coefficients; i++)
        {
            for (int j = 0; j < Coefficients; j++)
            {
                m[i, j] = x.Sum(t => Math.Pow(t, i + j));
            }

            m[i, Coefficients] = x.Zip(y, (t, v) => Math.Pow(t, i) * v).Sum();
        }

        return Eliminate(m);
    }

    // Positive definite, so no pivoting.
    static double[] Eliminate(double[,] m)
    {
        for (int p = 0; p < Coefficients; p++)
        {
            for (int i = 0; i < Coefficients; i++)
            {
                double factor = i == p ? 0 : m[i, p] / m[p, p];
                for (int j = p; j <= Coefficients && i != p; j++)
                {
                    m[i, j] -= factor * m[p, j];
                }
            }
        }

        return [.. Enumerable.Range(0, Coefficients).Select(i => m[i, Coefficients] / m[i, i])];
    }

    static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
