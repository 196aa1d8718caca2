namespace InsCore.Studies;

/// <summary>Neighbouring modes taken together: in a crystal of several molecules those of one molecular vibration lie close to each other.</summary>
/// <param name="Modes">Ascending in their first wavenumber.</param>
public sealed record ShiftBand(IReadOnlyList<ModeShift> Modes)
{
    // Modes of one molecular vibration lie closer than this, cm⁻¹.
    const double Gap = 4;

    /// <summary>Number of modes, degenerate ones counted one by one.</summary>
    public int Count => Modes.Sum(m => m.Degeneracy);

    /// <summary>Number of the last mode at the first pressure.</summary>
    public int LastNumber => Modes[^1].FirstNumber + Modes[^1].Degeneracy - 1;

    /// <summary>Mean first wavenumber, cm⁻¹.</summary>
    public double FirstWavenumber => Mean(m => m.FirstWavenumber);

    /// <summary>Mean second wavenumber, cm⁻¹.</summary>
    public double SecondWavenumber => Mean(m => m.SecondWavenumber);

    /// <summary>Mean shift, cm⁻¹.</summary>
    public double Shift => Mean(m => m.Shift);

    /// <summary>Mean share of hydrogen.</summary>
    public double HydrogenShare => Mean(m => m.HydrogenShare);

    /// <summary>Smallest confidence.</summary>
    public double Confidence => Modes.Min(m => m.Confidence);

    /// <summary>Summed intensity, barn/sr per cell.</summary>
    public double InsWeight => Modes.Sum(m => m.InsWeight);

    /// <summary>Modes that soften.</summary>
    public int RedCount => Modes.Where(m => m.Colour == "red").Sum(m => m.Degeneracy);

    /// <summary>Modes that harden.</summary>
    public int BlueCount => Modes.Where(m => m.Colour == "blue").Sum(m => m.Degeneracy);

    /// <summary>Groups modes wherever there is a gap between them.</summary>
    /// <param name="rows">Ascending in their first wavenumber.</param>
    public static IReadOnlyList<ShiftBand> Of(IEnumerable<ModeShift> rows)
    {
        List<List<ModeShift>> bands = [];
        foreach (ModeShift row in rows)
        {
            if (bands.Count == 0 || row.FirstWavenumber - bands[^1][^1].FirstWavenumber > Gap)
            {
                bands.Add([]);
            }

            bands[^1].Add(row);
        }

        return [.. bands.Select(b => new ShiftBand(b))];
    }

    double Mean(Func<ModeShift, double> value) => Modes.Sum(m => m.Degeneracy * value(m)) / Count;
}
