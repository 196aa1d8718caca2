using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.Tests.Phonons;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>A spring crystal some of whose modes are given energies that no solid has.</summary>
public class SoftModesTests
{
    const double LawTolerance = 1e-10;
    const double ExactLaws = 1e-6; // from this accuracy on no far tail is given away
    const double Softest = 0.01; // cm⁻¹

    static readonly Crystal Crystal = TestCrystals.Rutile;
    static readonly SpaceGroup NoSymmetry = SpaceGroup.Trivial(Crystal);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void OrdinaryCrystal_KeepsAllModes()
    {
        ModeCensus census = SpectralTensors.FromModes(Modes(0), NoSymmetry, 300, cancellation: Cancellation).Census;
        Assert.Equal((0, 0.0, 0.0), (census.Soft, census.HighestSoft, census.SoftDisplacement));
    }

    [Fact]
    public void LowModesThatMoveAtomsLittle_AreKept()
    {
        SpectralTensors tensors = SpectralTensors.FromModes(Modes(1, 0.5), NoSymmetry, 0, cancellation: Cancellation);
        Assert.Equal(0, tensors.Census.Soft);
        Assert.Equal(0.5, tensors.Census.LowestKept, 1e-9);
    }

    [Fact]
    public void SoftModes_AreLeftOutAlone_AndNamed()
    {
        SpectralTensors soft = SpectralTensors.FromModes(Modes(3), NoSymmetry, 10, cancellation: Cancellation);
        Assert.Equal(3, soft.Census.Soft);
        Assert.Equal(3 * Softest, soft.Census.HighestSoft, 1e-9);
        Assert.InRange(soft.Census.SoftDisplacement, 100, 1e9);
        Assert.InRange(soft.Census.LowestKept, 1, 1000);
        Assert.All(soft.Atoms, a => Assert.InRange(a.Displacement(10).Eigen().Values.Z, 0, SoftModes.LargestDisplacement));
    }

    [Theory]
    [InlineData(ImaginaryModes.Exclude, 2)]
    [InlineData(ImaginaryModes.Absolute, 3)]
    public void SoftCrystal_HasASpectrumThatObeysTheLaws_WithAWarning(ImaginaryModes imaginary, int soft)
    {
        PhononModes modes = Modes(3);
        modes.EnergiesAt(1)[0] *= -1;
        ScatteringOptions options = new() { MaximumEnergy = 300, Orders = 2, Imaginary = imaginary, Accuracy = ExactLaws };
        InsSpectrum spectrum = InsCalculator.Compute(modes, NoSymmetry, options, null, Cancellation);
        ScatteringDiagnostics d = spectrum.Diagnostics;
        Assert.Equal((soft, 1), (d.Census.Soft, d.Census.Imaginary));
        Assert.Contains(d.Warnings, w => w.Contains($"{soft} of {d.Census.Modes} modes, all up to 0.03 cm⁻¹"));
        Assert.InRange(Math.Max(d.Laws.SumRule, Math.Max(d.Laws.Recoil, d.Laws.DetailedBalance)), 0, LawTolerance);
        Assert.All(spectrum.Bank("all").Total, x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void ImaginaryError_RefusesSoftModes_UnlessALowestEnergyIsChosen()
    {
        InsInputException e = Assert.Throws<InsInputException>(
            () => SpectralTensors.FromModes(Modes(3), NoSymmetry, 10, ImaginaryModes.Error, cancellation: Cancellation));
        Assert.Contains("3 modes", e.Message);
        Assert.Contains("choose the lowest energy", e.Message);
        SpectralTensors chosen = SpectralTensors.FromModes(
            Modes(3), NoSymmetry, 10, ImaginaryModes.Error, lowestEnergy: 1, cancellation: Cancellation);
        Assert.Equal(3, chosen.Census.Soft);
    }

    [Fact]
    public void LowestEnergy_ByHand_OverrulesTheAutomaticChoice_AndTooLowAValueIsRefusedWithARemedy()
    {
        ScatteringOptions options = new() { MaximumEnergy = 300, LowestEnergy = 1.5 * Softest };
        InsInputException e = Assert.Throws<InsInputException>(
            () => InsCalculator.Compute(Modes(3), NoSymmetry, options, null, Cancellation));
        Assert.Contains("lowest energy", e.Message);
        e = Assert.Throws<InsInputException>(
            () => InsCalculator.Compute(Modes(3), NoSymmetry, options with { LowestEnergy = -1 }, null, Cancellation));
        Assert.Contains("lowest energy", e.Message);
    }

    // Cancelled at each of the first reports in turn: whatever follows must stop there.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cancellation_StopsDuringPreparation(int report)
    {
        using CancellationTokenSource source = new();
        CancelAt progress = new(report, source);
        ScatteringOptions options = new() { MaximumEnergy = 300, Threads = 1 };
        Assert.ThrowsAny<OperationCanceledException>(() => InsCalculator.Compute(Modes(3), NoSymmetry, options, progress, source.Token));
        Assert.Equal(report, progress.Reports);
    }

    // Lowest modes of the second wave vector, at one, two, … times the energy, cm⁻¹.
    static PhononModes Modes(int soft, double energy = Softest)
    {
        PhononModes modes = SpringCrystal.Solve(Crystal, QMesh.Full((2, 1, 1)));
        for (int k = 0; k < soft; k++)
        {
            modes.EnergiesAt(1)[k] = (k + 1) * energy * Constants.WavenumberInEv;
        }

        return modes;
    }

    sealed class CancelAt(int report, CancellationTokenSource source) : IProgress<StepProgress>
    {
        public int Reports { get; private set; }

        public void Report(StepProgress value)
        {
            if (++Reports == report)
            {
                source.Cancel();
            }
        }
    }
}
