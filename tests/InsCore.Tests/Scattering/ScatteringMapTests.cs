using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>Maps of the model hydrogen, whose modes lie at whole wavenumbers.</summary>
public class ScatteringMapTests
{
    const double Accuracy = 1e-9;
    const double Tolerance = 1e-7; // what the accuracy asked for leaves, summed over bins
    const double LawTolerance = 1e-10;
    const double Temperature = 100;
    const double Sigma = 82.02 / (4 * Math.PI);

    static readonly QAxis Axis = new(6, 12);

    static readonly ScatteringOptions Wide = new()
    {
        Temperature = Temperature,
        MinimumEnergy = -3000,
        MaximumEnergy = 22000,
        BinWidth = 5,
        Orders = 2,
        Accuracy = Accuracy,
    };

    [Fact]
    public void ElasticAndInelastic_AddUpToOnePerAtom_AtEachQ()
    {
        ScatteringMap map = Compute(Wide).Maps[0];
        for (int q = 0; q < map.Total.Q.Length; q++)
        {
            double sum = map.Elastic[q];
            foreach (double s in map.Total.Row(q))
            {
                sum += s * Wide.BinWidth;
            }

            AchievedError.Check("Scattering: maps, elastic and inelastic intensity of an atom less one", "theory, model hydrogen", Math.Abs((sum / Sigma) - 1), Tolerance);
        }
    }

    [Fact]
    public void GainOverLoss_IsBoltzmannsFactor_AtEachQ()
    {
        ScatteringMap map = Compute(Wide).Maps[0];
        int zero = Array.IndexOf(map.Total.Energies, 0.0);
        for (int q = 0; q < map.Total.Q.Length; q++)
        {
            ReadOnlySpan<double> row = map.Total.Row(q);
            double largest = System.Numerics.Tensors.TensorPrimitives.Max(row);
            for (int bin = 1; bin <= 400; bin++)
            {
                double boltzmann = Math.Exp(-bin * Wide.BinWidth * Constants.WavenumberInEv / (Constants.Boltzmann * Temperature));
                double error = Math.Abs(row[zero - bin] - (row[zero + bin] * boltzmann)) / largest;
                AchievedError.Check("Scattering: maps, detailed balance (of the maximum)", "theory, model hydrogen", error, LawTolerance);
            }
        }
    }

    [Fact]
    public void FirstOrder_IsTheClosedForm_AndPartsAddUp()
    {
        ScatteringMap map = Compute(Wide).Maps[0];
        Spectrum2D first = map.Processes.Single(p => p.Label == "order 1");
        SymmetricTensor a = ModelHydrogen.Atom.Displacement(Temperature);
        for (int q = 0; q < map.Total.Q.Length; q++)
        {
            double square = map.Total.Q[q] * map.Total.Q[q];
            for (int mode = 0; mode < ModelHydrogen.Atom.Energies.Length; mode++)
            {
                double energy = ModelHydrogen.Atom.Energies[mode], n = 1 / double.ExpM1(energy / (Constants.Boltzmann * Temperature));
                int bin = Array.IndexOf(map.Total.Energies, Math.Round(energy * Constants.EvInWavenumbers));
                double expected = Sigma / Wide.BinWidth * OnePhonon.Exact(a, (n + 1) * ModelHydrogen.Atom.Amplitudes[mode], square);
                AchievedError.Check("Scattering: maps, order 1 (relative)", "closed form, model hydrogen", Math.Abs((first.Row(q)[bin] / expected) - 1), Tolerance);
            }

            for (int bin = 0; bin < map.Total.Energies.Length; bin++)
            {
                Assert.Equal(map.Total.Row(q)[bin], map.Processes.Sum(p => p.Row(q)[bin]), LawTolerance);
                Assert.Equal(map.Total.Row(q)[bin], map.Species.Sum(p => p.Row(q)[bin]), LawTolerance);
            }
        }
    }

    [Fact]
    public void Map_AgreesWithTheTrajectoryOfABank_WhereTheyMeet()
    {
        ScatteringOptions options = new() { Temperature = Temperature, Instrument = "tosca-abins", Resolution = "none", Accuracy = Accuracy, MaximumEnergy = 2000, Orders = 1 };
        BankSpectrum backward = InsCalculator.Compute(ModelHydrogen.Tensors(Temperature), options, null, TestContext.Current.CancellationToken).Bank("backward");
        foreach (int bin in new[] { 70, 400, 680, 1000, 1480, 1900 })
        {
            // The last bin of this axis is centred at the Q of the trajectory.
            double q = Math.Sqrt(backward.QSquared[bin]);
            Spectrum2D map = Compute(options, new(q / 0.95, 10)).Maps[0].Total;
            Assert.Equal(backward.Total[bin], map.Row(9)[bin], Tolerance * backward.Total.Max());
        }
    }

    [Fact]
    public void DirectGeometry_MasksWhatNoDetectorSees_AndKeepsTheRest()
    {
        ScatteringOptions options = new() { Temperature = Temperature, MinimumEnergy = -200, MaximumEnergy = 1e4, BinWidth = 10, Orders = 1, IncidentEnergies = [60, 100], Resolution = "none" };
        Instrument panther = Instrument.ByName("panther", options.IncidentEnergies);
        ScatteringMapSet maps = ScatteringMapCalculator.Compute(
            ModelHydrogen.Tensors(Temperature), _ => new(16, 80), options, panther, null, null, TestContext.Current.CancellationToken);
        Assert.Equal(["60 meV", "100 meV"], maps.Maps.Select(m => m.Bank!.Name));
        foreach (ScatteringMap map in maps.Maps)
        {
            DetectorBank bank = map.Bank!;
            Spectrum2D all = Compute(options with { MaximumEnergy = map.Total.Energies[^1] }, new(16, 80)).Maps[0].Total;
            Assert.InRange(map.Total.Energies[^1], bank.Kinematics.FixedEnergy - 10, bank.Kinematics.FixedEnergy);
            int seen = 0;
            for (int k = 0; k < map.Total.Intensities.Length; k++)
            {
                double q = map.Total.Q[k / all.Energies.Length], value = map.Total.Intensities[k];
                bool isSeen = bank.Measures(q - 0.1, q + 0.1, all.Energies[k % all.Energies.Length]);
                Assert.Equal(isSeen, !double.IsNaN(value));
                if (isSeen)
                {
                    seen++;
                    Assert.Equal(all.Intensities[k], value, 1e-4 * all.Intensities.Max());
                }
            }

            Assert.InRange(seen, all.Intensities.Length / 10, all.Intensities.Length * 9 / 10);
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 1)]
    [InlineData(double.NaN, 10)]
    public void ImpossibleAxis_IsRefused(double maximum, int count) =>
        Assert.Contains("momentum transfer", Assert.Throws<InsInputException>(() => Compute(new(), new(maximum, count))).Message);

    static ScatteringMapSet Compute(ScatteringOptions options, QAxis? axis = null) => ScatteringMapCalculator.Compute(
        ModelHydrogen.Tensors(Temperature), _ => axis ?? Axis, options, null, null, null, TestContext.Current.CancellationToken);
}
