using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>The slope of a series, with its statistical error.</summary>
/// <param name="Slope">Of the straight line through the means of blocks.</param>
/// <param name="Error">Its standard error, from how far the means lie off the line.</param>
public readonly record struct LinearDrift(double Slope, double Error)
{
    // Few enough that a block outlasts the vibrations, many enough for an error.
    const int Blocks = 20;

    /// <summary>Slope and error for people.</summary>
    /// <param name="format">Of both.</param>
    public string Text(string format) => $"{NumberText.Plain(Slope, format)} ± {NumberText.Plain(Error, format)}";

    /// <summary>Fits a series.</summary>
    /// <param name="times">Ascending, equally spaced.</param>
    /// <param name="values">As many.</param>
    public static LinearDrift Of(double[] times, double[] values)
    {
        int blocks = Math.Min(Blocks, times.Length), length = times.Length / blocks;
        if (blocks < 3)
        {
            return new(double.NaN, double.NaN);
        }

        double[] t = Means(times, blocks, length), y = Means(values, blocks, length);
        double meanTime = t.Average(), meanValue = y.Average(), square = t.Sum(x => (x - meanTime) * (x - meanTime));
        double slope = t.Zip(y, (x, v) => (x - meanTime) * (v - meanValue)).Sum() / square;
        double residual = t.Zip(y, (x, v) => Math.Pow(v - meanValue - (slope * (x - meanTime)), 2)).Sum();
        return new(slope, Math.Sqrt(residual / (blocks - 2) / square));
    }

    // Relative to the first value, which may be large.
    static double[] Means(double[] values, int blocks, int length) =>
        [.. Enumerable.Range(0, blocks).Select(b => values.Skip(b * length).Take(length).Average(v => v - values[0]))];
}
