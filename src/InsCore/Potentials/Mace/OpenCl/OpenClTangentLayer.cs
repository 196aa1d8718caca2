using InsCore.Kernels;
using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace.OpenCl;

/// <summary>What one layer needs for tangents at any wave vector, copied to a device once.</summary>
internal sealed class OpenClTangentLayer
{
    readonly MaceLinearization linearization;
    readonly OpenClDevice device;
    readonly OpenClQueue queue;

    /// <summary>Computes and copies.</summary>
    public OpenClTangentLayer(
        MaceLinearization linearization, LayerLinearization layer, OpenClDevice device, OpenClTangentQueue run, OpenClBuffer<double> directions,
        OpenClBuffer<int> senders, CancellationToken cancellation)
    {
        (this.linearization, Layer, this.device, queue) = (linearization, layer, device, run.Queue);
        LayerStages<double> stages = layer.Stages;
        MaceState<double> state = linearization.State;
        int atoms = linearization.AtomCount, edges = state.Graph.Count;
        Plan = new OpenClTangentPlan(device, layer.Convolution, queue);
        Places = Upload<int>([.. layer.Active.SelectMany(a => a)]);
        Before = Upload<int>([.. Enumerable.Range(0, atoms).SelectMany(BeforeOf)]);
        Features = Upload<double>(state.Layers[layer.Number].Sent.Span[..(atoms * layer.Convolution.FeatureSize)]);
        SumGradients = Upload<double>(layer.SumGradients);
        MessageSums = Upload<double>(linearization.MessageSums[layer.Number]);
        Edges = CopyEdges(directions, senders, edges, cancellation);
        (Jacobians, Curvatures) = CopyContractions(atoms);
        if (stages.Gate is not null)
        {
            CopyGate(stages.Gate, atoms);
        }

        CopyReadout(atoms);
        FeatureLayout mixed = stages.Gate?.InputLayout ?? stages.NodeLayout;
        Mix = Map(stages.Convolution.MessageLayout, mixed, stages.Mix)!;
        GateResidual = Map(stages.SentLayout, mixed, stages.GateResidual);
        GateOutput = Map(stages.NodeLayout, stages.NodeLayout, stages.GateOutput);
        ProductMap = Map(stages.OutputLayout, stages.OutputLayout, stages.ProductMap)!;
        foreach (int element in state.Elements.Distinct())
        {
            ElementMix[element] = Map(stages.NodeLayout, stages.NodeLayout, stages.Of(element).Mix);
            Skip[element] = Map(stages.InputLayout, stages.OutputLayout, stages.Of(element).Skip);
        }

        if (layer.Number + 1 < linearization.Layers.Length)
        {
            LayerStages<double> next = linearization.Layers[layer.Number + 1].Stages;
            Up = Map(next.InputLayout, next.SentLayout, next.Up);
        }

        Gradients = device.Allocate<double>(layer.Number > 0 ? 3L * edges * layer.Convolution.FeatureSize : 0);
        if (layer.Number > 0)
        {
            ComputeGradients(run);
        }
    }

    /// <summary>The layer.</summary>
    public LayerLinearization Layer { get; }

    /// <summary>Couplings of the convolution.</summary>
    public OpenClTangentPlan Plan { get; }

    /// <summary>Arrays of all edges; phases and translations are those of a wave.</summary>
    public EdgeBuffers Edges { get; }

    /// <summary>[edges], slots of the senders, as in <see cref="Edges"/>.</summary>
    public int[] SenderSlots { get; private set; } = [];

    /// <summary>[edges × 3], ρ' u; empty without densities.</summary>
    public double[] DensitySlopes { get; private set; } = [];

    /// <summary>[nAtoms], where the tangent slots of a receiver begin.</summary>
    public int[] FirstTangentSlot { get; private set; } = [];

    /// <summary>Active atoms of all atoms, one behind the other.</summary>
    public OpenClBuffer<int> Places { get; }

    /// <summary>Of the same: the slot of the atom's own tangents before the layer, or -1.</summary>
    public OpenClBuffer<int> Before { get; }

    /// <summary>Sent features, [nAtoms × FeatureSize].</summary>
    public OpenClBuffer<double> Features { get; }

    /// <summary>See <see cref="LayerLinearization.SumGradients"/>.</summary>
    public OpenClBuffer<double> SumGradients { get; }

    /// <summary>See <see cref="MaceLinearization.MessageSums"/>.</summary>
    public OpenClBuffer<double> MessageSums { get; }

    /// <summary>V of all edges.</summary>
    public OpenClBuffer<double> Gradients { get; }

    /// <summary>∂B/∂x of all atoms.</summary>
    public OpenClBuffer<double> Jacobians { get; }

    /// <summary>Curvatures of the contractions of all atoms.</summary>
    public OpenClBuffer<double> Curvatures { get; }

    /// <summary>Activations of the gates of all atoms, [nAtoms × scalars], and two derivatives.</summary>
    public (OpenClBuffer<double> Values, OpenClBuffer<double> Slopes, OpenClBuffer<double> Curvatures)? GateJets { get; private set; }

    /// <summary>What enters the gates, and the gradients of what leaves.</summary>
    public (OpenClBuffer<double> Input, OpenClBuffer<double> Gradients)? GateArrays { get; private set; }

    /// <summary>Curvatures of hidden units of all atoms; null without them.</summary>
    public OpenClBuffer<double>? ReadoutCurvatures { get; private set; }

    /// <summary>Features to hidden units.</summary>
    public OpenClLinearMap? Project { get; private set; }

    /// <summary>The linear maps.</summary>
    public OpenClLinearMap Mix { get; }

    /// <inheritdoc cref="Mix"/>
    public OpenClLinearMap? GateResidual { get; }

    /// <inheritdoc cref="Mix"/>
    public OpenClLinearMap? GateOutput { get; }

    /// <inheritdoc cref="Mix"/>
    public OpenClLinearMap ProductMap { get; }

    /// <inheritdoc cref="Mix"/>
    public OpenClLinearMap? Up { get; }

    /// <summary>By element.</summary>
    public Dictionary<int, OpenClLinearMap?> ElementMix { get; } = [];

    /// <summary>By element.</summary>
    public Dictionary<int, OpenClLinearMap?> Skip { get; } = [];

    /// <summary>Sizes of one receiver's message sum.</summary>
    public MessageSizes Sizes(int atom, int sets)
    {
        TangentPlan plan = Layer.Convolution;
        NeighbourList graph = linearization.State.Graph;
        int slots = Layer.Number > 0 ? linearization.Layers[Layer.Number - 1].FirstSlots[^1] : 0;
        return new(
            plan.Channels, graph.First[atom + 1] - graph.First[atom], Layer.Active[atom].Length, sets, plan.PathCount, plan.TermCount, plan.FeatureSize,
            plan.MessageSize, Layer.Slots[atom][atom], slots, graph.First[atom], FirstTangentSlot[atom]);
    }

    /// <summary>Factor n of the message sum of an atom.</summary>
    public double Normalization(int atom) => linearization.State.Layers[Layer.Number].Normalization.Span[atom];

    EdgeBuffers CopyEdges(OpenClBuffer<double> directions, OpenClBuffer<int> senders, int edges, CancellationToken cancellation)
    {
        TangentPlan plan = Layer.Convolution;
        NodeEdges node = new(linearization.Model, linearization.Edges);
        int width = plan.PathCount * plan.Channels, terms = plan.TermCount, atoms = linearization.AtomCount;
        OpenClBuffer<double> weights = device.Allocate<double>((long)edges * width), slopes = device.Allocate<double>((long)edges * width);
        double[] couplings = new double[4 * edges * terms];
        List<int> tangentSlots = [];
        SenderSlots = new int[edges];
        FirstTangentSlot = new int[atoms];
        DensitySlopes = new double[Layer.Stages.Density is null ? 0 : 3 * edges];
        for (int i = 0; i < atoms; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            node.Compute(linearization.State, Layer.Stages, i, order: 1);
            queue.Write(node.AllWeights(0)[..(node.Count * width)], weights, (long)node.First * width);
            queue.Write(node.AllWeights(1)[..(node.Count * width)], slopes, (long)node.First * width);
            FirstTangentSlot[i] = tangentSlots.Count;
            for (int e = 0; e < node.Count; e++)
            {
                int at = node.First + e, sender = node.Senders[e];
                for (int slope = 0; slope < 4; slope++)
                {
                    ConvolutionKernel.ComputeTerms(
                        Layer.Stages.Convolution.Plan, 1, node.Harmonics(e, slope), couplings.AsSpan(((4 * at) + slope) * terms, terms));
                }

                SenderSlots[at] = Layer.Slots[i][sender];
                for (int a = 0; a < 3 && DensitySlopes.Length > 0; a++)
                {
                    DensitySlopes[(3 * at) + a] = node.Densities[e].First * node.Directions[e][a];
                }

                tangentSlots.AddRange(Layer.Number > 0 ? Layer.Active[i].Select(s => SlotBefore(sender, s)) : []);
            }
        }

        OpenClBuffer<double> none = device.Allocate<double>(0);
        return new(weights, slopes, Upload<double>(couplings), directions, none, none, senders, Upload<int>(SenderSlots), Upload<int>([.. tangentSlots]));
    }

    // Where the tangents of an atom along a displacement lie before the layer, or -1.
    int SlotBefore(int atom, int displaced)
    {
        LayerLinearization before = linearization.Layers[Layer.Number - 1];
        int slot = before.Slots[atom][displaced];
        return slot < 0 ? -1 : before.FirstSlots[atom] + slot;
    }

    IEnumerable<int> BeforeOf(int atom) => Layer.Active[atom].Select(s => Layer.Number > 0 ? SlotBefore(atom, s) : -1);

    (OpenClBuffer<double> Jacobians, OpenClBuffer<double> Curvatures) CopyContractions(int atoms)
    {
        ContractionCurvature contraction = Layer.Contraction;
        int size = Layer.Stages.NodeLayout.Size, outputSize = Layer.Stages.OutputLayout.Size;
        double[] jacobian = new double[contraction.JacobianSize], curvature = new double[contraction.CurvatureSize];
        OpenClBuffer<double> jacobians = device.Allocate<double>((long)atoms * jacobian.Length), curvatures = device.Allocate<double>((long)atoms * curvature.Length);
        for (int i = 0; i < atoms; i++)
        {
            contraction.Compute(
                linearization.State.Elements[i], linearization.State.Layers[Layer.Number].Message.Span.Slice(i * size, size),
                Layer.ProductGradients.AsSpan(i * outputSize, outputSize), jacobian, curvature);
            queue.Write<double>(jacobian, jacobians, (long)i * jacobian.Length);
            queue.Write<double>(curvature, curvatures, (long)i * curvature.Length);
        }

        return (jacobians, curvatures);
    }

    void CopyGate(GateStage<double> gate, int atoms)
    {
        int scalars = gate.InputLayout.Widths[0], size = gate.InputLayout.Size;
        double[] values = new double[atoms * scalars], slopes = new double[values.Length], curvatures = new double[values.Length];
        Span<double> input = linearization.State.Layers[Layer.Number].GateInput.Span[..(atoms * size)];
        for (int i = 0; i < atoms; i++)
        {
            gate.Jets(
                input.Slice(i * size, size), values.AsSpan(i * scalars, scalars), slopes.AsSpan(i * scalars, scalars), curvatures.AsSpan(i * scalars, scalars));
        }

        GateJets = (Upload<double>(values), Upload<double>(slopes), Upload<double>(curvatures));
        GateArrays = (Upload<double>(input), Upload<double>(Layer.GatedGradients));
    }

    void CopyReadout(int atoms)
    {
        if (Layer.Stages.Readout is not { HiddenUnits: > 0 and int units } readout)
        {
            return;
        }

        int size = Layer.Stages.OutputLayout.Size;
        double[] curvatures = new double[atoms * units];
        for (int i = 0; i < atoms; i++)
        {
            readout.Curvature(linearization.State.Layers[Layer.Number + 1].Features.Span.Slice(i * size, size), curvatures.AsSpan(i * units, units));
        }

        ReadoutCurvatures = Upload<double>(curvatures);
        Project = new(device, queue, Layer.Stages.OutputLayout, new FeatureLayout(units), (rows, x, z) => readout.Project(rows, x, z));
    }

    void ComputeGradients(OpenClTangentQueue run)
    {
        int size = Layer.Convolution.MessageSize;
        double[] scaled = new double[Layer.SumGradients.Length];
        for (int k = 0; k < scaled.Length; k++)
        {
            scaled[k] = Normalization(k / size) * Layer.SumGradients[k];
        }

        using OpenClBuffer<double> gradient = Upload<double>(scaled);
        for (int i = 0; i < linearization.AtomCount; i++)
        {
            run.EdgeGradients(Sizes(i, 1), i * size, Plan, Edges, gradient, Gradients);
        }

        queue.Finish();
    }

    OpenClLinearMap? Map(FeatureLayout from, FeatureLayout to, EquivariantLinear<double>? map) => OpenClLinearMap.Of(device, queue, from, to, map);

    OpenClBuffer<T> Upload<T>(ReadOnlySpan<T> values)
        where T : unmanaged => device.Upload(values, queue);
}
