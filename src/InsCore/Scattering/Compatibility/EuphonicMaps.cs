using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering.Compatibility;

/// <summary>Maps over momentum and energy transfer as euphonic-powder-map and euphonic-intensity-map compute them.</summary>
/// <remarks>
/// A powder map takes modes at points of a sphere around each |Q| and counts them: as a density of states, weighted by cross sections or not, or by
/// the coherent one-phonon structure factor, mbarn per atom. Then come broadening and the mask of the kinematics. One phonon, no k_f/k_i.
/// </remarks>
public static class EuphonicMaps
{
    /// <summary>Upper end of the energies over the highest mode, where all modes of a result are known.</summary>
    public const double Headroom = 1.05;

    /// <summary>The same for a powder, of which Euphonic looks at one wave vector, <see cref="ProbedPoint"/>, to choose its bins.</summary>
    public const double PowderHeadroom = 1.2;

    /// <summary>The wave vector that is looked at for the bins of a powder map, fractional.</summary>
    public static Vector3d ProbedPoint { get; } = new(0.5, 0.5, 0.5);

    /// <summary>Bins in energy as Euphonic chooses them.</summary>
    /// <param name="energies">Of the modes that are looked at, eV.</param>
    /// <param name="options">Edges that are given, and the number of bins.</param>
    /// <param name="headroom">Upper end over the highest of these energies, where none is given.</param>
    /// <exception cref="InsInputException">The bins have no width.</exception>
    public static EnergyBins Bins(ReadOnlySpan<double> energies, EuphonicOptions options, double headroom = Headroom)
    {
        const double BelowLowest = 1e-8; // 10⁻⁵ meV, so that the lowest mode does not fall out by rounding
        (double lowest, double highest) = (0, 0);
        foreach (double energy in energies)
        {
            (lowest, highest) = (Math.Min(lowest, energy - BelowLowest), Math.Max(highest, energy));
        }

        double from = (options.MinimumEnergy * Constants.WavenumberInEv) ?? lowest, to = (options.MaximumEnergy * Constants.WavenumberInEv) ?? (headroom * highest);
        return from < to
            ? EnergyBins.Uniform(from, to, options.EnergyBins)
            : throw new InsInputException("--e-max", null, "is not above --e-min, or there is no mode above it", "leave out one of them");
    }

    /// <summary>The map of a powder, before broadening and mask, by element for densities of states.</summary>
    /// <param name="matrices">Source of the dynamical matrices at any wave vector.</param>
    /// <param name="debyeWaller">For the structure factor; null for none.</param>
    /// <param name="bins">Bins in energy.</param>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Told after each shell.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The parts that add up to the map, per cm⁻¹; energies at the centres of bins.</returns>
    public static IReadOnlyList<Spectrum2D> Powder(
        IDynamicalMatrix matrices,
        DebyeWallerTensors? debyeWaller,
        EnergyBins bins,
        EuphonicOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        int count = options.QBins;
        double[] momenta = [.. Enumerable.Range(0, count).Select(k => options.QMinimum + ((k + 0.5) * (options.QMaximum - options.QMinimum) / count))];
        PowderMapOptions sampling = new()
        {
            Temperature = options.Temperature, Sampling = options.Sampling, Points = options.Points, PointDensity = options.PointDensity,
            LeastPoints = options.LeastPoints, MostPoints = options.MostPoints, Threads = options.Threads,
            Jitter = options.Jitter ?? (options.Sampling == SphereSampling.RandomSphere ? 0 : null),
        };
        if (options.Weighting == EuphonicWeighting.Coherent)
        {
            PowderMap map = PowderMap.Compute(matrices, Factor(matrices.Crystal, debyeWaller), momenta, bins, sampling, progress, cancellation);
            return [Map("coherent", momenta, bins, map.Values)];
        }

        Random? random = sampling.Jitter is { } seed ? new Random(seed) : null;
        ElementSums sums = new(matrices.Crystal, count, bins);
        for (int shell = 0; shell < count; shell++)
        {
            SphereDirections rule = SphereDirections.Make(options.Sampling, sampling.PointsAt(momenta[shell]), random);
            Matrix3d toFractional = momenta[shell] / (2 * Math.PI) * matrices.Crystal.PeriodicLattice.Vectors.Transpose;
            PhononModes modes = PhononSolver.Solve(matrices, Array.ConvertAll(rule.Directions, n => n * toFractional), options.Threads, null, cancellation);
            sums.Add(shell, EuphonicDensityOfStates.Parts(modes, bins, options.CrossSection));
            progress?.Report(new StepProgress("powder average", shell + 1, count, ""));
        }

        return sums.Maps(momenta);
    }

    /// <summary>The map along a path of wave vectors, taken as whole momentum transfers, before broadening and mask.</summary>
    /// <param name="modes">Modes at the points of the path.</param>
    /// <param name="distances">[nQ], positions along it, Å⁻¹.</param>
    /// <param name="debyeWaller">For the structure factor; null for none.</param>
    /// <param name="bins">Bins in energy.</param>
    /// <param name="options">Settings.</param>
    public static IReadOnlyList<Spectrum2D> Path(
        PhononModes modes, double[] distances, DebyeWallerTensors? debyeWaller, EnergyBins bins, EuphonicOptions options)
    {
        ElementSums sums = new(modes.Crystal, distances.Length, bins);
        double[] values = new double[distances.Length * bins.Count];
        CoherentStructureFactor? factor = options.Weighting == EuphonicWeighting.Coherent ? Factor(modes.Crystal, debyeWaller) : null;
        double[] intensities = new double[modes.ModeCount];
        for (int q = 0; q < distances.Length; q++)
        {
            if (factor is null)
            {
                sums.Add(q, EuphonicDensityOfStates.Parts(Single(modes, q), bins, options.CrossSection));
                continue;
            }

            factor.At(modes.QPoints[q], modes.EnergiesAt(q), modes.EigenvectorsAt(q), intensities);
            for (int n = 0; n < intensities.Length; n++)
            {
                // A sound wave at a reciprocal lattice vector is the Bragg reflection, which no bin can hold.
                intensities[n] = double.IsFinite(intensities[n]) ? intensities[n] : 0;
            }

            bins.Add(modes.EnergiesAt(q), intensities, options.Temperature, 1, values.AsSpan(q * bins.Count, bins.Count));
        }

        return factor is null ? sums.Maps(distances) : [Map("coherent", distances, bins, values)];
    }

    /// <summary>The positions along a path, Å⁻¹: the distances of neighbours added up.</summary>
    public static double[] Distances(PhononModes modes)
    {
        double[] distances = new double[modes.QPoints.Length];
        for (int q = 1; q < distances.Length; q++)
        {
            Vector3d step = (modes.QPoints[q] - modes.QPoints[q - 1]) * modes.Crystal.PeriodicLattice.Reciprocal;
            distances[q] = distances[q - 1] + (2 * Math.PI * step.Norm);
        }

        return distances;
    }

    /// <summary>The map without what no detector sees; Euphonic asks whether a bin in Q is touched at the centre of a bin in energy.</summary>
    /// <param name="map">Energies at the centres of bins, cm⁻¹.</param>
    /// <param name="edges">Edges in Q, [nQ + 1], Å⁻¹.</param>
    /// <param name="options">The fixed energy, and the angles.</param>
    public static Spectrum2D Masked(Spectrum2D map, double[] edges, EuphonicOptions options)
    {
        if (Bank(options) is not { } bank)
        {
            return map;
        }

        double[] masked = [.. map.Intensities];
        for (int k = 0; k < masked.Length; k++)
        {
            int q = k / map.Energies.Length;
            masked[k] = bank.Measures(edges[q], edges[q + 1], map.Energies[k % map.Energies.Length]) ? masked[k] : double.NaN;
        }

        return map with { Intensities = masked };
    }

    /// <summary>The detectors whose kinematics mask a map, or null for none.</summary>
    public static DetectorBank? Bank(EuphonicOptions options)
    {
        AngleRange angles = AngleRange.Around(options.Angles.From, options.Angles.To);
        return (options.IncidentEnergy ?? options.FinalEnergy) is not { } energy ? null : new()
        {
            Name = options.IncidentEnergy is null ? "final energy" : "incident energy",
            Kinematics = new(options.IncidentEnergy is null ? InstrumentGeometry.Indirect : InstrumentGeometry.Direct, energy),
            Coverage = [angles],
            Angles = angles.From == angles.To ? [angles.From] : [angles.From, angles.To],
        };
    }

    static PhononModes Single(PhononModes modes, int q)
    {
        PhononModes single = new(modes.Crystal, [modes.QPoints[q]], [1]);
        modes.EnergiesAt(q).CopyTo(single.Energies);
        modes.EigenvectorsAt(q).CopyTo(single.Eigenvectors);
        return single;
    }

    static CoherentStructureFactor Factor(Crystal crystal, DebyeWallerTensors? debyeWaller) =>
        new(crystal, debyeWaller, null, EuphonicConstants.HbarSquaredPerMass);

    static Spectrum2D Map(string label, double[] q, EnergyBins bins, double[] perEv) => new(
        label,
        q,
        [.. Enumerable.Range(0, bins.Count).Select(k => bins.Centre(k) * Constants.EvInWavenumbers)],
        Array.ConvertAll(perEv, y => y * Constants.WavenumberInEv));

    // Rows of a map, atoms of one element added up.
    sealed class ElementSums(Crystal crystal, int rows, EnergyBins bins)
    {
        readonly int[] numbers = [.. crystal.AtomicNumbers.ToArray().Distinct()];
        readonly double[][] sums = [.. crystal.AtomicNumbers.ToArray().Distinct().Select(_ => new double[rows * bins.Count])];

        public void Add(int row, double[][] atoms)
        {
            for (int i = 0; i < atoms.Length; i++)
            {
                Span<double> sum = sums[Array.IndexOf(numbers, crystal.AtomicNumbers[i])].AsSpan(row * bins.Count, bins.Count);
                System.Numerics.Tensors.TensorPrimitives.Add(sum, atoms[i], sum);
            }
        }

        public IReadOnlyList<Spectrum2D> Maps(double[] q) => [.. numbers.Select((z, k) => Map(Element.Symbol(z), q, bins, sums[k]))];
    }
}
