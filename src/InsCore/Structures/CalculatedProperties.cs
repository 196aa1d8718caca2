namespace InsCore.Structures;

/// <summary>What was calculated for a structure and is kept beside it in extended XYZ.</summary>
/// <param name="Energy">Total energy, eV.</param>
/// <param name="Forces">[nAtoms], eV/Å.</param>
/// <param name="Stress">Cauchy stress, eV/Å³, positive under tension.</param>
public sealed record CalculatedProperties(double? Energy = null, Vector3d[]? Forces = null, Matrix3d? Stress = null);
