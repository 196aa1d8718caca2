using InsCore.Scattering;
using Xunit;

namespace InsCore.Tests.Scattering;

public class ResolutionModelTests
{
    static readonly Instrument Tosca = Instrument.ByName("tosca");
    static readonly DetectorBank Bank = Tosca.Banks[0];

    [Theory]
    [InlineData("abins", 1000, 7.6)]
    [InlineData("oclimax2019", 1000, 5.35)]
    [InlineData("OCLIMAX2019", 0, 0.25)]
    [InlineData("none", 1000, 0)]
    [InlineData("polynomial(1, 0.01)", 100, 2)]
    [InlineData("polynomial(1,0.01,1e-4)", 100, 3)]
    [InlineData("abins", -20, 2.5)]
    [InlineData("abins*2", 1000, 15.2)]
    [InlineData(" polynomial(1) * 0.5", 1000, 0.5)]
    public void Resolution_GivesTheWidthOfTheModel(string name, double energy, double sigma) =>
        Assert.Equal(sigma, Tosca.Resolution(name).Sigma(energy, Bank), 1e-12);

    [Theory]
    [InlineData("sharp")]
    [InlineData("polynomial(1,2,3,4)")]
    [InlineData("polynomial(-1)")]
    [InlineData("polynomial(x)")]
    [InlineData("polynomial()")]
    [InlineData("")]
    [InlineData("abins*")]
    [InlineData("abins*-1")]
    [InlineData("abins*2*2")]
    [InlineData("pychop")]
    public void Resolution_OfAnythingElse_ListsTheModels(string name)
    {
        InsInputException e = Assert.Throws<InsInputException>(() => Tosca.Resolution(name));
        Assert.Contains("oclimax2019", e.Message);
    }

    [Fact]
    public void Name_OfAPolynomial_HoldsItsNumbers() =>
        Assert.Equal("polynomial(1,0.5,0)", Tosca.Resolution(" Polynomial(1.0, .5) ").Name);
}
