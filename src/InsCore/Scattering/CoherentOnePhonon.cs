using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>The coherent one-phonon part of a map: interference between atoms, which the incoherent approximation leaves out.</summary>
/// <remarks>The dynamical matrices are diagonalised at every momentum transfer; see <see cref="CoherentStructureFactor"/>.</remarks>
public sealed class CoherentOnePhonon
{
    // Steps in |Q| along a trajectory, Å⁻¹, to begin with: interference of atoms ten Å apart has a period of 0.6 Å⁻¹. Steep branches take smaller ones.
    const double LargestStep = 0.05;
    const int MostRefinements = 4;

    // Interpolation that errs by no more is good enough, relative to the maximum.
    const double SmallError = 0.005;

    readonly IDynamicalMatrix matrices;
    readonly CoherentStructureFactor factor;
    readonly double temperature, scale, highest;
    readonly int directions, threads;

    /// <summary>Prepares a crystal.</summary>
    /// <param name="matrices">Source of the dynamical matrices at any wave vector.</param>
    /// <param name="spaceGroup">The group over which the tensors were averaged.</param>
    /// <param name="tensors">Give the Debye–Waller factors.</param>
    /// <param name="directions">Directions of a powder average, at each |Q|.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    public CoherentOnePhonon(IDynamicalMatrix matrices, SpaceGroup spaceGroup, SpectralTensors tensors, int directions = 500, int threads = 0)
    {
        Crystal crystal = matrices.Crystal;
        (this.matrices, temperature, this.directions, this.threads) = (matrices, tensors.Temperature, directions, threads);
        factor = new(crystal, DebyeWallerTensors.Of(temperature, Everywhere(tensors, SiteSymmetry.Of(spaceGroup, crystal), crystal.AtomCount)));
        highest = tensors.Atoms.Max(a => a.Energies.Max());
        scale = 1e-3 * crystal.AtomCount * Constants.WavenumberInEv; // mbarn per atom and eV to barn/sr per cell and cm⁻¹
    }

    /// <summary>Largest measured error of a powder average of the last map, relative to the maximum at its |Q|; NaN before.</summary>
    public double Accuracy { get; private set; } = double.NaN;

    /// <summary>Powder average on the bins of a map before resolution, [nQ][bins of the grid], barn/sr per cm⁻¹ per cell.</summary>
    internal double[][] Powder(MapFrame frame, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        PowderMapOptions options = new() { Temperature = temperature, Points = directions, Threads = threads };
        PowderMap map = PowderMap.Compute(matrices, factor, frame.Q, new EnergyBins(frame.Edges), options, progress, cancellation);
        Accuracy = map.Accuracy.Max();
        int bins = map.Bins.Count;
        return [.. Enumerable.Range(0, frame.Q.Length).Select(q => Array.ConvertAll(map.Values[(q * bins)..((q + 1) * bins)], v => scale * v))];
    }

    /// <summary>Along the trajectories Q(ω) of detector banks, on the bins of a grid before resolution, mean over the angles of each bank.</summary>
    /// <remarks>
    /// Powder averages at even steps of |Q| between the smallest and the largest that any bank sees while there are phonons, and linear interpolation
    /// between two of them at each bin. Twice the step gives four times the error, so that a third of the difference measures it; steps are halved
    /// until it is below that of the average over directions, or small.
    /// </remarks>
    /// <param name="banks">The banks.</param>
    /// <param name="grid">The bins.</param>
    /// <param name="errors">Errors of the average and of the interpolation after resolution, relative to the maximum.</param>
    /// <param name="progress">Told after each shell.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>For each bank [bins of the grid], barn/sr per cm⁻¹ per cell: the part, and what the average and the interpolation may be wrong by.</returns>
    internal CoherentRows[] Trajectories(
        IReadOnlyList<DetectorBank> banks,
        ScatteringGrid grid,
        Func<DetectorBank, CoherentRows, (double Average, double Interpolation)> errors,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        int count = grid.LastBin - grid.FirstBin + 1;
        (double Q, int Bin, int Bank, double Share)[] seen = [.. Seen(banks, grid)];
        if (seen.Length == 0)
        {
            return [.. banks.Select(_ => new CoherentRows(new double[count], new double[count], new double[count]))];
        }

        EnergyBins bins = new([.. Enumerable.Range(grid.FirstBin, count + 1).Select(j => (j - 0.5) * grid.Spacing)]);
        double least = seen.Min(t => t.Q), span = Math.Max(1e-6, seen.Max(t => t.Q) - least);

        // An even number of steps, so that every other shell is an even division as well.
        int steps = 2 * Math.Max(1, (int)Math.Ceiling(span / (2 * LargestStep)));
        (double[] Values, double[] Halves)[] shells = Shells([.. Enumerable.Range(0, steps + 1).Select(k => least + (k * span / steps))], bins, progress, cancellation);
        for (int refinement = 0; ; refinement++)
        {
            double[][] Along(int every, Func<int, double[]> shell)
            {
                double[][] rows = [.. banks.Select(_ => new double[count])];
                foreach ((double q, int bin, int bank, double part) in seen)
                {
                    double place = (q - least) * steps / (every * span);
                    int k = Math.Clamp((int)place, 0, (steps / every) - 1);
                    rows[bank][bin] += scale * part * (((k + 1 - place) * shell(k * every)[bin]) + ((place - k) * shell((k + 1) * every)[bin]));
                }

                return rows;
            }

            double[][] fine = Along(1, k => shells[k].Values), coarse = Along(2, k => shells[k].Values), halves = Along(1, k => shells[k].Halves);
            CoherentRows[] rows = [.. banks.Select((_, b) => new CoherentRows(fine[b], halves[b], [.. fine[b].Zip(coarse[b], (f, c) => (f - c) / 3)]))];
            (double Average, double Interpolation)[] found = [.. banks.Select((bank, b) => errors(bank, rows[b]))];
            if (refinement == MostRefinements || found.All(e => e.Interpolation <= Math.Max(SmallError, 0.5 * e.Average)))
            {
                return rows;
            }

            (double[], double[])[] between = Shells([.. Enumerable.Range(0, steps).Select(k => least + ((k + 0.5) * span / steps))], bins, progress, cancellation);
            shells = [.. Enumerable.Range(0, (2 * steps) + 1).Select(k => k % 2 == 0 ? shells[k / 2] : between[k / 2])];
            steps *= 2;
        }
    }

    // Where banks pass the bins that hold phonons, with the share of each angle.
    IEnumerable<(double Q, int Bin, int Bank, double Share)> Seen(IReadOnlyList<DetectorBank> banks, ScatteringGrid grid)
    {
        for (int j = grid.FirstBin; j <= grid.LastBin; j++)
        {
            double energy = j * grid.Spacing * Constants.EvInWavenumbers;
            for (int b = 0; b < banks.Count && Math.Abs(j) * grid.Spacing <= highest + grid.Spacing; b++)
            {
                foreach (double angle in banks[b].Allows(energy) ? banks[b].Angles : [])
                {
                    yield return (Math.Sqrt(banks[b].Kinematics.QSquared(energy, angle)), j - grid.FirstBin, b, 1.0 / banks[b].Angles.Count);
                }
            }
        }
    }

    (double[] Values, double[] Halves)[] Shells(double[] momenta, EnergyBins bins, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        PowderMapOptions options = new() { Temperature = temperature, Points = directions, Threads = threads };
        PowderMap map = PowderMap.Compute(matrices, factor, momenta, bins, options, progress, cancellation);
        return [.. Enumerable.Range(0, momenta.Length).Select(k => (map.Values[(k * bins.Count)..((k + 1) * bins.Count)], map.HalfDifferences[(k * bins.Count)..((k + 1) * bins.Count)]))];
    }

    /// <summary>The same at single momentum transfers of one crystal.</summary>
    /// <param name="frame">The bins.</param>
    /// <param name="momenta">[nQ], Q in fractional coordinates of the reciprocal lattice.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    internal double[][] Along(MapFrame frame, Vector3d[] momenta, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        EnergyBins bins = new(frame.Edges);
        List<double[]> rows = [];
        foreach (PhononModes block in PhononSolver.Stream(
            matrices, momenta, new double[momenta.Length], threads: threads, progress: progress, cancellation: cancellation))
        {
            double[] intensities = factor.Intensities(block);
            for (int q = 0; q < block.QPoints.Length; q++)
            {
                double[] row = new double[bins.Count];
                Span<double> own = intensities.AsSpan(q * block.ModeCount, block.ModeCount);
                LeaveOutBragg(AcousticModes.Find(block, q), block.EnergiesAt(q), own);
                bins.Add(block.EnergiesAt(q), own, temperature, scale, row);
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    // At a reciprocal lattice point the sound waves are the Bragg reflection; imaginary modes have no energy to stand at.
    static void LeaveOutBragg(AcousticModes? acoustic, ReadOnlySpan<double> energies, Span<double> intensities)
    {
        for (int n = 0; n < energies.Length; n++)
        {
            if (!(energies[n] > 0) || (acoustic is not null && acoustic.Modes.Contains(n)))
            {
                intensities[n] = 0;
            }
        }
    }

    // W = A/2 of every atom, from the atom of its orbit that was computed.
    static SymmetricTensor[] Everywhere(SpectralTensors tensors, SiteSymmetry symmetry, int atoms)
    {
        SymmetricTensor[] all = new SymmetricTensor[atoms];
        foreach (AtomTensor atom in tensors.Atoms)
        {
            SymmetricTensor half = 0.5 * atom.Displacement(tensors.Temperature);
            for (int o = 0; o < symmetry.Rotations.Length; o++)
            {
                all[symmetry.Images[o][atom.Atom]] = half.Rotate(symmetry.Rotations[o]);
            }
        }

        return all;
    }
}
