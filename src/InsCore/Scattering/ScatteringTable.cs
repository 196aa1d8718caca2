using InsCore.Backends;

namespace InsCore.Scattering;

/// <summary>The exact powder-averaged S(Q, ω) of all species of a crystal: computed once, evaluated at any Q and on any trajectory.</summary>
/// <param name="Species">Elements, isotopes or single atoms, in the order of their atomic numbers.</param>
/// <param name="AchievedAccuracy">Largest difference found from a finer calculation, relative to the maximum of S of the species at that Q.</param>
internal sealed record ScatteringTable(IReadOnlyList<SpeciesScattering> Species, double AchievedAccuracy)
{
    // Refining a species by a factor of 100 each time ends long before this.
    const int MaximumRefinements = 4;

    /// <summary>Worst residuals of the three laws over all species and nodes.</summary>
    public LawResiduals Laws => Species.SelectMany(s => s.Residuals).Aggregate(LawResiduals.Worst);

    /// <summary>Computes the tables of all species, and verifies them.</summary>
    /// <param name="tensors">One for each inequivalent atom.</param>
    /// <param name="grid">Energies, Q² and accuracy.</param>
    /// <param name="options">Cross sections, what is kept apart, threads.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">An element has no cross section, or an atom moves too far.</exception>
    public static ScatteringTable Compute(
        SpectralTensors tensors,
        ScatteringGrid grid,
        ScatteringOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        SpeciesScattering[] species = Prepare(tensors, grid, options, progress, cancellation);
        return new(species, Fill(species, grid.Accuracy, options.Threads, progress, cancellation));
    }

    /// <summary>The species, with nothing computed yet.</summary>
    /// <inheritdoc cref="Compute"/>
    public static SpeciesScattering[] Prepare(
        SpectralTensors tensors,
        ScatteringGrid grid,
        ScatteringOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        AllOrderExecutor executor = AllOrderExecutor.For(options.Device);
        return [.. tensors.Atoms
            .GroupBy(a => Key(a, options))
            .OrderBy(g => g.First().AtomicNumber)
            .Select(g => new SpeciesScattering(g.Key.Label, g.Key.Section, [.. g], tensors.Temperature, grid, progress, cancellation, executor))];
    }

    // An atom is named after its element and its number in the cell, counted from 1.
    static (string Label, CrossSection Section) Key(AtomTensor atom, ScatteringOptions options)
    {
        CrossSection section = options.CrossSections.Of(atom.AtomicNumber, atom.Mass);
        return (options.Resolved == Resolved.Atoms ? FormattableString.Invariant($"{section.Label} #{atom.Atom + 1}") : section.Label, section);
    }

    static double Fill(
        SpeciesScattering[] species, double accuracy, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        List<SpeciesScattering> open = [.. species];
        double achieved = 0;
        for (int round = 0; open.Count > 0; round++)
        {
            int nodes = open.Sum(s => s.Nodes.QSquared.Length);
            FillNodes(open, threads, progress, cancellation);
            List<SpeciesScattering> failed = [];
            foreach (SpeciesScattering s in open)
            {
                progress?.Report(new("scattering", nodes, nodes, $"checking {s.Label}"));
                double error = s.MeasureError(threads, cancellation);
                if (error > accuracy && round < MaximumRefinements)
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
                progress?.Report(new("scattering", Interlocked.Increment(ref done), pieces.Length, s.Label));
            },
            cancellation);
    }
}
