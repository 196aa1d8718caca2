using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>The mean of a correlated series, with its statistical error.</summary>
/// <remarks>
/// Blocking of H. Flyvbjerg, H. G. Petersen, J. Chem. Phys. 91, 461 (1989): neighbours are averaged again and again until blocks are
/// independent. When they are is decided by the test of M. Jonsson, Phys. Rev. E 98, 043304 (2018), equation 27 on, at 99 %.
/// </remarks>
/// <param name="Mean">Mean.</param>
/// <param name="Error">Standard error of the mean.</param>
/// <param name="Deviation">Standard deviation of single values.</param>
/// <param name="Independent">Number of independent values that the error speaks of.</param>
/// <param name="IsResolved">False if no sixteen blocks were found independent: the series is too short for its error, which is then a lower bound.</param>
public readonly record struct BlockAverage(double Mean, double Error, double Deviation, double Independent, bool IsResolved)
{
    // Fewer blocks say nothing of their independence.
    const int FewestBlocks = 16;

    // Relative spread of values that only rounding tells apart, as of a cell that is fixed.
    const double Rounding = 1e-12;

    // Quantiles of χ² at 99 % for 1, 2, … degrees of freedom.
    static ReadOnlySpan<double> Quantiles =>
    [
        6.634897, 9.210340, 11.344867, 13.276704, 15.086272, 16.811894, 18.475307, 20.090235, 21.665994, 23.209251,
        24.724970, 26.216967, 27.688250, 29.141238, 30.577914, 31.999927, 33.408664, 34.805306, 36.190869, 37.566235,
        38.932173, 40.289360, 41.638398, 42.979820, 44.314105, 45.641683, 46.962942, 48.278236, 49.587884, 50.892181,
    ];

    /// <summary>Mean and error for people; no error where the series is too short for one.</summary>
    /// <param name="format">Of mean and error.</param>
    public string Text(string format)
    {
        string mean = NumberText.Plain(Mean, format);
        return IsResolved ? $"{mean} ± {NumberText.Plain(Error, format)}" : $"{mean} (not converged, no error)";
    }

    /// <summary>Averages a series.</summary>
    /// <param name="values">At least two values, equally far apart in time.</param>
    public static BlockAverage Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            throw new ArgumentException("an average with an error needs at least two values", nameof(values));
        }

        double mean = Sum(values) / values.Length;
        double[] x = values.ToArray();
        for (int k = 0; k < x.Length; k++)
        {
            x[k] -= mean;
        }

        double variance = SumOfSquares(x) / (x.Length - 1);
        if (Math.Sqrt(variance) <= Rounding * Math.Abs(mean))
        {
            return new(mean, 0, Math.Sqrt(variance), values.Length, true);
        }

        List<(double Error, double Test)> levels = Levels(x);
        double test = 0;
        int level = levels.Count;
        for (int k = levels.Count - 1; k >= 0; k--)
        {
            test += levels[k].Test;
            level = test < Quantiles[Math.Min(levels.Count - k, Quantiles.Length) - 1] ? k : level;
        }

        bool isResolved = level < levels.Count && values.Length >> level >= FewestBlocks;
        double square = levels[Math.Min(level, levels.Count - 1)].Error;
        return new(mean, Math.Sqrt(square), Math.Sqrt(variance), square > 0 ? Math.Max(1, variance / square) : values.Length, isResolved);
    }

    // For each length of blocks: square of the error of the mean, and n ((n - 1) s²/n² + γ)²/s⁴ with the covariance γ of neighbours.
    static List<(double Error, double Test)> Levels(double[] x)
    {
        List<(double, double)> levels = [];
        int n = x.Length;
        while (n >= 2)
        {
            double square = SumOfSquares(x.AsSpan(0, n)) / n, neighbours = 0;
            for (int k = 0; k + 1 < n; k++)
            {
                neighbours += x[k] * x[k + 1];
            }

            double excess = ((n - 1) * square / ((double)n * n)) + (neighbours / n);
            levels.Add((square / (n - 1), square > 0 ? n * excess * excess / (square * square) : 0));
            n /= 2;
            for (int k = 0; k < n; k++)
            {
                x[k] = 0.5 * (x[2 * k] + x[(2 * k) + 1]);
            }
        }

        return levels;
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}
