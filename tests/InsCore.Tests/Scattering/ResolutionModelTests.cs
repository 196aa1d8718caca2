using System.Text.Json;
using InsCore.Scattering;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public class ResolutionModelTests
{
    const double PeerTolerance = 1e-6; // relative

    static readonly DetectorBank Bank = Instrument.ByName("tosca").Banks[0];

    [Fact]
    public void Abins_AgreesWithThePeer()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Shared("peer-data/resins/resins_sigma_reference.json")));
        JsonElement tosca = file.RootElement.GetProperty("data").EnumerateArray().First(e => e.GetProperty("instrument").GetString() == "TOSCA");
        ResolutionModel model = ResolutionModel.Parse("abins");
        var pairs = tosca.GetProperty("energy_transfer_meV").EnumerateArray().Zip(tosca.GetProperty("sigma_meV").EnumerateArray());
        foreach ((JsonElement energy, JsonElement sigma) in pairs)
        {
            double actual = model.Sigma(energy.GetDouble() * Constants.MillielectronvoltInWavenumbers, Bank) / Constants.MillielectronvoltInWavenumbers;
            AchievedError.Check("Scattering: resolution of TOSCA, polynomial (relative)", "stored values of ResINS, 5 to 400 meV", Math.Abs((actual / sigma.GetDouble()) - 1), PeerTolerance);
        }
    }

    [Theory]
    [InlineData("abins", 1000, 7.6)]
    [InlineData("oclimax2019", 1000, 5.35)]
    [InlineData("OCLIMAX2019", 0, 0.25)]
    [InlineData("none", 1000, 0)]
    [InlineData("polynomial(1, 0.01)", 100, 2)]
    [InlineData("polynomial(1,0.01,1e-4)", 100, 3)]
    [InlineData("abins", -20, 2.5)]
    public void Parse_GivesTheWidthOfTheModel(string name, double energy, double sigma) =>
        Assert.Equal(sigma, ResolutionModel.Parse(name).Sigma(energy, Bank), 1e-12);

    [Theory]
    [InlineData("sharp")]
    [InlineData("polynomial(1,2,3,4)")]
    [InlineData("polynomial(-1)")]
    [InlineData("polynomial(x)")]
    [InlineData("polynomial()")]
    [InlineData("")]
    public void Parse_OfAnythingElse_ListsTheModels(string name)
    {
        InsInputException e = Assert.Throws<InsInputException>(() => ResolutionModel.Parse(name));
        Assert.Contains("oclimax2019", e.Message);
    }

    [Fact]
    public void Name_OfAPolynomial_HoldsItsNumbers() =>
        Assert.Equal("polynomial(1,0.5,0)", ResolutionModel.Parse(" Polynomial(1.0, .5) ").Name);
}
