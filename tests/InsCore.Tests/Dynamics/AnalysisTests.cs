using InsCore.Dynamics;
using InsCore.Structures;
using InsCore.Tests.Structures;
using Xunit;

namespace InsCore.Tests.Dynamics;

public sealed class AnalysisTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(0.98)]
    public void The_error_of_a_mean_is_that_of_the_correlated_series(double correlation)
    {
        const int n = 1 << 16;
        CounterRandom random = new(5, 1, 1);
        double[] x = new double[n];
        for (int k = 1; k < n; k++)
        {
            x[k] = (correlation * x[k - 1]) + (Math.Sqrt(1 - (correlation * correlation)) * random.Normal());
        }

        BlockAverage average = BlockAverage.Of(x);
        double exact = Math.Sqrt((1 + correlation) / (1 - correlation) / n);
        Assert.True(average.IsResolved);
        Assert.InRange(average.Error / exact, 0.75, 1.25);
        Assert.InRange(average.Mean / exact, -3, 3);
        Assert.Equal(1, average.Deviation, 0.1);
    }

    [Fact]
    public void A_series_that_only_drifts_has_no_resolved_error() =>
        Assert.False(BlockAverage.Of([.. Enumerable.Range(0, 300).Select(k => (double)k)]).IsResolved);

    [Fact]
    public void A_slope_comes_with_the_error_of_its_noise()
    {
        const int n = 4000;
        CounterRandom random = new(6, 1, 1);
        double[] t = [.. Enumerable.Range(0, n).Select(k => 0.01 * k)], y = new double[n];
        for (int k = 0; k < n; k++)
        {
            y[k] = -4448 + (0.3 * t[k]) + random.Normal();
        }

        LinearDrift drift = LinearDrift.Of(t, y);
        double exact = Math.Sqrt(12.0 / n) / (0.01 * n);
        Assert.InRange((drift.Slope - 0.3) / drift.Error, -3, 3);
        Assert.InRange(drift.Error / exact, 0.6, 1.6);
    }

    [Fact]
    public void Distances_of_a_perfect_crystal_count_its_shells()
    {
        const double a = 5.26;
        Crystal argon = TestCrystals.FromFractional(
            new Lattice(Matrix3d.Diagonal(a, a, a)), [18, 18, 18, 18], [default, new(0, 0.5, 0.5), new(0.5, 0, 0.5), new(0.5, 0.5, 0)]);
        argon = new Supercell(argon, 2, 2, 2).Crystal;
        PairMonitor pairs = new(argon, Molecules.Find(argon));
        pairs.Add(argon.PeriodicLattice.Vectors, argon.Positions);
        RadialDistribution g = Assert.Single(pairs.Report());
        double Within(double from, double to) => RadialDistribution.Distances.Select((r, k) =>
            r > from && r < to ? g.Total[k] * 31 / argon.Volume * 4 * Math.PI / 3 * (Math.Pow(r + 0.025, 3) - Math.Pow(r - 0.025, 3)) : 0).Sum();
        Assert.Equal(12, Within(0, 4.5), 1e-9);
        Assert.Equal(6, Within(4.5, 5.8), 1e-9);
        Assert.Equal(24, Within(5.8, 7), 1e-9);
        Assert.Equal(g.Total, g.Intermolecular);
    }

    [Fact]
    public void Distances_within_molecules_are_told_from_those_between_and_unlike_pairs_count_once()
    {
        Crystal crystal = TestCrystals.Example("pbcn");
        PairMonitor pairs = new(crystal, Molecules.Find(crystal));
        pairs.Add(crystal.PeriodicLattice.Vectors, crystal.Positions);
        RadialDistribution carbonHydrogen = pairs.Report().Single(d => d.Pair == "C-H");
        double Count(double[] g, double end) => RadialDistribution.Distances.Select((r, k) =>
            r < end ? g[k] * 8 / crystal.Volume * 4 * Math.PI / 3 * (Math.Pow(r + 0.025, 3) - Math.Pow(r - 0.025, 3)) : 0).Sum();

        // Half as many hydrogens as carbons, each bonded to one: half a hydrogen around a carbon. Nothing of another molecule is so near.
        Assert.Equal(0.5, Count(carbonHydrogen.Total, 1.5), 1e-9);
        Assert.Equal(0, Count(carbonHydrogen.Intermolecular, 2.4));
        Assert.True(Count(carbonHydrogen.Intermolecular, 4) > 0.5);
    }

    [Fact]
    public void A_bond_that_breaks_or_forms_is_named_and_a_stretched_one_is_not()
    {
        Crystal crystal = TestCrystals.Example("pbcn");
        Molecules molecules = Molecules.Find(crystal);
        Matrix3d cell = crystal.PeriodicLattice.Vectors;
        Bond bond = molecules.Bonds.First(b => crystal.AtomicNumbers[b.First] == 6 && crystal.AtomicNumbers[b.Second] == 53);
        Vector3d[] Stretched(double by)
        {
            Vector3d[] positions = crystal.Positions.ToArray();
            positions[bond.Second] += by / bond.Length * bond.Vector(cell, positions);
            return positions;
        }

        MoleculeMonitor monitor = new(crystal, molecules);
        monitor.Add(0, cell, crystal.Positions);
        monitor.Add(1, cell, Stretched(0.3));
        monitor.AddTopology(1, cell, Stretched(0.3));
        Assert.Null(monitor.Report().ChangedAt);
        monitor.Add(2, cell, Stretched(0.8));
        MoleculeReport report = monitor.Report();
        Assert.Equal(2, report.ChangedAt);
        Assert.Contains($"broken C{bond.First + 1}-I{bond.Second + 1}", report.Change, StringComparison.Ordinal);
        Assert.Equal(report.Change, report.ChangeAtEnd);
        monitor.Add(3, cell, Stretched(0.3));
        Assert.Equal((2.0, ""), (monitor.Report().ChangedAt!.Value, monitor.Report().ChangeAtEnd));
        Assert.Equal("4 × C4H2I2S", report.Start);
        BondKind kind = report.Bonds.Single(b => b.Name == "C-I");
        Assert.Equal((8, kind.Start + 0.8), (kind.Count, kind.Longest), new Close());
        Assert.InRange(report.OutOfPlane!.Value, 0, 0.1);

        MoleculeMonitor other = new(crystal, molecules);
        Vector3d[] near = crystal.Positions.ToArray();
        int hydrogen = crystal.AtomicNumbers.IndexOf(1);
        near[hydrogen] = near[crystal.AtomicNumbers.LastIndexOf(53)] + new Vector3d(0, 0, 1.6);
        other.AddTopology(3, cell, near);
        Assert.Contains("new ", other.Report().Change, StringComparison.Ordinal);
    }

    [Fact]
    public void Vibrations_about_sites_are_told_from_diffusion_also_while_the_cell_breathes()
    {
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(6, 7, 8)), [18, 18], [default, new(3, 3.5, 4)]);
        DisplacementMonitor still = new(crystal, Molecules.Find(crystal)), moving = new(crystal, Molecules.Find(crystal));
        CounterRandom random = new(9, 1, 1);
        Vector3d walk = default;
        const double amplitude = 0.3, step = 0.2, interval = 0.1;
        for (int k = 0; k < 1000; k++)
        {
            Matrix3d cell = (1 + (0.01 * Math.Sin(0.05 * k))) * crystal.PeriodicLattice.Vectors;
            Vector3d[] sites = [.. crystal.FractionalPositions().Select(s => s * cell)];
            Vector3d swing = new(amplitude * Math.Cos(1.7 * k), 0, 0), drift = new(0.01 * k, 0.02 * k, 0);
            still.Add(interval * k, cell, [sites[0] + swing + drift, sites[1] - swing + drift]);
            walk += step * new Vector3d(random.Normal(), random.Normal(), random.Normal());
            moving.Add(interval * k, cell, [sites[0] + walk, sites[1] - walk]);
        }

        DisplacementReport report = still.Report();
        double expected = 0.5 * amplitude * amplitude;
        Assert.Equal(expected, report.Vibration.Single().Value, 0.01 * expected);
        Assert.Equal(2 * expected, report.MeanSquare[0].Values.Skip(1).Average(), 0.02 * expected);
        Assert.Equal(Math.Sqrt(expected) / report.NearestCentres, report.Lindemann, 1e-3);
        Assert.Equal(6, report.NearestCentres, 0.01); // an atom and its own image
        Assert.Equal(0, report.SiteShift, 0.02);
        Assert.InRange(report.Diffusion.Slope, -1e-3, 1e-3);

        // ⟨Δx²⟩ = 3 s² for each step of the walk: D = 3 s²/(6 Δt).
        LinearDrift diffusion = moving.Report().Diffusion;
        Assert.InRange((diffusion.Slope - (step * step / (2 * interval))) / diffusion.Error, -3, 3);
        Assert.True(diffusion.Slope > 0.05);
    }

    sealed class Close : IEqualityComparer<(int, double)>
    {
        public bool Equals((int, double) x, (int, double) y) => x.Item1 == y.Item1 && Math.Abs(x.Item2 - y.Item2) < 0.02;

        public int GetHashCode((int, double) obj) => obj.Item1;
    }
}
