namespace InsCore.Kernels.OpenCl;

/// <summary>The couplings of a convolution in the memory of a device.</summary>
internal sealed class OpenClTangentPlan
{
    /// <summary>Targets of one work item, TILE of native/opencl/tangents.cl.</summary>
    public const int Tile = 4;

    /// <summary>Copies the tables.</summary>
    public OpenClTangentPlan(OpenClDevice device, TangentPlan plan, OpenClQueue queue)
    {
        Plan = plan;
        List<MessageTarget> targets = [];
        List<IntPair> tiles = [];
        List<IntQuad> places = [];
        int source = 0, target = 0, coupling = 0;
        for (int g = 0; g < plan.Groups.Length; g += 2)
        {
            int sources = plan.Groups[g], count = plan.Groups[g + 1], first = targets.Count;
            for (int t = 0; t < count; t++)
            {
                targets.Add(new(plan.Targets[2 * (target + t)], plan.Targets[(2 * (target + t)) + 1], sources, source, coupling + (t * sources)));
            }

            tiles.AddRange(Enumerable.Range(0, (count + Tile - 1) / Tile).Select(k => new IntPair(first + (k * Tile), Math.Min(Tile, count - (k * Tile)))));
            places.AddRange(Enumerable.Range(0, sources).Select(s => new IntQuad(plan.Sources[source + s], first, count, s)));
            (source, target, coupling) = (source + sources, target + count, coupling + (sources * count));
        }

        // Each is written by a work item of its own.
        if (targets.Select(t => t.Message).Distinct().Count() < targets.Count)
        {
            throw new InsBackendException("OpenCL: a convolution whose paths share components of the message cannot run on a device; use the native executor");
        }

        (TargetCount, TileCount, SourceCount) = (targets.Count, tiles.Count, places.Count);
        (Targets, Tiles, Places) = (device.Upload<MessageTarget>([.. targets], queue), device.Upload<IntPair>([.. tiles], queue), device.Upload<IntQuad>([.. places], queue));
        (Sources, Couplings) = (device.Upload<int>(plan.Sources, queue), device.Upload<int>(plan.Couplings, queue));
    }

    /// <summary>The couplings.</summary>
    public TangentPlan Plan { get; }

    /// <summary>Number of components of the message.</summary>
    public int TargetCount { get; }

    /// <summary>Number of tiles of them.</summary>
    public int TileCount { get; }

    /// <summary>Number of components of the features.</summary>
    public int SourceCount { get; }

    /// <summary>Components of the message.</summary>
    public OpenClBuffer<MessageTarget> Targets { get; }

    /// <summary>First and number of the targets of each tile.</summary>
    public OpenClBuffer<IntPair> Tiles { get; }

    /// <summary>Of each component of the features: its element, first target and number of targets, and its place among the sources.</summary>
    public OpenClBuffer<IntQuad> Places { get; }

    /// <summary>See <see cref="TangentPlan.Sources"/>.</summary>
    public OpenClBuffer<int> Sources { get; }

    /// <summary>See <see cref="TangentPlan.Couplings"/>.</summary>
    public OpenClBuffer<int> Couplings { get; }
}
