using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>The coherent one-phonon part of a map: interference between atoms, which the incoherent approximation leaves out.</summary>
/// <remarks>The dynamical matrices are diagonalised at every momentum transfer; see <see cref="CoherentStructureFactor"/>.</remarks>
public sealed class CoherentOnePhonon
{
    // Steps in |Q| along a trajectory, Å⁻¹: interference of atoms ten Å apart has a period of 0.6 Å⁻¹.
    const double LargestStep = 0.05;

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
    /// between two of them at each bin. Twice the step gives four times the error, so that a third of the difference measures it.
    /// </remarks>
    /// <param name="banks">The banks.</param>
    /// <param name="grid">The bins.</param>
    /// <param name="progress">Told after each shell.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>[banks][bins of the grid], barn/sr per cm⁻¹ per cell.</returns>
    internal double[][] Trajectories(
        IReadOnlyList<DetectorBank> banks, ScatteringGrid grid, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int count = grid.LastBin - grid.FirstBin + 1;
        double Energy(int bin) => (grid.FirstBin + bin) * grid.Spacing * Constants.EvInWavenumbers;
        bool HasPhonons(int bin) => Math.Abs(grid.FirstBin + bin) * grid.Spacing <= highest + grid.Spacing;
        double[] reached = [.. banks.SelectMany(b => Enumerable.Range(0, count).Where(bin => HasPhonons(bin) && b.Allows(Energy(bin)))
            .SelectMany(bin => b.Angles.Select(angle => Math.Sqrt(b.Kinematics.QSquared(Energy(bin), angle)))))];
        if (reached.Length == 0)
        {
            return [.. banks.Select(_ => new double[count])];
        }

        // An even number of steps, so that every other shell is an even division as well.
        double least = reached.Min(), step = Math.Max(1e-6, reached.Max() - least);
        int steps = 2 * Math.Max(1, (int)Math.Ceiling(step / (2 * LargestStep)));
        step /= steps;
        double[] momenta = [.. Enumerable.Range(0, steps + 1).Select(k => least + (k * step))];
        double[] edges = [.. Enumerable.Range(grid.FirstBin, count + 1).Select(j => (j - 0.5) * grid.Spacing)];
        PowderMapOptions options = new() { Temperature = temperature, Points = directions, Threads = threads };
        PowderMap map = PowderMap.Compute(matrices, factor, momenta, new EnergyBins(edges), options, progress, cancellation);
        double[] Along(DetectorBank bank, int every)
        {
            double[] row = new double[count];
            for (int bin = 0; bin < count; bin++)
            {
                foreach (double angle in HasPhonons(bin) && bank.Allows(Energy(bin)) ? bank.Angles : [])
                {
                    double place = (Math.Sqrt(bank.Kinematics.QSquared(Energy(bin), angle)) - least) / (every * step);
                    int shell = Math.Clamp((int)place, 0, (steps / every) - 1);
                    double share = place - shell, here = map.Values[(shell * every * count) + bin], next = map.Values[((shell + 1) * every * count) + bin];
                    row[bin] += scale / bank.Angles.Count * (((1 - share) * here) + (share * next));
                }
            }

            return row;
        }

        double[][] rows = [.. banks.Select(b => Along(b, 1))];
        double interpolation = banks.Select((b, k) => PowderMap.Difference(rows[k], Along(b, 2), options.AccuracySmoothing) * 2 / 3).Max();
        Accuracy = Math.Max(map.Accuracy.Max(), interpolation);
        return rows;
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
