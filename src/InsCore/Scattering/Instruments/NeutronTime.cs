using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>Speeds and wavelengths of neutrons of an energy in meV, and what turns variances into widths.</summary>
internal static class NeutronTime
{
    /// <summary>Full width at half maximum of a Gaussian, squared, over its variance: 8 ln 2.</summary>
    public static readonly double WidthSquaredOverVariance = 8 * Math.Log(2);

    /// <summary>Full width at half maximum of a Gaussian over its standard deviation.</summary>
    public static readonly double WidthOverSigma = Math.Sqrt(WidthSquaredOverVariance);

    // Speed of a neutron of 1 meV, m/s, and the square of its wavelength, Å² (CODATA 2022).
    const double SpeedAtOne = 437.393362;
    static readonly double WavelengthSquaredAtOne = 4 * Math.PI * Math.PI / (Constants.NeutronWaveVectorSquared * 1e-3);

    // As CHOP rounds it, and PyChop after it, in the laws of the Fermi chopper and of the χ² pulse: 3·10⁻⁶ lower.
    const double RoundedSpeedAtOne = 437.392;

    /// <summary>Speed, m/s.</summary>
    public static double Speed(double energy) => SpeedAtOne * Math.Sqrt(energy);

    /// <summary>Speed with CHOP's rounded constant, m/s: with it widths agree with published ones to all digits.</summary>
    public static double RoundedSpeed(double energy) => RoundedSpeedAtOne * Math.Sqrt(energy);

    /// <summary>Wavelength, Å.</summary>
    public static double Wavelength(double energy) => Math.Sqrt(WavelengthSquaredAtOne / energy);
}
