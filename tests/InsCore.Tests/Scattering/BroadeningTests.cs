using InsCore.Scattering;
using Xunit;

namespace InsCore.Tests.Scattering;

public class BroadeningTests
{
    const double Tolerance = 1e-12;

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(7.3)]
    [InlineData(40)]
    public void Kernel_IsSymmetricAndConservesArea(double sigma)
    {
        double[] kernel = Broadening.Kernel(sigma);
        Assert.Equal(1, kernel.Sum(), Tolerance);
        Assert.Equal(kernel, kernel.Reverse());
        Assert.True(kernel.Min() >= 0);
    }

    [Fact]
    public void Kernel_HasTheVarianceOfTheGaussianPlusThatOfABin()
    {
        double[] kernel = Broadening.Kernel(5);
        double variance = kernel.Select((share, k) => share * Math.Pow(k - (kernel.Length / 2), 2)).Sum();
        Assert.Equal(25 + (1.0 / 12), variance, 1e-9);
    }

    [Fact]
    public void Apply_TakesTheWidthOfTheSourceBin()
    {
        double[] source = new double[301];
        (source[100], source[200]) = (2, 1);
        double[] target = Broadening.Apply([source], 0, 301, bin => bin < 150 ? 2 : 10)[0];
        Assert.Equal(3, target.Sum(), Tolerance);
        Assert.Equal(2 * Broadening.Kernel(2)[15], target[100], Tolerance);
        Assert.Equal(Broadening.Kernel(10)[75], target[200], Tolerance);
        Assert.Equal(target[190], target[210], Tolerance);
    }

    [Fact]
    public void Apply_BringsInIntensityFromOutside_AndLosesWhatLeaves()
    {
        double[] source = new double[41]; // bins -20 … 20
        source[20 - 3] = 1;
        double[] target = Broadening.Apply([source], -20, 15, _ => 4.0)[0];
        double[] kernel = Broadening.Kernel(4);
        Assert.Equal(kernel[(kernel.Length / 2) + 3], target[0], Tolerance);
        Assert.InRange(target.Sum(), 0.1, 0.5);
    }

    // Widths of choppers and analysers change from bin to bin: what each line loses nowhere, the sum must keep.
    [Theory]
    [InlineData("mari:S")]
    [InlineData("lagrange")]
    [InlineData("tosca")]
    public void Apply_WithTheWidthsOfAnInstrument_KeepsTheArea(string name)
    {
        Instrument instrument = Instrument.ByName(name);
        DetectorBank bank = instrument.Banks[0];
        double[] source = [.. Enumerable.Range(0, 1000).Select(bin => bin is > 400 and < 600 ? 1 + Math.Sin(bin) : 0)];
        double[] target = Broadening.Apply([source], 2000, 6000, bin => 0.5 * instrument.Resolution().Sigma(bin, bank))[0];
        Assert.True(target.Max() < 0.9 * source.Max(), "it broadens");
        Assert.Equal(1, target.Sum() / source.Sum(), Tolerance);
    }
}
