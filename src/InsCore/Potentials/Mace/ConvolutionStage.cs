using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Sums the messages of all edges of a chunk of receivers.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class ConvolutionStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lays out the couplings.</summary>
    /// <param name="paths">Couplings.</param>
    /// <param name="features">Layout of the sent features.</param>
    /// <param name="harmonicDegree">Highest l of the harmonics.</param>
    /// <param name="messageDegree">Highest l of the messages.</param>
    public ConvolutionStage(CouplingPath[] paths, FeatureLayout features, int harmonicDegree, int messageDegree)
    {
        int channels = features.Widths[0];
        MessageLayout = new FeatureLayout(
            [.. Enumerable.Range(0, messageDegree + 1).Select(l => channels * paths.Count(path => path.Message == l))]);
        Plan = MakePlan(paths, features, MessageLayout, channels, harmonicDegree);
    }

    /// <summary>Layout of the message sums: for each l and M all paths, then channels.</summary>
    public FeatureLayout MessageLayout { get; }

    /// <summary>The couplings.</summary>
    public ConvolutionPlan<T> Plan { get; }

    /// <summary>M_i = Σ_e m_e over the edges e that end at atom i.</summary>
    /// <param name="first">[atoms + 1], edges of each atom.</param>
    /// <param name="senders">[edges].</param>
    /// <param name="features">Sent features of all atoms.</param>
    /// <param name="harmonics">[edges × HarmonicCount].</param>
    /// <param name="weights">R, [edges × nPaths × channels].</param>
    /// <param name="terms">Room for T, [edges × nTerms].</param>
    /// <param name="messages">[atoms × MessageSize], out.</param>
    public void Compute(
        ReadOnlySpan<int> first, ReadOnlySpan<int> senders, ReadOnlySpan<T> features, ReadOnlySpan<T> harmonics,
        ReadOnlySpan<T> weights, Span<T> terms, Span<T> messages)
    {
        messages.Clear();
        ConvolutionKernel.ComputeTerms(Plan, senders.Length, harmonics, terms);
        int width = Plan.PathCount * Plan.Channels;
        for (int i = 0; i + 1 < first.Length; i++)
        {
            int begin = first[i] - first[0], count = first[i + 1] - first[i];
            ConvolutionKernel.Compute(
                Plan, senders.Slice(begin, count), terms.Slice(begin * Plan.TermCount, count * Plan.TermCount),
                weights.Slice(begin * width, count * width), features, messages.Slice(i * Plan.MessageSize, Plan.MessageSize));
        }
    }

    /// <summary>The reverse.</summary>
    /// <param name="first">As before.</param>
    /// <param name="senders">As before.</param>
    /// <param name="features">As before.</param>
    /// <param name="harmonics">As before.</param>
    /// <param name="messageGradients">dE/dM, [atoms × MessageSize].</param>
    /// <param name="terms">Room for T, [edges × nTerms].</param>
    /// <param name="weights">R; replaced by dE/dR.</param>
    /// <param name="output">Where the other gradients go.</param>
    public void Reverse(
        ReadOnlySpan<int> first, ReadOnlySpan<int> senders, ReadOnlySpan<T> features, ReadOnlySpan<T> harmonics,
        ReadOnlySpan<T> messageGradients, Span<T> terms, Span<T> weights, ConvolutionGradients<T> output)
    {
        ConvolutionKernel.ComputeTerms(Plan, senders.Length, harmonics, terms);
        int width = Plan.PathCount * Plan.Channels;
        for (int i = 0; i + 1 < first.Length; i++)
        {
            int begin = first[i] - first[0], count = first[i + 1] - first[i];
            output.Products[i] = ConvolutionKernel.Reverse(
                Plan, senders.Slice(begin, count), terms.Slice(begin * Plan.TermCount, count * Plan.TermCount), features,
                messageGradients.Slice(i * Plan.MessageSize, Plan.MessageSize), weights.Slice(begin * width, count * width), output.Features);
        }

        ConvolutionKernel.ReverseTerms(Plan, senders.Length, terms, output.Harmonics);
    }

    static ConvolutionPlan<T> MakePlan(
        CouplingPath[] paths, FeatureLayout features, FeatureLayout messages, int channels, int harmonicDegree)
    {
        List<int> pathGroups = [0], groupFeature = [], groupTerms = [0], termMessage = [], termFactors = [0], factorHarmonic = [];
        List<T> factorCoefficient = [];
        foreach (CouplingPath path in paths)
        {
            for (int m2 = 0; m2 <= 2 * path.Feature; m2++)
            {
                groupFeature.Add(features.Offsets[path.Feature] + (m2 * channels));
                for (int m = 0; m <= 2 * path.Message; m++)
                {
                    for (int m1 = 0; m1 <= 2 * path.Harmonic; m1++)
                    {
                        if (path.Coefficients[m2, m1, m] != 0)
                        {
                            factorHarmonic.Add((path.Harmonic * path.Harmonic) + m1);
                            factorCoefficient.Add(T.CreateChecked(path.Coefficients[m2, m1, m]));
                        }
                    }

                    if (factorHarmonic.Count > termFactors[^1])
                    {
                        termMessage.Add(messages.Offsets[path.Message] + (m * messages.Widths[path.Message]) + (path.Slot * channels));
                        termFactors.Add(factorHarmonic.Count);
                    }
                }

                groupTerms.Add(termMessage.Count);
            }

            pathGroups.Add(groupFeature.Count);
        }

        return new ConvolutionPlan<T>
        {
            Channels = channels,
            HarmonicCount = (harmonicDegree + 1) * (harmonicDegree + 1),
            FeatureSize = features.Size,
            MessageSize = messages.Size,
            PathGroups = [.. pathGroups],
            GroupFeature = [.. groupFeature],
            GroupTerms = [.. groupTerms],
            TermMessage = [.. termMessage],
            TermFactors = [.. termFactors],
            FactorHarmonic = [.. factorHarmonic],
            FactorCoefficient = [.. factorCoefficient],
            MostTermsOfPath = Enumerable.Range(0, paths.Length).Max(p => groupTerms[pathGroups[p + 1]] - groupTerms[pathGroups[p]]),
        };
    }
}

/// <summary>Where the reverse of a convolution writes.</summary>
internal readonly ref struct ConvolutionGradients<T>
{
    /// <summary>dE/dh is added here, all atoms; empty if not wanted.</summary>
    public required Span<T> Features { get; init; }

    /// <summary>dE/dY, [edges × HarmonicCount], out.</summary>
    public required Span<double> Harmonics { get; init; }

    /// <summary>Σ_e R dE/dR of each atom, [atoms], out.</summary>
    public required Span<T> Products { get; init; }
}
