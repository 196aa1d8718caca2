using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>F = -dE/dx and dE/dε against differences of the energy.</summary>
public sealed class MaceDerivativeTests
{
    // Central differences at h, 2h and 3h, extrapolated: error h⁶ and rounding 1e-16 · |E_i| / h. A larger step would take pairs
    // across the cutoff, where the third derivative jumps.
    const double Step = 2e-4;
    const double Tolerance = 1e-7;
    const string Differences = "central differences of the energy, 5 models × 3 structures";

    public static TheoryData<string, string, Executor> Cases => MaceReference.ModelsStructuresAndExecutors;

    [Theory, MemberData(nameof(Cases))]
    public void Forces_EqualTheDifferencesOfTheEnergy(string model, string structure, Executor executor)
    {
        MacePotential potential = MaceReference.Potential(model, executor: executor);
        Crystal crystal = MaceReference.Structure(structure);
        PotentialResult result = potential.Evaluate(crystal, threads: 1);
        double largest = result.Forces.Max(f => Math.Max(Math.Abs(f.X), Math.Max(Math.Abs(f.Y), Math.Abs(f.Z))));

        // In the larger structure one direction through all coordinates at once, each weighted differently, tests them all.
        for (int k = 0; k < 4; k++)
        {
            Vector3d[] direction = Direction(crystal.AtomCount, k);
            double expected = -result.Forces.Zip(direction, Vector3d.Dot).Sum();
            double slope = Slope(h => Relative(potential, result, Moved(crystal, direction, h)));
            double scale = largest * Math.Sqrt(crystal.AtomCount);
            AchievedError.Check($"MACE: forces, {executor.ToString().ToLowerInvariant()}, by differences (relative)", Differences, Math.Abs(slope - expected) / scale, Tolerance);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void StrainGradient_EqualsTheDifferencesOfTheEnergy(string model, string structure, Executor executor)
    {
        MacePotential potential = MaceReference.Potential(model, executor: executor);
        Crystal crystal = MaceReference.Structure(structure);
        PotentialResult result = potential.Evaluate(crystal, threads: 1);
        double largest = MaceReference.Rows(result.StrainGradient).Max(v => v.Norm);
        for (int a = 0; a < 3; a++)
        {
            for (int b = a; b < 3; b++)
            {
                double slope = Slope(h => Relative(potential, result, Strained(crystal, a, b, h)));
                double error = Math.Abs(slope - result.StrainGradient[a, b]) / largest;
                AchievedError.Check($"MACE: strain gradient, {executor.ToString().ToLowerInvariant()}, by differences (relative)", Differences, error, Tolerance);
            }
        }
    }

    static double Slope(Func<double, double> energy)
    {
        double first = (energy(Step) - energy(-Step)) / (2 * Step), second = (energy(2 * Step) - energy(-2 * Step)) / (4 * Step);
        double third = (energy(3 * Step) - energy(-3 * Step)) / (6 * Step);
        return ((15 * first) - (6 * second) + third) / 10;
    }

    static double Relative(MacePotential potential, PotentialResult reference, Crystal crystal) =>
        potential.Evaluate(crystal, threads: 1).AtomEnergies.Zip(reference.AtomEnergies, (e, e0) => e - e0).Sum();

    static Vector3d[] Direction(int atoms, int seed)
    {
        Random random = new(seed);
        Vector3d[] direction = [.. Enumerable.Range(0, atoms).Select(_ => new Vector3d(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
        return direction;
    }

    static Crystal Moved(Crystal crystal, Vector3d[] direction, double step) => crystal.With(
        crystal.Lattice, [.. crystal.Positions.ToArray().Zip(direction, (x, d) => x + (step * d))]);

    static Crystal Strained(Crystal crystal, int a, int b, double step)
    {
        double[] e = new double[9];
        e[(3 * a) + b] += 0.5 * step;
        e[(3 * b) + a] += 0.5 * step;
        Matrix3d deformation = Matrix3d.Identity + new Matrix3d(e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], e[8]);
        return crystal.With(
            crystal.Lattice is null ? null : new Lattice(crystal.Lattice.Vectors * deformation),
            [.. crystal.Positions.ToArray().Select(x => x * deformation)]);
    }
}
