using System.Text.Json;
using InsCore.Backends;
using InsCore.Scattering;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>All-order scattering of the model hydrogen against exact numbers. Errors are relative to the largest value compared.</summary>
public class SpeciesScatteringTests
{
    const double AllOrderTolerance = 1e-9;
    const double FixedQTolerance = 1e-7; // that reference used 20 Gauss–Legendre points
    const double LawTolerance = 1e-12;
    const double RecoilTolerance = 1e-10;
    const double Accuracy = 1e-10;
    const int ResolvedOrders = 5;

    const string Trajectories = "another program, model hydrogen, both banks, 10, 100 and 200 K";
    const string FixedQ = "another program, model hydrogen";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void AllOrders_OnTheTrajectoryOfABank_AgreeWithTheReference(int entry) =>
        CheckTrajectory(entry, AllOrderExecutor.Processor, "Scattering: all orders on the TOSCA trajectory (relative)");

    /// <summary>Compares with the exact numbers on one trajectory.</summary>
    internal static double[] CheckTrajectory(int entry, AllOrderExecutor executor, string row)
    {
        JsonElement reference = ModelHydrogen.Reference("all_order_tosca.json", "data")[entry];
        double temperature = reference.GetProperty("T").GetDouble();
        Dictionary<int, double> qSquared = ModelHydrogen.ByBin(reference.GetProperty("Q2"));
        Dictionary<int, double> expected = ModelHydrogen.ByBin(reference.GetProperty("S"));
        SpeciesScattering species = ModelHydrogen.Scattering(
            temperature, qSquared.Values.Min(), qSquared.Values.Max(), 0, 3900, 0, Accuracy, executor);
        double[] value = new double[1];
        List<double> values = [];
        double error = expected.Max(pair =>
        {
            species.Interpolate(qSquared[pair.Key], pair.Key, value);
            values.Add(value[0]);
            return Math.Abs(value[0] - pair.Value);
        });
        AchievedError.Check(row, Trajectories, error / expected.Values.Max(), AllOrderTolerance);
        return [.. values];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    public void AllOrders_AtFixedQ_AgreeWithTheReference(int first)
    {
        JsonElement[] entries = [.. ModelHydrogen.Reference("model_hydrogen_exact.json", "fixed_Q").EnumerateArray().Skip(first).Take(4)];
        SpeciesScattering species = ModelHydrogen.Scattering(entries[0].GetProperty("T").GetDouble(), 1, 150, -512, 4600, 0, Accuracy);
        double[] value = new double[1];
        foreach (JsonElement entry in entries)
        {
            double qSquared = entry.GetProperty("Q2").GetDouble();
            double At(int bin)
            {
                species.Interpolate(qSquared, bin, value);
                return value[0] + (bin == 0 ? species.Elastic(qSquared) : 0);
            }

            Dictionary<int, double> expected = ModelHydrogen.ByBin(entry.GetProperty("S_at"));
            double error = expected.Max(pair => Math.Abs(At(pair.Key) - pair.Value));
            double[] coarse = [.. entry.GetProperty("coarse").EnumerateArray().Select(e => e.GetDouble())];
            for (int k = 0; k < coarse.Length; k++)
            {
                double sum = Enumerable.Range(-512 + (25 * k), 25).Sum(At);
                error = Math.Max(error, Math.Abs(sum - coarse[k]));
            }

            AchievedError.Check("Scattering: all orders at fixed Q (relative)", FixedQ, error / expected.Values.Max(), FixedQTolerance);
        }
    }

    [Fact]
    public void Orders_OnTheTrajectory_AgreeWithTheReference()
    {
        JsonElement entry = ModelHydrogen.Reference("model_hydrogen_exact.json", "tosca_backward")[1];
        DetectorBank bank = Instrument.ByName("tosca-abins").Banks[0];
        SpeciesScattering species = ModelHydrogen.Scattering(
            entry.GetProperty("T").GetDouble(), bank.QSquared(0), bank.QSquared(4000), 0, 4000, ResolvedOrders, 1e-8);
        double[][] rows = [.. Enumerable.Range(0, 4001).Select(bin =>
        {
            double[] row = new double[ResolvedOrders + 1];
            species.Interpolate(bank.QSquared(bin), bin, row);
            return row;
        })];
        double largest = rows.Max(r => r[0]);
        for (int order = 1; order <= 2; order++)
        {
            foreach ((int bin, double s) in ModelHydrogen.ByBin(entry.GetProperty("order" + order)))
            {
                AchievedError.Check("Scattering: orders 1 and 2 on the TOSCA trajectory (relative)", FixedQ, Math.Abs(rows[bin][order] - s) / largest, FixedQTolerance);
            }
        }

        double[] integrated = [.. entry.GetProperty("orders_1_to_10_integrated_30_4000").EnumerateArray().Select(e => e.GetDouble())];
        for (int order = 1; order <= ResolvedOrders; order++)
        {
            double sum = rows[30..4000].Sum(r => r[order]);
            AchievedError.Check("Scattering: orders 1 to 5, integrated", FixedQ, Math.Abs(sum - integrated[order - 1]), FixedQTolerance);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(10.0)]
    [InlineData(200.0)]
    public void ThreeLaws_HoldAtEveryNode(double temperature)
    {
        // At this accuracy the energy grid holds all that double precision can see; the first moment notices the far tail first.
        SpeciesScattering species = ModelHydrogen.Scattering(temperature, 1, 273, -100, 4100, 0, 1e-8);
        LawResiduals worst = species.Residuals.Aggregate(LawResiduals.Worst);
        AchievedError.Check("Scattering: sum rule, before resolution", "theory, model hydrogen, 0, 10 and 200 K", worst.SumRule, LawTolerance);
        AchievedError.Check("Scattering: first moment, before resolution (of the recoil)", "theory, model hydrogen, 0, 10 and 200 K", worst.Recoil, RecoilTolerance);
        AchievedError.Check("Scattering: detailed balance, before resolution (of the maximum)", "theory, model hydrogen, 0, 10 and 200 K", worst.DetailedBalance, RecoilTolerance);
    }

    [Fact]
    public void MeasureError_BoundsTheTrueError_AtLowAccuracy()
    {
        SpeciesScattering coarse = ModelHydrogen.Scattering(100, 1, 273, 0, 4100, 0, 1e-3);
        SpeciesScattering fine = ModelHydrogen.Scattering(100, 1, 273, 0, 4100, 0, 1e-7);
        double measured = coarse.MeasureError(0, TestContext.Current.CancellationToken);
        double[] a = new double[1], b = new double[1];
        double true_ = 0, largest = 0;
        for (int bin = 0; bin <= 4100; bin++)
        {
            double qSquared = 10 + (0.06 * bin);
            coarse.Interpolate(qSquared, bin, a);
            fine.Interpolate(qSquared, bin, b);
            (true_, largest) = (Math.Max(true_, Math.Abs(a[0] - b[0])), Math.Max(largest, b[0]));
        }

        Assert.InRange(true_ / largest, 0, 10 * measured);
        Assert.InRange(measured, 0, 1e-3);
    }
}
