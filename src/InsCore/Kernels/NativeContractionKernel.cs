using System.Numerics;
using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>The polynomials of <see cref="ContractionKernel{T}"/> by libinscore, for several atoms of one element at a time.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed unsafe class NativeContractionKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int components;
    readonly int outputs;
    readonly int[] plan;

    // [nTerms], which of the caller's terms comes next.
    readonly int[] order;

    /// <summary>Makes the kernel.</summary>
    /// <param name="components">Number of components x.</param>
    /// <param name="outputs">Number of outputs B.</param>
    /// <param name="monomials">Sorted monomials; -1 stands for a missing factor.</param>
    /// <param name="terms">Monomial and output of each term.</param>
    public NativeContractionKernel(
        int components, int outputs, IReadOnlyList<(int P, int Q, int R)> monomials, IReadOnlyList<(int Monomial, int Output)> terms)
    {
        (this.components, this.outputs) = (components, outputs);
        ILookup<(int, int, int), int> byMonomial = Enumerable.Range(0, terms.Count).ToLookup(t => monomials[terms[t].Monomial]);
        List<int> numbers = [], sequence = [];
        void Add((int, int, int) monomial)
        {
            int[] own = [.. byMonomial[monomial]];
            numbers.Add(own.Length);
            numbers.AddRange(own.Select(t => terms[t].Output));
            sequence.AddRange(own);
        }

        foreach (IGrouping<(int P, int Q), (int P, int Q, int R)> group in monomials.GroupBy(m => (m.P, m.Q)))
        {
            int[] factors = [.. group.Where(m => m.R >= 0).Select(m => m.R).Distinct()];
            numbers.AddRange([group.Key.P, group.Key.Q]);
            Add((group.Key.P, group.Key.Q, -1));
            numbers.Add(factors.Length);
            foreach (int r in factors)
            {
                numbers.Add(r);
                Add((group.Key.P, group.Key.Q, r));
            }
        }

        (plan, order) = ([.. numbers], [.. sequence]);
    }

    /// <summary>Number of components x.</summary>
    public int Components => components;

    /// <summary>Number of outputs B.</summary>
    public int Outputs => outputs;

    /// <summary>What the kernel goes through, monomial after monomial.</summary>
    public ReadOnlySpan<int> Plan => plan;

    /// <summary>Number of coefficients of one channel.</summary>
    public int TermCount => order.Length;

    /// <summary>Coefficients [nTerms × channels] as the kernel reads them: block by block of channels, then in the order of the plan.</summary>
    /// <param name="coefficients">Of one element.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="padded">Channels, whole blocks.</param>
    public T[] Pack(double[] coefficients, int channels, int padded)
    {
        int block = NativeBlock.Of<T>();
        T[] packed = new T[order.Length * padded];
        for (int t = 0; t < order.Length; t++)
        {
            for (int c = 0; c < channels; c++)
            {
                packed[(((c / block * order.Length) + t) * block) + (c % block)] = T.CreateChecked(coefficients[(order[t] * channels) + c]);
            }
        }

        return packed;
    }

    /// <summary>Values of some atoms.</summary>
    /// <param name="coefficients">Packed, of the atoms' element.</param>
    /// <param name="channels">Channels, whole blocks.</param>
    /// <param name="rows">Rows of the atoms in the arrays below.</param>
    /// <param name="x">[rows × components × channels].</param>
    /// <param name="b">[rows × outputs × channels], out.</param>
    public void Compute(ReadOnlySpan<T> coefficients, int channels, ReadOnlySpan<int> rows, ReadOnlySpan<T> x, Span<T> b)
    {
        fixed (T* values = b)
        {
            Call(coefficients, channels, rows, x, values, b.Length, default, isReverse: false);
        }
    }

    /// <summary>dE/dx of some atoms.</summary>
    /// <param name="coefficients">Packed, of the atoms' element.</param>
    /// <param name="channels">Channels, whole blocks.</param>
    /// <param name="rows">Rows of the atoms in the arrays below.</param>
    /// <param name="x">[rows × components × channels].</param>
    /// <param name="gradients">dE/dB, [rows × outputs × channels].</param>
    /// <param name="dx">[rows × components × channels], out.</param>
    public void Reverse(
        ReadOnlySpan<T> coefficients, int channels, ReadOnlySpan<int> rows, ReadOnlySpan<T> x, ReadOnlySpan<T> gradients, Span<T> dx)
    {
        fixed (T* seeds = gradients)
        {
            Call(coefficients, channels, rows, x, seeds, gradients.Length, dx, isReverse: true);
        }
    }

    void Call(
        ReadOnlySpan<T> coefficients, int channels, ReadOnlySpan<int> rows, ReadOnlySpan<T> x, T* b, int length, Span<T> dx, bool isReverse)
    {
        int last = -1;
        foreach (int row in rows)
        {
            last = Math.Max(last, row < 0 ? int.MaxValue - 1 : row);
        }

        long count = last + 1L;
        if (x.Length < count * components * channels || length < count * outputs * channels || coefficients.Length < order.Length * channels
            || (isReverse && dx.Length < count * components * channels))
        {
            throw new ArgumentException("the operands of a contraction do not fit");
        }

        fixed (int* numbers = plan, index = rows)
        fixed (T* c = coefficients, from = x, to = dx)
        {
            InsContraction call = new()
            {
                atoms = rows.Length, blocks = channels / NativeBlock.Of<T>(), components = components, outputs = outputs,
                plan_length = plan.Length, terms = order.Length, plan = numbers, index = index, coefficients = c, x = from, b = b, x_gradients = to,
            };
            NativeKernels.ThrowIfFailed((typeof(T) == typeof(double), isReverse) switch
            {
                (true, false) => InscoreMethods.ins_contract_f64(&call),
                (true, true) => InscoreMethods.ins_contract_reverse_f64(&call),
                (false, false) => InscoreMethods.ins_contract_f32(&call),
                (false, true) => InscoreMethods.ins_contract_reverse_f32(&call),
            });
        }
    }
}
