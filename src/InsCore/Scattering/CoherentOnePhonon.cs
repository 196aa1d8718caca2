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

    /// <summary>Directions of a powder average unless another number is given.</summary>
    public const int DefaultDirections = 2400;

    readonly IDynamicalMatrix matrices;
    readonly CoherentStructureFactor factor;
    readonly SphereMesh mesh;
    readonly double temperature, scale, highest;
    readonly int directions, threads;

    /// <summary>Prepares a crystal.</summary>
    /// <param name="matrices">Source of the dynamical matrices at any wave vector.</param>
    /// <param name="spaceGroup">The group over which the tensors were averaged.</param>
    /// <param name="tensors">Give the Debye–Waller factors.</param>
    /// <param name="directions">Largest number of directions of a powder average at each |Q|, those equal by symmetry counted once.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    public CoherentOnePhonon(IDynamicalMatrix matrices, SpaceGroup spaceGroup, SpectralTensors tensors, int directions = DefaultDirections, int threads = 0)
    {
        Crystal crystal = matrices.Crystal;
        (this.matrices, temperature, this.directions, this.threads) = (matrices, tensors.Temperature, directions, threads);
        SiteSymmetry symmetry = SiteSymmetry.Of(spaceGroup, crystal);
        factor = new(crystal, DebyeWallerTensors.Of(temperature, Everywhere(tensors, symmetry, crystal.AtomCount)));
        mesh = new(symmetry.Rotations);
        highest = tensors.Atoms.Max(a => a.Energies.Max());
        scale = 1e-3 * crystal.AtomCount * Constants.WavenumberInEv; // mbarn per atom and eV to barn/sr per cell and cm⁻¹
    }

    /// <summary>Largest number of directions of a powder average at each |Q|.</summary>
    public int Directions => directions;

    /// <summary>Largest measured error of a powder average of the last map after resolution, relative to the maximum at its |Q|; NaN before.</summary>
    public double Accuracy { get; private set; } = double.NaN;

    /// <summary>Powder average on the bins of a map before resolution, [nQ][bins of the grid], barn/sr per cm⁻¹ per cell.</summary>
    internal double[][] Powder(MapFrame frame, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        SphereAverage average = Average(new EnergyBins(frame.Edges), frame.Grid.Accuracy);
        double[][] rows = new double[frame.Q.Length][];
        double[] errors = new double[rows.Length];
        for (int q = 0; q < rows.Length; q++)
        {
            SphereSpectrum shell = average.At(frame.Q[q], frame.Broaden, cancellation);
            (rows[q], errors[q]) = (Array.ConvertAll(shell.Values, v => scale * v), shell.Error(frame.Broaden));
            progress?.Report(new StepProgress("powder average", q + 1, rows.Length, ""));
        }

        Accuracy = errors.Max();
        return rows;
    }

    /// <summary>Along the trajectories Q(ω) of detector banks, on the bins of a grid before resolution, mean over the angles of each bank.</summary>
    /// <remarks>
    /// Powder averages at even steps of |Q| between the smallest and the largest that any bank sees while there are phonons, and linear interpolation
    /// between two of them at each bin. Twice the step gives four times the error, so that a third of the difference measures it; steps are halved
    /// until it is below that of the average over directions, or as small as is wanted.
    /// </remarks>
    /// <param name="banks">The banks.</param>
    /// <param name="grid">The bins.</param>
    /// <param name="broaden">Puts the resolution of a bank on a spectrum.</param>
    /// <param name="progress">Told after each shell.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>For each bank [bins of the grid], barn/sr per cm⁻¹ per cell: the part, and what the average and the interpolation may be wrong by.</returns>
    internal CoherentRows[] Trajectories(
        IReadOnlyList<DetectorBank> banks,
        ScatteringGrid grid,
        Func<DetectorBank, double[], double[]> broaden,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        int count = grid.LastBin - grid.FirstBin + 1;
        (double Q, int Bin, int Bank, double Share)[] seen = [.. Seen(banks, grid)];
        if (seen.Length == 0)
        {
            return [.. banks.Select(_ => new CoherentRows(new double[count], new double[count], new double[count], new double[count]))];
        }

        SphereAverage average = Average(new([.. Enumerable.Range(grid.FirstBin, count + 1).Select(j => (j - 0.5) * grid.Spacing)]), grid.Accuracy);
        SphereSpectrum[] Shells(IEnumerable<double> momenta) => Averages(average, [.. momenta], row => broaden(banks[0], row), progress, cancellation);
        double least = seen.Min(t => t.Q), span = Math.Max(1e-6, seen.Max(t => t.Q) - least);

        // An even number of steps, so that every other shell is an even division as well.
        int steps = 2 * Math.Max(1, (int)Math.Ceiling(span / (2 * LargestStep)));
        SphereSpectrum[] shells = Shells(Enumerable.Range(0, steps + 1).Select(k => least + (k * span / steps)));
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

            double[][] fine = Along(1, k => shells[k].Values), wide = Along(2, k => shells[k].Values);
            double[][] coarse = Along(1, k => shells[k].Coarse), coarser = Along(1, k => shells[k].Coarser);
            CoherentRows[] rows = [.. banks.Select((_, b) => new CoherentRows(fine[b], coarse[b], coarser[b], [.. fine[b].Zip(wide[b], (f, w) => (f - w) / 3)]))];
            (double Average, double Interpolation)[] found = [.. banks.Select((bank, b) => rows[b].Errors(row => broaden(bank, row)))];
            if (refinement == MostRefinements || found.All(e => e.Interpolation <= Math.Max(grid.Accuracy, e.Average)))
            {
                return rows;
            }

            SphereSpectrum[] between = Shells(Enumerable.Range(0, steps).Select(k => least + ((k + 0.5) * span / steps)));
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

    SphereAverage Average(EnergyBins bins, double accuracy) => new(matrices, factor, mesh, bins, temperature, accuracy, directions, threads);

    static SphereSpectrum[] Averages(
        SphereAverage average, double[] momenta, Func<double[], double[]> broaden, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        SphereSpectrum[] shells = new SphereSpectrum[momenta.Length];
        for (int k = 0; k < shells.Length; k++)
        {
            shells[k] = average.At(momenta[k], broaden, cancellation);
            progress?.Report(new StepProgress("powder average", k + 1, shells.Length, ""));
        }

        return shells;
    }

    /// <summary>The same along a path of one crystal, each column the mean over the piece of the path that it stands for.</summary>
    /// <remarks>Energies and amplitudes of each branch are linear between two columns, so that steep branches leave no gaps.</remarks>
    /// <param name="frame">The bins.</param>
    /// <param name="momenta">[nQ], Q in fractional coordinates of the reciprocal lattice.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    internal double[][] Along(MapFrame frame, Vector3d[] momenta, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        List<(double Energy, double Amplitude)[]> columns = [];
        Vector3d[] places = [.. Enumerable.Range(0, momenta.Length).Select(k => BesideBragg(momenta, k))];
        foreach (PhononModes block in PhononSolver.Stream(
            matrices, places, new double[places.Length], threads: threads, progress: progress, cancellation: cancellation))
        {
            double[] intensities = factor.Intensities(block);
            for (int q = 0; q < block.QPoints.Length; q++)
            {
                // At a reciprocal lattice point the sound waves, lowest of all, are the Bragg reflection.
                int sound = AcousticModes.IsGamma(momenta[columns.Count]) ? 3 : 0;
                columns.Add([.. Enumerable.Range(0, block.ModeCount).Select(n => n < sound
                    ? default
                    : SphereAverage.Amplitude(block.EnergiesAt(q)[n], intensities[(q * block.ModeCount) + n]))]);
            }
        }

        EnergyMoments moments = new(new EnergyBins(frame.Edges));
        return [.. Enumerable.Range(0, columns.Count).Select(q => Column(moments, columns, q))];
    }

    // At a reciprocal lattice point itself polar modes have no direction to split along, and would break off.
    static Vector3d BesideBragg(Vector3d[] momenta, int k) => AcousticModes.IsGamma(momenta[k]) && momenta.Length > 1
        ? momenta[k] + (1e-3 * (momenta[k > 0 ? k - 1 : 1] - momenta[k]))
        : momenta[k];

    // From half way to the column before, to half way to the next.
    double[] Column(EnergyMoments moments, List<(double Energy, double Amplitude)[]> columns, int q)
    {
        moments.Clear();
        int[] neighbours = [.. new[] { q - 1, q + 1 }.Where(k => k >= 0 && k < columns.Count)];
        foreach ((double Energy, double Amplitude)[] next in neighbours.Select(k => columns[k]))
        {
            for (int n = 0; n < next.Length; n++)
            {
                (double energy, double amplitude) = columns[q][n];
                moments.AddSegment(1.0 / neighbours.Length, (energy, amplitude), (0.5 * (energy + next[n].Energy), 0.5 * (amplitude + next[n].Amplitude)));
            }
        }

        return moments.Spectrum(temperature, scale);
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
