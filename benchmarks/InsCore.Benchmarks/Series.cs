namespace InsCore.Benchmarks;

/// <summary>Times of one piece of work, one for each turn.</summary>
/// <param name="Seconds">[rounds].</param>
internal sealed record Series(double[] Seconds)
{
    /// <summary>Middle time, s.</summary>
    public double Median => MedianOf(Seconds);

    /// <summary>Middle of the ratios of this to another series, turn by turn.</summary>
    public double RatioTo(Series other) => MedianOf([.. Seconds.Zip(other.Seconds, (a, b) => a / b)]);

    static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return 0.5 * (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]);
    }
}
