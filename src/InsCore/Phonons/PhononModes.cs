using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Phonon energies and eigenvectors at a set of wave vectors.</summary>
public sealed class PhononModes
{
    /// <summary>Allocates modes for a set of wave vectors, to be filled by the solver.</summary>
    /// <param name="crystal">The cell.</param>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="weights">[nQ], summing to 1.</param>
    /// <param name="eigenvectors">False for energies alone.</param>
    public PhononModes(Crystal crystal, Vector3d[] qPoints, double[] weights, bool eigenvectors = true)
    {
        if (qPoints.Length != weights.Length)
        {
            throw new ArgumentException("one weight is needed for each wave vector", nameof(weights));
        }

        Crystal = crystal;
        QPoints = qPoints;
        Weights = weights;
        Energies = new double[qPoints.Length * ModeCount];
        Eigenvectors = eigenvectors ? new Complex[(long)qPoints.Length * ModeCount * ModeCount] : [];
    }

    /// <summary>The cell.</summary>
    public Crystal Crystal { get; }

    /// <summary>Wave vectors, [nQ], fractional.</summary>
    public Vector3d[] QPoints { get; }

    /// <summary>Weights, [nQ], summing to 1.</summary>
    public double[] Weights { get; }

    /// <summary>Mode energies ħω, [nQ × nModes], eV, ascending at each q; negative stands for imaginary (unstable).</summary>
    public double[] Energies { get; }

    /// <summary>Eigenvectors of D(q), [nQ × nModes × nAtoms × 3] or empty, each of unit norm, cell-phase convention of <see cref="IDynamicalMatrix"/>.</summary>
    public Complex[] Eigenvectors { get; }

    /// <summary>False if there are energies only.</summary>
    public bool HasEigenvectors => Eigenvectors.Length > 0;

    /// <summary>3 × number of atoms.</summary>
    public int ModeCount => 3 * Crystal.AtomCount;

    /// <summary>Energies at one wave vector, [nModes], eV.</summary>
    public Span<double> EnergiesAt(int q) => Energies.AsSpan(q * ModeCount, ModeCount);

    /// <summary>Eigenvectors at one wave vector, [nModes × nAtoms × 3].</summary>
    public Span<Complex> EigenvectorsAt(int q) => Eigenvectors.AsSpan(q * ModeCount * ModeCount, ModeCount * ModeCount);
}
