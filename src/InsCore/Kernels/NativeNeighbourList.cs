using System.Runtime.InteropServices;
using InsCore.Native;
using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>Neighbour lists by libinscore, in time linear in the number of atoms.</summary>
internal static class NativeNeighbourList
{
    /// <summary>Fills a list with all directed pairs closer than a cutoff.</summary>
    /// <param name="cell">Lattice vectors in rows, Å; null for a molecule. Atoms may lie outside the cell.</param>
    /// <param name="positions">[nAtoms], Å.</param>
    /// <param name="cutoff">Å.</param>
    /// <param name="list">Its arrays are used as far as they reach.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap, or a position is not finite.</exception>
    public static void Find(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, double cutoff, NeighbourList list)
    {
        Matrix3d vectors = cell.GetValueOrDefault();
        ReadOnlySpan<double> lattice = cell is null ? [] : MemoryMarshal.Cast<Matrix3d, double>(new ReadOnlySpan<Matrix3d>(in vectors));
        int count = 0;
        do
        {
            list.Reserve(positions.Length, count);
            NativeKernels.ThrowIfFailed(InscoreMethods.ins_pairs(
                positions.Length, lattice.Length, lattice, MemoryMarshal.Cast<Vector3d, double>(positions), cutoff, list.Sender.Length,
                list.First, list.Sender, MemoryMarshal.Cast<Vector3d, double>(list.Vector.AsSpan()), list.Shift, new Span<int>(ref count)));
        }
        while (count > list.Sender.Length);
    }
}
