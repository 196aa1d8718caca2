using System.Numerics;

namespace InsCore.Kernels;

/// <summary>
/// A sparse polynomial in the components x_p of one atom, for every channel: B_o = Σ_t c_t x_p x_q x_r, and its gradient.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class ContractionKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int components;
    readonly int outputs;
    readonly (int P, int Q, int R)[] monomials;

    // [nMonomials + 1], first term of each; [nTerms], the output of each.
    readonly int[] first;
    readonly int[] output;

    /// <summary>Makes the kernel.</summary>
    /// <param name="components">Number of components x.</param>
    /// <param name="outputs">Number of outputs B.</param>
    /// <param name="monomials">Sorted monomials; -1 stands for a missing factor.</param>
    /// <param name="terms">Monomial and output of each term, sorted by monomial.</param>
    public ContractionKernel(
        int components, int outputs, (int P, int Q, int R)[] monomials, IReadOnlyList<(int Monomial, int Output)> terms)
    {
        (this.components, this.outputs, this.monomials) = (components, outputs, monomials);
        first = new int[monomials.Length + 1];
        output = new int[terms.Count];
        for (int t = 0; t < terms.Count; t++)
        {
            output[t] = terms[t].Output;
            first[terms[t].Monomial + 1] = t + 1;
        }
    }

    /// <summary>Coefficients [nTerms × channels] as the kernel reads them: vector by vector of channels, then term by term.</summary>
    public T[] Pack(double[] coefficients, int channels)
    {
        int lanes = Vector<T>.Count;
        T[] packed = new T[output.Length * Lanes<T>.Pad(channels)];
        for (int t = 0; t < output.Length; t++)
        {
            for (int c = 0; c < channels; c++)
            {
                packed[(((c / lanes * output.Length) + t) * lanes) + (c % lanes)] = T.CreateChecked(coefficients[(t * channels) + c]);
            }
        }

        return packed;
    }

    /// <summary>Values of one atom.</summary>
    /// <param name="coefficients">Packed, of the atom's element.</param>
    /// <param name="x">[components × channels].</param>
    /// <param name="b">[outputs × channels], out.</param>
    public void Compute(ReadOnlySpan<T> coefficients, ReadOnlySpan<T> x, Span<T> b)
    {
        ReadOnlySpan<Vector<T>> source = Lanes<T>.Vectors(x), c = Lanes<T>.Vectors(coefficients);
        Span<Vector<T>> target = Lanes<T>.Vectors(b);
        int vectors = source.Length / components;
        Span<Vector<T>> factors = stackalloc Vector<T>[components], sums = stackalloc Vector<T>[outputs];
        for (int v = 0; v < vectors; v++)
        {
            Load(source, v, factors);
            sums.Clear();
            ReadOnlySpan<Vector<T>> row = c.Slice(v * output.Length, output.Length);
            for (int k = 0; k < monomials.Length; k++)
            {
                (int p, int q, int r) = monomials[k];
                Vector<T> value = factors[p];
                value = q < 0 ? value : value * factors[q];
                value = r < 0 ? value : value * factors[r];
                for (int t = first[k]; t < first[k + 1]; t++)
                {
                    ref Vector<T> sum = ref sums[output[t]];
                    sum = Lanes<T>.MultiplyAdd(row[t], value, sum);
                }
            }

            Store(sums, target, v);
        }
    }

    /// <summary>dE/dx of one atom.</summary>
    /// <param name="coefficients">Packed, of the atom's element.</param>
    /// <param name="x">[components × channels].</param>
    /// <param name="gradient">dE/dB, [outputs × channels].</param>
    /// <param name="dx">[components × channels], out.</param>
    public void Reverse(ReadOnlySpan<T> coefficients, ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, Span<T> dx)
    {
        ReadOnlySpan<Vector<T>> source = Lanes<T>.Vectors(x), c = Lanes<T>.Vectors(coefficients), d = Lanes<T>.Vectors(gradient);
        Span<Vector<T>> target = Lanes<T>.Vectors(dx);
        int vectors = source.Length / components;
        Span<Vector<T>> factors = stackalloc Vector<T>[components], sums = stackalloc Vector<T>[components];
        Span<Vector<T>> seeds = stackalloc Vector<T>[outputs];
        for (int v = 0; v < vectors; v++)
        {
            Load(source, v, factors);
            Load(d, v, seeds);
            sums.Clear();
            ReadOnlySpan<Vector<T>> row = c.Slice(v * output.Length, output.Length);
            for (int k = 0; k < monomials.Length; k++)
            {
                Vector<T> g = default;
                for (int t = first[k]; t < first[k + 1]; t++)
                {
                    g = Lanes<T>.MultiplyAdd(row[t], seeds[output[t]], g);
                }

                AddProductRule(monomials[k], g, factors, sums);
            }

            Store(sums, target, v);
        }
    }

    // d(x_p x_q x_r) = dx_p x_q x_r + x_p dx_q x_r + x_p x_q dx_r, equal factors included.
    static void AddProductRule((int P, int Q, int R) monomial, Vector<T> g, ReadOnlySpan<Vector<T>> x, Span<Vector<T>> sums)
    {
        (int p, int q, int r) = monomial;
        if (q < 0)
        {
            sums[p] += g;
            return;
        }

        if (r >= 0)
        {
            sums[r] = Lanes<T>.MultiplyAdd(g, x[p] * x[q], sums[r]);
            g *= x[r];
        }

        sums[p] = Lanes<T>.MultiplyAdd(g, x[q], sums[p]);
        sums[q] = Lanes<T>.MultiplyAdd(g, x[p], sums[q]);
    }

    static void Load(ReadOnlySpan<Vector<T>> source, int v, Span<Vector<T>> rows)
    {
        int stride = source.Length / rows.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = source[(i * stride) + v];
        }
    }

    static void Store(ReadOnlySpan<Vector<T>> rows, Span<Vector<T>> target, int v)
    {
        int stride = target.Length / rows.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            target[(i * stride) + v] = rows[i];
        }
    }
}
