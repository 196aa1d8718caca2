using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Dynamical matrices at any wave vector from those at one wave vector of each star: all others follow by the space group and time reversal.</summary>
/// <remarks>
/// Under it belongs what keeps matrices (<see cref="StoredDynamicalMatrix"/>), so that a star is computed once. Wave vectors are rounded to
/// 2⁻⁴² so that the members of a star agree.
/// </remarks>
public sealed class SymmetricDynamicalMatrix : IDynamicalMatrixGradient
{
    readonly IDynamicalMatrix source;
    readonly WaveSymmetry symmetry;

    /// <summary>Takes over a source.</summary>
    /// <param name="source">Asked for one wave vector of each star.</param>
    /// <param name="group">The space group of its crystal.</param>
    /// <exception cref="ArgumentException">The group belongs to a crystal with another number of atoms.</exception>
    public SymmetricDynamicalMatrix(IDynamicalMatrix source, SpaceGroup group)
    {
        if (group.AtomCount != source.Crystal.AtomCount)
        {
            throw new ArgumentException("the space group belongs to a crystal with another number of atoms", nameof(group));
        }

        this.source = source;
        symmetry = new WaveSymmetry(source.Crystal, group);
    }

    /// <inheritdoc/>
    public Crystal Crystal => source.Crystal;

    /// <inheritdoc/>
    public void Evaluate(Vector3d q, Span<Complex> matrix)
    {
        (Vector3d representative, WaveOperation operation) = Origin(q);
        int size = 9 * Crystal.AtomCount * Crystal.AtomCount;
        Complex[] original = new Complex[size];
        source.Evaluate(representative, original);
        matrix[..size].Clear();
        symmetry.AddImage(operation, q, 1, original, matrix);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The source gives no gradients.</exception>
    public void EvaluateWithGradient(Vector3d q, Span<Complex> matrix, Span<Complex> gradient)
    {
        if (source is not IDynamicalMatrixGradient withGradient)
        {
            throw new NotSupportedException($"{source.GetType().Name} gives no derivatives by the wave vector");
        }

        (Vector3d representative, WaveOperation operation) = Origin(q);
        int size = 9 * Crystal.AtomCount * Crystal.AtomCount;
        Complex[] original = new Complex[size], slopes = new Complex[3 * size];
        withGradient.EvaluateWithGradient(representative, original, slopes);
        matrix[..size].Clear();
        gradient[..(3 * size)].Clear();
        symmetry.AddImage(operation, q, 1, original, matrix);
        symmetry.AddGradientImage(operation, q, 1, original, slopes, gradient);
    }

    /// <summary>The wave vector of a star that the source is asked for.</summary>
    internal Vector3d RepresentativeOf(Vector3d q) => Origin(q).Representative;

    // Rounding moves a wave vector by less than the tolerance of the search, so that it always finds an operation.
    (Vector3d Representative, WaveOperation Operation) Origin(Vector3d q)
    {
        Vector3d representative = symmetry.Representative(q);
        return symmetry.Find(representative, q) is { } operation ? (representative, operation) : (q, new WaveOperation(0, false));
    }
}
