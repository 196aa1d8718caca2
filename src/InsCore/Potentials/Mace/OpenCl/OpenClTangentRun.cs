using InsCore.Kernels;
using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace.OpenCl;

/// <summary>Memory, queue and order of the operations of one sweep at a time: <see cref="TangentNode"/> on a device.</summary>
/// <param name="linearization">The model at the positions of the crystal.</param>
/// <param name="sweep">Its constants on the device.</param>
/// <param name="lanes">Channels of one work item.</param>
internal sealed class OpenClTangentRun(MaceLinearization linearization, OpenClTangentSweep sweep, int lanes)
{
    readonly OpenClDevice device = sweep.Device;
    readonly OpenClTangentQueue?[] queues = new OpenClTangentQueue?[2];
    readonly Dictionary<(string Name, int Layer), OpenClBuffer<double>> arrays = [];
    readonly CurvatureSums sums = new(linearization.AtomCount, linearization);
    OpenClTangentQueue run = null!;
    OpenClTangentLayer layer = null!;
    EdgeBuffers edges;
    TangentShape shape;
    int atom, firstDensity;

    LayerStages<double> Stages => layer.Layer.Stages;

    int Number => layer.Layer.Number;

    int Slots => layer.Layer.Active[atom].Length;

    int Rows => shape.Rows(Slots);

    int FirstSetRows => Slots * shape.SlotRows;

    int Width => linearization.AtomCount * shape.SlotRows;

    /// <summary>Second derivatives along a wave, without those of the edges' own functions.</summary>
    /// <param name="wave">The wave.</param>
    /// <param name="weights">[nAtoms], see <see cref="TangentSweep.Evaluate"/>; null for 1.</param>
    /// <param name="progress">Told after each atom in each layer.</param>
    /// <param name="cancellation">Looked at before each atom.</param>
    public CurvatureSums Evaluate(WavePhases wave, double[]? weights, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        shape = wave.Shape;
        run = queues[shape.Parts - 1] ??= new OpenClTangentQueue(device, lanes, shape.Parts);
        sums.Clear(shape);
        (double[] phases, double[] translations) = Phases(wave);
        Copy("phases", 0, phases);
        Copy("translations", 0, translations);
        run.Queue.Clear(Array("products", 0, (long)shape.Sets * Width * Width), 0, (long)shape.Sets * Width * Width);
        int done = 0, total = linearization.AtomCount * sweep.Layers.Length;
        foreach (OpenClTangentLayer next in sweep.Layers)
        {
            Begin(next, phases, translations);
            for (atom = 0; atom < linearization.AtomCount; atom++)
            {
                cancellation.ThrowIfCancellationRequested();
                double weight = weights is null ? 1 : weights[atom];
                if (weight > 0 || Number + 1 < sweep.Layers.Length)
                {
                    Node(weight);
                }

                firstDensity += Rows;
                progress?.Report(new StepProgress("second derivatives", ++done, total, ""));
            }

            End(weights);
        }

        for (int set = 0; set < shape.Sets; set++)
        {
            run.Queue.Read(Array("products", 0, 0), sums.Products(set), (long)set * Width * Width);
        }

        return sums;
    }

    // The array of this name, at least so long.
    OpenClBuffer<double> Array(string name, int number, long length)
    {
        OpenClBuffer<double> array = OpenClBuffer<double>.AtLeast(device, arrays.GetValueOrDefault((name, number)), length);
        arrays[(name, number)] = array;
        return array;
    }

    OpenClBuffer<double> Array(string name, long length) => Array(name, 0, length);

    void Copy(string name, int number, double[] values) => run.Queue.Write<double>(values, Array(name, number, values.Length));

    (double[] Phases, double[] Translations) Phases(WavePhases wave)
    {
        NeighbourList graph = linearization.State.Graph;
        double[] phases = new double[2 * graph.Count], translations = new double[shape.Sets > 1 ? 3 * graph.Count : 0];
        for (int e = 0; e < graph.Count; e++)
        {
            (phases[2 * e], phases[(2 * e) + 1]) = wave.Of(graph.Shift.AsSpan(3 * e, 3));
            if (shape.Sets > 1)
            {
                (translations[3 * e], translations[(3 * e) + 1], translations[(3 * e) + 2]) = wave.Translation(graph.Shift.AsSpan(3 * e, 3));
            }
        }

        return (phases, translations);
    }

    // Tangents of what enters a layer.
    OpenClBuffer<double> Tangents(string name, int number, FeatureLayout layout) =>
        Array(name, number, (long)shape.Rows(linearization.Layers[number - 1].FirstSlots[^1]) * layout.Size);

    void Begin(OpenClTangentLayer next, double[] phases, double[] translations)
    {
        (layer, firstDensity) = (next, 0);
        edges = layer.Edges with { Phases = Array("phases", 0), Translations = Array("translations", 0) };
        NeighbourList graph = linearization.State.Graph;
        int rows = shape.Rows(layer.Layer.FirstSlots[^1]);
        if (Stages.Density is not null)
        {
            double[] densities = new double[rows];
            for (int i = 0, first = 0; i < linearization.AtomCount; i++)
            {
                int slots = layer.Layer.Active[i].Length, begin = graph.First[i], end = graph.First[i + 1];
                Span<double> own = densities.AsSpan(first, shape.Rows(slots));
                TangentMessages.ComputeDensities(
                    shape, slots, layer.Layer.Slots[i][i], layer.DensitySlopes.AsSpan((3 * begin)..(3 * end)), layer.SenderSlots.AsSpan(begin..end),
                    phases.AsSpan((2 * begin)..(2 * end)), translations.Length > 0 ? translations.AsSpan((3 * begin)..(3 * end)) : [], own);
                System.Numerics.Tensors.TensorPrimitives.Multiply(own, -Stages.Normalization.Slope * layer.Normalization(i), own);
                first += own.Length;
            }

            Copy("densities", 0, densities);
        }

        if (Number > 0)
        {
            long gradients = 3L * linearization.AtomCount * Stages.SentLayout.Size;
            run.Queue.Clear(Array("sender gradients", gradients), 0, gradients);
            run.Queue.Clear(Array("mixed", 3L * rows), 0, 3L * rows);
        }
    }

    void Node(double weight)
    {
        MessageSizes m = layer.Sizes(atom, shape.Sets);
        double n = layer.Normalization(atom);
        OpenClBuffer<double> message = Array("sums", (long)Rows * m.MessageSize);
        run.Queue.Clear(message, 0, (long)Rows * m.MessageSize);
        run.AddDirect(m, n, layer.Plan, edges, layer.Features, message);
        if (Number > 0)
        {
            OpenClBuffer<double> sent = Tangents("sent", Number, Stages.SentLayout);
            run.AddMessages(m, n, layer.Plan, edges, sent, message);
            if (weight > 0)
            {
                run.AddSenderGradients(m, weight, edges, layer.Gradients, Array("sender gradients", 0));
                run.AddMixed(m, edges, layer.Gradients, sent, 3 * firstDensity, Array("mixed", 0));
            }
        }

        if (Stages.Density is not null)
        {
            OpenClKernel kernel = run.Kernel("normalize_rows").Pass(m.MessageSize).Pass(firstDensity).Pass(n).Pass(atom * m.MessageSize)
                .Pass(Array("densities", 0)).Pass(layer.MessageSums).Pass(layer.SumGradients).Pass(message).Pass(Array("normalizations", 2L * Rows))
                .Pass(Array("curved normalizations", 2L * Rows));
            run.RunShared(kernel, Rows);
        }

        ComputeInputs(message);
        ComputeOutputs();
        if (weight > 0)
        {
            AddProducts(weight);
        }
    }

    // Rows of this atom alone, or out of those that it had before the layer.
    MapSlots Plain => new(Slots, Slots, 0, -1, Slots, 0);

    MapSlots FromBefore => Plain with { XSlots = linearization.Layers[Number - 1].FirstSlots[^1], FirstPlace = layer.Layer.FirstSlots[atom] };

    void ComputeInputs(OpenClBuffer<double> message)
    {
        OpenClBuffer<double> x = Array("x", (long)Rows * Stages.NodeLayout.Size);
        if (Stages.Gate is { } gate)
        {
            int inputSize = gate.InputLayout.Size, scalars = gate.InputLayout.Widths[0], size = Stages.NodeLayout.Size, channels = Stages.NodeLayout.Widths[0];
            OpenClBuffer<double> input = Array("gate", (long)Rows * inputSize), gated = Array("gated", (long)Rows * size);
            layer.Mix.Compute(run, Rows, Plain, layer.Before, message, input);
            if (Number > 0)
            {
                layer.GateResidual!.Compute(run, Rows, FromBefore, layer.Before, Tangents("sent", Number, Stages.SentLayout), input, add: true);
            }

            (OpenClBuffer<double> values, OpenClBuffer<double> slopes, OpenClBuffer<double> curvatures) = layer.GateJets!.Value;
            OpenClKernel kernel = run.Kernel("linearize_gate").Pass(channels).Pass(Stages.NodeLayout.Widths.Length).Pass(inputSize).Pass(size)
                .Pass(atom * scalars).Pass(atom * inputSize).Pass(atom * size).Pass(values).Pass(slopes).Pass(curvatures).Pass(layer.GateArrays!.Value.Input)
                .Pass(layer.GateArrays.Value.Gradients).Pass(input).Pass(gated).Pass(Array("curved gate", (long)Rows * inputSize));
            run.Run(kernel, channels, Rows);
            layer.GateOutput!.Compute(run, Rows, Plain, layer.Before, gated, x);
        }
        else if (layer.ElementMix[linearization.State.Elements[atom]] is { } elementMix)
        {
            OpenClBuffer<double> mixed = Array("gated", (long)Rows * Stages.NodeLayout.Size);
            layer.Mix.Compute(run, Rows, Plain, layer.Before, message, mixed);
            elementMix.Compute(run, Rows, Plain, layer.Before, mixed, x);
        }
        else
        {
            layer.Mix.Compute(run, Rows, Plain, layer.Before, message, x);
        }
    }

    void ComputeOutputs()
    {
        int next = Number + 1, size = Stages.OutputLayout.Size;
        bool isLast = next == sweep.Layers.Length;
        if (isLast && layer.Project is null)
        {
            return;
        }

        OpenClBuffer<double> products = Array("product", (long)Rows * size);
        Multiply(Rows, Stages.OutputLayout.Size, layer.Layer.Contraction.JacobianSize, layer.Jacobians, products);

        // What leaves the last layer is only read out.
        OpenClBuffer<double> result = isLast ? Array("output", (long)Rows * size) : Tangents("features", next, Stages.OutputLayout);
        (int all, int first) = isLast ? (Slots, 0) : (layer.Layer.FirstSlots[^1], layer.Layer.FirstSlots[atom]);
        layer.ProductMap.Compute(run, Rows, Plain with { YSlots = all, YFirst = first }, layer.Before, products, result);
        if (Number > 0 && layer.Skip[linearization.State.Elements[atom]] is { } skip)
        {
            skip.Compute(
                run, Rows, FromBefore with { YSlots = all, YFirst = first }, layer.Before, Tangents("features", Number, Stages.InputLayout), result, add: true);
        }

        layer.Project?.Compute(
            run, Rows, Plain with { XSlots = all, XFirst = first }, layer.Before, result, Array("hidden", (long)Rows * Stages.Readout!.HiddenUnits));
        layer.Up?.Compute(
            run, Rows, new(Slots, all, first, -1, all, first), layer.Before, result, Tangents("sent", next, linearization.Layers[next].Stages.SentLayout));
    }

    void Multiply(int rows, int outputSize, int matrixSize, OpenClBuffer<double> matrices, OpenClBuffer<double> y)
    {
        int channels = Stages.NodeLayout.Widths[0];
        run.MultiplyChannels(
            channels, rows, Stages.NodeLayout.Size / channels, outputSize / channels, atom * matrixSize, matrices, Array("x", 0), y);
    }

    void AddProducts(double weight)
    {
        int size = Stages.NodeLayout.Size, units = layer.Project is null ? 0 : Stages.Readout!.HiddenUnits;
        OpenClBuffer<double> curvedX = Array("curved x", (long)FirstSetRows * size);
        Multiply(FirstSetRows, size, layer.Layer.Contraction.CurvatureSize, layer.Curvatures, curvedX);
        if (units > 0)
        {
            int count = FirstSetRows * units;
            OpenClKernel kernel = run.Kernel("scale_columns").Pass(count).Pass(units).Pass(atom * units).Pass(layer.ReadoutCurvatures!).Pass(Array("hidden", 0))
                .Pass(Array("curved hidden", count));
            run.Queue.Run(kernel, [count], device.Info.IsGpu ? [64] : [1]);
        }

        for (int set = 0; set < shape.Sets; set++)
        {
            AddProducts(set, weight, size, Array("x", 0), curvedX);
            if (Stages.Gate is { } gate)
            {
                AddProducts(set, weight, gate.InputLayout.Size, Array("gate", 0), Array("curved gate", 0));
            }

            if (units > 0)
            {
                AddProducts(set, weight, units, Array("hidden", 0), Array("curved hidden", 0));
            }

            if (Stages.Density is not null)
            {
                AddProducts(set, weight, 2, Array("normalizations", 0), Array("curved normalizations", 0));
            }
        }
    }

    void AddProducts(int set, double weight, int length, OpenClBuffer<double> a, OpenClBuffer<double> b) => run.AddRowProducts(
        new(
            length, FirstSetRows, FirstSetRows, set == 0, Width, FirstA: set * FirstSetRows, FirstG: set * Width * Width, Weight: weight,
            FirstPlace: layer.Layer.FirstSlots[atom]),
        layer.Places, a, b, Array("products", 0));

    // What receivers and senders add: small, and put together by the processor.
    void End(double[]? weights)
    {
        run.Queue.Finish();
        if (Number == 0)
        {
            return;
        }

        double[] mixed = new double[3 * firstDensity];
        run.Queue.Read(Array("mixed", 0), mixed);
        int at = 0;
        for (int i = 0; i < linearization.AtomCount; i++)
        {
            int[] active = layer.Layer.Active[i];
            for (int set = 0; set < shape.Sets; set++)
            {
                int length = 3 * active.Length * shape.SlotRows;
                sums.AddReceiver(set, i, weights is null ? 1 : weights[i], active, mixed.AsSpan(at, length));
                at += length;
            }
        }

        AddSenders();
    }

    void AddSenders()
    {
        LayerLinearization before = linearization.Layers[Number - 1];
        int total = before.FirstSlots[^1] * shape.SlotRows, length = Stages.SentLayout.Size;
        double[] products = new double[3 * shape.Sets * total];
        OpenClBuffer<double> found = Array("senders", products.Length);
        run.Queue.Clear(found, 0, products.Length);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < shape.Sets * linearization.AtomCount; k++)
            {
                (int set, int j) = Math.DivRem(k, linearization.AtomCount);
                int rows = before.Active[j].Length * shape.SlotRows, first = before.FirstSlots[j] * shape.SlotRows, at = 3 * ((set * total) + first);
                if (pass == 0)
                {
                    run.AddRowProducts(
                        new(length, 3, rows, false, rows, FirstA: 3 * j, FirstB: (set * total) + first, FirstG: at), layer.Places,
                        Array("sender gradients", 0), Tangents("sent", Number, Stages.SentLayout), found);
                }
                else
                {
                    sums.AddSender(set, j, before.Active[j], products.AsSpan(at, 3 * rows));
                }
            }

            if (pass == 0)
            {
                run.Queue.Read(found, products);
            }
        }
    }
}
