using System.Numerics.Tensors;

namespace InsCore.Relaxation;

/// <summary>Finds an acceptable length along a direction.</summary>
/// <remarks>
/// A trial is accepted if φ(α) ≤ φ(0) + 10⁻⁴ α φ'(0) (Armijo) or, where the difference of two energies drowns in their
/// rounding, if φ(α) ≤ φ(0) + noise and 0.99 φ'(0) ≤ φ'(α) ≤ 0.8 |φ'(0)| (approximate Wolfe condition, Hager and
/// Zhang 2005, 10.1137/030601880, eq. 4.1). Otherwise α goes to the minimum of the cubic through both values and slopes, kept
/// in [0.1, 0.5] α; a trial that the potential refuses (overlap) counts as far too long.
/// </remarks>
internal static class LineSearch
{
    const double SufficientDecrease = 1e-4, Flatter = 0.99, FlatEnough = 0.8;
    const double RelativeNoise = 1e-11;
    const int LargestNumberOfTrials = 12;

    /// <summary>Searches from a point.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="direction">[size], a direction of descent.</param>
    /// <param name="length">First length to try.</param>
    /// <param name="evaluate">Evaluates trial coordinates.</param>
    /// <returns>The accepted point, or null if there is none.</returns>
    public static SurfacePoint? Run(
        SurfacePoint start, ReadOnlySpan<double> direction, double length, Func<double[], SurfacePoint> evaluate)
    {
        double slope = TensorPrimitives.Dot(start.Gradient, direction);
        if (!(slope < 0))
        {
            return null;
        }

        double noise = RelativeNoise * Math.Abs(start.Result.Energy);
        for (int trial = 0; trial < LargestNumberOfTrials; trial++)
        {
            double[] coordinates = new double[direction.Length];
            TensorPrimitives.MultiplyAdd(direction, length, start.Coordinates, coordinates);
            SurfacePoint? point = Try(coordinates, evaluate);
            if (point is null)
            {
                length *= 0.1;
                continue;
            }

            double rise = point.Enthalpy - start.Enthalpy, end = TensorPrimitives.Dot(point.Gradient, direction);
            bool isFlatter = end >= Flatter * slope && end <= -FlatEnough * slope;
            if (rise <= SufficientDecrease * length * slope || (rise <= noise && isFlatter))
            {
                return point;
            }

            // Where only rounding is left of the energies, the slopes tell the rise better.
            double trusted = Math.Abs(rise) <= noise ? 0.5 * length * (slope + end) : rise;
            length *= Shortening(trusted, length * slope, length * end);
        }

        return null;
    }

    static SurfacePoint? Try(double[] coordinates, Func<double[], SurfacePoint> evaluate)
    {
        try
        {
            return evaluate(coordinates);
        }
        catch (InsNumericalException)
        {
            return null;
        }
    }

    // Minimum, in units of the trial length, of the cubic with values 0 and rise and slopes a and b at the ends.
    static double Shortening(double rise, double a, double b)
    {
        double d = a + b - (3 * rise);
        double root = (d * d) - (a * b);
        double minimum = root < 0 ? 0.5 : 1 - ((b + Math.Sqrt(root) - d) / (b - a + (2 * Math.Sqrt(root))));
        return double.IsFinite(minimum) ? Math.Clamp(minimum, 0.1, 0.5) : 0.5;
    }
}
