using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>
/// A sparse polynomial in the components x_p of one atom, for every channel: B_o = Σ_t c_t μ_k(t), with the monomials
/// μ = x_p, x_p x_q or (x_p x_q) x_r, and its gradient.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class ContractionKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int components;
    readonly int outputs;

    // Slots of μ: the components, then the pairs, then the triples; a triple is a pair times a component.
    readonly (int P, int Q)[] pairs;
    readonly (int Pair, int R)[] triples;

    // [outputs + 1], first term of each output; [nTerms], the slot of each, and which of the caller's terms it is.
    readonly int[] first;
    readonly int[] slot;
    readonly int[] order;

    /// <summary>Makes the kernel.</summary>
    /// <param name="components">Number of components x.</param>
    /// <param name="outputs">Number of outputs B.</param>
    /// <param name="monomials">Sorted monomials; -1 stands for a missing factor.</param>
    /// <param name="terms">Monomial and output of each term.</param>
    public ContractionKernel(
        int components, int outputs, IReadOnlyList<(int P, int Q, int R)> monomials, IReadOnlyList<(int Monomial, int Output)> terms)
    {
        (this.components, this.outputs) = (components, outputs);
        pairs = [.. monomials.Where(m => m.Q >= 0).Select(m => (m.P, m.Q)).Distinct()];
        var cubic = monomials.Where(m => m.R >= 0).ToArray();
        triples = Array.ConvertAll(cubic, m => (components + Array.IndexOf(pairs, (m.P, m.Q)), m.R));
        order = [.. Enumerable.Range(0, terms.Count).OrderBy(t => terms[t].Output)];
        slot = Array.ConvertAll(order, t => monomials[terms[t].Monomial] switch
        {
            (int p, -1, -1) => p,
            (int p, int q, -1) => components + Array.IndexOf(pairs, (p, q)),
            var m => components + pairs.Length + Array.IndexOf(cubic, m),
        });
        first = [.. Enumerable.Range(0, outputs + 1).Select(o => terms.Count(term => term.Output < o))];
    }

    int SlotCount => components + pairs.Length + triples.Length;

    /// <summary>Coefficients [nTerms × channels] as the kernel reads them: block by block of channels, then term by term.</summary>
    public T[] Pack(double[] coefficients, int channels)
    {
        int lanes = Lanes<T>.Block;
        T[] packed = new T[order.Length * Lanes<T>.Pad(channels)];
        for (int t = 0; t < order.Length; t++)
        {
            for (int c = 0; c < channels; c++)
            {
                packed[(((c / lanes * order.Length) + t) * lanes) + (c % lanes)] = T.CreateChecked(coefficients[(order[t] * channels) + c]);
            }
        }

        return packed;
    }

    /// <summary>Values of one atom.</summary>
    /// <param name="coefficients">Packed, of the atom's element.</param>
    /// <param name="x">[components × channels].</param>
    /// <param name="b">[outputs × channels], out.</param>
    [SkipLocalsInit]
    public void Compute(ReadOnlySpan<T> coefficients, ReadOnlySpan<T> x, Span<T> b)
    {
        int channels = x.Length / components;
        Span<Vector<T>> monomials = stackalloc Vector<T>[2 * SlotCount];
        for (int c = 0; c < channels; c += Lanes<T>.Block)
        {
            Load(x[c..], channels, components, monomials);
            Multiply(monomials);
            ReadOnlySpan<Vector<T>> row = Lanes<T>.Vectors(coefficients.Slice(c * order.Length, Lanes<T>.Block * order.Length));
            for (int o = 0; o < outputs; o++)
            {
                (Vector<T> sum0, Vector<T> sum1) = Sum(row, monomials, first[o], first[o + 1]);
                Span<Vector<T>> target = Lanes<T>.Vectors(b.Slice((o * channels) + c, Lanes<T>.Block));
                (target[0], target[1]) = (sum0, sum1);
            }
        }
    }

    /// <summary>dE/dx of one atom.</summary>
    /// <param name="coefficients">Packed, of the atom's element.</param>
    /// <param name="x">[components × channels].</param>
    /// <param name="gradient">dE/dB, [outputs × channels].</param>
    /// <param name="dx">[components × channels], out.</param>
    [SkipLocalsInit]
    public void Reverse(ReadOnlySpan<T> coefficients, ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, Span<T> dx)
    {
        int channels = x.Length / components;
        Span<Vector<T>> monomials = stackalloc Vector<T>[2 * SlotCount], gradients = stackalloc Vector<T>[2 * SlotCount];
        for (int c = 0; c < channels; c += Lanes<T>.Block)
        {
            Load(x[c..], channels, components, monomials);
            Multiply(monomials);
            gradients.Clear();
            ReadOnlySpan<Vector<T>> row = Lanes<T>.Vectors(coefficients.Slice(c * order.Length, Lanes<T>.Block * order.Length));
            for (int o = 0; o < outputs; o++)
            {
                ReadOnlySpan<Vector<T>> seed = Lanes<T>.Vectors(gradient.Slice((o * channels) + c, Lanes<T>.Block));
                Spread(row, seed[0], seed[1], gradients, first[o], first[o + 1]);
            }

            ReverseMultiply(monomials, gradients);
            for (int p = 0; p < components; p++)
            {
                gradients.Slice(2 * p, 2).CopyTo(Lanes<T>.Vectors(dx.Slice((p * channels) + c, Lanes<T>.Block)));
            }
        }
    }

    // Σ_t c_t μ_t over the terms of one output; two sums each, since a single chain of additions would wait for itself.
    (Vector<T>, Vector<T>) Sum(ReadOnlySpan<Vector<T>> coefficients, ReadOnlySpan<Vector<T>> monomials, int begin, int end)
    {
        ref Vector<T> c = ref MemoryMarshal.GetReference(coefficients), mu = ref MemoryMarshal.GetReference(monomials);
        ref int slots = ref MemoryMarshal.GetArrayDataReference(slot);
        Vector<T> even0 = default, even1 = default, odd0 = default, odd1 = default;
        int t = begin;
        for (; t + 1 < end; t += 2)
        {
            ref Vector<T> factor = ref Unsafe.Add(ref c, 2 * t);
            ref Vector<T> even = ref Unsafe.Add(ref mu, 2 * Unsafe.Add(ref slots, t)), odd = ref Unsafe.Add(ref mu, 2 * Unsafe.Add(ref slots, t + 1));
            even0 = Lanes<T>.MultiplyAdd(factor, even, even0);
            even1 = Lanes<T>.MultiplyAdd(Unsafe.Add(ref factor, 1), Unsafe.Add(ref even, 1), even1);
            odd0 = Lanes<T>.MultiplyAdd(Unsafe.Add(ref factor, 2), odd, odd0);
            odd1 = Lanes<T>.MultiplyAdd(Unsafe.Add(ref factor, 3), Unsafe.Add(ref odd, 1), odd1);
        }

        if (t < end)
        {
            ref Vector<T> factor = ref Unsafe.Add(ref c, 2 * t), value = ref Unsafe.Add(ref mu, 2 * Unsafe.Add(ref slots, t));
            even0 = Lanes<T>.MultiplyAdd(factor, value, even0);
            even1 = Lanes<T>.MultiplyAdd(Unsafe.Add(ref factor, 1), Unsafe.Add(ref value, 1), even1);
        }

        return (even0 + odd0, even1 + odd1);
    }

    // dE/dμ_t += c_t dE/dB over the terms of one output.
    void Spread(ReadOnlySpan<Vector<T>> coefficients, Vector<T> seed0, Vector<T> seed1, Span<Vector<T>> gradients, int begin, int end)
    {
        ref Vector<T> c = ref MemoryMarshal.GetReference(coefficients), mu = ref MemoryMarshal.GetReference(gradients);
        ref int slots = ref MemoryMarshal.GetArrayDataReference(slot);
        for (int t = begin; t < end; t++)
        {
            ref Vector<T> factor = ref Unsafe.Add(ref c, 2 * t), value = ref Unsafe.Add(ref mu, 2 * Unsafe.Add(ref slots, t));
            value = Lanes<T>.MultiplyAdd(factor, seed0, value);
            ref Vector<T> second = ref Unsafe.Add(ref value, 1);
            second = Lanes<T>.MultiplyAdd(Unsafe.Add(ref factor, 1), seed1, second);
        }
    }

    // Pairs and triples from the components, which come first.
    void Multiply(Span<Vector<T>> monomials)
    {
        ref Vector<T> mu = ref MemoryMarshal.GetReference(monomials);
        int target = 2 * components;
        foreach ((int p, int q) in pairs)
        {
            target = MultiplyTwo(ref mu, p, q, target);
        }

        foreach ((int pair, int r) in triples)
        {
            target = MultiplyTwo(ref mu, pair, r, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int MultiplyTwo(ref Vector<T> mu, int a, int b, int target)
    {
        Unsafe.Add(ref mu, target) = Unsafe.Add(ref mu, 2 * a) * Unsafe.Add(ref mu, 2 * b);
        Unsafe.Add(ref mu, target + 1) = Unsafe.Add(ref mu, (2 * a) + 1) * Unsafe.Add(ref mu, (2 * b) + 1);
        return target + 2;
    }

    // d(ab) = da b + a db, triples before pairs.
    void ReverseMultiply(ReadOnlySpan<Vector<T>> monomials, Span<Vector<T>> gradients)
    {
        ref Vector<T> mu = ref MemoryMarshal.GetReference(monomials), d = ref MemoryMarshal.GetReference(gradients);
        int source = 2 * (components + pairs.Length);
        foreach ((int pair, int r) in triples)
        {
            ReverseTwo(ref mu, ref d, pair, r, source);
            source += 2;
        }

        source = 2 * components;
        foreach ((int p, int q) in pairs)
        {
            ReverseTwo(ref mu, ref d, p, q, source);
            source += 2;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ReverseTwo(ref Vector<T> mu, ref Vector<T> d, int a, int b, int source)
    {
        for (int k = 0; k < 2; k++)
        {
            Vector<T> g = Unsafe.Add(ref d, source + k);
            ref Vector<T> da = ref Unsafe.Add(ref d, (2 * a) + k);
            da = Lanes<T>.MultiplyAdd(g, Unsafe.Add(ref mu, (2 * b) + k), da);
            ref Vector<T> db = ref Unsafe.Add(ref d, (2 * b) + k);
            db = Lanes<T>.MultiplyAdd(g, Unsafe.Add(ref mu, (2 * a) + k), db);
        }
    }

    static void Load(ReadOnlySpan<T> x, int channels, int components, Span<Vector<T>> monomials)
    {
        for (int p = 0; p < components; p++)
        {
            Lanes<T>.Vectors(x.Slice(p * channels, Lanes<T>.Block)).CopyTo(monomials[(2 * p)..]);
        }
    }
}
