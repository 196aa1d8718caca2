using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Relaxation;

/// <summary>A point of the <see cref="EnthalpySurface"/>: coordinates, structure, and what the potential says there.</summary>
/// <param name="Coordinates">[3·nAtoms + 6]: displacements, Å, and strain.</param>
/// <param name="Crystal">The structure.</param>
/// <param name="Result">Energy, forces and strain gradient there.</param>
/// <param name="Enthalpy">E + P V, eV.</param>
/// <param name="Gradient">[3·nAtoms + 6], dH/dcoordinate, projected on the symmetric coordinates.</param>
internal sealed record SurfacePoint(
    double[] Coordinates, Crystal Crystal, PotentialResult Result, double Enthalpy, double[] Gradient)
{
    /// <summary>Cauchy stress, eV/Å³.</summary>
    public Matrix3d Stress => Result.Stress(Crystal.Volume);

    /// <summary>The atom with the largest force.</summary>
    public int AtomOfLargestForce
    {
        get
        {
            int worst = 0;
            for (int i = 1; i < Result.Forces.Length; i++)
            {
                worst = Result.Forces[i].Norm > Result.Forces[worst].Norm ? i : worst;
            }

            return worst;
        }
    }

    /// <summary>Largest component of stress + P·1, GPa.</summary>
    /// <param name="pressure">P, GPa.</param>
    public double StressDeviation(double pressure)
    {
        Matrix3d rest = (Constants.EvPerCubicAngstromInGpa * Stress) + (pressure * Matrix3d.Identity);
        double largest = 0;
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                largest = Math.Max(largest, Math.Abs(rest[a, b]));
            }
        }

        return largest;
    }

    /// <summary>True if forces and, where the cell is free, stress are within the tolerances.</summary>
    public bool IsWithin(RelaxationOptions options) =>
        Result.LargestForce <= options.ForceTolerance
        && (!options.RelaxCell || StressDeviation(options.Pressure) <= options.StressTolerance);

    /// <summary>True if the symmetric part of forces and stress leaves nothing to descend, whatever the rest is.</summary>
    public bool IsStationary(RelaxationOptions options)
    {
        double force = 0, strain = 0;
        foreach (Vector3d g in EnthalpySurface.Displacements(Gradient))
        {
            force = Math.Max(force, g.Norm);
        }

        foreach (double g in Gradient.AsSpan()[^6..])
        {
            strain = Math.Max(strain, Math.Abs(g));
        }

        double stress = strain / Crystal.Volume * Constants.EvPerCubicAngstromInGpa;
        return force < 0.1 * options.ForceTolerance && stress < 0.1 * options.StressTolerance;
    }
}
