namespace InsCore.Scattering;

/// <summary>Computes S(|Q|, ω) of a powder: exact average over directions, all phonon orders, energy gain and loss.</summary>
/// <remarks>
/// Without a coherent part everything counts with the cross section of <see cref="ScatteringOptions.Weighting"/>. With one,
/// S = coherent one phonon + σ_inc × one phonon + (σ_coh + σ_inc) × all higher orders: the incoherent approximation for what two and
/// more phonons scatter, and for nothing else.
/// </remarks>
public static class ScatteringMapCalculator
{
    /// <summary>The maps of a crystal.</summary>
    /// <param name="tensors">One for each inequivalent atom; their temperature counts.</param>
    /// <param name="qAxis">Bins in |Q| of a bank, or of the one map without an instrument.</param>
    /// <param name="options">Ranges, accuracy, resolution.</param>
    /// <param name="instrument">
    /// Direct geometry masks and broadens a map for each of its banks. Indirect geometry sees lines of the plane; it only broadens, with the
    /// width of its first bank. Null for S itself.
    /// </param>
    /// <param name="coherent">Computes the coherent one-phonon part; null for none.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting cannot be used, or an element has no cross section.</exception>
    public static ScatteringMapSet Compute(
        SpectralTensors tensors,
        Func<DetectorBank?, QAxis> qAxis,
        ScatteringOptions options,
        Instrument? instrument = null,
        CoherentOnePhonon? coherent = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        ResolutionModel? resolution = Resolution(instrument, options);
        DetectorBank?[] banks = instrument is null ? [null]
            : instrument.Geometry == InstrumentGeometry.Direct ? [.. instrument.Banks]
            : [instrument.Banks[0]];
        List<ScatteringMap> maps = [];
        LawResiduals laws = default;
        double achieved = 0;
        double? coherentError = null;
        foreach (DetectorBank? bank in banks)
        {
            MapFrame frame = new(qAxis(bank), options, bank, resolution);
            ScatteringTable table = ScatteringTable.Compute(tensors, frame.Grid, options, progress, cancellation);
            maps.Add(Map(frame, table, coherent?.Powder(frame, progress, cancellation), options, cancellation));
            coherentError = coherent is null ? null : Math.Max(coherentError ?? 0, coherent.Accuracy);
            laws = LawResiduals.Worst(laws, table.Laws);
            achieved = Math.Max(achieved, table.AchievedAccuracy);
        }

        return new(
            maps, options, instrument, resolution, laws, achieved, DiagnosticsBuilder.Warnings(tensors.Census, options.Accuracy, achieved, coherentError, coherent?.Directions ?? 0))
        {
            CoherentAccuracy = coherentError,
        };
    }

    /// <summary>The map of one bank, or of none, without a coherent part.</summary>
    /// <inheritdoc cref="Compute"/>
    internal static ScatteringMap Bank(
        SpectralTensors tensors,
        QAxis qAxis,
        ScatteringOptions options,
        DetectorBank? bank,
        ResolutionModel? resolution,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        MapFrame frame = new(qAxis, options, bank, resolution);
        return Map(frame, ScatteringTable.Compute(tensors, frame.Grid, options, progress, cancellation), null, options, cancellation);
    }

    /// <summary>The width of lines: the instrument's, or what the options name; null for none.</summary>
    internal static ResolutionModel? Resolution(Instrument? instrument, ScatteringOptions options) =>
        instrument is not null ? instrument.Resolution(options.Resolution)
        : options.Resolution is not { } text ? null
        : ResolutionModel.TryParse(text)
            ?? throw new InsInputException("resolution", null, $"\"{text}\" needs an instrument", "choose an instrument, or give polynomial(c0,c1,c2) or none");

    static ScatteringMap Map(
        MapFrame frame, ScatteringTable table, double[][]? coherent, ScatteringOptions options, CancellationToken cancellation)
    {
        MapParts parts = new(frame, [.. table.Species.Select(s => s.Label)], options, coherent is not null);
        for (int q = 0; q < frame.Q.Length; q++)
        {
            cancellation.ThrowIfCancellationRequested();
            double square = frame.Q[q] * frame.Q[q];
            for (int s = 0; s < table.Species.Count; s++)
            {
                parts.Add(s, q, table.Species[s].Section, table.Species[s].Rows(square), table.Species[s].Elastic(square));
            }
        }

        return parts.Finish(coherent);
    }
}
