using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>One atom of a supercell moved from its place.</summary>
/// <param name="Atom">Index in the supercell.</param>
/// <param name="Vector">Cartesian, Å.</param>
public readonly record struct Displacement(int Atom, Vector3d Vector);
