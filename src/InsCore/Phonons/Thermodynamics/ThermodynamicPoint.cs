namespace InsCore.Phonons.Thermodynamics;

/// <summary>Vibrational functions of state at a temperature and constant cell.</summary>
/// <param name="Temperature">K.</param>
/// <param name="FreeEnergy">F, eV per cell, the zero-point energy among it.</param>
/// <param name="Energy">E = F + T S, eV per cell.</param>
/// <param name="Entropy">S, eV/K per cell.</param>
/// <param name="HeatCapacity">C_V, eV/K per cell.</param>
public readonly record struct ThermodynamicPoint(double Temperature, double FreeEnergy, double Energy, double Entropy, double HeatCapacity);
