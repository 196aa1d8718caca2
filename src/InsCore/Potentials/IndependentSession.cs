using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>A session of a potential that keeps nothing between evaluations.</summary>
internal sealed class IndependentSession(IPotential potential, Crystal crystal, int threads) : PotentialSession(crystal.AtomCount)
{
    private protected override void Compute(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, CancellationToken cancellation)
    {
        Lattice? lattice = cell is Matrix3d vectors ? new Lattice(vectors) : null;
        Results.CopyFrom(potential.Evaluate(crystal.With(lattice, positions), threads, cancellation));
    }
}
