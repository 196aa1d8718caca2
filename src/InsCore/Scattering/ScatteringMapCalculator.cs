using InsCore.Spectra;

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
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting cannot be used, or an element has no cross section.</exception>
    public static ScatteringMapSet Compute(
        SpectralTensors tensors,
        Func<DetectorBank?, QAxis> qAxis,
        ScatteringOptions options,
        Instrument? instrument = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        ResolutionModel? resolution = instrument?.Resolution(options.Resolution);
        DetectorBank?[] banks = instrument is null ? [null]
            : instrument.Geometry == InstrumentGeometry.Direct ? [.. instrument.Banks]
            : [instrument.Banks[0]];
        List<ScatteringMap> maps = [];
        LawResiduals laws = default;
        double achieved = 0;
        foreach (DetectorBank? bank in banks)
        {
            MapFrame frame = new(qAxis(bank), options, bank, resolution);
            ScatteringTable table = ScatteringTable.Compute(tensors, frame.Grid, options, progress, cancellation);
            maps.Add(Map(frame, table, null, options, cancellation) with { Bank = bank });
            laws = LawResiduals.Worst(laws, table.Laws);
            achieved = Math.Max(achieved, table.AchievedAccuracy);
        }

        return new(
            maps, options, instrument, resolution, laws, achieved, DiagnosticsBuilder.Warnings(tensors.Census, options.Accuracy, achieved));
    }

    static ScatteringMap Map(
        MapFrame frame, ScatteringTable table, double[][]? coherent, ScatteringOptions options, CancellationToken cancellation)
    {
        Spectrum2D[] species = new Spectrum2D[table.Species.Count];
        double[][][] orders = [.. Enumerable.Range(0, options.Orders + 1).Select(_ => frame.NewColumns())];
        double[] elastic = new double[frame.Q.Length];
        for (int s = 0; s < species.Length; s++)
        {
            CrossSection section = table.Species[s].Section;
            double several = section.Value(options.Weighting) / (4 * Math.PI);
            double single = coherent is null ? several : section.Incoherent / (4 * Math.PI);
            double[][] all = frame.NewColumns();
            for (int q = 0; q < frame.Q.Length; q++)
            {
                cancellation.ThrowIfCancellationRequested();
                AddSpecies(table.Species[s], q, single / options.BinWidth, several / options.BinWidth, frame.Q[q] * frame.Q[q], all, orders);
                elastic[q] += several * table.Species[s].Elastic(frame.Q[q] * frame.Q[q]);
            }

            species[s] = frame.Finish(table.Species[s].Label, all);
        }

        List<Spectrum2D> processes = coherent is null ? [] : [frame.Finish("coherent, one phonon", coherent)];
        string incoherent = coherent is null ? "" : "incoherent, ";
        for (int order = 1; order <= options.Orders; order++)
        {
            processes.Add(frame.Finish($"{(order == 1 ? incoherent : "")}order {order}", orders[order]));
        }

        processes.Add(frame.Finish("higher orders", orders[0]));
        return new() { Total = Sum(processes), Processes = processes, Species = species, Elastic = elastic };
    }

    // Into all: single × order 1 + several × the rest. Into orders[n]: order n; into orders[0]: what is above the last of them.
    static void AddSpecies(
        SpeciesScattering species, int q, double single, double several, double qSquared, double[][] all, double[][][] orders)
    {
        species.Add(qSquared, 0, several, all[q]);
        species.Add(qSquared, 1, single - several, all[q]);
        species.Add(qSquared, 0, several, orders[0][q]);
        for (int order = 1; order < orders.Length; order++)
        {
            species.Add(qSquared, order, order == 1 ? single : several, orders[order][q]);
            species.Add(qSquared, order, -several, orders[0][q]);
        }
    }

    static Spectrum2D Sum(IReadOnlyList<Spectrum2D> parts)
    {
        double[] sum = new double[parts[0].Intensities.Length];
        foreach (Spectrum2D part in parts)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(sum, part.Intensities, sum);
        }

        return parts[0] with { Label = "total", Intensities = sum };
    }
}
