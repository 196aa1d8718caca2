namespace InsCore.Potentials.Mace;

internal sealed partial class LayerNormalizationStage<T>
{
    /// <summary>Normalises rows and their derivatives by one variable, in place.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="x">[blocks][rows × padded width]: values, first and perhaps second derivatives.</param>
    public void ComputeJets(int rows, Span<T> x)
    {
        int block = rows * stride;
        Span<T> none = stackalloc T[width];
        for (int row = 0; row < rows; row++)
        {
            Span<T> first = x.Slice(block + (row * stride), width);
            Normalize(x.Slice(row * stride, width), first, x.Length > 2 * block ? x.Slice((2 * block) + (row * stride), width) : none);
        }
    }

    // With d = x - mean: y = gain d w + offset, w = v^(-1/2), v = ⟨d²⟩ + ε, v' = 2⟨d d'⟩, v'' = 2⟨d'² + d d''⟩.
    void Normalize(Span<T> x, Span<T> first, Span<T> second)
    {
        T two = T.CreateChecked(2);
        Centre(x);
        Centre(first);
        Centre(second);
        T v = Mean(x, x) + epsilon, v1 = two * Mean(x, first), v2 = two * (Mean(first, first) + Mean(x, second));
        T w = T.One / T.Sqrt(v), w1 = -w * v1 / (two * v), w2 = -((T.CreateChecked(3) * w1 * v1) + (w * v2)) / (two * v);
        for (int i = 0; i < width; i++)
        {
            second[i] = gain[i] * ((second[i] * w) + (two * first[i] * w1) + (x[i] * w2));
            first[i] = gain[i] * ((first[i] * w) + (x[i] * w1));
            x[i] = (gain[i] * x[i] * w) + offset[i];
        }
    }

    static void Centre(Span<T> values)
    {
        T sum = T.Zero;
        foreach (T value in values)
        {
            sum += value;
        }

        T mean = sum / T.CreateChecked(values.Length);
        foreach (ref T value in values)
        {
            value -= mean;
        }
    }

    static T Mean(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        T sum = T.Zero;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum / T.CreateChecked(a.Length);
    }
}
