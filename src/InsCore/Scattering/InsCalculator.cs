using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Computes inelastic neutron scattering spectra: exact powder averages, all phonon orders, energy gain and loss.</summary>
public static class InsCalculator
{
    // Refining a species by a factor of 100 each time ends long before this.
    const int MaximumRefinements = 4;

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
        SpectralTensors tensors = SpectralTensors.FromModes(
            modes, spaceGroup, options.Temperature, options.Imaginary, options.Acoustic, options.LowestEnergy, cancellation);
        return Compute(tensors, options, progress, cancellation);
    }

    /// <summary>The spectrum of spectral tensors, wherever they come from.</summary>
    /// <param name="tensors">One for each inequivalent atom; their temperature counts.</param>
    /// <param name="options">Instrument and ranges.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting cannot be used, or an element has no cross section.</exception>
    public static InsSpectrum Compute(
        SpectralTensors tensors,
        ScatteringOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        Instrument instrument = Instrument.ByName(options.Instrument, options.IncidentEnergies);
        ResolutionModel resolution = instrument.Resolution(options.Resolution);
        int bins = (int)Math.Floor(Math.Min(options.MaximumEnergy, instrument.Banks.Max(b => b.Kinematics.HighestEnergy)) / options.BinWidth) + 1;
        ScatteringGrid grid = Grid(instrument, resolution, bins, options);
        SpeciesScattering[] species = [.. tensors.Atoms
            .GroupBy(a => CrossSections.Of(a.AtomicNumber, a.Mass))
            .OrderBy(g => g.First().AtomicNumber)
            .Select(g => new SpeciesScattering(g.Key, [.. g], tensors.Temperature, grid, progress, cancellation))];
        double achieved = Fill(species, options, progress, cancellation);

        List<BankSpectrum> banks = [.. instrument.Banks.Select(b => SpectrumBuilder.Bank(b, species, resolution, grid, bins, options))];
        banks.Add(BankSpectrum.Mean("all", banks));
        double[] energies = [.. Enumerable.Range(0, bins).Select(bin => bin * options.BinWidth)];
        ScatteringDiagnostics diagnostics = new()
        {
            Census = tensors.Census,
            Laws = species.SelectMany(s => s.Residuals).Aggregate(LawResiduals.Worst),
            RecoilCompleteness = DiagnosticsBuilder.RecoilCompleteness(tensors),
            AchievedAccuracy = achieved,
            Numerics = [.. species.Select(s => s.Numerics)],
            AlmostIsotropic = DiagnosticsBuilder.AlmostIsotropic(tensors, instrument.Banks[0], options),
            Multiphonon = DiagnosticsBuilder.Multiphonon(energies, banks[^1]),
            Warnings = DiagnosticsBuilder.Warnings(tensors.Census, options.Accuracy, achieved),
        };
        return new(energies, banks, options with { Temperature = tensors.Temperature }, instrument, resolution, diagnostics);
    }

    // Bins beyond both ends, from which resolution brings intensity in, and all Q² on the trajectories of all banks.
    static ScatteringGrid Grid(Instrument instrument, ResolutionModel resolution, int bins, ScatteringOptions options)
    {
        double width = options.BinWidth, end = (bins - 1) * width;
        double margin = 5 * instrument.Banks.Max(b => resolution.Sigma(Math.Min(end, b.Kinematics.HighestEnergy), b));
        double gain = Math.Min(5 * instrument.Banks.Max(b => resolution.Sigma(0, b)), -instrument.Banks.Max(b => b.Kinematics.LowestEnergy));
        int first = -(int)(gain / width), last = (int)Math.Ceiling((end + margin) / width);
        double[] qSquared = [.. instrument.Banks.SelectMany(b => Enumerable.Range(first, last - first + 1)
            .Select(j => j * width)
            .Where(b.Allows)
            .SelectMany(energy => b.Angles.Select(angle => b.Kinematics.QSquared(energy, angle))))];
        return new(
            width * Constants.WavenumberInEv, first, last, qSquared.Min(), qSquared.Max(), options.Orders, options.Accuracy);
    }

    static double Fill(
        SpeciesScattering[] species, ScatteringOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        List<SpeciesScattering> open = [.. species];
        double achieved = 0;
        for (int round = 0; open.Count > 0; round++)
        {
            int nodes = open.Sum(s => s.Nodes.QSquared.Length);
            FillNodes(open, options.Threads, progress, cancellation);
            List<SpeciesScattering> failed = [];
            foreach (SpeciesScattering s in open)
            {
                progress?.Report(new("scattering", nodes, nodes, $"checking {s.Section.Label}"));
                double error = s.MeasureError(options.Threads, cancellation);
                if (error > options.Accuracy && round < MaximumRefinements)
                {
                    failed.Add(s);
                    continue;
                }

                achieved = Math.Max(achieved, error);
            }

            open = failed;
            open.ForEach(s => s.Refine(cancellation));
        }

        return achieved;
    }

    // The largest pieces first, so that no thread is left with one at the end.
    static void FillNodes(
        IReadOnlyList<SpeciesScattering> species, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        var pieces = species
            .SelectMany(s => Enumerable.Range(0, s.Nodes.QSquared.Length).Select(node => (Species: s, Node: node)))
            .OrderByDescending(p => p.Species.Cost(p.Node))
            .ToArray();
        int next = -1, done = 0;
        ParallelLoop.For(
            pieces.Length,
            threads,
            () => 0,
            (_, _) =>
            {
                (SpeciesScattering s, int node) = pieces[Interlocked.Increment(ref next)];
                s.Compute(node, cancellation);
                progress?.Report(new("scattering", Interlocked.Increment(ref done), pieces.Length, s.Section.Label));
            },
            cancellation);
    }
}
