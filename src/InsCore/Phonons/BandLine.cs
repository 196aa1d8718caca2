using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Modes along one piece of a path.</summary>
/// <param name="Segment">The piece.</param>
/// <param name="QPoints">[nQ], fractional, both ends included.</param>
/// <param name="Distances">[nQ], Å⁻¹ with 2π, along the whole path; a jump has no length.</param>
/// <param name="Energies">
/// [nQ × nModes], eV, ascending at each wave vector, or along continuous branches; negative for imaginary modes. At Γ the limit along the piece.
/// </param>
public sealed record BandLine(BandSegment Segment, Vector3d[] QPoints, double[] Distances, double[] Energies)
{
    /// <summary>The same modes with eigenvectors, ascending at each wave vector, where they were asked for.</summary>
    public PhononModes? Modes { get; init; }

    /// <summary>Number of modes.</summary>
    public int ModeCount => Energies.Length / QPoints.Length;

    /// <summary>Energies of one branch, [nQ], eV.</summary>
    public double[] Branch(int mode) => [.. Enumerable.Range(0, QPoints.Length).Select(q => Energies[(q * ModeCount) + mode])];
}
