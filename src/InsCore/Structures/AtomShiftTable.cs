using System.Collections;

namespace InsCore.Structures;

/// <summary>
/// The lattice vectors between the images of atoms and the atoms they fall on, made for an operation when it is asked for: a large
/// supercell has thousands of operations that nobody looks at.
/// </summary>
/// <param name="operations">[nOperations].</param>
/// <param name="images">[nOperations][nAtoms].</param>
/// <param name="positions">[nAtoms], fractional.</param>
internal sealed class AtomShiftTable(SymmetryOperation[] operations, int[][] images, Vector3d[] positions) : IReadOnlyList<Vector3d[]>
{
    readonly Vector3d[]?[] shifts = new Vector3d[operations.Length][];

    /// <summary>Number of operations.</summary>
    public int Count => operations.Length;

    /// <summary>[nAtoms], integers, of an operation.</summary>
    public Vector3d[] this[int operation] =>
        shifts[operation] ??= AtomMapping.ShiftsOf(operations[operation], positions, images[operation]);

    /// <summary>All in turn.</summary>
    public IEnumerator<Vector3d[]> GetEnumerator() => Enumerable.Range(0, Count).Select(o => this[o]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
