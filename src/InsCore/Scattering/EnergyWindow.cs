using System.Numerics;

namespace InsCore.Scattering;

/// <summary>The periodic energy grid of one species: its length, and where the period is cut open.</summary>
/// <param name="Length">N, a power of two.</param>
/// <param name="First">Bin at which the period starts; bins from First to First + N - 1 are distinct.</param>
internal readonly record struct EnergyWindow(int Length, int First)
{
    /// <summary>Finds the shortest grid that holds the scattering of some atoms at one Q².</summary>
    /// <param name="atoms">The atoms.</param>
    /// <param name="grid">Spacing and the bins that are wanted.</param>
    /// <param name="qSquared">Q², Å⁻².</param>
    /// <param name="cancellation">Stops the search.</param>
    public static EnergyWindow Find(IEnumerable<CoarseTensor> atoms, ScatteringGrid grid, double qSquared, CancellationToken cancellation)
    {
        double gain = -grid.FirstBin, loss = grid.LastBin, highest = 0;
        foreach (CoarseTensor atom in atoms)
        {
            cancellation.ThrowIfCancellationRequested();
            gain = Math.Max(gain, atom.Reach(qSquared, -1) / grid.Spacing);
            loss = Math.Max(loss, atom.Reach(qSquared, 1) / grid.Spacing);
            highest = Math.Max(highest, atom.Highest / grid.Spacing);
        }

        double needed = Math.Max(gain + loss + 2, 2 * (highest + 2));
        if (needed > 1 << 24)
        {
            throw new InsInputException(
                "energy grid",
                null,
                FormattableString.Invariant($"{needed:g3} bins would be needed"),
                "choose wider bins, or a higher lowest energy of modes");
        }

        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(needed));
        return new(length, -(int)Math.Ceiling(gain));
    }
}
