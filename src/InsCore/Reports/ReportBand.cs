namespace InsCore.Reports;

/// <summary>Neighbouring modes that move in one direction: the factor-group components of one vibration of the molecule.</summary>
/// <param name="Rows">Ascending in their first wavenumber.</param>
/// <param name="SetCount">Modes of the whole set that they belong to, whichever way these move.</param>
internal sealed record ReportBand(IReadOnlyList<ReportRow> Rows, int SetCount)
{
    // Modes of one molecular vibration lie closer than this, cm⁻¹.
    const double Gap = 4;

    /// <summary>Number of modes, degenerate ones counted one by one.</summary>
    public int Count => Rows.Sum(r => r.Degeneracy);

    // A smaller shift explains nothing, cm⁻¹.
    const double SmallShift = 1;

    /// <summary>True for a single mode out of a set.</summary>
    public bool IsAlone => Count == 1 && SetCount > 1;

    /// <summary>True for what is not worth a reason while there is more: a single mode out of a set, or a shift below 1 cm⁻¹.</summary>
    public bool IsMinor => IsAlone || Math.Abs(Shift) < SmallShift;

    /// <summary>Mean first wavenumber, cm⁻¹.</summary>
    public double First => Mean(r => r.First);

    /// <summary>Mean shift, cm⁻¹.</summary>
    public double Shift => Mean(r => r.Shift);

    /// <summary>Smallest confidence.</summary>
    public double Confidence => Rows.Min(r => r.Confidence);

    /// <summary>Summed share of intensity.</summary>
    public double InsShare => Rows.Sum(r => r.InsShare);

    /// <summary>The name that most of its modes have; empty if none has.</summary>
    public string Name => Rows.GroupBy(r => r.Name).OrderByDescending(g => g.Sum(r => r.Degeneracy)).First().Key;

    /// <summary>Mean parts of the shift, cm⁻¹; null if not known.</summary>
    public (double Intramolecular, double Intermolecular, double Geometry)? Parts => Rows.All(r => r.Parts is not null)
        ? (Mean(r => r.Parts!.Value.Intramolecular), Mean(r => r.Parts!.Value.Intermolecular), Mean(r => r.Parts!.Value.Geometry))
        : null;

    /// <summary>Which part drives it: the largest of those with the sign of the shift, 0 within molecules, 1 between them, 2 their turning; 0 where none has.</summary>
    public static int Driver(ReportBand band)
    {
        (double a, double b, double c) = band.Parts ?? default;
        double[] along = [.. new[] { a, b, c }.Select(v => v * Math.Sign(band.Shift))];
        return Array.IndexOf(along, along.Max());
    }

    /// <summary>Groups modes that move in one direction wherever there is a gap between them.</summary>
    /// <param name="rows">All modes, ascending in their first wavenumber.</param>
    /// <param name="sign">The direction, 1 or -1.</param>
    public static IReadOnlyList<ReportBand> Of(IReadOnlyList<ReportRow> rows, int sign)
    {
        List<List<ReportRow>> sets = Split(rows);
        return [.. Split(rows.Where(r => r.Sign == sign)).Select(b => new ReportBand(b, sets.First(s => s.Contains(b[0])).Sum(r => r.Degeneracy)))];
    }

    static List<List<ReportRow>> Split(IEnumerable<ReportRow> rows)
    {
        List<List<ReportRow>> bands = [];
        foreach (ReportRow row in rows)
        {
            if (bands.Count == 0 || row.First - bands[^1][^1].First > Gap)
            {
                bands.Add([]);
            }

            bands[^1].Add(row);
        }

        return bands;
    }

    double Mean(Func<ReportRow, double> value) => Rows.Sum(r => r.Degeneracy * value(r)) / Count;
}
