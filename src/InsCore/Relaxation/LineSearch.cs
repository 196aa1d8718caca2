using System.Numerics.Tensors;

namespace InsCore.Relaxation;

/// <summary>Finds an acceptable length along a direction.</summary>
/// <remarks>
/// A trial is accepted if φ(α) ≤ φ(0) + 10⁻⁴ α φ'(0) (Armijo). Where the difference of two energies drowns in their noise, the
/// slopes decide: φ(α) ≤ φ(0) + noise and 0.99 φ'(0) ≤ φ'(α) ≤ 0.8 |φ'(0)| (approximate Wolfe condition, Hager and
/// Zhang 2005, 10.1137/030601880, eq. 4.1). The noise is the rounding of a double or, if more, what the energies show of it: a
/// smooth φ differs from the trapezoid of its slopes in the third order of α, so a difference that stays while α becomes
/// shorter is noise. Noise of that kind also asks for a smaller gradient, lest the search wander about in it for ever.
/// Otherwise α goes to the minimum of the cubic through both values and slopes, kept in [0.1, 0.5] α; a trial that the
/// potential refuses (overlap) counts as far too long.
/// </remarks>
internal sealed class LineSearch
{
    const double SufficientDecrease = 1e-4, Flatter = 0.99, FlatEnough = 0.8;
    const double RelativeRounding = 1e-11;
    const int LargestNumberOfTrials = 12;

    // Half the length leaves 1/8 of a cubic difference, 1/2 of one by forces that are wrong, and all of the noise.
    const double Staying = 0.7;

    readonly SurfacePoint start;
    readonly Func<double[], double> square;
    readonly double slope, rounding;

    double noise;
    double lastMisfit = double.PositiveInfinity;
    SurfacePoint? flatter;

    LineSearch(SurfacePoint start, ReadOnlySpan<double> direction, Func<double[], double> square)
    {
        (this.start, this.square) = (start, square);
        slope = TensorPrimitives.Dot(start.Gradient, direction);
        noise = rounding = RelativeRounding * Math.Abs(start.Result.Energy);
    }

    /// <summary>Searches from a point.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="direction">[size], a direction of descent.</param>
    /// <param name="length">First length to try.</param>
    /// <param name="evaluate">Evaluates trial coordinates.</param>
    /// <param name="square">Square of the norm of a gradient.</param>
    /// <returns>The accepted point, or null if there is none.</returns>
    public static SurfacePoint? Run(
        SurfacePoint start,
        ReadOnlySpan<double> direction,
        double length,
        Func<double[], SurfacePoint> evaluate,
        Func<double[], double> square)
    {
        LineSearch search = new(start, direction, square);
        for (int trial = 0; trial < LargestNumberOfTrials && search.slope < 0; trial++)
        {
            double[] coordinates = new double[direction.Length];
            TensorPrimitives.MultiplyAdd(direction, length, start.Coordinates, coordinates);
            SurfacePoint? point = Try(coordinates, evaluate);
            if (point is null)
            {
                length *= 0.1;
                continue;
            }

            double end = TensorPrimitives.Dot(point.Gradient, direction);
            if (search.Accepted(point, length, end) is SurfacePoint accepted)
            {
                return accepted;
            }

            length *= search.Shortening(point, length, end);
        }

        return null;
    }

    double Rise(SurfacePoint point) => point.Enthalpy - start.Enthalpy;

    double Trapezoid(double length, double end) => 0.5 * length * (slope + end);

    // This trial, or the one before if it turns out now that only noise spoke against it.
    SurfacePoint? Accepted(SurfacePoint point, double length, double end)
    {
        double rise = Rise(point);
        bool isFlatter = end >= Flatter * slope && end <= -FlatEnough * slope;
        if (rise <= SufficientDecrease * length * slope || (rise <= rounding && isFlatter))
        {
            return point;
        }

        double misfit = Math.Abs(rise - Trapezoid(length, end));
        if (misfit >= Staying * lastMisfit)
        {
            noise = Math.Max(noise, Math.Max(misfit, lastMisfit));
        }

        lastMisfit = misfit;
        SurfacePoint? before = flatter;
        flatter = isFlatter && square(point.Gradient) < square(start.Gradient) ? point : null;
        return before is not null && Rise(before) <= noise ? before
            : flatter is not null && rise <= noise ? flatter : null;
    }

    // Where only noise is left of the energies, the slopes tell the rise better.
    double Shortening(SurfacePoint point, double length, double end)
    {
        double rise = Rise(point);
        return Shortening(Math.Abs(rise) <= noise ? Trapezoid(length, end) : rise, length * slope, length * end);
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
