namespace InsCore.Kernels;

/// <summary>The couplings of a convolution sorted by what they add to, for <see cref="SixRows.AddScaled"/>.</summary>
internal sealed class SixRowsPlan
{
    /// <summary>Sorts the couplings.</summary>
    public SixRowsPlan(ConvolutionPlan<double> plan)
    {
        Channels = plan.Channels;
        var couplings =
            from path in Enumerable.Range(0, plan.PathCount)
            from feature in Enumerable.Range(plan.PathGroups[path], plan.PathGroups[path + 1] - plan.PathGroups[path])
            from term in Enumerable.Range(plan.GroupTerms[feature], plan.GroupTerms[feature + 1] - plan.GroupTerms[feature])
            group (Source: plan.GroupFeature[feature], Term: term) by (Path: path, Target: plan.TermMessage[term]);
        var targets = couplings.ToArray();
        Scale = Array.ConvertAll(targets, group => group.Key.Path);
        Target = Array.ConvertAll(targets, group => group.Key.Target);
        Source = [.. targets.SelectMany(group => group.Select(coupling => coupling.Source))];
        Term = [.. targets.SelectMany(group => group.Select(coupling => coupling.Term))];
        First = new int[targets.Length + 1];
        for (int o = 0; o < targets.Length; o++)
        {
            First[o + 1] = First[o] + targets[o].Count();
        }
    }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>[nTargets], which path's weights.</summary>
    public int[] Scale { get; }

    /// <summary>[nTargets], element of y where the target's component begins.</summary>
    public int[] Target { get; }

    /// <summary>[nTargets + 1], first factor of each.</summary>
    public int[] First { get; }

    /// <summary>[nFactors], element of x where the factor's component begins.</summary>
    public int[] Source { get; }

    /// <summary>[nFactors], which term of the convolution is the factor.</summary>
    public int[] Term { get; }
}
