using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Computes inelastic neutron scattering spectra: exact powder averages, all phonon orders, energy gain and loss.</summary>
public static class InsCalculator
{
    // Fewer show nothing, and resolution has no place in them.
    const int FewestBins = 10;

    /// <summary>The spectrum of phonons.</summary>
    /// <param name="modes">Modes on a mesh, full or reduced by the space group.</param>
    /// <param name="spaceGroup">The group that reduced the mesh.</param>
    /// <param name="options">Temperature, instrument, ranges.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting cannot be used, or an element has no cross section.</exception>
    public static InsSpectrum Compute(
        PhononModes modes,
        SpaceGroup spaceGroup,
        ScatteringOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        progress?.Report(new("scattering", 0, 0, "displacements"));
        SpectralTensors tensors = SpectralTensors.Binned(modes, spaceGroup, options, cancellation);
        return Compute(tensors, options, progress, cancellation);
    }

    /// <summary>The spectrum of spectral tensors, wherever they come from.</summary>
    /// <param name="tensors">One for each inequivalent atom; their temperature counts.</param>
    /// <param name="options">Instrument and ranges.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <param name="coherent">
    /// Computes coherent one-phonon scattering along the trajectories, beside which one phonon counts with σ_inc alone; null for the incoherent
    /// approximation of everything.
    /// </param>
    /// <exception cref="InsInputException">A setting cannot be used, or an element has no cross section.</exception>
    public static InsSpectrum Compute(
        SpectralTensors tensors,
        ScatteringOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default,
        CoherentOnePhonon? coherent = null)
    {
        options.Check();
        if (coherent is not null && options.Weighting == Weighting.Incoherent)
        {
            throw new InsInputException("coherent", null, "incoherent cross sections leave nothing coherent", "choose --weighting total or coherent, or leave out the coherent part");
        }

        Instrument instrument = Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies);
        ResolutionModel resolution = instrument.Resolution(options.Resolution);
        EnergyAxis axis = Axis(instrument, options);
        ScatteringGrid grid = Grid(instrument, resolution, axis, options);
        ScatteringTable table = ScatteringTable.Compute(tensors, grid, options, progress, cancellation);
        double[] Broaden(DetectorBank bank, double[] row) => SpectrumBuilder.Broad(row, bank, resolution, grid, axis);
        CoherentRows[]? extra = coherent?.Trajectories(instrument.Banks, grid, Broaden, progress, cancellation);
        double? coherentError = extra is null ? null : instrument.Banks.Select((b, k) => extra[k].Errors(row => Broaden(b, row))).Max(e => e.Average + e.Interpolation);
        List<BankSpectrum> banks = [.. instrument.Banks.Select((b, k) => SpectrumBuilder.Bank(b, table.Species, resolution, grid, axis, options, extra?[k].Values))];
        if (instrument.IsOneExperiment)
        {
            banks.Add(BankSpectrum.Mean(InsSpectrum.AllBanks, banks));
        }

        IReadOnlyList<BankSpectrum> whole = InsSpectrum.Whole(banks);
        double[] energies = axis.Centres();
        ScatteringDiagnostics diagnostics = new()
        {
            Census = tensors.Census,
            Laws = table.Laws,
            RecoilCompleteness = DiagnosticsBuilder.RecoilCompleteness(tensors),
            AchievedAccuracy = table.AchievedAccuracy,
            Numerics = [.. table.Species.Select(s => s.Numerics)],
            AlmostIsotropic = DiagnosticsBuilder.AlmostIsotropic(tensors, instrument.Banks[0], options),
            Multiphonon = [.. whole.SelectMany(b => DiagnosticsBuilder.Multiphonon(energies, b))],
            CoherentAccuracy = coherentError,
            Warnings = DiagnosticsBuilder.Warnings(tensors.Census, options.Accuracy, table.AchievedAccuracy, coherentError, coherent?.Directions ?? 0),
        };
        return new(energies, banks, options with { Temperature = tensors.Temperature }, instrument, resolution, diagnostics);
    }

    // What the options ask for and some bank can see.
    static EnergyAxis Axis(Instrument instrument, ScatteringOptions options)
    {
        EnergyAxis axis = new(options.MinimumEnergy, Math.Min(options.MaximumEnergy, instrument.Banks.Max(b => b.HighestEnergy)), options.BinWidth);
        if (axis.Count < FewestBins)
        {
            throw new InsInputException(
                "bin width", null, FormattableString.Invariant($"{instrument.Label} sees energy transfers of {axis.Count} bins only"),
                "choose narrower bins or higher incident energies");
        }

        double lowest = instrument.Banks.Min(b => b.Kinematics.LowestEnergy);
        return axis.Centre(axis.First) >= lowest
            ? axis
            : throw new InsInputException(
                "minimum energy",
                null,
                FormattableString.Invariant($"the neutrons of {instrument.Name} cannot gain {-options.MinimumEnergy} cm⁻¹"),
                FormattableString.Invariant($"give {Math.Ceiling(lowest / options.BinWidth) * options.BinWidth} cm⁻¹ or more"));
    }

    // Bins beyond both ends, from which resolution brings intensity in, and all Q² on the trajectories of all banks.
    static ScatteringGrid Grid(Instrument instrument, ResolutionModel resolution, EnergyAxis axis, ScatteringOptions options)
    {
        double Margin(double energy) => 5 * instrument.Banks.Max(b => resolution.Sigma(b.Nearest(energy), b));
        EnergyAxis wide = axis.Widened(Margin(axis.Centre(axis.First)), Margin(axis.Centre(axis.Last)), instrument.Banks.Min(b => b.Kinematics.LowestEnergy));
        double[] qSquared = [.. instrument.Banks.SelectMany(b => wide.Centres()
            .Where(b.Allows)
            .SelectMany(energy => b.Angles.Select(angle => b.Kinematics.QSquared(energy, angle))))];
        return new(
            axis.Width * Constants.WavenumberInEv, wide.First, wide.Last, qSquared.Min(), qSquared.Max(), options.Orders, options.Accuracy);
    }
}
