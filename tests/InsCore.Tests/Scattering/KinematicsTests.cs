using System.Text.Json;
using InsCore.Scattering;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public class KinematicsTests
{
    const double Rounding = 1e-12;

    public static TheoryData<string, InstrumentGeometry, double, double, double> Masks => new()
    {
        { "NaCl_constrained_ei_300_cm.json", InstrumentGeometry.Direct, 300, 0, 180 },
        { "NaCl_constrained_ei_100_cm_angle_20_275.json", InstrumentGeometry.Direct, 100, 20, 275 },
        { "NaCl_constrained_ef_32_cm_angle_45_135.json", InstrumentGeometry.Indirect, 32, 45, 135 },
    };

    // The bins in Q of the peer end half way between its points, the first and the last one at them.
    [Theory]
    [MemberData(nameof(Masks))]
    public void Measures_MasksWhatAPeerMasks(string file, InstrumentGeometry geometry, double energy, double from, double to)
    {
        using JsonDocument json = JsonDocument.Parse(
            File.ReadAllText(TestData.Shared($"peer-data/euphonic/spectrum2d/{file}")).Replace("NaN", "null", StringComparison.Ordinal));
        double[] q = [.. json.RootElement.GetProperty("x_data").EnumerateArray().Select(x => x.GetDouble())];
        double[] edges = [.. json.RootElement.GetProperty("y_data").EnumerateArray().Select(y => y.GetDouble())];
        DetectorBank bank = Bank(geometry, energy, AngleRange.Around(from, to));
        int differences = 0, masked = 0;
        JsonElement z = json.RootElement.GetProperty("z_data");
        for (int i = 0; i < q.Length; i++)
        {
            for (int j = 0; j + 1 < edges.Length; j++)
            {
                bool isMasked = z[i][j].ValueKind == JsonValueKind.Null;
                double least = i == 0 ? q[i] : 0.5 * (q[i] + q[i - 1]), most = i == q.Length - 1 ? q[i] : 0.5 * (q[i] + q[i + 1]);
                differences += isMasked == bank.Measures(least, most, 0.5 * (edges[j] + edges[j + 1])) ? 1 : 0;
                masked += isMasked ? 1 : 0;
            }
        }

        Assert.InRange(masked, 100, (q.Length * edges.Length) - 100);
        AchievedError.Check("Instruments: points a detector cannot see (number of differences)", "maps of Euphonic masked for E_i 300 and 100, E_f 32 cm⁻¹", differences, 0);
    }

    // Momentum and energy of the neutron, written out in vectors.
    [Theory]
    [InlineData(InstrumentGeometry.Direct)]
    [InlineData(InstrumentGeometry.Indirect)]
    public void QSquared_IsTheLengthOfTheDifferenceOfWaveVectors(InstrumentGeometry geometry)
    {
        Random random = new(1);
        for (int k = 0; k < 1000; k++)
        {
            double fixedEnergy = 1 + (4000 * random.NextDouble()), energy = fixedEnergy * ((2 * random.NextDouble()) - 1), angle = 180 * random.NextDouble();
            double initial = geometry == InstrumentGeometry.Direct ? fixedEnergy : fixedEnergy + energy, final = initial - energy;
            double ki = Math.Sqrt(Constants.NeutronWaveVectorSquared * initial * Constants.WavenumberInEv);
            double kf = Math.Sqrt(Constants.NeutronWaveVectorSquared * final * Constants.WavenumberInEv);
            (double sin, double cos) = Math.SinCos(angle * Math.PI / 180);
            double expected = Math.Pow(ki - (kf * cos), 2) + Math.Pow(kf * sin, 2);
            Assert.InRange(Math.Abs(new Kinematics(geometry, fixedEnergy).QSquared(energy, angle) - expected), 0, Rounding * ki * ki + Rounding);
        }
    }

    [Fact]
    public void QSquared_OfForwardElasticScattering_IsZero() =>
        Assert.Equal(0, new Kinematics(InstrumentGeometry.Direct, 123.4).QSquared(0, 0));

    [Fact]
    public void QRange_IsReachedAtTheEdgesOfTheCoverage()
    {
        DetectorBank bank = Bank(InstrumentGeometry.Direct, 1000, new AngleRange(10, 20), new AngleRange(30, 40));
        (double least, double most) = bank.QRange(300);
        Assert.Equal(bank.Kinematics.QSquared(300, 10), least * least, Rounding * 100);
        Assert.Equal(bank.Kinematics.QSquared(300, 40), most * most, Rounding * 100);
        Assert.True(bank.Measures(Math.Sqrt(bank.Kinematics.QSquared(300, 15)), 300));
        Assert.False(bank.Measures(Math.Sqrt(bank.Kinematics.QSquared(300, 25)), 300));
        Assert.False(bank.Measures(least, 1001));
        DetectorBank limited = Bank(InstrumentGeometry.Indirect, 32, new AngleRange(0, 180)) with { LowestMeasured = 200, HighestMeasured = 400 };
        Assert.Equal([false, true, false], new[] { 199.0, 300, 401 }.Select(e => limited.Measures(4, e)));
    }

    [Theory]
    [InlineData(InstrumentGeometry.Direct, 101)]
    [InlineData(InstrumentGeometry.Indirect, -101)]
    public void QSquared_BeyondTheFixedEnergy_IsRefused(InstrumentGeometry geometry, double energy)
    {
        Kinematics kinematics = new(geometry, 100);
        Assert.False(kinematics.Allows(energy));
        Assert.Throws<ArgumentOutOfRangeException>(() => kinematics.QSquared(energy, 90));
        Assert.True(kinematics.Allows(-energy));
    }

    [Theory]
    [InlineData(45, 135, 45, 135)]
    [InlineData(20, 275, 20, 180)]
    [InlineData(-30, 40, 0, 40)]
    [InlineData(-40, -30, 30, 40)]
    [InlineData(190, 200, 160, 170)]
    [InlineData(300, 380, 0, 60)]
    [InlineData(0, 360, 0, 180)]
    [InlineData(90, 90, 90, 90)]
    public void Around_FoldsAnglesToOneSide(double first, double last, double from, double to)
    {
        AngleRange range = AngleRange.Around(first, last);
        Assert.Equal(from, range.From, Rounding * 100);
        Assert.Equal(to, range.To, Rounding * 100);
    }

    [Theory]
    [InlineData(10, 9)]
    [InlineData(0, 361)]
    [InlineData(double.NaN, 1)]
    public void Around_OfAnglesThatDoNotRise_IsRefused(double first, double last) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AngleRange.Around(first, last));

    static DetectorBank Bank(InstrumentGeometry geometry, double energy, params AngleRange[] coverage) => new()
    {
        Name = "test",
        Kinematics = new(geometry, energy),
        Coverage = coverage,
        Angles = [coverage[0].From],
    };
}
