using CsCheck;
using InsCore.Scattering;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public class GriddedTensorTests
{
    const double Tolerance = 1e-12; // relative
    const double Spacing = Constants.WavenumberInEv;
    const int Length = 1024;

    [Fact]
    public void Gridding_KeepsDisplacementAndFirstMoment_AndDetailedBalanceInEveryBin() =>
        Gen.Select(RandomAtoms.SoftAtom, RandomAtoms.Temperature).Sample((atom, temperature) =>
        {
            GriddedTensor gridded = new(atom, temperature, Spacing, Length);
            AssertClose(atom.Displacement(temperature), gridded.Displacement());
            AssertClose(atom.FirstMoment(), gridded.Sum(j => j * Spacing));
            for (int j = 1; j < 310; j++)
            {
                double boltzmann = temperature == 0 ? 0 : Math.Exp(-j * Spacing / (Constants.Boltzmann * temperature));
                Assert.Equal(gridded.At(j).Trace * boltzmann, gridded.At(-j).Trace, Tolerance * gridded.At(j).Trace);
            }
        });

    [Fact]
    public void Gridding_NeverMakesNegativeShares() =>
        Gen.Select(RandomAtoms.SoftAtom, RandomAtoms.Temperature).Sample((atom, temperature) =>
        {
            GriddedTensor gridded = new(atom, temperature, Spacing, Length);
            double floor = -1e-14 * gridded.Displacement().Trace;
            Assert.All(Enumerable.Range(0, 310), j => Assert.True(gridded.At(j).Eigen().Values.X >= floor));
        });

    [Fact]
    public void AModeOnABin_StaysThere()
    {
        AtomTensor atom = RandomAtoms.Make([37], [SymmetricTensor.Isotropic(1)], 10);
        GriddedTensor gridded = new(atom, 50, Spacing, Length);
        Assert.Equal(1, gridded.At(37).Trace / gridded.Sum(j => j > 0 ? 1 : 0).Trace, Tolerance);
    }

    [Fact]
    public void Transform_AtTimeZero_IsTheDisplacement_AndAgreesWithTheSum()
    {
        AtomTensor atom = RandomAtoms.Make([0.4, 12.3, 250.7], [new(1, 2, 3, 0.1, 0.2, 0.3), new(3, 2, 1, -0.5, 0, 0.3), new(1, 0, 0, 0, 0, 0)], 40);
        GriddedTensor gridded = new(atom, 80, Spacing, Length);
        (double[][] re, double[][] im) = gridded.Transform(new(Length));
        double scale = gridded.Displacement().Trace;
        Assert.Equal(gridded.Displacement().Yz, re[3][0], Tolerance * scale);
        foreach (int t in new[] { 1, 7, 300, 512 })
        {
            double cosine = gridded.Sum(j => Math.Cos(2 * Math.PI * j * t / Length)).Xy;
            double sine = gridded.Sum(j => Math.Sin(2 * Math.PI * j * t / Length)).Xy;
            Assert.Equal(cosine, re[5][t], Tolerance * scale);
            Assert.Equal(sine, im[5][t], Tolerance * scale);
        }
    }

    static void AssertClose(SymmetricTensor expected, SymmetricTensor actual)
    {
        SymmetricTensor difference = expected + (-1 * actual);
        Assert.InRange(Math.Sqrt(SymmetricTensor.DoubleDot(difference, difference)), 0, Tolerance * expected.Trace);
    }
}
