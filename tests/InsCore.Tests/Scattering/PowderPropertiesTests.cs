using CsCheck;
using InsCore.Scattering;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>What any harmonic atom must obey, whatever its modes.</summary>
public class PowderPropertiesTests
{
    const double SumTolerance = 1e-12;
    const double LawTolerance = 1e-10;
    const double Accuracy = 1e-9;
    const double AccuracyMet = 1e-8; // the choice of directions aims at Accuracy within an order of magnitude
    const double Spacing = Constants.WavenumberInEv;
    const int Samples = 25;

    static readonly Gen<double> QSquared = Gen.Double[1, 150];

    [Fact]
    public void SumRecoilAndDetailedBalance_Hold() =>
        Gen.Select(RandomAtoms.Atom, RandomAtoms.Temperature, QSquared).Sample(
            (atom, temperature, q) =>
            {
                LawResiduals worst = Compute(atom, temperature, q, 0).Residuals.Aggregate(LawResiduals.Worst);
                AchievedError.Check("Scattering: sum rule, random atoms", "theory", worst.SumRule, SumTolerance);
                AchievedError.Check("Scattering: first moment, random atoms (of the recoil)", "theory", worst.Recoil, LawTolerance);
                AchievedError.Check("Scattering: detailed balance, random atoms (of the maximum)", "theory", worst.DetailedBalance, LawTolerance);
            },
            iter: Samples);

    [Fact]
    public void RotatedAtom_ScattersTheSame() =>
        Gen.Select(RandomAtoms.Atom, RandomAtoms.Rotation, QSquared).Sample(
            (atom, rotation, q) =>
            {
                double[] original = Row(Compute(atom, 100, q, 0), q, 0), rotated = Row(Compute(RandomAtoms.Rotate(atom, rotation), 100, q, 0), q, 0);
                AssertClose(original, rotated, AccuracyMet);
            },
            iter: Samples);

    [Fact]
    public void FirstOrder_EqualsTheClosedForm() =>
        Gen.Select(RandomAtoms.Atom, RandomAtoms.Temperature, QSquared).Sample(
            (atom, temperature, q) =>
            {
                GriddedTensor gridded = new(atom, temperature, Spacing, 1024);
                SymmetricTensor weight = OnePhonon.Weight(gridded.Displacement(), q);
                double[] expected = [.. Enumerable.Range(-50, 401).Select(j => q * SymmetricTensor.DoubleDot(weight, gridded.At(j)))];
                AssertClose(expected, Row(Compute(atom, temperature, q, 1), q, 1), Accuracy, scale: 1);
            },
            iter: Samples);

    [Fact]
    public void OrdersAddUpToAllOrders() =>
        Gen.Select(RandomAtoms.Atom, QSquared).Sample(
            (atom, q) =>
            {
                // x + 6√x + 6 orders hold everything.
                double x = q * atom.Displacement(60).Eigen().Values.Z;
                int orders = Math.Min(120, (int)(x + (6 * Math.Sqrt(x)) + 8));
                SpeciesScattering species = Compute(atom, 60, q, orders);
                double[] sum = new double[401];
                for (int order = 1; order <= orders; order++)
                {
                    sum = [.. sum.Zip(Row(species, q, order), (a, b) => a + b)];
                }

                AssertClose(Row(species, q, 0), sum, LawTolerance);
            },
            iter: 8);

    [Fact]
    public void IsotropicOscillatorAtZeroTemperature_IsAPoissonSeries() =>
        Gen.Select(Gen.Int[5, 60], QSquared, Gen.Double[10, 200]).Sample(
            (wavenumber, q, mass) =>
            {
                AtomTensor atom = RandomAtoms.Make([wavenumber], [SymmetricTensor.Isotropic(1)], mass);
                double mean = q * Constants.HbarSquaredPerMass / (2 * mass * wavenumber * Spacing);
                double[] expected = new double[401];
                double term = Math.Exp(-mean);
                for (int n = 1; n * wavenumber <= 350; n++)
                {
                    term *= mean / n;
                    expected[50 + (n * wavenumber)] = term;
                }

                SpeciesScattering species = Compute(atom, 0, q, 0);
                AssertClose(expected, Row(species, q, 0), LawTolerance, Math.Exp(-mean));
                Assert.Equal(Math.Exp(-mean), species.Elastic(q), LawTolerance);
            },
            iter: Samples);

    [Fact]
    public void SmallQ_FirstAndSecondOrder_FollowTheirLimits() =>
        RandomAtoms.Atom.Sample(
            atom =>
            {
                const double q = 1e-9, temperature = 30;

                // The grid must hold all pairs: at so small Q² the rule for its length, a share of all intensity, would not.
                SpeciesScattering species = ModelHydrogen.Compute(atom, temperature, new(Spacing, -700, 700, 0.5 * q, q, 2, Accuracy));
                GriddedTensor g = new(atom, temperature, Spacing, 1024);
                double[] first = [.. Enumerable.Range(-50, 401).Select(j => q * g.At(j).Trace / 3)];
                AssertClose(first, Row(species, q, 1), 1e-5);

                // Every ordered pair of modes counts 1/30: (Q⁴/2) Σ (tr Bi tr Bj + 2 Bi:Bj)/15.
                double[] second = new double[401];
                for (int i = -310; i <= 310; i++)
                {
                    for (int j = -310; j <= 310; j++)
                    {
                        if (i + j is >= -50 and <= 350 && g.At(i) != default && g.At(j) != default)
                        {
                            SymmetricTensor a = g.At(i), b = g.At(j);
                            second[i + j + 50] += q * q / 30 * ((a.Trace * b.Trace) + (2 * SymmetricTensor.DoubleDot(a, b)));
                        }
                    }
                }

                AssertClose(second, Row(species, q, 2), 1e-5);
            },
            iter: 8);

    static SpeciesScattering Compute(AtomTensor atom, double temperature, double qSquared, int orders) =>
        ModelHydrogen.Compute(atom, temperature, new(Spacing, -50, 350, 0.5 * qSquared, qSquared, orders, Accuracy));

    static double[] Row(SpeciesScattering species, double qSquared, int row)
    {
        double[] values = new double[row + 1];
        return [.. Enumerable.Range(-50, 401).Select(bin =>
        {
            species.Interpolate(qSquared, bin, values);
            return values[row];
        })];
    }

    static void AssertClose(double[] expected, double[] actual, double tolerance, double scale = 0)
    {
        scale = Math.Max(scale, expected.Max());
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.InRange(Math.Abs(expected[k] - actual[k]), 0, tolerance * scale);
        }
    }
}
