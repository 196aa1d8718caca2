using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>Computes S(Q, ω) of a single crystal along a path of momentum transfers: all phonon orders, energy gain and loss.</summary>
/// <remarks>
/// For each atom S = (1/2π) ∫ dt e^{-iωt} exp[-Q·(A - γ(t))·Q], without any average. With a coherent part, as in
/// <see cref="ScatteringMapCalculator"/>, one phonon counts with σ_inc beside it and the higher orders with σ_coh + σ_inc.
/// </remarks>
public static class PathMapCalculator
{
    /// <summary>The map along a path.</summary>
    /// <param name="tensors">One for each inequivalent atom; their temperature counts.</param>
    /// <param name="crystal">The cell.</param>
    /// <param name="spaceGroup">The group over which the tensors were averaged.</param>
    /// <param name="path">The momentum transfers.</param>
    /// <param name="options">Ranges, accuracy, resolution (polynomial or none).</param>
    /// <param name="coherent">Computes the coherent one-phonon part; null for none.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting cannot be used, or an element has no cross section.</exception>
    public static ScatteringMapSet Compute(
        SpectralTensors tensors,
        Crystal crystal,
        SpaceGroup spaceGroup,
        MomentumPath path,
        ScatteringOptions options,
        CoherentOnePhonon? coherent = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        ResolutionModel? resolution = ScatteringMapCalculator.Resolution(null, options);
        Vector3d[] vectors = Array.ConvertAll(path.Points, q => 2 * Math.PI * (q * crystal.PeriodicLattice.Reciprocal));
        MapFrame frame = new(path.Distances, Array.ConvertAll(vectors, q => q.Norm), options, resolution);
        Matrix3d[] rotations = SiteSymmetry.Of(spaceGroup, crystal).Rotations;
        SpeciesScattering[] species = ScatteringTable.Prepare(tensors, frame.Grid with { IsPowder = false }, options, progress, cancellation);
        double[][]? extra = coherent?.Along(frame, path.Points, progress, cancellation);
        int done = 0;
        MapParts parts = new(frame, [.. species.Select(s => s.Label)], options, extra is not null);
        ParallelLoop.For(
            vectors.Length,
            options.Threads,
            () => 0,
            (q, _) =>
            {
                for (int s = 0; s < species.Length; s++)
                {
                    (double[][] rows, double elastic) = species[s].Along(vectors[q], rotations, cancellation);
                    parts.Add(s, q, species[s].Section, rows, elastic);
                }

                progress?.Report(new("scattering", Interlocked.Increment(ref done), vectors.Length, ""));
            },
            cancellation);
        return new([parts.Finish(extra)], options, null, resolution, default, 0, DiagnosticsBuilder.Warnings(tensors.Census, options.Accuracy, 0)) { Path = path };
    }
}
