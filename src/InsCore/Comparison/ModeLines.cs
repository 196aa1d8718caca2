using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Units;

namespace InsCore.Comparison;

/// <summary>The one-phonon lines of a mesh of modes: which mode makes which peak.</summary>
/// <remarks>Intensities are those of <see cref="ModeIntensity"/> times the weights of the wave vectors: a ranking, not the spectrum.</remarks>
public sealed class ModeLines
{
    // Modes that make less of a peak are not named, nor more than so many.
    const double LeastShare = 0.05;
    const int MostModes = 6;

    readonly (double Wavenumber, int Mode, double Intensity)[] lines;

    /// <summary>Takes the lines of all wave vectors.</summary>
    /// <param name="modes">Modes with eigenvectors.</param>
    /// <param name="instrument">Gives Q at each energy.</param>
    /// <param name="temperature">K.</param>
    public ModeLines(PhononModes modes, Instrument instrument, double temperature)
    {
        lines = [.. Enumerable.Range(0, modes.QPoints.Length).SelectMany(q =>
        {
            double[] intensities = ModeIntensity.At(modes, q, instrument, temperature);
            return Enumerable.Range(0, modes.ModeCount).Select(n => (modes.EnergiesAt(q)[n] * Constants.EvInWavenumbers, n, modes.Weights[q] * intensities[n]));
        }).Where(l => l.Item3 > 0).OrderBy(l => l.Item1)];
    }

    /// <summary>The modes between two energies, the strongest first.</summary>
    /// <param name="from">Lower end, cm⁻¹.</param>
    /// <param name="to">Upper end, cm⁻¹.</param>
    public IReadOnlyList<ModeContribution> Between(double from, double to)
    {
        var inside = lines.Where(l => l.Wavenumber >= from && l.Wavenumber <= to).GroupBy(l => l.Mode)
            .Select(g => (Mode: g.Key, Sum: g.Sum(l => l.Intensity), Mean: g.Sum(l => l.Intensity * l.Wavenumber) / g.Sum(l => l.Intensity))).ToList();
        double all = inside.Sum(m => m.Sum);
        return [.. inside.Where(m => m.Sum >= LeastShare * all).OrderByDescending(m => m.Sum).Take(MostModes).Select(m => new ModeContribution(m.Mode, m.Mean, m.Sum / all))];
    }
}
