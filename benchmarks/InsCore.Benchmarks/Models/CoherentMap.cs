using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Coherent one-phonon scattering at many momentum transfers, in bins of the energy.</summary>
internal sealed class CoherentMap
{
    const int Bins = 500;
    const double Temperature = 300;

    readonly CoherentStructureFactor factor;
    readonly EnergyBins bins = EnergyBins.Uniform(-QuartzLike.Highest, QuartzLike.Highest, Bins);
    readonly double[] spectrum = new double[Bins];

    /// <summary>Prepares Debye–Waller factors.</summary>
    public CoherentMap(ForceConstants constants)
    {
        PhononModes mesh = PhononSolver.Solve(constants, QMesh.Full((4, 4, 4), shifted: true));
        factor = new(constants.Crystal, DebyeWallerTensors.Compute(mesh, Temperature));
    }

    /// <summary>Momentum transfers anywhere in the first cells.</summary>
    public static Vector3d[] RandomPoints(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => new Vector3d(random.NextDouble(), random.NextDouble(), random.NextDouble()))];
    }

    /// <summary>Adds a set of modes.</summary>
    /// <returns>What is in the bins, ∫S(E) dE of loss less gain, over Σ S(Q, ν), of imaginary modes -S: 1 if every mode is in one of its side.</returns>
    public double Add(PhononModes modes)
    {
        double[] intensities = factor.Intensities(modes);
        Array.Clear(spectrum);
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            bins.Add(modes.EnergiesAt(q), intensities.AsSpan(q * modes.ModeCount, modes.ModeCount), Temperature, 1, spectrum);
        }

        double excess = 0;
        for (int k = 0; k < Bins; k++)
        {
            excess += Math.Sign(bins.Centre(k)) * spectrum[k] * bins.Width(k);
        }

        double expected = 0;
        for (int k = 0; k < intensities.Length; k++)
        {
            expected += Math.Sign(modes.Energies[k]) * intensities[k];
        }

        return excess / expected;
    }
}
