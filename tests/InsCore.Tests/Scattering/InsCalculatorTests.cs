using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Phonons;
using Xunit;

namespace InsCore.Tests.Scattering;

public class InsCalculatorTests
{
    const double Tolerance = 1e-12;
    const double ExactLaws = 1e-6; // from this accuracy on no far tail is given away

    // Accuracy asked for below, with a margin for what broadening averages.
    const double Accuracy = 1e-5;

    static readonly SpectralTensors Hydrogen = ModelHydrogen.Tensors(10);

    [Fact]
    public void ModelHydrogen_HasTheKnownMultiphononShares()
    {
        ScatteringOptions options = new() { Instrument = "tosca-abins", Resolution = "none", Orders = 3, Accuracy = ExactLaws };
        InsSpectrum spectrum = InsCalculator.Compute(Hydrogen, options, null, TestContext.Current.CancellationToken);
        BankSpectrum backward = spectrum.Bank("backward");
        double Share(int from, int to) => 1 - (backward.OfOrder(1)[from..to].Sum() / backward.Total[from..to].Sum());
        Assert.Equal(0.08, Share(30, 200), 5e-3);
        Assert.Equal(0.34, Share(200, 800), 5e-3);
        Assert.Equal(0.65, Share(800, 1600), 5e-3);
        Assert.Equal(1.00, Share(1600, 2600), 5e-3);
        Assert.Equal(0.93, Share(2600, 3400), 5e-3);
        Assert.InRange(spectrum.Diagnostics.AchievedAccuracy, 0, options.Accuracy);
        Assert.InRange(spectrum.Diagnostics.Laws.SumRule, 0, Tolerance);
        Assert.InRange(spectrum.Diagnostics.Laws.Recoil, 0, 1e-10);
        Assert.InRange(spectrum.Diagnostics.Laws.DetailedBalance, 0, 1e-10);
    }

    [Fact]
    public void DirectGeometry_HasABankForEachIncidentEnergy_EndingThere()
    {
        ScatteringOptions both = new() { Instrument = "panther", Resolution = "none", IncidentEnergies = [60, 100], BinWidth = 2 };
        InsSpectrum spectrum = InsCalculator.Compute(Hydrogen, both, null, TestContext.Current.CancellationToken);
        InsSpectrum alone = InsCalculator.Compute(Hydrogen, both with { IncidentEnergies = [60] }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["60 meV", "100 meV"], spectrum.Banks.Select(b => b.Name));
        Assert.Equal(spectrum.Banks, spectrum.Spectra);
        Assert.Equal(["all"], alone.Spectra.Select(b => b.Name));
        Assert.Contains("choose one of: 60 meV, 100 meV", Assert.Throws<InsInputException>(() => spectrum.Bank("all")).Message, StringComparison.Ordinal);
        Assert.Equal(806, spectrum.Energies[^1]);
        Assert.Equal(482, alone.Energies[^1]);
        double[] low = spectrum.Bank("60 meV").Total, only = alone.Bank("60 meV").Total;
        Assert.All(low[only.Length..], x => Assert.Equal(0, x));
        Assert.True(only.Max() > 0.01);
        for (int bin = 0; bin < only.Length; bin++)
        {
            Assert.Equal(only[bin], low[bin], Accuracy * only.Max());
        }
    }

    [Fact]
    public void SharesOfOrders_EndWhereTheSpectrumEnds_OfEachIncidentEnergy()
    {
        ScatteringOptions options = new() { Instrument = "panther", Resolution = "none", IncidentEnergies = [60, 100], BinWidth = 2 };
        InsSpectrum spectrum = InsCalculator.Compute(Hydrogen, options, null, TestContext.Current.CancellationToken);
        foreach (BankSpectrum bank in spectrum.Spectra)
        {
            MultiphononShare[] shares = [.. spectrum.Diagnostics.Multiphonon.Where(m => m.Bank == bank.Name)];
            Assert.Equal((30, 200), (shares[0].From, shares[0].To));
            Assert.Equal(spectrum.Energies[Array.FindLastIndex(bank.Total, s => s != 0)], shares[^1].To);
            double[] one = bank.OfOrder(1);
            int from = Array.IndexOf(spectrum.Energies, shares[1].From), to = Array.FindLastIndex(spectrum.Energies, e => e < Math.Min(800, shares[1].To + 1)) + 1;
            Assert.Equal(1 - (one[from..to].Sum() / bank.Total[from..to].Sum()), shares[1].Share!.Value, 1e-12);
        }
    }

    [Fact]
    public void Undersampled_EachBinHoldsTheIntegralOfItsLines_AndTheTextSaysSo()
    {
        ScatteringOptions coarse = new() { MaximumEnergy = 500, Accuracy = 1e-9, Orders = 1 };
        InsSpectrum wide = InsCalculator.Compute(Hydrogen, coarse, null, TestContext.Current.CancellationToken);
        InsSpectrum fine = InsCalculator.Compute(Hydrogen, coarse with { BinWidth = 1.0 / 3 }, null, TestContext.Current.CancellationToken);
        double[] bins = wide.Bank("backward").OfOrder(1), thirds = fine.Bank("backward").OfOrder(1);
        double largest = bins.Max();
        for (int bin = 1; bin < bins.Length - 1; bin++)
        {
            double mean = (thirds[(3 * bin) - 1] + thirds[3 * bin] + thirds[(3 * bin) + 1]) / 3;
            AchievedError.Check("Scattering: undersampling, a bin wider than its line less the mean over three finer ones (of the maximum)", "theory, model hydrogen", Math.Abs(bins[bin] - mean) / largest, 1e-6);
        }

        Assert.Contains(ScatteringText.Lines(wide), l => l.StartsWith("bins of 1 cm⁻¹ are wider than half of σ from 1 to ", StringComparison.Ordinal));
        InsSpectrum enough = InsCalculator.Compute(Hydrogen, coarse with { BinWidth = 0.1, MaximumEnergy = 100, Resolution = "polynomial(0.2)" }, null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(ScatteringText.Lines(enough), l => l.StartsWith("bins of", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_LeavesOutWhatHasNothingToSay()
    {
        // No mode within a tenth of 100 cm⁻¹.
        InsSpectrum spectrum = InsCalculator.Compute(Hydrogen, new() { MaximumEnergy = 60 }, null, TestContext.Current.CancellationToken);
        Assert.Empty(spectrum.Diagnostics.AlmostIsotropic);
        Assert.DoesNotContain(ScatteringText.Lines(spectrum), l => l.StartsWith("almost-isotropic", StringComparison.Ordinal));
        Assert.Contains(ScatteringText.Lines(InsCalculator.Compute(Hydrogen, new(), null, TestContext.Current.CancellationToken)), l => l.StartsWith("almost-isotropic", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public void EnergyGain_ObeysDetailedBalance_AndTheElasticLineHasItsArea(double temperature)
    {
        ScatteringOptions options = new() { Instrument = "tosca-abins", Resolution = "polynomial(1)", MinimumEnergy = -30, MaximumEnergy = 900, Accuracy = 1e-8 };
        InsSpectrum spectrum = InsCalculator.Compute(ModelHydrogen.Tensors(temperature), options, null, TestContext.Current.CancellationToken);
        Assert.Equal((-30.0, 900.0), (spectrum.Energies[0], spectrum.Energies[^1]));
        foreach (BankSpectrum bank in spectrum.Banks)
        {
            Assert.Equal(bank.Elastic, bank.ElasticLine.Sum() * options.BinWidth, Tolerance * bank.Elastic);
            Assert.Equal(30, Array.IndexOf(bank.ElasticLine, bank.ElasticLine.Max()));
        }

        // Without resolution, at the same Q on both sides of zero: model hydrogen has difference bands at ±15, ±20 and ±35 cm⁻¹.
        InsSpectrum sharp = InsCalculator.Compute(ModelHydrogen.Tensors(temperature), options with { Resolution = "none" }, null, TestContext.Current.CancellationToken);
        BankSpectrum backward = sharp.Bank("backward");
        double gain = backward.Total[30 - 15] / backward.QSquared[30 - 15], loss = backward.Total[30 + 15] / backward.QSquared[30 + 15];
        Assert.True(temperature == 0 ? gain <= 1e-12 : gain > 1e-9, $"gain {gain}");
        SpeciesScattering species = ModelHydrogen.Scattering(temperature, 1, 10, -30, 100, 0, 1e-9);
        double[] up = new double[1], down = new double[1];
        species.Interpolate(5, 15, up);
        species.Interpolate(5, -15, down);
        double boltzmann = temperature == 0 ? 0 : Math.Exp(-15 * ModelHydrogen.Spacing / (InsCore.Units.Constants.Boltzmann * temperature));
        Assert.Equal(up[0] * boltzmann, down[0], 1e-12);
        Assert.True(loss >= 0);
    }

    [Fact]
    public void EnergyGain_BeyondWhatTheNeutronHas_IsRefusedWithTheLimit()
    {
        ScatteringOptions options = new() { Instrument = "tosca-abins", MinimumEnergy = -40 };
        InsInputException e = Assert.Throws<InsInputException>(() => InsCalculator.Compute(Hydrogen, options, null, TestContext.Current.CancellationToken));
        Assert.Contains("-32 cm⁻¹ or more", e.Message);
    }

    [Fact]
    public void AtomsKeptApart_AddUpToTheElements()
    {
        Crystal crystal = TestCrystals.Rutile;
        ScatteringOptions options = new() { MaximumEnergy = 600, Orders = 1 };
        InsSpectrum elements = Compute(QMesh.Full((2, 2, 2)), SpaceGroup.Trivial(crystal), options);
        InsSpectrum atoms = Compute(QMesh.Full((2, 2, 2)), SpaceGroup.Trivial(crystal), options with { Resolved = Resolved.Atoms });
        BankSpectrum whole = elements.Bank("all"), apart = atoms.Bank("all");
        Assert.Equal(["C #3", "C #4", "C #5", "C #6", "S #1", "S #2"], apart.Species.Order(StringComparer.Ordinal));
        for (int bin = 0; bin < whole.Total.Length; bin++)
        {
            double sum = apart.Species.Where(s => s.StartsWith('C')).Sum(s => apart.OfSpecies(s)[bin]);
            Assert.Equal(whole.OfSpecies("C")[bin], sum, 1e-4 * whole.Total.Max());
        }
    }

    [Fact]
    public void Intensities_AreCrossSectionTimesS_PerWavenumber()
    {
        ScatteringOptions options = new() { Instrument = "tosca-abins", Resolution = "none", BinWidth = 0.5, MaximumEnergy = 1200, Accuracy = 1e-8 };
        InsSpectrum spectrum = InsCalculator.Compute(Hydrogen, options, null, TestContext.Current.CancellationToken);
        BankSpectrum forward = spectrum.Bank("forward");
        var reference = ModelHydrogen.Reference("all_order_tosca.json", "data")[1];
        Dictionary<int, double> s = ModelHydrogen.ByBin(reference.GetProperty("S"));
        foreach (int bin in new[] { 70, 90, 680, 1000 })
        {
            Assert.Equal(82.02 / (4 * Math.PI) * s[bin] / 0.5, forward.Total[2 * bin], 1e-6);
        }

        Assert.Equal(0.5, spectrum.Energies[1]);
        Assert.Equal(1200, spectrum.Energies[^1]);
        double elastic = OnePhonon.Weight(ModelHydrogen.Atom.Displacement(10), forward.QSquared[0]).Trace;
        Assert.Equal(82.02 / (4 * Math.PI) * elastic, forward.Elastic, 1e-6);
    }

    [Fact]
    public void PartsOfACrystal_AddUp_AndEquivalentAtomsCountOnce()
    {
        Crystal crystal = TestCrystals.Rutile;
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        ScatteringOptions options = new() { MaximumEnergy = 600, Orders = 2, Imaginary = ImaginaryModes.Absolute };
        InsSpectrum reduced = Compute(QMesh.Irreducible((2, 2, 2), group), group, options);
        InsSpectrum full = Compute(QMesh.Full((2, 2, 2)), SpaceGroup.Trivial(crystal), options);
        Assert.Equal([("C", 4, 1), ("S", 2, 1)], reduced.Diagnostics.Numerics.Select(n => (n.Label, n.Atoms, n.InequivalentAtoms)));
        foreach (BankSpectrum bank in reduced.Banks)
        {
            double scale = bank.Total.Max();
            double[] higher = bank.HigherOrders(), other = full.Bank(bank.Name).Total;
            for (int bin = 0; bin < bank.Total.Length; bin++)
            {
                Assert.Equal(bank.Total[bin], bank.OfSpecies("C")[bin] + bank.OfSpecies("S")[bin], Tolerance * scale);
                Assert.Equal(bank.Total[bin], bank.OfOrder(1)[bin] + bank.OfOrder(2)[bin] + higher[bin], Tolerance * scale);
                Assert.Equal(other[bin], bank.Total[bin], Accuracy * scale);
            }
        }

        Assert.Equal(0.5 * (reduced.Banks[0].Total[100] + reduced.Banks[1].Total[100]), reduced.Bank("all").Total[100], Tolerance);
    }

    [Fact]
    public void GammaWithoutAcousticModes_IsReported()
    {
        Crystal crystal = TestCrystals.Rutile;
        InsSpectrum spectrum = Compute(QMesh.Full((1, 1, 1)), SpaceGroup.Trivial(crystal), new() { MaximumEnergy = 300 });
        Assert.True(spectrum.Diagnostics.Census.GammaOnly);
        Assert.InRange(spectrum.Diagnostics.RecoilCompleteness, 0.5, 0.999);
        Assert.Contains(spectrum.Diagnostics.Warnings, w => w.Contains("only wave vector"));
    }

    [Fact]
    public void Progress_ReachesTheEnd_AndCancellationStops()
    {
        List<StepProgress> steps = [];
        ScatteringOptions options = new() { MaximumEnergy = 300, Threads = 1 };
        InsCalculator.Compute(Hydrogen, options, new Recorder(steps), TestContext.Current.CancellationToken);
        Assert.Equal(steps[^1].Total, steps.Max(s => s.Done));
        Assert.All(steps, s => Assert.Equal("scattering", s.Stage));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => InsCalculator.Compute(Hydrogen, options, null, source.Token));
    }

    public static TheoryData<ScatteringOptions, string> BadOptions => new()
    {
        { new() { Instrument = "in4" }, "in4" },
        { new() { Instrument = "let", IncidentEnergies = [0.5] }, "bins only" },
        { new() { Instrument = "maps", Frequencies = [400, 50] }, "give 1" },
        { new() { Resolution = "wide" }, "wide" },
        { new() { BinWidth = 0 }, "bin width" },
        { new() { MaximumEnergy = 2 }, "maximum energy" },
        { new() { Orders = 0 }, "orders" },
        { new() { Accuracy = 1 }, "accuracy" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void SettingsThatCannotBeUsed_AreRefusedByName(ScatteringOptions options, string named)
    {
        InsInputException e = Assert.Throws<InsInputException>(() => InsCalculator.Compute(Hydrogen, options, null, TestContext.Current.CancellationToken));
        Assert.Contains(named, e.Message);
    }

    [Fact]
    public void Bank_OfAnUnknownName_ListsTheKnownOnes()
    {
        InsSpectrum spectrum = InsCalculator.Compute(Hydrogen, new() { MaximumEnergy = 100 }, null, TestContext.Current.CancellationToken);
        Assert.Contains("backward, forward, all", Assert.Throws<InsInputException>(() => spectrum.Bank("side")).Message);
    }

    static InsSpectrum Compute(QMesh mesh, SpaceGroup group, ScatteringOptions options) => InsCalculator.Compute(
        SpringCrystal.Solve(TestCrystals.Rutile, mesh), group, options, null, TestContext.Current.CancellationToken);

    sealed class Recorder(List<StepProgress> steps) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            lock (steps)
            {
                steps.Add(value);
            }
        }
    }
}
