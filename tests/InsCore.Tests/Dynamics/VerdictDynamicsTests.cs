using InsCore.Dynamics;
using InsCore.Structures;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Dynamics;

public sealed class VerdictDynamicsTests
{
    const int Samples = 4000, Atoms = 72;

    static readonly Lattice Start = new(Matrix3d.Diagonal(10, 10, 10));

    [Fact]
    public void The_volume_is_compared_with_that_of_the_start()
    {
        string text = Result(stretch: 1.05).Verdict.Text;
        Assert.Contains("volume +15.8 % against the 1000 Å³ of the start", text, StringComparison.Ordinal);
        Assert.Contains("volume −14.3 % against", Result(stretch: 0.95).Verdict.Text, StringComparison.Ordinal);
        Assert.Contains("volume +0.0 % against", Result(stretch: 1 - 1e-5).Verdict.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("volume", Result(Ensemble.Nve).Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_temperature_that_was_not_asked_for_is_said_in_every_ensemble()
    {
        foreach (Ensemble ensemble in Enum.GetValues<Ensemble>())
        {
            string right = Result(ensemble).Verdict.Text, wrong = Result(ensemble, temperature: 347).Verdict.Text;
            Assert.Contains("at a mean of 300 ± ", right, StringComparison.Ordinal);
            Assert.DoesNotContain("asked for", right, StringComparison.Ordinal);
            Assert.Contains("at a mean of 347 ± ", wrong, StringComparison.Ordinal);
            Assert.Contains("is not the 300 K asked for", wrong, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_short_run_does_not_judge_melting_or_diffusion()
    {
        string text = Result(time: 3).Verdict.Text;
        Assert.Contains("over 3 ps only: too short to judge melting or diffusion", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing diffuses", text, StringComparison.Ordinal);
        Assert.Equal("the crystal holds together over 20 ps.", Result(time: 20).Verdict.Short);
        Assert.Equal("the crystal holds together over 3 ps, too short to judge melting.", Result(time: 3).Verdict.Short);
        Assert.EndsWith("and nothing diffuses.", Result(time: 20).Verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Diffusion_is_said_of_a_crystal_whose_packing_has_changed_too()
    {
        DynamicsResult melted = Result(stretch: 1.1, lindemann: 0.75, diffusion: new(0.0686, 0.0227), square: 15.8);
        Assert.False(melted.Verdict.HoldsTogether);
        Assert.Contains("it has melted, molecules diffuse: they are 75 % of", melted.Verdict.Text, StringComparison.Ordinal);
        Assert.Contains("D = 0.0686 ± 0.0227 Å²/ps, mean-square displacement 15.8 Å²", melted.Verdict.Text, StringComparison.Ordinal);
        Assert.Contains("the packing is another one", melted.Verdict.Text, StringComparison.Ordinal);
        Assert.Equal("the crystal does NOT hold together over 20 ps: it has melted, the packing becomes another one.", melted.Verdict.Short);
        string moved = Result(lindemann: 0.75, diffusion: new(0.02, 0.0227), square: 15.8).Verdict.Text;
        Assert.Contains("molecules leave their sites", moved, StringComparison.Ordinal);
        Assert.DoesNotContain("melted", moved, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new S1-S5 2.06 Å", "at the end are still others than at the start (new S1-S5 2.06 Å)")]
    [InlineData("", "at the end are again those of the start")]
    public void It_is_said_whether_changed_bonds_persist(string atEnd, string expected) =>
        Assert.Contains(expected, Result(changedAt: 12, atEnd: atEnd).Verdict.Text, StringComparison.Ordinal);

    [Fact]
    public void People_and_json_have_an_error_only_where_the_series_has_one()
    {
        BlockAverage drifting = BlockAverage.Of([.. Enumerable.Range(0, 300).Select(k => 1500.0 + k)]);
        DynamicsResult result = Result() with { Volume = drifting };
        Assert.Contains("volume 1649.50 (not converged, no error) Å³", result.ToString(), StringComparison.Ordinal);
        Assert.Null(result.ToJson()["volume"]!["error"]);
        Assert.False((bool)result.ToJson()["volume"]!["converged"]!);
        BlockAverage kept = BlockAverage.Of([.. Enumerable.Range(0, 300).Select(k => 1417.45 + (1e-12 * k))]);
        Assert.Equal("1417.45 ± 0.00", kept.Text("0.00"));
        Assert.Equal(0, (double)(Result() with { Volume = kept }).ToJson()["volume"]!["error"]!);
    }

    // What rounds to zero has no sign.
    [Fact]
    public void Nothing_is_minus_zero()
    {
        Assert.Equal("0 ± 0.0001", new LinearDrift(-0.00002, 0.0001).Text("0.####"));
        Assert.Equal("0.0000 ± 0.0001", new LinearDrift(-0.00002, 0.0001).Text("0.0000"));
        Assert.Equal("−0.0002 ± 0.0001", new LinearDrift(-0.0002, 0.0001).Text("0.####"));
        Assert.Equal("0.000 ± 0.010", new BlockAverage(-0.0001, 0.01, 0.1, 100, true).Text("0.000"));
        Assert.Contains("drifts by 0 ± 0.0001 meV", (Result() with { EnergyDrift = new(-0.00002, 0.0001) }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trajectory_whose_steps_nobody_measured_has_no_cost()
    {
        Assert.Equal("not known, the steps were taken by an earlier run", default(DynamicsCost).ToString());
        Assert.Null((Result() with { Cost = new(0, TimeSpan.FromSeconds(1.6), default, 1, TimeSpan.FromSeconds(1)) }).ToJson()["cost"]);
        Assert.Equal(0.5, (double)(Result() with { Cost = new(10, TimeSpan.FromSeconds(2), default, 1, TimeSpan.FromSeconds(3)) }).ToJson()["cost"]!["overhead"]!, 1e-12);
    }

    static DynamicsResult Result(
        Ensemble ensemble = Ensemble.Npt, double time = 20, double temperature = 300, double stretch = 1, double lindemann = 0.05,
        LinearDrift diffusion = default, double square = 0.1, double? changedAt = null, string atEnd = "")
    {
        DynamicsOptions options = new() { Ensemble = ensemble, TimeStep = 1 };
        CounterRandom random = new(11, 1, 1);
        double[] noise = [.. Enumerable.Range(0, Samples).Select(_ => random.Normal())];
        double mean = noise.Average(), unit = 0.5 * ((3 * Atoms) - 3) * Constants.Boltzmann;
        List<DynamicsSample> samples = [.. noise.Select((x, k) => new DynamicsSample(
            (long)Math.Round((k + 1) * time * 1000 / Samples), 0, unit * (temperature + (20 * (x - mean))), 0, 0, stretch * Start.Vectors, default))];
        DynamicsSeries series = new(options, Atoms, samples);
        return new()
        {
            Options = options, AtomCount = Atoms, Series = series, StartCell = Start, EnergyDrift = default, Distances = [], PressureResponse = null, Cost = default,
            Temperature = BlockAverage.Of(series.Temperatures), Pressure = BlockAverage.Of(series.Pressures), Volume = BlockAverage.Of(series.Volumes),
            Cell = [.. Enumerable.Range(0, 6).Select(k => BlockAverage.Of(series.Cell(k)))],
            Molecules = new()
            {
                Start = "8 × C4H2I2S", IsMolecular = true, Bonds = [], ChangedAt = changedAt, Change = changedAt is null ? "" : "new S1-S5 2.05 Å", ChangeAtEnd = atEnd,
                OutOfPlane = null, LargestOutOfPlane = null,
            },
            Displacements = new()
            {
                Times = [0, time / 2], MeanSquare = [("centres of molecules", [0, square])], Vibration = [], Diffusion = diffusion,
                Lindemann = lindemann, NearestCentres = 4, SiteShift = 0,
            },
        };
    }
}
