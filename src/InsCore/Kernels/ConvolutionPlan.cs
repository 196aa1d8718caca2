using System.Numerics;

namespace InsCore.Kernels;

/// <summary>
/// The sparse couplings of one convolution, laid out for <see cref="ConvolutionKernel"/>. For each path p: (l2, l1 → l) and
/// components m2, M a term T_t = Σ_m1 coefficient · Y_m1.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class ConvolutionPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Channels, whole blocks.</summary>
    public required int Channels { get; init; }

    /// <summary>(l_max + 1)².</summary>
    public required int HarmonicCount { get; init; }

    /// <summary>Elements of the sent features of one atom.</summary>
    public required int FeatureSize { get; init; }

    /// <summary>Elements of the message sum of one atom.</summary>
    public required int MessageSize { get; init; }

    /// <summary>[nPaths + 1], first group of each path; a group is one (path, m2).</summary>
    public required int[] PathGroups { get; init; }

    /// <summary>[nGroups], element of the sent features where the group's component begins.</summary>
    public required int[] GroupFeature { get; init; }

    /// <summary>[nGroups + 1], first term of each group.</summary>
    public required int[] GroupTerms { get; init; }

    /// <summary>[nTerms], element of the message sum where the term's component begins.</summary>
    public required int[] TermMessage { get; init; }

    /// <summary>[nTerms + 1], first factor of each term.</summary>
    public required int[] TermFactors { get; init; }

    /// <summary>[nFactors], which harmonic.</summary>
    public required int[] FactorHarmonic { get; init; }

    /// <summary>[nFactors], path weight times 3j symbol.</summary>
    public required T[] FactorCoefficient { get; init; }

    /// <summary>Number of paths.</summary>
    public int PathCount => PathGroups.Length - 1;

    /// <summary>Largest number of terms of any path.</summary>
    public required int MostTermsOfPath { get; init; }

    /// <summary>Number of terms.</summary>
    public int TermCount => TermMessage.Length;
}
