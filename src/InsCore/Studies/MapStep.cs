using InsCore.Scattering;
using InsCore.Units;

namespace InsCore.Studies;

/// <summary>Computes the maps of a phonon file with ranges chosen from what there is to see.</summary>
internal static class MapStep
{
    const double DefaultQMaximum = 10, WantedBins = 500;

    // Each species and order has a map of its own.
    const double MostCells = 5e6;

    /// <summary>Computes the maps.</summary>
    /// <param name="context">Settings.</param>
    /// <param name="source">The phonons.</param>
    public static ScatteringMapSet Run(StudyContext context, TensorSource source)
    {
        MapSettings map = context.Options.Map;
        ScatteringOptions options = context.Options.ScatteringHere;
        if (map.IsCoherent && options.Weighting == Weighting.Incoherent)
        {
            throw new InsInputException("--coherent", null, "incoherent cross sections leave nothing coherent", "choose --weighting total or coherent, or leave it out");
        }

        MomentumPath? path = map.Path is { } corners ? MomentumPath.Between(source.Crystal.PeriodicLattice, corners, map.QBins) : null;
        Instrument? instrument = map.Instrument is { } name ? Instrument.ByName(name, options.IncidentEnergies, options.Frequencies) : null;
        double end = map.MaximumEnergy
            ?? (instrument is { Geometry: InstrumentGeometry.Direct } ? instrument.Banks.Max(b => b.Kinematics.FixedEnergy) : HighestPhonon(source, options, context));
        double least = instrument is { Geometry: InstrumentGeometry.Direct } ? Math.Min(end, instrument.Banks.Min(b => b.Kinematics.FixedEnergy)) : end;
        options = options with { MaximumEnergy = end, BinWidth = map.BinWidth ?? RoundDown(least / WantedBins) };
        options.Check();
        double cells = (end - options.MinimumEnergy) / options.BinWidth * map.QBins;
        if (!(cells <= MostCells))
        {
            throw new InsInputException(
                "map", null, FormattableString.Invariant($"{cells:G3} bins are more than the {MostCells / 1e6:F0} million that can be held"), "give wider bins (--bin) or fewer of |Q| (--q-bins)");
        }

        SpectralTensors tensors = source.Tensors(options, context.Progress, context.Cancellation);
        CoherentOnePhonon? coherent = map.IsCoherent ? source.Coherent(tensors, map.Directions, options.Threads) : null;
        if (path is not null)
        {
            return PathMapCalculator.Compute(tensors, source.Crystal, source.Group, path, options, coherent, context.Progress, context.Cancellation);
        }

        QAxis Axis(DetectorBank? bank) => new(map.QMaximum ?? Reach(instrument, bank, options), map.QBins);
        return ScatteringMapCalculator.Compute(tensors, Axis, options, instrument, coherent, context.Progress, context.Cancellation);
    }

    // Some room above the highest phonon.
    static double HighestPhonon(TensorSource source, ScatteringOptions options, StudyContext context)
    {
        SpectralTensors rough = source.Tensors(options with { BinWidth = 5 }, context.Progress, context.Cancellation);
        return Math.Ceiling(1.1 * rough.Atoms[0].Energies.Max() * Constants.EvInWavenumbers / 10) * 10;
    }

    // Somewhat more than the detectors of a map see, to a whole tenth; of indirect geometry those of all banks.
    static double Reach(Instrument? instrument, DetectorBank? bank, ScatteringOptions options)
    {
        if (instrument is null)
        {
            return DefaultQMaximum;
        }

        double Most(DetectorBank b, double energy) => b.QRange(b.Nearest(energy)).Most;
        IEnumerable<DetectorBank> banks = instrument.Geometry == InstrumentGeometry.Direct ? [bank!] : instrument.Banks;
        return Math.Ceiling(10.5 * banks.Max(b => Math.Max(Most(b, options.MinimumEnergy), Most(b, options.MaximumEnergy)))) / 10;
    }

    // The next number of the form 1, 2, 5 times a power of ten that is not larger.
    static double RoundDown(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double digit = value / power;
        return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
    }
}
