namespace InsCore.Kernels.OpenCl;

/// <summary>Launches the kernels of native/opencl/tangents.cl, for one thread at a time; the arrays are those described there.</summary>
/// <param name="device">The device.</param>
/// <param name="lanes">Channels of one work item.</param>
/// <param name="parts">1 for real tangents, 2 for complex ones.</param>
internal sealed class OpenClTangentQueue(OpenClDevice device, int lanes, int parts)
{
    // A group is a whole wave of the usual GPUs: few sizes, since drivers compile for each.
    const int LeastGroup = 32, GpuGroup = 64, ProductTile = 32, ProductGroup = 8, RowTile = 6, ColumnTile = 4;

    readonly OpenClProgram program = device.Program("tangents.cl", "SCALAR=double", $"LANES={lanes}", $"PARTS={parts}");
    readonly Dictionary<string, OpenClKernel> kernels = [];

    /// <summary>The queue.</summary>
    public OpenClQueue Queue { get; } = device.CreateQueue();

    /// <summary>Work items that share a sum.</summary>
    int Sharing => device.Info.IsGpu ? GpuGroup : 1;

    /// <summary>Vectors of channels that a device takes at once and that fit into all widths.</summary>
    public static int Lanes(OpenClDevice device, params IEnumerable<int> widths)
    {
        int lanes = device.Info.Lanes(sizeof(double));
        while (widths.Any(w => w % lanes != 0))
        {
            lanes /= 2;
        }

        return lanes;
    }

    /// <summary>The edges' own change, added to the sums.</summary>
    public void AddDirect(in MessageSizes m, double scale, OpenClTangentPlan plan, in EdgeBuffers e, OpenClBuffer<double> features, OpenClBuffer<double> sums) =>
        Run(
            Kernel("add_direct").Pass(m).Pass(scale).Pass(plan.Targets).Pass(plan.Sources).Pass(plan.Couplings).Pass(e.Weights).Pass(e.Slopes).Pass(e.Couplings)
                .Pass(e.Directions).Pass(e.Phases).Pass(e.Translations).Pass(e.Senders).Pass(e.SenderSlots).Pass(features).Pass(sums),
            m.Channels, plan.TargetCount);

    /// <summary>Σ_e n R T p dh, added to the sums.</summary>
    public void AddMessages(in MessageSizes m, double scale, OpenClTangentPlan plan, in EdgeBuffers e, OpenClBuffer<double> tangents, OpenClBuffer<double> sums) =>
        Run(
            Kernel("add_messages").Pass(m).Pass(scale).Pass(plan.Targets).Pass(plan.Tiles).Pass(plan.Sources).Pass(plan.Couplings).Pass(e.Weights)
                .Pass(e.Couplings).Pass(e.Phases).Pass(e.Translations).Pass(e.TangentSlots).Pass(tangents).Pass(sums),
            m.Channels, plan.TileCount, m.Sets * m.Slots);

    /// <summary>V of all edges.</summary>
    public void EdgeGradients(
        in MessageSizes m, int firstGradient, OpenClTangentPlan plan, in EdgeBuffers e, OpenClBuffer<double> gradient, OpenClBuffer<double> v) =>
        Run(
            Kernel("edge_gradients").Pass(m).Pass(firstGradient).Pass(plan.Targets).Pass(plan.Places).Pass(plan.Couplings).Pass(e.Weights).Pass(e.Slopes)
                .Pass(e.Couplings).Pass(e.Directions).Pass(gradient).Pass(v),
            m.Channels, plan.SourceCount, m.Edges);

    /// <summary>w V, added to the gradients of the senders.</summary>
    public void AddSenderGradients(in MessageSizes m, double weight, in EdgeBuffers e, OpenClBuffer<double> v, OpenClBuffer<double> gradients) =>
        Run(Kernel("add_sender_gradients").Pass(m).Pass(weight).Pass(e.Senders).Pass(v).Pass(gradients), m.FeatureSize, 3);

    /// <summary>Σ_e V p dh, added to mixed.</summary>
    public void AddMixed(in MessageSizes m, in EdgeBuffers e, OpenClBuffer<double> v, OpenClBuffer<double> tangents, int firstMixed, OpenClBuffer<double> mixed)
    {
        OpenClKernel kernel = Kernel("add_mixed").Pass(m).Pass(v).Pass(e.Phases).Pass(e.Translations).Pass(e.TangentSlots).Pass(tangents).Pass(firstMixed)
            .Pass(mixed).PassLocal<double>(Sharing * 9 * parts);
        Queue.Run(kernel, [Sharing, m.Sets * m.Slots], [Sharing, 1]);
    }

    /// <summary>A matrix for every channel.</summary>
    public void MultiplyChannels(
        int channels, int rows, int inputs, int outputs, int firstMatrix, OpenClBuffer<double> matrix, OpenClBuffer<double> x, OpenClBuffer<double> y) =>
        Run(
            Kernel("multiply_channels").Pass(channels).Pass(inputs).Pass(outputs).Pass(firstMatrix).Pass(matrix).Pass(x).Pass(y),
            channels, (outputs + OpenClTangentPlan.Tile - 1) / OpenClTangentPlan.Tile, rows / 3);

    /// <summary>Products of rows, added to g.</summary>
    public void AddRowProducts(in RowProducts p, OpenClBuffer<int> places, OpenClBuffer<double> a, OpenClBuffer<double> b, OpenClBuffer<double> g)
    {
        OpenClKernel kernel = Kernel("add_row_products").Pass(p.Length).Pass(p.ARows).Pass(p.BRows).Pass(p.IsUpper ? 1 : 0).Pass(p.Width).Pass(p.FirstA)
            .Pass(p.FirstB).Pass(p.FirstG).Pass(p.Weight).Pass(p.FirstPlace).Pass(places).Pass(a).Pass(b).Pass(g);
        int Tiles(int rows, int tile) => (rows + tile - 1) / tile;
        if (lanes == 1)
        {
            Queue.Run(kernel, [Tiles(p.BRows, ProductTile) * ProductGroup, Tiles(p.ARows, ProductTile) * ProductGroup], [ProductGroup, ProductGroup]);
        }
        else
        {
            Queue.Run(kernel, [Tiles(p.BRows, ColumnTile), Tiles(p.ARows, RowTile)], [1, 1]);
        }
    }

    /// <summary>A kernel, to be given its arguments from the first.</summary>
    public OpenClKernel Kernel(string name)
    {
        if (!kernels.TryGetValue(name, out OpenClKernel? kernel))
        {
            kernels.Add(name, kernel = program.Kernel(name));
        }

        return kernel.Begin();
    }

    /// <summary>Launches with channels in the first dimension.</summary>
    public void Run(OpenClKernel kernel, int channels, int second, int third = 1)
    {
        int items = channels / lanes;
        Queue.Run(kernel, [items, second, third], [device.Info.IsGpu ? (items > LeastGroup ? GpuGroup : LeastGroup) : 1, 1, 1]);
    }

    /// <summary>Launches with one work group, whose items share a sum, for each row.</summary>
    public void RunShared(OpenClKernel kernel, int rows) => Queue.Run(kernel.PassLocal<double>(Sharing), [Sharing, rows], [Sharing, 1]);
}

/// <summary>Arrays of edges: see <see cref="TangentMessageData"/>.</summary>
internal readonly record struct EdgeBuffers(
    OpenClBuffer<double> Weights, OpenClBuffer<double> Slopes, OpenClBuffer<double> Couplings, OpenClBuffer<double> Directions, OpenClBuffer<double> Phases,
    OpenClBuffer<double> Translations, OpenClBuffer<int> Senders, OpenClBuffer<int> SenderSlots, OpenClBuffer<int> TangentSlots);

/// <summary>Sizes and places of <see cref="OpenClTangentQueue.AddRowProducts"/>.</summary>
/// <param name="Length">Length of a row.</param>
/// <param name="ARows">Rows of a.</param>
/// <param name="BRows">Rows of b.</param>
/// <param name="IsUpper">True if elements left of the diagonal blocks may be left out.</param>
/// <param name="Width">Elements of a row of g.</param>
/// <param name="FirstA">First row in a.</param>
/// <param name="FirstB">First row in b.</param>
/// <param name="FirstG">First element of g.</param>
/// <param name="Weight">Factor.</param>
/// <param name="FirstPlace">Where the places of the slots begin; -1 if they lie one behind the other.</param>
internal readonly record struct RowProducts(
    int Length, int ARows, int BRows, bool IsUpper, int Width, int FirstA = 0, int FirstB = 0, int FirstG = 0, double Weight = 1, int FirstPlace = -1);
