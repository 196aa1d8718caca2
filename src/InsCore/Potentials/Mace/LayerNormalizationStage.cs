using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Layer normalisation of rows: y = gain · x̂ + offset, x̂ = (x - mean)/√(variance + ε), over the true width.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed partial class LayerNormalizationStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int width;
    readonly int stride;
    readonly T epsilon;
    readonly T[] gain;
    readonly T[] offset;

    /// <summary>Takes over the parameters.</summary>
    public LayerNormalizationStage(LayerNormalization normalization)
    {
        width = normalization.Gain.Length;
        stride = Lanes<T>.Pad(width);
        epsilon = T.CreateChecked(normalization.Epsilon);
        gain = Array.ConvertAll(normalization.Gain, T.CreateChecked);
        offset = Array.ConvertAll(normalization.Offset, T.CreateChecked);
    }

    /// <summary>Normalises rows in place.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="x">[rows × padded width], replaced by y; padding stays zero.</param>
    /// <param name="kept">[rows × (padded width + 1)]: x̂ and 1/√(variance + ε) of each row, out.</param>
    public void Compute(int rows, Span<T> x, Span<T> kept)
    {
        T count = T.CreateChecked(width);
        for (int row = 0; row < rows; row++)
        {
            Span<T> values = x.Slice(row * stride, width), normalized = kept.Slice(row * (stride + 1), stride + 1);
            T mean = T.Zero, variance = T.Zero;
            foreach (T value in values)
            {
                mean += value;
            }

            mean /= count;
            foreach (T value in values)
            {
                variance += (value - mean) * (value - mean);
            }

            T inverse = T.One / T.Sqrt((variance / count) + epsilon);
            normalized[stride] = inverse;
            for (int i = 0; i < width; i++)
            {
                normalized[i] = (values[i] - mean) * inverse;
                values[i] = (gain[i] * normalized[i]) + offset[i];
            }
        }
    }

    /// <summary>dx = (dx̂ - ⟨dx̂⟩ - x̂ ⟨x̂ dx̂⟩)/√(variance + ε), dx̂ = gain · dy; in place.</summary>
    public void Reverse(int rows, Span<T> gradient, ReadOnlySpan<T> kept)
    {
        T count = T.CreateChecked(width);
        for (int row = 0; row < rows; row++)
        {
            Span<T> values = gradient.Slice(row * stride, width);
            ReadOnlySpan<T> normalized = kept.Slice(row * (stride + 1), stride + 1);
            T mean = T.Zero, projection = T.Zero;
            for (int i = 0; i < width; i++)
            {
                values[i] *= gain[i];
                mean += values[i];
                projection += values[i] * normalized[i];
            }

            mean /= count;
            projection /= count;
            for (int i = 0; i < width; i++)
            {
                values[i] = (values[i] - mean - (normalized[i] * projection)) * normalized[stride];
            }
        }
    }
}
