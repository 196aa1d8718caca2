using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Instruments;

public class ChopperModelTests
{
    const double MeV = Constants.MillielectronvoltInWavenumbers;
    const double PyChopTolerance = 2e-6;    // relative; constants rounded there
    const double MeasuredTolerance = 0.05;  // relative; agreement of the fitted model with measurement

    // Elastic full widths, meV, that PyChop gave and the instrument's team published (sns-chops/resolution, PyChop_Int_Res_FC1_2018.dat).
    [Theory]
    [InlineData(150, 480, 4.735899370526891694)]
    [InlineData(150, 360, 6.246472632787803292)]
    [InlineData(150, 300, 7.126542234025191824)]
    [InlineData(400, 600, 16.34629165599032063)]
    [InlineData(400, 120, 59.87517673930033624)]
    [InlineData(900, 600, 50.21795449208590156)]
    [InlineData(900, 60, 360.2087755755002831)]
    [InlineData(20, 60, 1.606029294100153493)]
    public void Arcs_HasTheWidthsOfPyChop(double energy, double frequency, double width)
    {
        double error = Math.Abs((ElasticWidth("arcs:ARCS-700-1.5-SMI", energy, frequency) / width) - 1);
        AchievedError.Check("Instruments: elastic resolution of ARCS (relative)", "values of PyChop published with the instrument's files", error, PyChopTolerance);
    }

    // Measured on vanadium: incident energy as calibrated, frequency, full width, meV (sns-chops/resolution, V_Cali_Int_Res_HighRes.dat).
    [Theory]
    [InlineData(20.118, 240, 0.4909)]
    [InlineData(25.162, 240, 0.6794)]
    [InlineData(50.360, 360, 1.4101)]
    [InlineData(100.413, 540, 2.7112)]
    [InlineData(139.795, 600, 3.6347)]
    [InlineData(198.527, 600, 5.5588)]
    public void Sequoia_HasTheWidthsMeasured(double energy, double frequency, double width)
    {
        double error = Math.Abs((ElasticWidth("sequoia:High-Resolution", energy, frequency) / width) - 1);
        AchievedError.Check("Instruments: elastic resolution of SEQUOIA (relative)", "measured widths of vanadium, 20 to 200 meV", error, MeasuredTolerance);
    }

    // G. Ehlers et al., Rev. Sci. Instrum. 82 (2011) 085108: 1.2 to 10 % of the incident energy.
    [Theory]
    [InlineData("High Resolution", 1, 300, 0.012)]
    [InlineData("High Flux", 25, 60, 0.085)]
    public void Cncs_ResolvesAsPublished(string setting, double energy, double frequency, double share)
    {
        Instrument cncs = Instrument.ByName($"cncs:{setting}", [energy], [300, frequency]);
        double width = Math.Sqrt(8 * Math.Log(2)) * cncs.Resolution().Sigma(0, cncs.Banks[0]) / MeV / energy;
        Assert.InRange(width, 0.95 * share, 1.05 * share);
        Assert.InRange(width, 0.0115, 0.1);
    }

    // The pulse itself, integrated: (1 - R) of neutrons leave in the fast pulse, R after a delay exp(-βt).
    [Theory]
    [InlineData(50)]
    [InlineData(129)]
    [InlineData(131)]
    [InlineData(400)]
    public void IkedaCarpenterVariance_IsThatOfThePulse(double energy)
    {
        Moderator moderator = new() { IkedaCarpenter = [281, 79, 0.087, 0.4, 172] };
        double lambda = Math.Sqrt(81.80421 / energy), fast = 437.393362e-6 * Math.Sqrt(energy) * Math.Sqrt((281 * 281) + (79 * 79 * lambda * lambda));
        double slow = energy > 130 ? 0.4 : 0.087, share = Math.Exp(-energy / 172), step = 1e-3;
        double total = 0, first = 0, second = 0, tail = 0;
        for (double t = step / 2; t < 400; t += step)
        {
            // α³t²e^{-αt}/2, and its convolution with βe^{-βt} by the recursion of an exponential filter.
            double prompt = 0.5 * fast * fast * fast * t * t * Math.Exp(-fast * t);
            tail = (tail * Math.Exp(-slow * step)) + (prompt * slow * step);
            double pulse = ((1 - share) * prompt) + (share * tail);
            total += pulse;
            first += t * pulse;
            second += t * t * pulse;
        }

        double mean = first / total, variance = (second / total) - (mean * mean);
        Assert.Equal(1, moderator.IkedaCarpenterVariance(energy) * 1e12 / variance, 2e-3);
    }

    [Fact]
    public void FermiChopper_IsShortestOpenForTheEnergyItIsMadeFor_AndClosesContinuously()
    {
        FermiChopper chopper = new(1e-3, 0.05, 1.3);
        // v = 2Ωρ at 300 Hz.
        double matched = Math.Pow(4 * Math.PI * 300 * 1.3 / 437.392, 2);
        Assert.Equal(0, chopper.Mismatch(matched, 300), 1e-9);
        // A triangle of half base p/(2RΩ) has the variance of that squared over 6.
        Assert.Equal(Math.Pow(1e-3 / (2 * 0.05 * 2 * Math.PI * 300), 2) / 6 * 8 * Math.Log(2), chopper.WidthSquared(matched, 300), 1e-20);
        double energy = matched;
        while (chopper.Mismatch(energy, 300) < 1)
        {
            energy *= 0.9999999;
        }

        Assert.Equal(chopper.WidthSquared(energy / 0.9999999, 300), chopper.WidthSquared(energy, 300), 1e-6 * chopper.WidthSquared(energy, 300));
        Assert.True(double.IsNaN(chopper.WidthSquared(1, 300)));
    }

    [Fact]
    public void Fit_FollowsTheFormula_AndEnergyGainKeepsTheElasticWidth()
    {
        Instrument maps = Instrument.ByName("maps:B", [120], [300]);
        DetectorBank bank = maps.Banks[0];
        for (int k = 0; k < 90; k++)
        {
            double energy = 1.2 * k * MeV;
            Assert.Equal(1, maps.Resolution("pychop-fit").Sigma(energy, bank) / maps.Resolution("pychop").Sigma(energy, bank), 3e-3);
        }

        Assert.Equal(maps.Resolution("pychop-fit").Sigma(0, bank), maps.Resolution("pychop-fit").Sigma(-100, bank));
        Assert.True(maps.Resolution("pychop").Sigma(-100, bank) > maps.Resolution("pychop").Sigma(0, bank), "slower final neutrons resolve better");
    }

    // Differences of the quadratic pieces by hand: unfocused over focused is what the shift of the flight time adds.
    [Fact]
    public void Analyser_WithoutTimeFocusing_IsBroader_ByTheShiftOfTheFlightTime()
    {
        AnalyserGeometry focused = new() { BraggAngle = 45, PrimaryPath = 15, SecondaryPath = 0.7354, SampleThickness = 0, AnalyserThickness = 0, DetectorThickness = 0, ModerationTime = 0, TimeChannel = 0, PrimaryPathDeviation = 0 };
        AnalyserGeometry unfocused = focused with { IsTimeFocused = false };
        double final = focused.FinalEnergy;
        foreach (double energy in new[] { 0.0, 500, 3000 })
        {
            double ratio = 1 + (0.7354 / 15 * Math.Pow((final + energy) / final, 1.5));
            Assert.Equal(ratio, unfocused.Sigma(energy) / focused.Sigma(energy), 1e-12);
        }
    }

    [Fact]
    public void Slopes_AreThoseOfFiniteDifferences()
    {
        foreach (InstrumentGeometry geometry in Enum.GetValues<InstrumentGeometry>())
        {
            Kinematics k = new(geometry, 1000);
            (double byEnergy, double byAngle) = k.Slopes(300, 50);
            double Q(double energy, double angle) => Math.Sqrt(k.QSquared(energy, angle));
            Assert.Equal((Q(300.01, 50) - Q(299.99, 50)) / 0.02, byEnergy, 1e-9);
            Assert.Equal((Q(300, 50.01) - Q(300, 49.99)) / 0.02, byAngle, 1e-8);
        }
    }

    static double ElasticWidth(string name, double energy, double frequency)
    {
        Instrument instrument = Instrument.ByName(name, [energy], [frequency]);
        return Math.Sqrt(8 * Math.Log(2)) * instrument.Resolution("pychop").Sigma(0, instrument.Banks[0]) / MeV;
    }
}
