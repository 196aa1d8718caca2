using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>A crystal relaxed at a pressure.</summary>
/// <param name="Target">The pressure asked for, GPa.</param>
/// <param name="Pressure">The pressure that the stress gives, GPa; fits use this one.</param>
/// <param name="StressResidual">Largest component of stress + P·1, GPa.</param>
/// <param name="Energy">eV per cell.</param>
/// <param name="Enthalpy">eV per cell.</param>
/// <param name="Crystal">The structure.</param>
public sealed record SeriesPoint(double Target, double Pressure, double StressResidual, double Energy, double Enthalpy, Crystal Crystal)
{
    /// <summary>Å³ per cell.</summary>
    public double Volume => Crystal.Volume;
}
