using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>
/// The messages that one atom receives, m_(l M p c) = Σ_e R_e(p c) Σ_m2 T_e(p M m2) h_sender(e)(m2 c), and their reverse.
/// </summary>
internal static class ConvolutionKernel
{
    /// <summary>T of some edges.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="edges">Number of edges.</param>
    /// <param name="harmonics">Y, [edges × HarmonicCount].</param>
    /// <param name="terms">T, [edges × nTerms], out.</param>
    public static void ComputeTerms<T>(ConvolutionPlan<T> plan, int edges, ReadOnlySpan<T> harmonics, Span<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> ends = plan.TermFactors.AsSpan(1);
        for (int e = 0; e < edges; e++)
        {
            ReadOnlySpan<T> y = harmonics.Slice(e * plan.HarmonicCount, plan.HarmonicCount);
            Span<T> row = terms.Slice(e * ends.Length, ends.Length);
            int factor = 0;
            for (int t = 0; t < ends.Length; t++)
            {
                T sum = T.Zero;
                for (; factor < ends[t]; factor++)
                {
                    sum += plan.FactorCoefficient[factor] * y[plan.FactorHarmonic[factor]];
                }

                row[t] = sum;
            }
        }
    }

    /// <summary>Adds the messages of some edges to their receiver's sum.</summary>
    /// <remarks>Path by path, and for each path edge by edge: the short loops inside then repeat, which branch predictors like.</remarks>
    /// <param name="plan">Couplings.</param>
    /// <param name="senders">[edges], the atoms that send.</param>
    /// <param name="terms">T, [edges × nTerms].</param>
    /// <param name="weights">R, [edges × nPaths × channels].</param>
    /// <param name="features">h of all atoms, [nAtoms × FeatureSize].</param>
    /// <param name="message">Sum, [MessageSize], in and out.</param>
    public static void Compute<T>(
        ConvolutionPlan<T> plan, ReadOnlySpan<int> senders, ReadOnlySpan<T> terms, ReadOnlySpan<T> weights,
        ReadOnlySpan<T> features, Span<T> message)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckLengths(plan, senders, terms.Length, weights.Length, features.Length, message.Length);
        ref T m = ref MemoryMarshal.GetReference(message);
        for (int p = 0; p < plan.PathCount; p++)
        {
            for (int e = 0; e < senders.Length; e++)
            {
                ref T r = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), ((e * plan.PathCount) + p) * plan.Channels);
                ref T h = ref Unsafe.Add(ref MemoryMarshal.GetReference(features), senders[e] * plan.FeatureSize);
                ref T t = ref Unsafe.Add(ref MemoryMarshal.GetReference(terms), e * plan.TermCount);
                AddPath(plan, p, ref t, ref r, ref h, ref m);
            }
        }
    }

    /// <summary>The reverse: from the gradient of the receiver's sum, those of R, T and h.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="senders">[edges].</param>
    /// <param name="terms">T, [edges × nTerms]; replaced by dE/dT.</param>
    /// <param name="features">h of all atoms, [nAtoms × FeatureSize].</param>
    /// <param name="messageGradient">dE/dm, [MessageSize].</param>
    /// <param name="weights">R, [edges × nPaths × channels]; replaced by dE/dR.</param>
    /// <param name="featureGradient">dE/dh of all atoms is added here; empty if not wanted.</param>
    /// <returns>Σ R dE/dR over the edges, which is m · dE/dm.</returns>
    public static T Reverse<T>(
        ConvolutionPlan<T> plan, ReadOnlySpan<int> senders, Span<T> terms, ReadOnlySpan<T> features,
        ReadOnlySpan<T> messageGradient, Span<T> weights, Span<T> featureGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int least = featureGradient.IsEmpty ? features.Length : Math.Min(features.Length, featureGradient.Length);
        CheckLengths(plan, senders, terms.Length, weights.Length, least, messageGradient.Length);
        Vector<T> product = default;
        Span<Vector<T>> sums = stackalloc Vector<T>[plan.MostTermsOfPath];
        ref Vector<T> sum = ref MemoryMarshal.GetReference(sums);
        ref T dm = ref MemoryMarshal.GetReference(messageGradient);
        for (int p = 0; p < plan.PathCount; p++)
        {
            int firstTerm = plan.GroupTerms[plan.PathGroups[p]], endTerm = plan.GroupTerms[plan.PathGroups[p + 1]];
            for (int e = 0; e < senders.Length; e++)
            {
                int sender = senders[e] * plan.FeatureSize;
                ref T r = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), ((e * plan.PathCount) + p) * plan.Channels);
                ref T h = ref Unsafe.Add(ref MemoryMarshal.GetReference(features), sender);
                ref T t = ref Unsafe.Add(ref MemoryMarshal.GetReference(terms), e * plan.TermCount);
                ref T dh = ref featureGradient.IsEmpty ? ref Unsafe.NullRef<T>() : ref featureGradient[sender];
                sums.Clear();
                product += ReversePath(plan, p, ref t, ref r, ref h, ref dm, ref Unsafe.Subtract(ref sum, firstTerm), ref dh);
                for (int k = firstTerm; k < endTerm; k++)
                {
                    Unsafe.Add(ref t, k) = Vector.Sum(sums[k - firstTerm]);
                }
            }
        }

        return Vector.Sum(product);
    }

    /// <summary>Gradient of the harmonics, from that of T.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="edges">Number of edges.</param>
    /// <param name="termGradient">dE/dT, [edges × nTerms].</param>
    /// <param name="harmonicGradient">dE/dY, [edges × HarmonicCount], out.</param>
    public static void ReverseTerms<T>(ConvolutionPlan<T> plan, int edges, ReadOnlySpan<T> termGradient, Span<double> harmonicGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> ends = plan.TermFactors.AsSpan(1);
        harmonicGradient[..(edges * plan.HarmonicCount)].Clear();
        for (int e = 0; e < edges; e++)
        {
            Span<double> dy = harmonicGradient.Slice(e * plan.HarmonicCount, plan.HarmonicCount);
            ReadOnlySpan<T> row = termGradient.Slice(e * ends.Length, ends.Length);
            int factor = 0;
            for (int t = 0; t < ends.Length; t++)
            {
                for (; factor < ends[t]; factor++)
                {
                    dy[plan.FactorHarmonic[factor]] += double.CreateTruncating(plan.FactorCoefficient[factor] * row[t]);
                }
            }
        }
    }

    static void AddPath<T>(ConvolutionPlan<T> plan, int p, ref T terms, ref T r, ref T h, ref T m)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> groupFeature = plan.GroupFeature, groupTerms = plan.GroupTerms;
        ref int target = ref MemoryMarshal.GetArrayDataReference(plan.TermMessage);
        int begin = plan.PathGroups[p], end = plan.PathGroups[p + 1];
        for (int c = 0; c < plan.Channels; c += Lanes<T>.Block)
        {
            (Vector<T> r0, Vector<T> r1) = Load(ref r, c);
            for (int group = begin; group < end; group++)
            {
                (Vector<T> hr0, Vector<T> hr1) = Load(ref h, groupFeature[group] + c);
                (hr0, hr1) = (hr0 * r0, hr1 * r1);
                int last = groupTerms[group + 1];
                for (int t = groupTerms[group]; t < last; t++)
                {
                    Vector<T> factor = new(Unsafe.Add(ref terms, t));
                    ref Vector<T> sum = ref At(ref m, Unsafe.Add(ref target, t) + c);
                    sum = Lanes<T>.MultiplyAdd(factor, hr0, sum);
                    Unsafe.Add(ref sum, 1) = Lanes<T>.MultiplyAdd(factor, hr1, Unsafe.Add(ref sum, 1));
                }
            }
        }
    }

    static Vector<T> ReversePath<T>(
        ConvolutionPlan<T> plan, int p, ref T terms, ref T r, ref T h, ref T dm, ref Vector<T> termSums, ref T dh)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> groupFeature = plan.GroupFeature, groupTerms = plan.GroupTerms;
        ref int source = ref MemoryMarshal.GetArrayDataReference(plan.TermMessage);
        int begin = plan.PathGroups[p], end = plan.PathGroups[p + 1];
        Vector<T> product = default;
        for (int c = 0; c < plan.Channels; c += Lanes<T>.Block)
        {
            (Vector<T> r0, Vector<T> r1) = Load(ref r, c);
            Vector<T> dr0 = default, dr1 = default;
            for (int group = begin; group < end; group++)
            {
                (Vector<T> h0, Vector<T> h1) = Load(ref h, groupFeature[group] + c);
                Vector<T> hr0 = h0 * r0, hr1 = h1 * r1, g0 = default, g1 = default;
                int last = groupTerms[group + 1];

                // g = Σ_M T_M dE/dm_M, while dE/dT_M collects R h dE/dm_M.
                for (int t = groupTerms[group]; t < last; t++)
                {
                    (Vector<T> d0, Vector<T> d1) = Load(ref dm, Unsafe.Add(ref source, t) + c);
                    Vector<T> factor = new(Unsafe.Add(ref terms, t));
                    ref Vector<T> sum = ref Unsafe.Add(ref termSums, t);
                    g0 = Lanes<T>.MultiplyAdd(factor, d0, g0);
                    g1 = Lanes<T>.MultiplyAdd(factor, d1, g1);
                    sum = Lanes<T>.MultiplyAdd(hr0, d0, Lanes<T>.MultiplyAdd(hr1, d1, sum));
                }

                dr0 = Lanes<T>.MultiplyAdd(g0, h0, dr0);
                dr1 = Lanes<T>.MultiplyAdd(g1, h1, dr1);
                if (!Unsafe.IsNullRef(ref dh))
                {
                    ref Vector<T> target = ref At(ref dh, groupFeature[group] + c);
                    target = Lanes<T>.MultiplyAdd(g0, r0, target);
                    Unsafe.Add(ref target, 1) = Lanes<T>.MultiplyAdd(g1, r1, Unsafe.Add(ref target, 1));
                }
            }

            product = Lanes<T>.MultiplyAdd(r0, dr0, Lanes<T>.MultiplyAdd(r1, dr1, product));
            ref Vector<T> gradient = ref At(ref r, c);
            gradient = dr0;
            Unsafe.Add(ref gradient, 1) = dr1;
        }

        return product;
    }

    // The loops above do not check indices again.
    static void CheckLengths<T>(ConvolutionPlan<T> plan, ReadOnlySpan<int> senders, int terms, int weights, int features, int message)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int last = 0;
        foreach (int sender in senders)
        {
            last = Math.Max(last, sender < 0 ? int.MaxValue / plan.FeatureSize : sender);
        }

        if (terms < senders.Length * plan.TermCount || weights < senders.Length * plan.PathCount * plan.Channels
            || (last + 1L) * plan.FeatureSize > features || message < plan.MessageSize)
        {
            throw new ArgumentException("the operands of a convolution do not fit");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector<T> First, Vector<T> Second) Load<T>(ref T origin, int element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref Vector<T> block = ref At(ref origin, element);
        return (block, Unsafe.Add(ref block, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref Vector<T> At<T>(ref T origin, int element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ref Unsafe.As<T, Vector<T>>(ref Unsafe.Add(ref origin, element));
}
