using System.Globalization;

namespace InsCore.Spectra;

/// <summary>Numbers at the axes of figures, and where their legends go.</summary>
internal static class AxisText
{
    /// <summary>A number as it stands at an axis: no digit lost, no power of ten where none is needed.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        return value.ToString(size is 0 or (>= 0.9999e-3 and < 1e6) ? "0.######" : "0.###e0", CultureInfo.InvariantCulture);
    }

    /// <summary>True if the right third of curves stands higher than the left, so that a legend on the right would lie over them.</summary>
    /// <param name="curves">Energies, ascending, and heights.</param>
    /// <param name="from">Left end.</param>
    /// <param name="to">Right end.</param>
    public static bool IsHigherRight(IEnumerable<(double[] X, double[] Y)> curves, double from, double to)
    {
        double left = 0, right = 0;
        foreach ((double[] x, double[] y) in curves)
        {
            for (int k = 0; k < x.Length; k++)
            {
                double place = (x[k] - from) / (to - from);
                left = place is >= 0 and < 1.0 / 3 ? Math.Max(left, y[k]) : left;
                right = place is > 2.0 / 3 and <= 1 ? Math.Max(right, y[k]) : right;
            }
        }

        return right > left;
    }
}
