using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>Where an evaluation leaves its results.</summary>
/// <param name="atoms">Number of atoms.</param>
internal sealed class PotentialArrays(int atoms)
{
    /// <summary>Total energy, eV.</summary>
    public double Energy { get; set; }

    /// <summary>[nAtoms], eV.</summary>
    public double[] AtomEnergies { get; } = new double[atoms];

    /// <summary>[nAtoms], eV/Å.</summary>
    public Vector3d[] Forces { get; } = new Vector3d[atoms];

    /// <summary>dE/dε, symmetric, eV.</summary>
    public Matrix3d StrainGradient { get; set; }

    /// <summary>The same arrays as a result.</summary>
    public PotentialResult AsResult() => new(Energy, AtomEnergies, Forces, StrainGradient);

    /// <summary>Takes over a result.</summary>
    public void CopyFrom(PotentialResult result)
    {
        (Energy, StrainGradient) = (result.Energy, result.StrainGradient);
        result.AtomEnergies.CopyTo(AtomEnergies.AsSpan());
        result.Forces.CopyTo(Forces.AsSpan());
    }
}
