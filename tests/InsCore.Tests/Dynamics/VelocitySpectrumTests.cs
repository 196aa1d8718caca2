using InsCore.Dynamics;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.Tests.Scattering;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Dynamics;

/// <summary>Spectra of velocities against the phonons of a crystal that is exactly harmonic.</summary>
public sealed class VelocitySpectrumTests
{
    const double Temperature = 300;

    // Root mean square of deviations from the exact values, in standard errors: 1 but for its own scatter over a dozen or more values.
    const double LargestDeviation = 1.5;

    // Runs from independent velocities, from whose scatter the statistical error comes.
    const int Runs = 24, Groups = 6;

    static readonly Crystal Cell = new(
        new Lattice(new Matrix3d(4.1, 0.2, 0, -0.3, 4.6, 0.1, 0.4, 0.5, 5.2)),
        [1, 6, 16, 6],
        [default, new(2.1, 2.2, 0.6), new(0.2, 2.4, 2.9), new(2.2, 0.3, 2.8)]);

    static readonly DynamicsOptions Options = new()
    {
        Ensemble = Ensemble.Nve, // a thermostat of so few atoms would spread the lines
        Temperature = Temperature,
        TimeStep = 1,
        Equilibration = 2_000,
        SampleTime = 3,
    };

    [Fact]
    public void A_single_swing_has_its_energy_its_direction_and_its_mean_square()
    {
        const double omega = 0.08, x = 0.02, y = 0.01, sample = 2;
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(9, 9, 9)), [6, 6], [default, new(4, 4, 4)]);
        VelocitySpectrum spectrum = VelocitySpectrum.Of(crystal, 1e-3, sample, 2000);
        for (int k = 0; k < 9000; k++)
        {
            float c = (float)Math.Cos(omega * sample * k);
            spectrum.Add([(float)x * c, (float)y * c, 0, 0, 0, 0]);
        }

        double[] sum = new double[6], tensor = new double[6];
        double first = 0;
        for (int bin = 0; bin < spectrum.BinCount; bin++)
        {
            spectrum.Weight(0, bin, tensor);
            first += spectrum.Energy(bin) * tensor[0];
            for (int c = 0; c < 6; c++)
            {
                sum[c] += tensor[c];
            }
        }

        Assert.Equal(8, spectrum.Pieces);
        Assert.Equal(0.5 * x * x, sum[0], 1e-3 * x * x);
        Assert.Equal(0.5 * y * y, sum[1], 1e-3 * x * x);
        Assert.Equal(0.5 * x * y, sum[5], 1e-3 * x * x);
        Assert.Equal(0, sum[2], 1e-12);
        Assert.Equal(Constants.ReducedPlanck * omega, first / sum[0], 1e-3 * Constants.ReducedPlanck * omega);
    }

    [Fact]
    public void A_harmonic_crystal_gives_the_spectrum_of_its_phonons()
    {
        SpringCrystal springs = new(Cell);
        SpaceGroup group = SpaceGroup.Trivial(Cell);
        PhononModes modes = PhononSolver.Solve(springs, QMesh.Full((1, 1, 1)));
        SpectralTensors exact = SpectralTensors.FromModes(modes, group, Temperature, acoustic: new AcousticCorrection { Enabled = false });
        VelocitySpectrum together = Empty();
        VelocitySpectrum[] groups = [.. Enumerable.Range(0, Groups).Select(_ => Empty())], runs = [.. Enumerable.Range(0, Runs).Select(_ => Empty())];
        for (int run = 0; run < Runs; run++)
        {
            Move(new HarmonicCrystal(springs), (ulong)run + 1, [together, groups[run % Groups], runs[run]]);
        }

        SpectralTensors[] measured = [.. runs.Select(Tensors)];

        // Windows that end half-way between modes farther apart than the lines are wide.
        double[] energies = [.. exact.Atoms[0].Energies.Order()];
        List<double> ends = [0];
        for (int k = 1; k < energies.Length; k++)
        {
            if (energies[k] - energies[k - 1] > 3 * runs[0].Resolution * Constants.WavenumberInEv)
            {
                ends.Add(0.5 * (energies[k] + energies[k - 1]));
            }
        }

        ends.Add(1);
        Assert.True(ends.Count > 3, "the modes leave no windows between them");
        List<double> deviations = [];
        for (int atom = 0; atom < 4; atom++)
        {
            for (int w = 1; w < ends.Count; w++)
            {
                double reference = Moment(exact.Atoms[atom], ends[w - 1], ends[w]);
                double scale = exact.Atoms[atom].FirstMoment().Trace;
                deviations.Add(Deviation([.. measured.Select(m => Moment(m.Atoms[atom], ends[w - 1], ends[w]) / scale)], reference / scale));
            }
        }

        Check("MD: spectral tensors of each atom in windows of energy", deviations);
        Check("MD: kinetic temperatures of atoms", [.. Enumerable.Range(0, 4).Select(i => Deviation([.. runs.Select(r => r.Temperatures()[i])], Temperature))]);
        CompareSpectra(exact, Tensors(together), [.. groups.Select(Tensors)]);
    }

    // All orders on TOSCA, in broad windows, where the width of the lines does not matter.
    // The Debye-Waller factor is no linear function of the tensors, so that the spectrum is that of all runs together.
    static void CompareSpectra(SpectralTensors exact, SpectralTensors together, SpectralTensors[] groups)
    {
        ScatteringOptions options = new() { Temperature = Temperature, MaximumEnergy = 2000, Accuracy = 1e-3, Orders = 1 };
        double[] Windows(SpectralTensors tensors)
        {
            double[] total = InsCalculator.Compute(tensors, options).Bank("all").Total;
            return [.. new[] { (100, 400), (400, 800), (800, 1300), (1300, 2000) }.Select(w => total.AsSpan(w.Item1, w.Item2 - w.Item1).ToArray().Sum())];
        }

        double[] reference = Windows(exact);
        double[] measured = Windows(together);
        double[][] all = [.. groups.Select(Windows)];
        Check("MD: INS spectrum of a harmonic crystal, windows", [.. reference.Select((r, w) => (measured[w] - r) / (Error([.. all.Select(a => a[w])]) + (1e-3 * r)))]);
    }

    static void Check(string row, List<double> deviations) => AchievedError.Check(
        $"{row} (rms of standard errors)", "phonons of the same force constants", Math.Sqrt(deviations.Average(d => d * d)), LargestDeviation);

    // From the scatter of independent runs, and one part in a thousand for what lies in the feet of the lines.
    static double Deviation(double[] values, double exact)
    {
        return (values.Average() - exact) / (Error(values) + (1e-3 * Math.Abs(exact)));
    }

    static double Error(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length * (values.Length - 1.0)));
    }

    static VelocitySpectrum Empty() => VelocitySpectrum.Of(Cell, Options.TimeStep, Options.SampleSteps * Options.TimeStep, 2048);

    static SpectralTensors Tensors(VelocitySpectrum velocities) =>
        VelocityTensors.Build(velocities, Cell, [0, 1, 2, 3], SpaceGroup.Trivial(Cell), Temperature, Temperature);

    static double Moment(AtomTensor atom, double from, double to) =>
        atom.Energies.Select((e, k) => e > from && e <= to ? e * atom.Amplitudes[k].Trace : 0).Sum();

    static void Move(HarmonicCrystal potential, ulong seed, VelocitySpectrum[] spectra)
    {
        Integrator run = new(Cell, potential, Options with { Seed = seed });
        Array.ForEach(spectra, s => s.Restart());
        float[] velocities = new float[3 * Cell.AtomCount];
        run.Begin(TestContext.Current.CancellationToken);
        for (int step = 1; step <= 9_000; step++)
        {
            run.Step(CancellationToken.None);
            if (run.State.Step >= Options.EquilibrationSteps && step % Options.SampleSteps == 0)
            {
                for (int i = 0; i < Cell.AtomCount; i++)
                {
                    Vector3d v = run.State.Velocities[i];
                    (velocities[3 * i], velocities[(3 * i) + 1], velocities[(3 * i) + 2]) = ((float)v.X, (float)v.Y, (float)v.Z);
                }

                Array.ForEach(spectra, s => s.Add(velocities));
            }
        }
    }
}
