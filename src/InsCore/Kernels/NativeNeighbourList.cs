using System.Runtime.InteropServices;
using InsCore.Native;
using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>Neighbour lists by libinscore, in time linear in the number of atoms.</summary>
internal static class NativeNeighbourList
{
    /// <summary>All directed pairs closer than a cutoff.</summary>
    /// <param name="crystal">Periodic or not; its atoms may lie outside the cell.</param>
    /// <param name="cutoff">Å.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap.</exception>
    public static NeighbourList Build(Crystal crystal, double cutoff)
    {
        int atoms = crystal.AtomCount;
        ReadOnlySpan<double> cell = crystal.Lattice is { } lattice ? Flat([lattice.Vectors]) : [];
        ReadOnlySpan<double> positions = MemoryMarshal.Cast<Vector3d, double>(crystal.Positions);
        int[] first = new int[atoms + 1];
        Span<int> count = [0];
        for (int capacity = 64 * atoms; ; capacity = count[0])
        {
            int[] sender = new int[capacity], shift = new int[3 * capacity];
            Vector3d[] vector = new Vector3d[capacity];
            NativeKernels.ThrowIfFailed(InscoreMethods.ins_pairs(
                atoms, cell.Length, cell, positions, cutoff, capacity, first, sender,
                MemoryMarshal.Cast<Vector3d, double>(vector.AsSpan()), shift, count));
            if (count[0] <= capacity)
            {
                Array.Resize(ref sender, count[0]);
                Array.Resize(ref vector, count[0]);
                Array.Resize(ref shift, 3 * count[0]);
                return new NeighbourList { First = first, Sender = sender, Vector = vector, Shift = shift };
            }
        }
    }

    static ReadOnlySpan<double> Flat(ReadOnlySpan<Matrix3d> matrix) => MemoryMarshal.Cast<Matrix3d, double>(matrix);
}
