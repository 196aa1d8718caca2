namespace InsCore.Pressure;

/// <summary>A pressure reached on the way out and on the way back.</summary>
/// <param name="Out">Reached from the inner neighbour.</param>
/// <param name="Back">Reached from the outer neighbour.</param>
/// <param name="VolumeDifference">(V back - V out)/V, corrected for the pressures left by the relaxations where the bulk modulus is known.</param>
/// <param name="EnthalpyDifference">Enthalpy back - out at the target pressure, eV per atom.</param>
/// <param name="VolumeTolerance">What the stresses left by the relaxations may make of the volume, and a margin.</param>
public sealed record HysteresisPoint(SeriesPoint Out, SeriesPoint Back, double VolumeDifference, double EnthalpyDifference, double VolumeTolerance)
{
    /// <summary>Enthalpies that differ by more are those of different structures, eV per atom.</summary>
    public const double EnthalpyTolerance = 5e-5;

    /// <summary>True if the two differ by more than the relaxations leave open: the path matters here.</summary>
    public bool IsOpen => Math.Abs(VolumeDifference) > VolumeTolerance || Math.Abs(EnthalpyDifference) > EnthalpyTolerance;
}
