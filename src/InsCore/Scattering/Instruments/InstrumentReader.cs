using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>Reads what an instrument file says, for one of its settings, from its keys.</summary>
internal static class InstrumentReader
{
    // Angles of a one-dimensional spectrum of direct geometry, where the file does not say.
    const int UsualAngles = 16, MostAngles = 256;

    /// <summary>Everything but names and settings.</summary>
    /// <param name="file">The keys of the file with those of the setting over them.</param>
    /// <param name="geometry">The geometry, already read.</param>
    public static InstrumentParts Read(InstrumentSection file, InstrumentGeometry geometry)
    {
        SettableRange? incident = geometry == InstrumentGeometry.Direct || file.Has("incident-energy")
            ? Range(file.Section("incident-energy"), "incident energy", Quantity.Energy, "meV", geometry == InstrumentGeometry.Direct)
            : null;
        InstrumentSection? frequencies = file.Optional("frequencies");
        SettableRange[] ranges = frequencies is null
            ? []
            : [.. frequencies.Keys.Select(k => Range(frequencies.Section(k), $"{k} frequency", Quantity.Frequency, "Hz", true))];
        ChopperSpectrometer? spectrometer = geometry == InstrumentGeometry.Direct && file.Has("chopper") ? ChopperReader.Read(file, ranges.Length) : null;
        InstrumentParts parts = new()
        {
            IncidentEnergy = incident,
            Frequencies = ranges,
            Spectrometer = spectrometer,
            Banks = geometry == InstrumentGeometry.Indirect ? Banks(file.Section("banks"), incident) : [],
            Detectors = geometry == InstrumentGeometry.Direct ? Detectors(file.Section("detectors")) : ([], []),
        };
        InstrumentSection resolution = file.Section("resolution");
        WidthModel[] widths = [.. resolution.Keys.Select(k => Width(resolution.Section(k), k))];
        foreach (WidthModel width in widths)
        {
            bool fits = width.Kind switch
            {
                WidthKind.Analyser => parts.Banks.Count > 0 && parts.Banks.All(b => b.Analyser is not null),
                WidthKind.Chopper or WidthKind.ChopperFit => spectrometer is not null,
                _ => true,
            };
            if (!fits)
            {
                throw resolution.Error(width.Name, $"resolution.{width.Name} needs {(width.Kind == WidthKind.Analyser ? "an analyser in every bank" : "the section chopper")}", "add it, or choose another model");
            }
        }

        return widths.Length > 0 ? parts with { Widths = widths } : throw file.Error("resolution", "resolution holds no model", "add one, e.g. a polynomial");
    }

    static SettableRange Range(InstrumentSection section, string name, Quantity kind, string unit, bool hasUsual)
    {
        double lowest = section.Quantity("lowest", kind, 0), highest = section.Positive("highest", kind, 1e6);
        double usual = hasUsual ? section.Positive("usual", kind) : highest;
        section.Finish();
        return lowest <= usual && usual <= highest
            ? new(name, unit, usual, lowest, highest)
            : throw section.Error(hasUsual ? "usual" : "lowest", $"the usual {name} is not between the lowest and the highest", "correct one of them");
    }

    static DetectorBank[] Banks(InstrumentSection banks, SettableRange? incident)
    {
        DetectorBank[] read = [.. banks.Keys.Select(k => Bank(banks.Section(k), k, incident))];
        return read.Length > 0 ? read : throw new InsInputException("instrument", null, "banks is empty", "add a bank, e.g. backward, with its final energy and angles");
    }

    static DetectorBank Bank(InstrumentSection bank, string name, SettableRange? incident)
    {
        AnalyserGeometry? analyser = bank.Optional("analyser") is { } section ? Analyser(section) : null;
        double final = bank.Positive("final-energy", Quantity.Energy, analyser?.FinalEnergy / Constants.MillielectronvoltInWavenumbers);
        double[] angles = [.. bank.Quantities("angles", Quantity.Angle, 0, 180).Order()];
        AngleRange[] coverage = bank.Has("coverage") ? bank.Coverage("coverage") : [.. angles.Select(a => new AngleRange(a, a))];
        bank.Finish();
        return new DetectorBank
        {
            Name = name,
            Kinematics = new(InstrumentGeometry.Indirect, final * Constants.MillielectronvoltInWavenumbers),
            Coverage = coverage,
            Angles = angles,
            Analyser = analyser,
            LowestMeasured = Math.Max(0, (incident?.Lowest ?? 0) - final) * Constants.MillielectronvoltInWavenumbers,
            HighestMeasured = incident is null ? double.PositiveInfinity : (incident.Highest - final) * Constants.MillielectronvoltInWavenumbers,
        };
    }

    static AnalyserGeometry Analyser(InstrumentSection s)
    {
        AnalyserGeometry usual = new() { BraggAngle = 45, PrimaryPath = 1, SecondaryPath = 1 };
        AnalyserGeometry read = new()
        {
            BraggAngle = s.Quantity("bragg-angle", Quantity.Angle, null, 1, 89.9),
            PlaneSpacing = s.Positive("plane-spacing", Quantity.Spacing, usual.PlaneSpacing),
            PrimaryPath = s.Positive("primary-path", Quantity.Length),
            PrimaryPathDeviation = s.Quantity("primary-path-deviation", Quantity.Length, usual.PrimaryPathDeviation),
            SecondaryPath = s.Positive("secondary-path", Quantity.Length),
            ModerationTime = s.Quantity("moderation-time", Quantity.Time, usual.ModerationTime),
            TimeChannel = s.Quantity("time-channel", Quantity.Time, usual.TimeChannel),
            SampleWidth = s.Quantity("sample-width", Quantity.Length, usual.SampleWidth),
            SampleThickness = s.Quantity("sample-thickness", Quantity.Length, usual.SampleThickness),
            AnalyserThickness = s.Quantity("graphite-thickness", Quantity.Length, usual.AnalyserThickness),
            DetectorWidth = s.Quantity("detector-width", Quantity.Length, usual.DetectorWidth),
            DetectorThickness = s.Quantity("detector-thickness", Quantity.Length, usual.DetectorThickness),
            IsTimeFocused = s.Choice("focused", "true", "true", "false") == "true",
        };
        s.Finish();
        return read;
    }

    static (IReadOnlyList<AngleRange> Coverage, IReadOnlyList<double> Angles) Detectors(InstrumentSection detectors)
    {
        AngleRange[] coverage = detectors.Coverage("coverage");
        int count = (int)detectors.Number("angles", UsualAngles, 1, MostAngles);
        detectors.Finish();
        return (coverage, Spread(coverage, count));
    }

    // Midpoints of equal parts of all angles covered.
    static double[] Spread(AngleRange[] coverage, int count)
    {
        AngleRange[] ranges = [.. coverage.OrderBy(r => r.From)];
        double total = ranges.Sum(r => r.To - r.From);
        double[] angles = new double[total > 0 ? count : 1];
        for (int k = 0; k < angles.Length; k++)
        {
            double left = total * (k + 0.5) / angles.Length;
            int range = 0;
            while (range < ranges.Length - 1 && left > ranges[range].To - ranges[range].From)
            {
                left -= ranges[range].To - ranges[range].From;
                range++;
            }

            angles[k] = Math.Min(ranges[range].From + left, ranges[range].To);
        }

        return angles;
    }

    static WidthModel Width(InstrumentSection section, string name)
    {
        string model = section.Choice("model", "polynomial", "polynomial", "analyser", "chopper", "chopper-fit");
        double factor = section.Number("width-factor", 1, 1e-3, 1e3);
        PolynomialWidth? polynomial = model == "polynomial" ? Polynomial(section) : null;
        section.Finish();
        WidthKind kind = model switch
        {
            "polynomial" => WidthKind.Polynomial,
            "analyser" => WidthKind.Analyser,
            "chopper" => WidthKind.Chopper,
            _ => WidthKind.ChopperFit,
        };
        return new(name, kind, factor, polynomial);
    }

    static PolynomialWidth Polynomial(InstrumentSection section)
    {
        const int Most = 10;
        double unit = section.Choice("unit", "cm-1", "cm-1", "meV") == "meV" ? 1 : 1 / Constants.MillielectronvoltInWavenumbers;
        double scale = section.Choice("gives", "sigma", "sigma", "fwhm", "twice-sigma") switch
        {
            "fwhm" => 1 / NeutronTime.WidthOverSigma,
            "twice-sigma" => 0.5,
            _ => 1,
        };
        double[] Optional(string key) => section.Has(key) ? section.Numbers(key, 1, Most) : [];
        InstrumentSection? below = section.Optional("below");
        (double, double)? constant = below is null ? null : (below.Positive("energy", Quantity.Energy), below.Quantity("width", Quantity.Energy));
        below?.Finish();
        return new(unit, scale, section.Numbers("energy", 1, Most), Optional("incident"), Optional("product"), constant);
    }
}
