using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering.Coherent;

/// <summary>Powder-averaged coherent one-phonon scattering S(|Q|, ω) in bins.</summary>
/// <remarks>
/// S(|Q|, ω) is the mean over directions of the S(Q, ω) of <see cref="CoherentStructureFactor"/>; the modes are solved at every direction. The
/// quadrature is split into two rules of the same order in different frames: their mean is the result, half of their difference its error.
/// <see cref="Accuracy"/> holds the largest such difference of each shell, relative to its maximum.
/// </remarks>
public sealed class PowderMap
{
    PowderMap(double[] momenta, EnergyBins bins, double[] values, double[] accuracy, int[] points) =>
        (Momenta, Bins, Values, Accuracy, Points) = (momenta, bins, values, accuracy, points);

    /// <summary>|Q| of the shells, [nShells], Å⁻¹.</summary>
    public double[] Momenta { get; }

    /// <summary>The bins along the energy transfer.</summary>
    public EnergyBins Bins { get; }

    /// <summary>[nShells × nBins], mbarn per atom and eV.</summary>
    public double[] Values { get; }

    /// <summary>Measured error of each shell after smoothing, relative to its maximum, [nShells]; NaN for samplings without a measure of it.</summary>
    public double[] Accuracy { get; }

    /// <summary>Directions used at each shell, [nShells].</summary>
    public int[] Points { get; }

    /// <summary>Computes a map.</summary>
    /// <param name="matrices">Source of the dynamical matrices at any wave vector.</param>
    /// <param name="factor">The structure factor of the same crystal.</param>
    /// <param name="momenta">|Q| of the shells, Å⁻¹.</param>
    /// <param name="bins">Bins along the energy transfer.</param>
    /// <param name="options">Sampling and temperature; null for the defaults.</param>
    /// <param name="progress">Told after each shell.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static PowderMap Compute(
        IDynamicalMatrix matrices,
        CoherentStructureFactor factor,
        double[] momenta,
        EnergyBins bins,
        PowderMapOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        Random? random = options.Jitter is { } seed ? new Random(seed) : null;
        double[] values = new double[momenta.Length * bins.Count], accuracy = new double[momenta.Length];
        int[] points = new int[momenta.Length];
        for (int shell = 0; shell < momenta.Length; shell++)
        {
            SphereDirections[] rules = Rules(options, options.PointsAt(momenta[shell]), random);
            double[][] spectra = [.. rules.Select(r => Shell(matrices, factor, momenta[shell], r, bins, options, cancellation))];
            Span<double> mean = values.AsSpan(shell * bins.Count, bins.Count);
            foreach (double[] spectrum in spectra)
            {
                for (int bin = 0; bin < mean.Length; bin++)
                {
                    mean[bin] += spectrum[bin] / spectra.Length;
                }
            }

            accuracy[shell] = spectra.Length == 2 ? Difference(spectra[0], spectra[1], options.AccuracySmoothing) : double.NaN;
            points[shell] = rules.Sum(r => r.Weights.Length);
            progress?.Report(new StepProgress("powder average", shell + 1, momenta.Length, ""));
        }

        return new(momenta, bins, values, accuracy, points);
    }

    /// <summary>The map with NaN in the bins of which a detector bank sees no part.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="edges">Edges of the bins in |Q| whose centres the shells are, [nShells + 1], Å⁻¹.</param>
    public double[] Masked(DetectorBank bank, double[] edges)
    {
        double[] masked = [.. Values];
        for (int k = 0; k < masked.Length; k++)
        {
            int shell = k / Bins.Count;
            double energy = Bins.Centre(k % Bins.Count) * Units.Constants.EvInWavenumbers;
            masked[k] = bank.Measures(edges[shell], edges[shell + 1], energy) ? masked[k] : double.NaN;
        }

        return masked;
    }

    static SphereDirections[] Rules(PowderMapOptions options, int points, Random? random)
    {
        if (options.Sampling != SphereSampling.Quadrature)
        {
            return [SphereDirections.Make(options.Sampling, points, random)];
        }

        SphereDirections half = SphereDirections.Make(SphereSampling.Quadrature, Math.Max(6, (points + 1) / 2), random);
        return [half, half.InOtherFrame()];
    }

    static double[] Shell(
        IDynamicalMatrix matrices,
        CoherentStructureFactor factor,
        double momentum,
        SphereDirections rule,
        EnergyBins bins,
        PowderMapOptions options,
        CancellationToken cancellation)
    {
        // Fractional coordinates of Q: Q = 2π q A*, so q = Q Aᵀ/2π.
        Matrix3d toFractional = momentum / (2 * Math.PI) * matrices.Crystal.PeriodicLattice.Vectors.Transpose;
        Vector3d[] vectors = Array.ConvertAll(rule.Directions, n => n * toFractional);
        PhononModes modes = PhononSolver.Solve(matrices, vectors, options.Threads, null, cancellation);
        double[] intensities = factor.Intensities(modes), spectrum = new double[bins.Count];
        for (int k = 0; k < vectors.Length; k++)
        {
            bins.Add(modes.EnergiesAt(k), intensities.AsSpan(k * modes.ModeCount, modes.ModeCount), options.Temperature, rule.Weights[k], spectrum);
        }

        return spectrum;
    }

    static double Difference(double[] a, double[] b, double smoothing)
    {
        double[][] smooth = Broadening.Apply([a, b], 0, a.Length, _ => smoothing);
        double largest = 0, difference = 0;
        for (int bin = 0; bin < a.Length; bin++)
        {
            largest = Math.Max(largest, 0.5 * (smooth[0][bin] + smooth[1][bin]));
            difference = Math.Max(difference, 0.5 * Math.Abs(smooth[0][bin] - smooth[1][bin]));
        }

        return largest > 0 ? difference / largest : 0;
    }
}
