using InsCore.Dynamics;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Structures;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Dynamics;

/// <summary>A trajectory of constant energy has the mean temperature that was asked for.</summary>
public sealed class MicrocanonicalStartTests
{
    const double Temperature = 300;

    static readonly DynamicsOptions Settings = new() { Ensemble = Ensemble.Nve, Temperature = Temperature, TimeStep = 2, ThermostatTime = 150 };

    // Of a harmonic crystal every mode keeps its energy, the sum of which is N_f kT: the virial theorem makes the mean of the kinetic energy half of that.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void From_the_minimum_the_energy_is_that_of_a_harmonic_crystal(int seed)
    {
        SpringCell springs = new();
        Integrator run = new(springs.Crystal, springs, Settings with { Equilibration = 0, Seed = (ulong)seed });
        run.Begin(TestContext.Current.CancellationToken);
        double aim = run.DegreesOfFreedom * Constants.Boltzmann * Temperature;
        Assert.Equal(aim, run.Kinetic, 1e-12 * aim);
        AchievedError.Check("Dynamics: mean temperature in NVE from the minimum, relative", "equipartition in a harmonic crystal", Math.Abs((Mean(run, 40_000) / Temperature) - 1), 0.01);
    }

    // An equilibration knows the mean potential energy as well as it is long; the energy that it ends with by chance is 26 % off (T/√N_f, N_f = 15).
    [Fact]
    public void Behind_an_equilibration_the_mean_temperature_is_the_one_asked_for()
    {
        double square = 0;
        const int Runs = 12;
        for (int seed = 1; seed <= Runs; seed++)
        {
            SpringCell springs = new();
            Integrator run = new(springs.Crystal, springs, Settings with { Equilibration = 40_000, Seed = (ulong)seed });
            run.Begin(TestContext.Current.CancellationToken);
            while (run.State.Step < 20_000)
            {
                run.Step(CancellationToken.None);
            }

            square += Math.Pow((Mean(run, 20_000) / Temperature) - 1, 2) / Runs;
        }

        Assert.InRange(Math.Sqrt(square), 0, 0.08);
    }

    [Fact]
    public void A_structure_that_is_not_relaxed_gets_the_temperature_itself()
    {
        SpringCell springs = new();
        Vector3d[] moved = springs.Crystal.Positions.ToArray();
        moved[0] += new Vector3d(0.3, 0, 0);
        Integrator run = new(springs.Crystal.With(springs.Crystal.Lattice, moved), springs, Settings with { Equilibration = 0 });
        run.Begin(TestContext.Current.CancellationToken);
        double aim = 0.5 * run.DegreesOfFreedom * Constants.Boltzmann * Temperature;
        Assert.Equal(aim, run.Kinetic, 1e-12 * aim);
    }

    static double Mean(Integrator run, int steps)
    {
        double sum = 0;
        for (int k = 0; k < steps; k++)
        {
            run.Step(CancellationToken.None);
            sum += run.MiddleKinetic.Trace / (run.DegreesOfFreedom * Constants.Boltzmann);
        }

        return sum / steps;
    }
}
