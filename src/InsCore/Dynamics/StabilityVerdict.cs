using System.Globalization;

namespace InsCore.Dynamics;

/// <summary>Whether a crystal holds together, in a sentence.</summary>
/// <param name="HoldsTogether">True if molecules, sites and cell are those of the start.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Short">The same in a few words.</param>
public sealed record StabilityVerdict(bool HoldsTogether, string Text, string Short)
{
    // F. A. Lindemann, Phys. Z. 11, 609 (1910): solids melt where vibrations reach a tenth to a seventh of the distance of neighbours.
    const double MeltingRatio = 0.15;

    // Molecules farther than this share of the distance of neighbours from their sites have left them.
    const double SiteRatio = 0.25;

    // Heat and pressure change lengths of a cell by a few per cent and right angles of orthogonal groups not at all; more is another packing.
    const double LengthChange = 0.08, AngleChange = 5;

    // Standard errors.
    const double Significance = 3;

    // A mean temperature farther from what was asked, as a share, is said whatever its error.
    const double TemperatureChange = 0.05;

    // ps; molecules that leave their sites or diffuse need longer to be seen.
    const double ShortestJudged = 10;

    const string Signed = "+0.0;−0.0";

    // Share by which the volume may still drift over the run.
    const double SettledChange = 0.02;

    internal static StabilityVerdict Of(DynamicsResult result)
    {
        List<(string Short, string Text)> faults = [.. Faults(result)];
        List<string> cautions = [.. Cautions(result)];
        string where = FormattableString.Invariant($"{Time(result):0.###} ps at a mean of {result.Temperature.Text("0")} K")
            + (result.Options.Ensemble == Ensemble.Npt ? FormattableString.Invariant($" and {result.Options.Pressure:0.###;−0.###} GPa, volume {VolumeChange(result)} against the {result.StartCell.Volume:0.#} Å³ of the start") : " in a fixed cell");
        string text = faults.Count == 0
            ? $"The crystal holds together over {where}: {Praise(result)}"
            : $"The crystal does NOT hold together over {where}: {string.Join("; ", faults.Select(f => f.Text))}";
        string time = FormattableString.Invariant($"{Time(result):0.###} ps"), few = faults.Count == 0
            ? $"the crystal holds together over {time}{(IsShort(result) ? ", too short to judge melting" : "")}"
            : $"the crystal does NOT hold together over {time}: {string.Join(", ", faults.Select(f => f.Short))}";
        return new(faults.Count == 0, cautions.Count == 0 ? $"{text}." : $"{text}; but {string.Join("; ", cautions)}.", few + ".");
    }

    static string Praise(DynamicsResult result)
    {
        DisplacementReport d = result.Displacements;
        string bonds = result.Molecules.IsMolecular ? $"all molecules ({result.Molecules.Start}) keep their bonds, their centres stay" : "all bonds are kept, atoms stay";
        return FormattableString.Invariant($"{bonds} within {d.Lindemann * d.NearestCentres:F2} Å (rms) of their sites, {100 * d.Lindemann:F1} % of the distance of neighbours")
            + (IsShort(result) || Diffuses(result) ? "" : ", and nothing diffuses");
    }

    static double Time(DynamicsResult result) => result.Series.Times[^1];

    static bool IsShort(DynamicsResult result) => Time(result) < ShortestJudged;

    static string VolumeChange(DynamicsResult result) =>
        (Math.Round(100 * ((result.Volume.Mean / result.StartCell.Volume) - 1), 1) + 0.0).ToString(Signed, CultureInfo.InvariantCulture) + " %";

    static bool Diffuses(DynamicsResult result)
    {
        DisplacementReport d = result.Displacements;
        return d.Diffusion.Slope > Significance * d.Diffusion.Error && d.MeanSquare[^1].Values[^1] > Math.Pow(SiteRatio * d.NearestCentres, 2);
    }

    static string Diffusion(DynamicsResult result)
    {
        DisplacementReport d = result.Displacements;
        return FormattableString.Invariant($"D = {d.Diffusion.Slope:0.0###} ± {d.Diffusion.Error:0.0###} Å²/ps, mean-square displacement {d.MeanSquare[^1].Values[^1]:0.0} Å² after {d.Times[^1]:0.#} ps");
    }

    static IEnumerable<(string Short, string Text)> Faults(DynamicsResult result)
    {
        DisplacementReport d = result.Displacements;
        if (result.Molecules.ChangedAt is { } time)
        {
            yield return ("bonds change", FormattableString.Invariant($"bonds change at {time:F2} ps ({result.Molecules.Change}) and at the end ")
                + (result.Molecules.ChangeAtEnd.Length > 0 ? $"are still others than at the start ({result.Molecules.ChangeAtEnd})" : "are again those of the start"));
        }

        if (d.Lindemann > MeltingRatio)
        {
            bool melted = Diffuses(result) && !IsShort(result);
            yield return (melted ? "it has melted" : "molecules leave their sites", (melted ? "it has melted, molecules diffuse" : "molecules leave their sites")
                + FormattableString.Invariant($": they are {100 * d.Lindemann:F0} % of the distance of neighbours off {(melted ? "their sites" : "them")} (rms; solids melt at 10 to 15 %)")
                + (melted ? $", {Diffusion(result)}" : ""));
        }

        if (d.SiteShift > SiteRatio * d.NearestCentres)
        {
            yield return ("molecules move to other sites", FormattableString.Invariant($"molecules have moved to other sites, {d.SiteShift:F2} Å away (rms)"));
        }

        if (CellChange(result) is { } change)
        {
            yield return ("the packing becomes another one", change);
        }
    }

    static IEnumerable<string> Cautions(DynamicsResult result)
    {
        if (IsShort(result))
        {
            yield return FormattableString.Invariant($"over {Time(result):0.###} ps only: too short to judge melting or diffusion");
        }
        else if (result.Displacements.Lindemann <= MeltingRatio && Diffuses(result))
        {
            yield return $"molecules may diffuse ({Diffusion(result)})";
        }

        LinearDrift volume = LinearDrift.Of(result.Series.Times, result.Series.Volumes);
        double change = volume.Slope * result.Series.Times[^1] / result.Volume.Mean;
        if (Math.Abs(volume.Slope) > Significance * volume.Error && Math.Abs(change) > SettledChange)
        {
            yield return FormattableString.Invariant($"the volume is still changing ({100 * change:+0.0;−0.0} % over the run): run longer");
        }

        if (TemperatureIsOff(result))
        {
            yield return FormattableString.Invariant($"the mean temperature, {result.Temperature.Text("0.0")} K, is not the {result.Options.Temperature:0.#} K asked for")
                + (result.Options.Ensemble == Ensemble.Nve ? " (NVE keeps the energy it starts with)" : "");
        }
    }

    // An error that is not resolved is too small to be compared with.
    static bool TemperatureIsOff(DynamicsResult result)
    {
        double off = Math.Abs(result.Temperature.Mean - result.Options.Temperature);
        return off > TemperatureChange * result.Options.Temperature || (result.Temperature.IsResolved && off > Significance * result.Temperature.Error);
    }

    // Means of the second half against the start.
    static string? CellChange(DynamicsResult result)
    {
        var start = result.StartCell;
        List<string> changes = [];
        for (int k = 0; k < 6; k++)
        {
            double before = k < 3 ? start.Lengths[k] : start.Angles[k - 3];
            double now = result.Series.Cell(k).Skip(result.Series.Times.Length / 2).Average();
            if (k < 3 ? Math.Abs((now / before) - 1) > LengthChange : Math.Abs(now - before) > AngleChange)
            {
                changes.Add(k < 3
                    ? FormattableString.Invariant($"{DynamicsSeries.CellNames[k]} by {100 * ((now / before) - 1):+0.0;−0.0} %")
                    : FormattableString.Invariant($"{DynamicsSeries.CellNames[k]} by {now - before:+0.0;−0.0}°"));
            }
        }

        return changes.Count == 0 ? null : $"the cell changes its shape, {string.Join(", ", changes)}: the packing is another one";
    }
}
