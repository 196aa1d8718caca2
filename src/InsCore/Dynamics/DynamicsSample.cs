using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>The figures of one sample of a trajectory.</summary>
/// <param name="Step">Steps since the end of the equilibration.</param>
/// <param name="Potential">eV.</param>
/// <param name="Kinetic">In the middle of the step, eV: exactly canonical for a harmonic crystal in NVT and NPT.</param>
/// <param name="FullKinetic">At the end of the step, eV.</param>
/// <param name="Conserved">What the equations of motion keep, eV.</param>
/// <param name="Cell">Lattice vectors in rows, Å.</param>
/// <param name="Pressure">Pressure tensor, eV/Å³.</param>
internal readonly record struct DynamicsSample(
    long Step, double Potential, double Kinetic, double FullKinetic, double Conserved, Matrix3d Cell, Matrix3d Pressure);
