namespace InsCore.Kernels;

/// <summary>
/// The couplings of a convolution as small dense matrices, for <see cref="TangentKernels.AddMessages"/>: one group for each degree of the
/// features, whose components (sources) are coupled with the components of all paths that start from them (targets).
/// </summary>
internal sealed class TangentPlan
{
    /// <summary>Sorts the couplings.</summary>
    public TangentPlan(ConvolutionPlan<double> plan)
    {
        (Channels, PathCount, TermCount) = (plan.Channels, plan.PathCount, plan.TermCount);
        (FeatureSize, MessageSize) = (plan.FeatureSize, plan.MessageSize);
        List<int> groups = [], sources = [], targets = [], couplings = [];
        int[] SourcesOf(int path) => plan.GroupFeature[plan.PathGroups[path]..plan.PathGroups[path + 1]];
        foreach (IGrouping<int, int> paths in Enumerable.Range(0, plan.PathCount).GroupBy(path => SourcesOf(path)[0]))
        {
            int[] components = SourcesOf(paths.First());
            int before = targets.Count;
            foreach (int path in paths)
            {
                int first = plan.PathGroups[path];
                int[] messages = [.. plan.TermMessage[plan.GroupTerms[first]..plan.GroupTerms[first + components.Length]].Distinct().Order()];
                foreach (int message in messages)
                {
                    targets.AddRange([path, message]);
                    couplings.AddRange(Enumerable.Range(first, components.Length).Select(group => TermOf(plan, group, message)));
                }
            }

            groups.AddRange([components.Length, (targets.Count - before) / 2]);
            sources.AddRange(components);
        }

        (Groups, Sources, Targets, Couplings) = ([.. groups], [.. sources], [.. targets], [.. couplings]);
    }

    /// <summary>Padded channels.</summary>
    public int Channels { get; }

    /// <summary>Number of paths.</summary>
    public int PathCount { get; }

    /// <summary>Number of terms of an edge.</summary>
    public int TermCount { get; }

    /// <summary>Elements of the sent features of one atom.</summary>
    public int FeatureSize { get; }

    /// <summary>Elements of the message sum of one atom.</summary>
    public int MessageSize { get; }

    /// <summary>[nGroups × 2], numbers of sources and targets.</summary>
    public int[] Groups { get; }

    /// <summary>Of all groups: element of the features where the source begins.</summary>
    public int[] Sources { get; }

    /// <summary>Of all groups: path, and element of the message where the target begins.</summary>
    public int[] Targets { get; }

    /// <summary>Of all groups: [targets × sources], which term couples them, or -1.</summary>
    public int[] Couplings { get; }

    static int TermOf(ConvolutionPlan<double> plan, int group, int message) =>
        Array.IndexOf(plan.TermMessage, message, plan.GroupTerms[group], plan.GroupTerms[group + 1] - plan.GroupTerms[group]);
}
