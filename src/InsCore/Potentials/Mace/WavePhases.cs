using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>The phases p = exp(-2πi q·S) of a wave between the cells of an edge, and how they change with the wave vector.</summary>
internal sealed class WavePhases
{
    readonly Vector3d q;
    readonly Lattice? lattice;

    /// <summary>Takes over a wave vector.</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="lattice">The lattice, if derivatives by the wave vector are wanted.</param>
    public WavePhases(Vector3d q, Lattice? lattice = null)
    {
        (this.q, this.lattice) = (q, lattice);
        Vector3d twice = 2 * q;
        IsReal = twice == new Vector3d(Math.Round(twice.X), Math.Round(twice.Y), Math.Round(twice.Z));
        Shape = new TangentShape(IsReal && lattice is null ? 1 : 2, lattice is null ? 1 : 4);
    }

    /// <summary>True if 2q is a reciprocal lattice vector: all phases are ±1.</summary>
    public bool IsReal { get; }

    /// <summary>Shape of the tangents along the wave.</summary>
    public TangentShape Shape { get; }

    /// <summary>Real and imaginary part for an edge's lattice vector S.</summary>
    public (double Cosine, double Sine) Of(ReadOnlySpan<int> s)
    {
        double turns = (q.X * s[0]) + (q.Y * s[1]) + (q.Z * s[2]);
        if (IsReal)
        {
            return (Math.IEEERemainder(2 * turns, 2) == 0 ? 1 : -1, 0);
        }

        (double sine, double cosine) = Math.SinCos(-2 * Math.PI * turns);
        return (cosine, sine);
    }

    /// <summary>S in Cartesian coordinates, Å: ∂p/∂k = -i S p.</summary>
    public Vector3d Translation(ReadOnlySpan<int> s) => lattice!.ToCartesian(new Vector3d(s[0], s[1], s[2]));
}
