using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>
/// Evaluates the same atoms again and again as they move: a relaxation, a trajectory. Lists, workspaces and results are kept, so that a
/// step of a MACE potential allocates nothing. Not for several threads at once.
/// </summary>
public abstract class PotentialSession
{
    private protected PotentialSession(int atoms) => Results = new PotentialArrays(atoms);

    /// <summary>Total energy, eV.</summary>
    public double Energy => Results.Energy;

    /// <summary>Energy of each atom, [nAtoms], eV; overwritten by the next evaluation.</summary>
    public ReadOnlySpan<double> AtomEnergies => Results.AtomEnergies;

    /// <summary>-dE/dx, [nAtoms], eV/Å; overwritten by the next evaluation.</summary>
    public ReadOnlySpan<Vector3d> Forces => Results.Forces;

    /// <summary>dE/dε at constant fractional coordinates, symmetric, eV.</summary>
    public Matrix3d StrainGradient => Results.StrainGradient;

    /// <summary>Time spent on the list of neighbours so far, in ticks of the <see cref="System.Diagnostics.Stopwatch"/>; 0 where none is kept.</summary>
    internal long ListTicks { get; private protected set; }

    /// <summary>How often all pairs have been searched for; 0 where no list is kept.</summary>
    internal virtual int ListSearches => 0;

    private protected PotentialArrays Results { get; }

    /// <summary>Computes energy, forces and strain gradient.</summary>
    /// <param name="cell">Lattice vectors in rows, Å; null for a molecule.</param>
    /// <param name="positions">[nAtoms], Cartesian, Å, in the order of the structure that the session was opened with.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="ArgumentException">The number of atoms has changed.</exception>
    /// <exception cref="InsNumericalException">Two atoms overlap, or a number is not finite.</exception>
    public void Evaluate(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, CancellationToken cancellation = default)
    {
        if (positions.Length != Results.Forces.Length)
        {
            throw new ArgumentException($"{positions.Length} positions for {Results.Forces.Length} atoms", nameof(positions));
        }

        Compute(cell, positions, cancellation);
    }

    /// <summary>A copy of the results, to be kept.</summary>
    public PotentialResult ToResult() => new(Energy, AtomEnergies.ToArray(), Forces.ToArray(), StrainGradient);

    private protected abstract void Compute(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, CancellationToken cancellation);
}
