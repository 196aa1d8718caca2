using InsCore.Dynamics;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Dynamics;

/// <summary>Distributions of a system that is known exactly, within three standard errors.</summary>
public sealed class EnsembleTests
{
    const double Sigmas = 3, Temperature = 300, ThermalEnergy = Constants.Boltzmann * Temperature;

    // GPa; large enough to halve the volume of the soft cell if its sign were wrong.
    const double Pressure = 0.1;

    static readonly DynamicsOptions Settings = new()
    {
        Temperature = Temperature,
        Pressure = Pressure,
        TimeStep = 4,
        Equilibration = 4_000,
        ThermostatTime = 150,
        CellTime = 300,
        SampleTime = 16,
        Seed = 20,
    };

    [Theory]
    [InlineData(Thermostat.Langevin)]
    [InlineData(Thermostat.Rescaling)]
    public void Nvt_gives_the_canonical_energies_of_a_harmonic_crystal(Thermostat thermostat)
    {
        SpringCell springs = new();
        Integrator run = new(springs.Crystal, springs, Settings with { Ensemble = Ensemble.Nvt, Thermostat = thermostat });
        List<double> potential = [], kinetic = [], total = [];
        Sample(run, 160_000, () =>
        {
            (double u, double k) = (run.Potential, 0.5 * run.MiddleKinetic.Trace);
            potential.Add(u);
            kinetic.Add(k);
            total.Add(u + run.Kinetic);
        });

        // Γ distributions: mean f kT/2, variance f (kT)²/2.
        double f = run.DegreesOfFreedom, mean = 0.5 * f * ThermalEnergy, variance = 0.5 * f * ThermalEnergy * ThermalEnergy;
        Assert.Equal((3 * springs.Crystal.AtomCount) - 3, run.DegreesOfFreedom);
        Check($"NVT, {thermostat}: potential energy", potential, mean);
        Check($"NVT, {thermostat}: kinetic energy", kinetic, mean);
        Check($"NVT, {thermostat}: variance of the potential energy", [.. potential.Select(x => Math.Pow(x - mean, 2))], variance);
        Check($"NVT, {thermostat}: variance of the kinetic energy", [.. kinetic.Select(x => Math.Pow(x - mean, 2))], variance);
    }

    [Theory]
    [InlineData(Thermostat.Langevin)]
    [InlineData(Thermostat.Rescaling)]
    public void Npt_gives_the_exact_distributions_of_volume_and_shape(Thermostat thermostat)
    {
        SpringCell springs = new();
        Integrator run = new(springs.Crystal, springs, Settings with { Ensemble = Ensemble.Npt, Thermostat = thermostat });
        List<double> volume = [], distortion = [], energy = [], work = [];
        double p = Pressure / Constants.EvPerCubicAngstromInGpa;
        Sample(run, 160_000, () =>
        {
            double v = run.State.Cell.Determinant;
            volume.Add(v);
            distortion.Add(springs.Distortion(run.State.Cell));
            energy.Add(springs.SpringEnergy(run.Potential, run.State.Cell));
            work.Add((run.Pressure.Trace / 3 * v) - (p * v) + (2 * ThermalEnergy));
        });

        (double meanVolume, double varianceOfVolume) = VolumeMoments(springs.Crystal.Volume, p);
        Check($"NPT, {thermostat}: volume", volume, meanVolume);
        Check($"NPT, {thermostat}: variance of the volume", [.. volume.Select(x => Math.Pow(x - meanVolume, 2))], varianceOfVolume);
        Check($"NPT, {thermostat}: shape of the cell", distortion, MeanDistortion(springs.Crystal.Volume));
        Check($"NPT, {thermostat}: energy of the springs", energy, 0.5 * run.DegreesOfFreedom * ThermalEnergy);
        Check($"NPT, {thermostat}: virial, V(P_int - P) + 2 kT", work, 0);
    }

    static void Sample(Integrator run, int steps, Action take)
    {
        run.Begin(TestContext.Current.CancellationToken);
        for (int step = 1; step <= steps; step++)
        {
            run.Step(CancellationToken.None);
            if (run.State.Step > Settings.EquilibrationSteps && step % Settings.SampleSteps == 0)
            {
                take();
            }
        }
    }

    static void Check(string row, List<double> values, double exact)
    {
        BlockAverage average = BlockAverage.Of([.. values]);
        Assert.True(average.IsResolved && average.Independent > 200, $"{row}: {average.Independent:F0} independent values are too few");
        AchievedError.Check($"MD: {row} (standard errors)", "exact distribution", Math.Abs(average.Mean - exact) / average.Error, Sigmas);
    }

    // Density V exp(-(B (V - V₀)²/2V₀ + P V)/kT).
    static (double Mean, double Variance) VolumeMoments(double v0, double pressure)
    {
        double sum = 0, first = 0, second = 0;
        for (double v = 0.0005 * v0; v < 4 * v0; v += 0.001 * v0)
        {
            double weight = v * Math.Exp(-((SpringCell.Bulk * (v - v0) * (v - v0) / (2 * v0)) + (pressure * (v - v0))) / ThermalEnergy);
            sum += weight;
            first += weight * v;
            second += weight * v * v;
        }

        return (first / sum, (second / sum) - Math.Pow(first / sum, 2));
    }

    // The invariant measure of matrices of determinant 1 with the singular values exp(η): Π_{i<j} sinh|η_i - η_j| dη.
    static double MeanDistortion(double v0)
    {
        double sum = 0, first = 0;
        const double step = 0.02;
        for (double a = -3; a < 3; a += step)
        {
            for (double b = -3; b < 3; b += step)
            {
                double c = -a - b, d = Math.Exp(2 * a) + Math.Exp(2 * b) + Math.Exp(2 * c) - 3;
                double weight = Math.Abs(Math.Sinh(a - b) * Math.Sinh(b - c) * Math.Sinh(a - c)) * Math.Exp(-0.5 * SpringCell.Shear * v0 * d / ThermalEnergy);
                sum += weight;
                first += weight * d;
            }
        }

        return first / sum;
    }
}
