using InsCore.Phonons;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons;

public class DensityOfStatesTests
{
    const double NormTolerance = 1e-9;

    static readonly PhononModes Modes =
        PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), QMesh.Full((3, 2, 2)));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(1, 10)]
    [InlineData(20, 3)]
    public void Compute_IntegratesToThreePerAtom(double binWidth, double broadening)
    {
        DensityOfStates density = DensityOfStates.Compute(Modes, binWidth, broadening);
        AchievedError.Check("Phonons: integral of the density of states", "3 per atom", Math.Abs((density.Total.Sum() * binWidth) - 9), NormTolerance);
        foreach (int element in new[] { 1, 6, 16 })
        {
            Assert.Equal(3, density.OfElement(element).Sum() * binWidth, NormTolerance);
        }

        Assert.Equal(density.BinCount, density.Centres.Length);
        Assert.Equal(density.Edges[1] - (binWidth / 2), density.Centres[0], NormTolerance);
    }

    [Fact]
    public void Compute_Histogram_CountsTheModesOfEachBin()
    {
        DensityOfStates density = DensityOfStates.Compute(Modes, 50);
        double[] total = density.Total;
        for (int b = 0; b < density.BinCount; b++)
        {
            int count = Modes.Energies.Count(e =>
                e * Constants.EvInWavenumbers >= density.Edges[b] && e * Constants.EvInWavenumbers < density.Edges[b + 1]);
            Assert.Equal(count / 12.0, total[b] * 50, NormTolerance);
        }
    }

    [Fact]
    public void Compute_Broadened_KeepsMeanAndAddsVariance()
    {
        const double Broadening = 15;
        (double sharpMean, double sharpVariance) = Moments(DensityOfStates.Compute(Modes, 0.1));
        (double mean, double variance) = Moments(DensityOfStates.Compute(Modes, 0.1, Broadening));
        Assert.Equal(sharpMean, mean, 0.05);
        Assert.Equal(Broadening * Broadening, variance - sharpVariance, 20.0);
    }

    [Fact]
    public void Compute_BadWidth_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DensityOfStates.Compute(Modes, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DensityOfStates.Compute(Modes, 1, -1));
    }

    static (double Mean, double Variance) Moments(DensityOfStates density)
    {
        double[] weights = density.Total;
        double sum = weights.Sum();
        double mean = density.Centres.Zip(weights, (x, w) => x * w).Sum() / sum;
        return (mean, density.Centres.Zip(weights, (x, w) => (x - mean) * (x - mean) * w).Sum() / sum);
    }
}
