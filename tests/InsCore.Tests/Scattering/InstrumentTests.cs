using InsCore.Scattering;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public class InstrumentTests
{
    const double DumpTolerance = 1e-8;      // relative; the peer rounds its constants
    const double GeometryTolerance = 2e-3;  // relative; the table has three digits

    [Theory]
    [InlineData("tosca", 26.9, 27.1)]
    [InlineData("tosca-abins", 32, 32)]
    [InlineData("TOSCA", 26.9, 27.1)]
    public void FinalEnergies_AreThoseOfTheBraggAngles(string name, double backward, double forward)
    {
        Instrument instrument = Instrument.ByName(name);
        Assert.Equal(backward, instrument.Banks[0].Kinematics.FixedEnergy, 0.05);
        Assert.Equal(forward, instrument.Banks[1].Kinematics.FixedEnergy, 0.05);
        Assert.Equal(["backward", "forward"], instrument.Banks.Select(b => b.Name));
    }

    [Fact]
    public void QSquared_AgreesWithTheDumpOfAPeer()
    {
        double[] expected = NumpyFile.Read(TestData.Shared("peer-data/abinslib/data/abins-q2-1_4-dump.npy")).Values;
        DetectorBank bank = Instrument.ByName("tosca-abins").Banks[0];
        double error = expected.Select((q, bin) => Math.Abs((bank.QSquared(1.4 * (bin + 0.5)) / q) - 1)).Max();
        AchievedError.Check("Instruments: Q² of TOSCA, backward (relative)", "stored values of AbINS, 2929 energies", error, DumpTolerance);
    }

    [Fact]
    public void QSquared_AgreesWithTheReferenceTrajectory()
    {
        foreach (var entry in ModelHydrogen.Reference("all_order_tosca.json", "data").EnumerateArray())
        {
            DetectorBank bank = Instrument.ByName("tosca-abins").Banks[entry.GetProperty("angle_deg").GetDouble() > 90 ? 0 : 1];
            foreach ((int energy, double q) in ModelHydrogen.ByBin(entry.GetProperty("Q2")))
            {
                Assert.InRange(Math.Abs((bank.QSquared(energy) / q) - 1), 0, DumpTolerance);
            }
        }
    }

    [Fact]
    public void ByName_OfAnUnknownInstrument_ListsTheKnownOnes()
    {
        InsInputException e = Assert.Throws<InsInputException>(() => Instrument.ByName("in4"));
        Assert.Contains("tosca, tosca-abins, vision", e.Message);
    }

    [Fact]
    public void QSquared_BelowMinusTheFinalEnergy_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Instrument.ByName("tosca").Banks[0].QSquared(-30));

    // Widths in meV of the backward bank, moderation time as a standard deviation.
    [Theory]
    [InlineData(0, 0.0868)]
    [InlineData(5, 0.0903)]
    [InlineData(20, 0.1159)]
    [InlineData(50, 0.2011)]
    [InlineData(100, 0.3752)]
    [InlineData(200, 0.7720)]
    [InlineData(400, 1.7006)]
    public void GeometricWidth_OfTosca_IsThatOfItsPathsAndAngles(double energy, double sigma)
    {
        DetectorBank bank = Instrument.ByName("tosca").Banks[0];
        double actual = Instrument.ByName("tosca").Resolution("geometry").Sigma(energy * Constants.MillielectronvoltInWavenumbers, bank);
        AchievedError.Check(
            "Instruments: resolution of TOSCA, geometry (relative)", "the same equation in another program, 0 to 400 meV",
            Math.Abs((actual / Constants.MillielectronvoltInWavenumbers / sigma) - 1), GeometryTolerance);
    }
}
