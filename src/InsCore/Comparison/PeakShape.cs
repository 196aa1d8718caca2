namespace InsCore.Comparison;

/// <summary>Position and width of a peak from a Gaussian through its upper part.</summary>
/// <remarks>
/// y = b + a exp(-(x - x₀)²/2w²) with b at the valley of the peak, fitted by Gauss–Newton to the points that stand above the valley by more than 0.4 of the prominence.
/// Where that fails (a peak of three points), a parabola through three points.
/// </remarks>
internal static class PeakShape
{
    const double FittedShare = 0.4;
    const int Steps = 30;

    static readonly double HalfWidths = 2 * Math.Sqrt(2 * Math.Log(2));

    /// <summary>Fits a peak.</summary>
    /// <param name="x">Energies, [n].</param>
    /// <param name="y">Intensities, [n].</param>
    /// <param name="sigma">Noise, [n].</param>
    /// <param name="top">Index of the maximum.</param>
    /// <param name="valley">Intensity of the valley.</param>
    /// <param name="left">The peak does not reach below this index,</param>
    /// <param name="right">nor above this one.</param>
    public static SpectrumPeak Fit(double[] x, double[] y, double[] sigma, int top, double valley, int left, int right)
    {
        double level = valley + (FittedShare * (y[top] - valley));
        int first = top, last = top;
        while (first > left && y[first - 1] > level)
        {
            first--;
        }

        while (last < right && y[last + 1] > level)
        {
            last++;
        }

        SpectrumPeak three = Parabola(x, y, sigma, top, valley);
        if (last - first < 3)
        {
            return three;
        }

        double width = Math.Max(x[last] - x[first], 1e-12) / (2 * Math.Sqrt(-2 * Math.Log(FittedShare)));
        return Gaussian(x.AsSpan(first, last - first + 1), y.AsSpan(first, last - first + 1), sigma[top], (y[top] - valley, three.Energy, width), valley) ?? three;
    }

    static SpectrumPeak? Gaussian(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double sigma, (double A, double X, double W) p, double valley)
    {
        double error = 0;
        for (int step = 0; step < Steps; step++)
        {
            double[,] n = new double[3, 3];
            double[] g = new double[3], f = new double[3];
            for (int i = 0; i < x.Length; i++)
            {
                double t = (x[i] - p.X) / p.W, e = Math.Exp(-0.5 * t * t);
                (f[0], f[1], f[2]) = (e, p.A * e * t / p.W, p.A * e * t * t / p.W);
                double residual = y[i] - valley - (p.A * e);
                for (int k = 0; k < 3; k++)
                {
                    g[k] += f[k] * residual;
                    for (int j = 0; j < 3; j++)
                    {
                        n[k, j] += f[k] * f[j];
                    }
                }
            }

            if (Solve(n, g) is not var (delta, variance))
            {
                return null;
            }

            error = sigma * Math.Sqrt(variance);
            p = (p.A + delta[0], p.X + delta[1], p.W + delta[2]);
            if (!(p.A > 0 && p.W > 0 && p.X > x[0] && p.X < x[^1] && p.W < 2 * (x[^1] - x[0])))
            {
                return null;
            }

            if (Math.Abs(delta[1]) < 1e-10 * p.W && Math.Abs(delta[2]) < 1e-8 * p.W)
            {
                break;
            }
        }

        return new(p.X, error, valley + p.A, p.A, HalfWidths * p.W);
    }

    // Cramer's rule; also the variance of the second unknown for unit noise.
    static (double[] Delta, double Variance)? Solve(double[,] n, double[] g)
    {
        double c00 = (n[1, 1] * n[2, 2]) - (n[1, 2] * n[1, 2]), c01 = (n[0, 2] * n[1, 2]) - (n[0, 1] * n[2, 2]), c02 = (n[0, 1] * n[1, 2]) - (n[0, 2] * n[1, 1]);
        double c11 = (n[0, 0] * n[2, 2]) - (n[0, 2] * n[0, 2]), c12 = (n[0, 1] * n[0, 2]) - (n[0, 0] * n[1, 2]), c22 = (n[0, 0] * n[1, 1]) - (n[0, 1] * n[0, 1]);
        double determinant = (n[0, 0] * c00) + (n[0, 1] * c01) + (n[0, 2] * c02);
        return determinant > 1e-12 * n[0, 0] * n[1, 1] * n[2, 2]
            ? ([((c00 * g[0]) + (c01 * g[1]) + (c02 * g[2])) / determinant, ((c01 * g[0]) + (c11 * g[1]) + (c12 * g[2])) / determinant, ((c02 * g[0]) + (c12 * g[1]) + (c22 * g[2])) / determinant], c11 / determinant)
            : null;
    }

    // Through the top and its neighbours, whatever their distances: Newton's divided differences.
    static SpectrumPeak Parabola(double[] x, double[] y, double[] sigma, int top, double valley)
    {
        double d1 = (y[top] - y[top - 1]) / (x[top] - x[top - 1]), d2 = (y[top + 1] - y[top]) / (x[top + 1] - x[top]);
        double curvature = (d2 - d1) / (x[top + 1] - x[top - 1]);
        double place = curvature < 0 ? (0.5 * (x[top - 1] + x[top])) - (0.5 * d1 / curvature) : x[top];
        place = Math.Clamp(place, x[top - 1], x[top + 1]);
        double half = curvature < 0 ? Math.Sqrt(0.5 * Math.Max(y[top] - valley, 0) / -curvature) : 0.5 * (x[top + 1] - x[top - 1]);
        double error = curvature < 0 ? Math.Min(sigma[top] / (Math.Sqrt(2) * -curvature * (x[top + 1] - x[top - 1])), half) : half;
        return new(place, error, y[top], y[top] - valley, 2 * half);
    }
}
