using System.Diagnostics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>A session of a MACE potential.</summary>
/// <param name="potential">The potential.</param>
/// <param name="crystal">The atoms.</param>
/// <param name="elements">[nAtoms], row of each atom's element in the model's tables.</param>
/// <param name="threads">Workers, at least 1.</param>
internal sealed class MaceSession(MacePotential potential, Crystal crystal, int[] elements, int threads) : PotentialSession(crystal.AtomCount)
{
    // Å. At 6 Å twice as many pairs to look through as there are neighbours, but vibrations at room temperature seldom exceed half of it: a search,
    // which takes as long as thirty looks, every 160 steps of 0.5 fs. At 1 Å it is every 46.
    const double Skin = 1.5;

    readonly VerletList list = new(potential.CutoffRadius, Skin);

    internal override int ListSearches => list.Searches;

    private protected override void Compute(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        NeighbourList graph = list.Update(cell, positions);
        ListTicks += Stopwatch.GetTimestamp() - start;
        potential.Evaluate(crystal, graph, elements, threads, Results, cancellation);
    }
}
