using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>What a potential gives for one structure.</summary>
/// <param name="Energy">Total energy, eV.</param>
/// <param name="AtomEnergies">Energy of each atom, [nAtoms], eV; they sum to <paramref name="Energy"/>.</param>
/// <param name="Forces">-dE/dx, [nAtoms], eV/Å.</param>
/// <param name="StrainGradient">dE/dε at constant fractional coordinates, symmetric, eV.</param>
public sealed record PotentialResult(
    double Energy, double[] AtomEnergies, Vector3d[] Forces, Matrix3d StrainGradient)
{
    /// <summary>Cauchy stress, eV/Å³: positive under tension (the convention of ASE).</summary>
    /// <param name="volume">Volume of the cell, Å³.</param>
    public Matrix3d Stress(double volume) => (1 / volume) * StrainGradient;

    /// <summary>Largest length of a force, eV/Å.</summary>
    public double LargestForce => Forces.Max(f => f.Norm);
}
