using InsCore.Phonons;
using InsCore.Phonons.Thermodynamics;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Scattering;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons.Thermodynamics;

public sealed class HarmonicThermodynamicsTests
{
    const double SumTolerance = 1e-12;      // relative: a sum over levels
    const double SlopeTolerance = 1e-8;     // relative: differences of fourth order in the temperature

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(300)]
    [InlineData(2000)]
    public void OneMode_HasTheFreeEnergyOfItsLevels(double temperature)
    {
        foreach (double energy in new[] { 0.002, 0.05, 0.4 })
        {
            ThermodynamicPoint p = HarmonicThermodynamics.Of(Modes([energy])).At(temperature);
            double kt = Constants.Boltzmann * temperature, sum = 0, first = 0, second = 0;
            for (int n = 0; n < 20000; n++)
            {
                double weight = Math.Exp(-n * energy / kt);
                (sum, first, second) = (sum + weight, first + (n * energy * weight), second + (n * energy * n * energy * weight));
            }

            double mean = first / sum, free = (0.5 * energy) - (kt * Math.Log(sum)), capacity = ((second / sum) - (mean * mean)) / (kt * temperature);
            Check(p.FreeEnergy, free, energy);
            Check(p.Energy, (0.5 * energy) + mean, energy + kt);
            Check(p.Entropy, ((0.5 * energy) + mean - free) / temperature, Constants.Boltzmann);
            AchievedError.Check("Thermodynamics: C_V of an oscillator (relative to k)", "sums over its levels", Math.Abs(p.HeatCapacity - capacity) / Constants.Boltzmann, 1e-9);
        }

        static void Check(double actual, double expected, double size) =>
            AchievedError.Check("Thermodynamics: F, E, S of an oscillator, 1 to 2000 K (relative)", "sums over its levels", Math.Abs(actual - expected) / size, SumTolerance);
    }

    [Fact]
    public void Crystal_ObeysTheRelationsOfThermodynamics()
    {
        HarmonicThermodynamics source = HarmonicThermodynamics.Of(SpringCrystal.Solve(TestCrystals.Wurtzite, QMesh.Full((3, 3, 2))));
        foreach (double t in new[] { 5.0, 40, 300, 900 })
        {
            ThermodynamicPoint p = source.At(t);
            double Slope(Func<ThermodynamicPoint, double> f)
            {
                double One(double s) => (f(source.At(t + s)) - f(source.At(t - s))) / (2 * s);
                double h = 1e-3 * t;
                return ((4 * One(h)) - One(2 * h)) / 3;
            }

            Check(-Slope(x => x.FreeEnergy), p.Entropy, source.At(900).Entropy);
            Check(Slope(x => x.Energy), p.HeatCapacity, source.At(900).HeatCapacity);
            Check(t * Slope(x => x.Entropy), p.HeatCapacity, source.At(900).HeatCapacity);
            Assert.Equal(p.Energy, p.FreeEnergy + (t * p.Entropy), 1e-12);
        }

        ThermodynamicPoint cold = source.At(0), hot = source.At(1e6);
        Assert.Equal((source.ZeroPointEnergy, source.ZeroPointEnergy, 0, 0), (cold.FreeEnergy, cold.Energy, cold.Entropy, cold.HeatCapacity));
        Assert.Equal(source.ModeCount * Constants.Boltzmann, hot.HeatCapacity, 1e-8);
        Assert.Equal(3.0 / 18, source.Translations, 1e-12);
        Assert.Equal((3 * 4) - source.Translations, source.ModeCount, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.At(-1));

        static void Check(double actual, double expected, double size) =>
            AchievedError.Check("Thermodynamics: S = -dF/dT, C = dE/dT = T dS/dT (relative)", "differences", Math.Abs(actual - expected) / size, SlopeTolerance);
    }

    [Fact]
    public void ReducedMesh_GivesTheFunctionsOfTheFullMesh()
    {
        SpaceGroup group = SpaceGroup.Find(TestCrystals.Wurtzite);
        ThermodynamicPoint full = HarmonicThermodynamics.Of(SpringCrystal.Solve(TestCrystals.Wurtzite, QMesh.Full((4, 4, 2)))).At(100);
        ThermodynamicPoint few = HarmonicThermodynamics.Of(SpringCrystal.Solve(TestCrystals.Wurtzite, QMesh.Irreducible((4, 4, 2), group))).At(100);
        Assert.Equal(full.FreeEnergy, few.FreeEnergy, 1e-9);
        Assert.Equal(full.HeatCapacity, few.HeatCapacity, 1e-12);
    }

    [Fact]
    public void ImaginaryModes_AreLeftOut_AndSaid()
    {
        HarmonicThermodynamics source = HarmonicThermodynamics.Of(Modes([-0.01, 0.02, 0.03]));
        Assert.Equal((1, 1.0, 2.0), (source.ImaginaryModes, source.ImaginaryShare, source.ModeCount));
        Assert.Single(source.Warnings);
        Assert.Equal(0.025, source.ZeroPointEnergy, 1e-15);
        Assert.Empty(HarmonicThermodynamics.Of(Modes([0.01])).Warnings);
    }

    [Fact]
    public void Molar_IsPerFormulaUnit()
    {
        Crystal crystal = TestCrystals.Wurtzite;
        PhononModes modes = SpringCrystal.Solve(crystal, QMesh.Full((2, 2, 2)));
        ThermodynamicTable table = ThermodynamicTable.Of(HarmonicThermodynamics.Of(modes), [0, 1e5]);
        Assert.Equal(2, table.Source.FormulaUnits);

        // Dulong and Petit: 3 R for each atom of the formula, less the translations.
        double expected = 8.31446261815324 * table.Source.ModeCount / 2;
        Assert.Equal(expected, table.MolarPerKelvin(table.Points[1].HeatCapacity), 1e-4);
    }

    // Three modes, or one of three times the weight a third.
    internal static PhononModes Modes(double[] energies)
    {
        Crystal crystal = new(new Lattice(4 * Matrix3d.Identity), [18], [default]);
        PhononModes modes = new(crystal, [new(0.3, 0.1, 0.2)], [energies.Length / 3.0], eigenvectors: false);
        for (int n = 0; n < 3; n++)
        {
            modes.Energies[n] = energies[n % energies.Length];
        }

        return modes;
    }
}
