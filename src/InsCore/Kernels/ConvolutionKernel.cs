using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The message of one edge, m_(l M p c) = R_pc Σ_m2 T_(p M m2) h_(m2 c), and its reverse.</summary>
internal static class ConvolutionKernel
{
    /// <summary>T of one edge, each broadcast to a vector.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="harmonics">Y, [HarmonicCount].</param>
    /// <param name="terms">T, [nTerms], out.</param>
    public static void ComputeTerms<T>(ConvolutionPlan<T> plan, ReadOnlySpan<T> harmonics, Span<Vector<T>> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int factor = 0;
        for (int t = 0; t < plan.TermCount; t++)
        {
            T sum = T.Zero;
            for (; factor < plan.TermFactors[t + 1]; factor++)
            {
                sum += plan.FactorCoefficient[factor] * harmonics[plan.FactorHarmonic[factor]];
            }

            terms[t] = new Vector<T>(sum);
        }
    }

    /// <summary>Adds the message of one edge to the receiver's sum.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="terms">T, [nTerms].</param>
    /// <param name="weights">R, [nPaths × channels].</param>
    /// <param name="features">h of the sender, [FeatureSize].</param>
    /// <param name="message">Sum, [MessageSize], in and out.</param>
    public static void Compute<T>(
        ConvolutionPlan<T> plan, ReadOnlySpan<Vector<T>> terms, ReadOnlySpan<T> weights, ReadOnlySpan<T> features, Span<T> message)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int group = 0;
        for (int p = 0; p < plan.PathCount; p++)
        {
            ReadOnlySpan<Vector<T>> r = Lanes<T>.Vectors(weights.Slice(p * plan.Channels, plan.Channels));
            for (; group < plan.PathGroups[p + 1]; group++)
            {
                ReadOnlySpan<Vector<T>> h = Lanes<T>.Vectors(features.Slice(plan.GroupFeature[group], r.Length * Vector<T>.Count));
                ReadOnlySpan<int> targets = plan.TermMessage.AsSpan()[plan.GroupTerms[group]..plan.GroupTerms[group + 1]];
                ReadOnlySpan<Vector<T>> t = terms.Slice(plan.GroupTerms[group], targets.Length);
                ref T sum = ref MemoryMarshal.GetReference(message);
                for (int v = 0; v < r.Length; v++)
                {
                    Vector<T> hr = r[v] * h[v];
                    for (int k = 0; k < targets.Length; k++)
                    {
                        ref Vector<T> target = ref At(ref sum, targets[k], v);
                        target = Lanes<T>.MultiplyAdd(t[k], hr, target);
                    }
                }
            }
        }
    }

    /// <summary>The reverse: from the gradient of the receiver's sum, those of R, T and h.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="terms">T, [nTerms].</param>
    /// <param name="features">h of the sender, [FeatureSize].</param>
    /// <param name="messageGradient">dE/dm, [MessageSize].</param>
    /// <param name="weights">R, [nPaths × channels]; replaced by dE/dR.</param>
    /// <param name="termGradient">dE/dT before summing over lanes, [nTerms], out.</param>
    /// <param name="featureGradient">dE/dh is added here, [FeatureSize]; empty if not wanted.</param>
    /// <returns>Σ R dE/dR, before summing over lanes.</returns>
    public static Vector<T> Reverse<T>(
        ConvolutionPlan<T> plan, ReadOnlySpan<Vector<T>> terms, ReadOnlySpan<T> features, ReadOnlySpan<T> messageGradient,
        Span<T> weights, Span<Vector<T>> termGradient, Span<T> featureGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        termGradient[..plan.TermCount].Clear();
        Vector<T> product = default;
        int vectors = plan.Channels / Vector<T>.Count;
        for (int p = 0; p < plan.PathCount; p++)
        {
            Span<Vector<T>> r = Lanes<T>.Vectors(weights.Slice(p * plan.Channels, plan.Channels));
            for (int v = 0; v < vectors; v++)
            {
                Vector<T> weight = r[v], gradient = default;
                for (int group = plan.PathGroups[p]; group < plan.PathGroups[p + 1]; group++)
                {
                    Vector<T> h = Lanes<T>.Vectors(features[plan.GroupFeature[group]..])[v];
                    Vector<T> g = ReverseGroup(plan, group, v, terms, messageGradient, weight * h, termGradient);
                    gradient = Lanes<T>.MultiplyAdd(g, h, gradient);
                    if (!featureGradient.IsEmpty)
                    {
                        ref Vector<T> target = ref Lanes<T>.Vectors(featureGradient[plan.GroupFeature[group]..])[v];
                        target = Lanes<T>.MultiplyAdd(g, weight, target);
                    }
                }

                product = Lanes<T>.MultiplyAdd(weight, gradient, product);
                r[v] = gradient;
            }
        }

        return product;
    }

    /// <summary>Adds the gradient of the harmonics, from that of T.</summary>
    /// <param name="plan">Couplings.</param>
    /// <param name="termGradient">dE/dT before summing over lanes, [nTerms].</param>
    /// <param name="harmonicGradient">dE/dY, [HarmonicCount], out.</param>
    public static void ReverseTerms<T>(ConvolutionPlan<T> plan, ReadOnlySpan<Vector<T>> termGradient, Span<double> harmonicGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        harmonicGradient.Clear();
        int factor = 0;
        for (int t = 0; t < plan.TermCount; t++)
        {
            T gradient = Vector.Sum(termGradient[t]);
            for (; factor < plan.TermFactors[t + 1]; factor++)
            {
                harmonicGradient[plan.FactorHarmonic[factor]] += double.CreateTruncating(plan.FactorCoefficient[factor] * gradient);
            }
        }
    }

    // Σ_M T_M dE/dm_M, while dE/dT_M collects R h dE/dm_M.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<T> ReverseGroup<T>(
        ConvolutionPlan<T> plan, int group, int v, ReadOnlySpan<Vector<T>> terms, ReadOnlySpan<T> messageGradient, Vector<T> hr,
        Span<Vector<T>> termGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = default;
        ref T source = ref MemoryMarshal.GetReference(messageGradient);
        for (int t = plan.GroupTerms[group]; t < plan.GroupTerms[group + 1]; t++)
        {
            Vector<T> d = At(ref source, plan.TermMessage[t], v);
            g = Lanes<T>.MultiplyAdd(terms[t], d, g);
            termGradient[t] = Lanes<T>.MultiplyAdd(hr, d, termGradient[t]);
        }

        return g;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref Vector<T> At<T>(ref T origin, int element, int vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ref Unsafe.Add(ref Unsafe.As<T, Vector<T>>(ref Unsafe.Add(ref origin, element)), vector);
}
