using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>Reads a trajectory once, segment by segment, and makes everything of it that is reported.</summary>
internal static class DynamicsAnalysis
{
    // Samples that are looked at, at most: for distances of all pairs, and for bonds that were not there.
    const int MostPairSamples = 200, MostTopologies = 100;

    /// <summary>The result of a trajectory, and the spectrum of its velocities.</summary>
    /// <exception cref="InsInputException">A segment is absent or damaged.</exception>
    public static (DynamicsResult Result, VelocitySpectrum Velocities) Run(Trajectory trajectory, CancellationToken cancellation)
    {
        Crystal start = trajectory.Start;
        Molecules molecules = Molecules.Find(start);
        MoleculeMonitor bonds = new(start, molecules);
        PairMonitor pairs = new(start, molecules);
        DisplacementMonitor displacements = new(start, molecules);
        VelocitySpectrum velocities = VelocitySpectrum.For(trajectory);
        int total = trajectory.SampleCount, stride = DisplacementMonitor.Stride(total, start.AtomCount);
        int pairStride = (total / MostPairSamples) + 1, topologyStride = (total / MostTopologies) + 1;
        List<DynamicsSample> samples = [];
        Vector3d[] positions = new Vector3d[start.AtomCount];
        foreach (TrajectorySegment segment in trajectory.Segments())
        {
            for (int k = 0; k < segment.Count; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                DynamicsSample sample = segment.Samples[k];
                int number = samples.Count;
                double time = sample.Step * trajectory.Options.TimeStep * 1e-3;
                samples.Add(sample);
                velocities.Add(segment.VelocitiesAt(k));
                segment.CopyPositions(k, positions);
                if (number % stride == 0)
                {
                    bonds.Add(time, sample.Cell, positions);
                    displacements.Add(time, sample.Cell, positions);
                }

                if (number % topologyStride == 0)
                {
                    bonds.AddTopology(time, sample.Cell, positions);
                }

                if (number % pairStride == 0)
                {
                    pairs.Add(sample.Cell, positions);
                }
            }
        }

        DynamicsSeries series = new(trajectory.Options, start.AtomCount, samples);
        LinearDrift drift = LinearDrift.Of(series.Times, series.ConservedEnergies);
        DynamicsResult result = new()
        {
            Options = trajectory.Options,
            AtomCount = start.AtomCount,
            StartCell = start.PeriodicLattice,
            Series = series,
            EnergyDrift = new(1e3 * drift.Slope / start.AtomCount, 1e3 * drift.Error / start.AtomCount),
            Temperature = BlockAverage.Of(series.Temperatures),
            Pressure = BlockAverage.Of(series.Pressures),
            Volume = BlockAverage.Of(series.Volumes),
            Cell = [.. Enumerable.Range(0, 6).Select(k => BlockAverage.Of(series.Cell(k)))],
            Molecules = bonds.Report(),
            Displacements = displacements.Report(),
            Distances = pairs.Report(),
            PressureResponse = PressureResponse(trajectory.Options, samples),
            Cost = trajectory.Cost,
        };
        return (result, velocities);
    }

    // -⟨X (V - ⟨V⟩)⟩/(kT ⟨V⟩) with X = V (P_int - P) + 2 kT: 1 in the isothermal-isobaric ensemble, by parts in its density.
    static BlockAverage? PressureResponse(DynamicsOptions options, List<DynamicsSample> samples)
    {
        if (options.Ensemble != Ensemble.Npt)
        {
            return null;
        }

        double thermal = Constants.Boltzmann * options.Temperature, pressure = options.Pressure / Constants.EvPerCubicAngstromInGpa;
        double[] volumes = [.. samples.Select(s => Math.Abs(s.Cell.Determinant))];
        double mean = volumes.Average();
        return BlockAverage.Of([.. samples.Select((s, k) =>
            -((volumes[k] * ((s.Pressure.Trace / 3) - pressure)) + (2 * thermal)) * (volumes[k] - mean) / (thermal * mean))]);
    }
}
