using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Relaxation;

/// <summary>Potentials whose energies are noisier than the last steps are low, as those of single precision.</summary>
public class NoisyPotentialTests
{
    const double ForceTolerance = 1e-5, StressTolerance = 1e-4, LengthTolerance = 1e-4;

    // Without noise there are at most 42 in these cases; each step within the noise takes a second evaluation to know it.
    const int MostEvaluations = 126;

    static readonly RelaxationOptions Options = new()
    {
        Pressure = 1, ForceTolerance = ForceTolerance, StressTolerance = StressTolerance,
    };

    // Thirty steps without gain end it; some gains are luck.
    const int MostStepsAtTheNoise = 200;

    public static TheoryData<double, int> NoiseAndSeeds
    {
        get
        {
            TheoryData<double, int> data = [];
            foreach (double noise in (double[])[1e-6, 1e-4, 1e-2])
            {
                for (int seed = 1; seed <= 10; seed++)
                {
                    data.Add(noise, seed);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(NoiseAndSeeds))]
    public void Run_NoisyEnergy_ConvergesByTheForces(double noise, int seed)
    {
        Crystal start = RelaxationCases.Distorted(RelaxationCases.Fcc(5.1), strain: 0.03, displacement: 0.1, seed);
        RelaxationResult expected = CrystalRelaxation.Run(start, AnalyticPotential.Argon, Options);
        RelaxationResult result = CrystalRelaxation.Run(
            start, Noisy(AnalyticPotential.Argon, seed, energyNoise: noise, forceNoise: 0), Options);
        Assert.InRange(result.LargestForce, 0, ForceTolerance);
        Assert.InRange(result.Evaluations, 1, MostEvaluations);
        Vector3d difference = result.Crystal.PeriodicLattice.Lengths - expected.Crystal.PeriodicLattice.Lengths;
        Assert.InRange(difference.Norm, 0, LengthTolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_NoisyForces_EndsAtTheirNoiseAndNamesTheTolerance(int seed)
    {
        const double forceNoise = 1e-3, reachable = 2e-2;
        Crystal start = RelaxationCases.Distorted(RelaxationCases.Fcc(5.1), strain: 0.03, displacement: 0.1, seed);
        RelaxationOptions options = Options with { KeepSymmetry = false };
        Assert.Contains("--fmax", Assert.Throws<InsNumericalException>(() => CrystalRelaxation.Run(
            start, Noisy(AnalyticPotential.Argon, seed, energyNoise: 1e-4, forceNoise), options)).Message);
        RelaxationResult result = CrystalRelaxation.Run(
            start, Noisy(AnalyticPotential.Argon, seed, energyNoise: 1e-4, forceNoise), options with { AllowUnconverged = true });
        Assert.False(result.Converged);
        Assert.InRange(result.LargestForce, 0, reachable);
        Assert.InRange(result.Steps, 1, MostStepsAtTheNoise);
    }

    // The noise is new at each evaluation, eV and eV/Å, uniform within ± its size.
    static ChangedPotential Noisy(IPotential potential, int seed, double energyNoise, double forceNoise)
    {
        Random random = new(seed);
        double Next(double size) => size * ((2 * random.NextDouble()) - 1);
        return new ChangedPotential(potential, r => r with
        {
            Energy = r.Energy + Next(energyNoise),
            Forces = Array.ConvertAll(r.Forces, f => f + new Vector3d(Next(forceNoise), Next(forceNoise), Next(forceNoise))),
        });
    }
}
