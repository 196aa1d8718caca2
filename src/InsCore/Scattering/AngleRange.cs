namespace InsCore.Scattering;

/// <summary>Scattering angles that detectors cover, degrees, 0 ≤ From ≤ To ≤ 180.</summary>
/// <param name="From">Smallest angle, degrees.</param>
/// <param name="To">Largest angle, degrees.</param>
public readonly record struct AngleRange(double From, double To)
{
    /// <summary>The scattering angles of detectors placed from one angle to another around the sample, to either side.</summary>
    /// <remarks>Only the angle to the beam counts: -30 is 30, 275 is 85, and 20 to 275 holds everything from 20 to 180.</remarks>
    /// <param name="first">Any angle, degrees.</param>
    /// <param name="last">Not below the first, and less than a turn above it, degrees.</param>
    public static AngleRange Around(double first, double last)
    {
        if (!(first <= last && last - first <= 360 && Math.Abs(first) <= 720))
        {
            throw new ArgumentOutOfRangeException(nameof(last), last, "angles must rise, by a turn at most");
        }

        double from = Math.Min(Folded(first), Folded(last)), to = Math.Max(Folded(first), Folded(last));
        bool Passes(double angle) => Math.Ceiling((first - angle) / 360) <= Math.Floor((last - angle) / 360);
        return new(Passes(0) ? 0 : from, Passes(180) ? 180 : to);
    }

    /// <summary>True if the angle, 0 to 180 degrees, is covered.</summary>
    public bool Contains(double angle) => angle >= From && angle <= To;

    static double Folded(double angle) => Math.Abs(Math.IEEERemainder(angle, 360));
}
