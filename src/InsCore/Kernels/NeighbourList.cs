using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>Directed pairs within a cutoff, sorted by receiver: receiver i owns pairs First[i] to First[i + 1].</summary>
internal sealed class NeighbourList
{
    /// <summary>[nAtoms + 1], start of each receiver's pairs.</summary>
    public required int[] First { get; init; }

    /// <summary>[nPairs], the sender j of each pair.</summary>
    public required int[] Sender { get; init; }

    /// <summary>[nPairs], x_i - x_j + S·cell, Å: from the neighbour (sender) to the centre (receiver).</summary>
    public required Vector3d[] Vector { get; init; }

    /// <summary>[nPairs × 3], the integer shift S of each pair.</summary>
    public required int[] Shift { get; init; }
}
