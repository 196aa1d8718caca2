using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>A linear map of the channels, one matrix for each degree: y_(l m) = x_(l m) W_l.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class EquivariantLinear<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly (PackedMatrix<T> Matrix, PackedMatrix<T> Transpose)?[] matrices;

    /// <summary>Lays out the matrices.</summary>
    /// <param name="input">Layout of x.</param>
    /// <param name="output">Layout of y.</param>
    /// <param name="weights">W by degree; null for zero.</param>
    /// <param name="isNative">Multiply by libinscore instead of managed code.</param>
    public EquivariantLinear(FeatureLayout input, FeatureLayout output, GroupedMatrix?[] weights, bool isNative = false)
    {
        (Input, Output) = (input, output);
        matrices = new (PackedMatrix<T>, PackedMatrix<T>)?[Math.Max(input.MaxDegree, output.MaxDegree) + 1];
        for (int l = 0; l < weights.Length; l++)
        {
            if (weights[l] is GroupedMatrix weight)
            {
                matrices[l] = (new PackedMatrix<T>(weight, isNative: isNative), new PackedMatrix<T>(weight, transpose: true, isNative));
            }
        }
    }

    /// <summary>Layout of x.</summary>
    public FeatureLayout Input { get; }

    /// <summary>Layout of y.</summary>
    public FeatureLayout Output { get; }

    /// <summary>W and its transpose by degree; null for zero.</summary>
    public IReadOnlyList<(PackedMatrix<T> Matrix, PackedMatrix<T> Transpose)?> Matrices => matrices;

    /// <summary>y = x W, or y += x W.</summary>
    public void Compute(int atoms, ReadOnlySpan<T> x, Span<T> y, bool add = false) =>
        Apply(atoms, Input, x, Output, y, add, transpose: false);

    /// <summary>dx = dy Wᵀ, or dx += dy Wᵀ.</summary>
    public void Reverse(int atoms, ReadOnlySpan<T> dy, Span<T> dx, bool add = false) =>
        Apply(atoms, Output, dy, Input, dx, add, transpose: true);

    void Apply(int atoms, FeatureLayout from, ReadOnlySpan<T> a, FeatureLayout to, Span<T> c, bool add, bool transpose)
    {
        for (int l = 0; l <= to.MaxDegree; l++)
        {
            if (matrices[l] is (PackedMatrix<T> matrix, PackedMatrix<T> reverse))
            {
                (transpose ? reverse : matrix).Multiply(from.Rows(atoms, l), a[from.Offsets[l]..], to.Rows(atoms, l), c[to.Offsets[l]..], add);
            }
            else if (!add)
            {
                for (int i = 0; i < atoms; i++)
                {
                    c.Slice((i * to.Size) + to.Offsets[l], ((2 * l) + 1) * to.Widths[l]).Clear();
                }
            }
        }
    }
}
