namespace InsCore.Scattering;

/// <summary>Energy bins of one width, bin j centred at j times the width.</summary>
/// <param name="First">First bin; negative for neutron energy gain.</param>
/// <param name="Last">Last bin.</param>
/// <param name="Width">cm⁻¹.</param>
internal readonly record struct EnergyAxis(int First, int Last, double Width)
{
    const double MostBins = 1_000_000;

    /// <summary>All bins whose centres lie between two energies, cm⁻¹.</summary>
    public EnergyAxis(double from, double to, double width)
        : this((int)Math.Ceiling(from / width), (int)Math.Floor(to / width), width)
    {
    }

    /// <summary>Number of bins.</summary>
    public int Count => Last - First + 1;

    /// <summary>Centre of a bin, cm⁻¹.</summary>
    public double Centre(int bin) => bin * Width;

    /// <summary>Centres of all bins, [<see cref="Count"/>], cm⁻¹.</summary>
    public double[] Centres()
    {
        double[] centres = new double[Count];
        for (int k = 0; k < centres.Length; k++)
        {
            centres[k] = Centre(First + k);
        }

        return centres;
    }

    /// <summary>With more bins at both ends, but none below an energy.</summary>
    /// <param name="below">Added below, cm⁻¹.</param>
    /// <param name="above">Added above, cm⁻¹.</param>
    /// <param name="lowest">cm⁻¹; may be minus infinity.</param>
    /// <exception cref="InsInputException">There would be more bins than can be held.</exception>
    public EnergyAxis Widened(double below, double above, double lowest)
    {
        double first = Math.Ceiling(Math.Max(Centre(First) - below, lowest) / Width), last = Math.Ceiling((Centre(Last) + above) / Width);
        return last - first < MostBins
            ? this with { First = (int)first, Last = (int)last }
            : throw new InsInputException(
                "resolution",
                null,
                FormattableString.Invariant($"its lines reach {Math.Max(below, above):G3} cm⁻¹, over more than the {MostBins:G} bins that can be held"),
                "give a narrower resolution or wider bins");
    }
}
