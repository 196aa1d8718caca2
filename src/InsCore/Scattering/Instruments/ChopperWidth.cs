using MathNet.Numerics;

namespace InsCore.Scattering.Instruments;

/// <summary>The width of one incident energy as a function of energy transfer: the formula itself, or the polynomial that PyChop's users fit to it.</summary>
internal sealed class ChopperWidth
{
    const int FitPoints = 40, FitDegree = 4;

    // Beyond this share of E_i the final neutrons are so slow that their number, not their width, ends a measurement; the width is kept.
    const double LastShare = 0.9999;

    readonly ChopperSpectrometer spectrometer;
    readonly double incident;
    readonly IReadOnlyList<double> frequencies;
    readonly Lazy<double[]> fit;

    /// <summary>Chooses incident energy and frequencies.</summary>
    /// <param name="spectrometer">The instrument.</param>
    /// <param name="incident">E_i, meV.</param>
    /// <param name="frequencies">Hz.</param>
    public ChopperWidth(ChopperSpectrometer spectrometer, double incident, IReadOnlyList<double> frequencies)
    {
        (this.spectrometer, this.incident, this.frequencies) = (spectrometer, incident, frequencies);
        fit = new(Fit);
    }

    /// <summary>Standard deviation, meV.</summary>
    /// <param name="energy">Energy transfer, meV.</param>
    public double Sigma(double energy) =>
        spectrometer.Width(incident, Math.Min(energy, LastShare * incident), frequencies) / NeutronTime.WidthOverSigma;

    /// <summary>Standard deviation by the polynomial of degree 4 through 40 energies from 0 up to E_i, meV; the elastic width for energy gain.</summary>
    /// <param name="energy">Energy transfer, meV.</param>
    public double FittedSigma(double energy) => Polynomial.Evaluate(Math.Clamp(energy / incident, 0, 1), fit.Value);

    double[] Fit()
    {
        // In units of E_i, so that the powers do not differ by orders of magnitude.
        double[] x = [.. Enumerable.Range(0, FitPoints).Select(k => (double)k / FitPoints)];
        return MathNet.Numerics.Fit.Polynomial(x, [.. x.Select(share => Sigma(share * incident))], FitDegree);
    }
}
