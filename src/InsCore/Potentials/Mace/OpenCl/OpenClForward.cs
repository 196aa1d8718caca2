using System.Numerics;

namespace InsCore.Potentials.Mace;

/// <summary>One layer forward on a device.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class OpenClForward<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Places of the pairs in a layer's tables, and the factors of its messages.</summary>
    public static void Locate(OpenClMaceProgram<T> program, OpenClLayer<T> layer, int t, OpenClState<T> state)
    {
        OpenClGraph<T> graph = state.Graph;
        OpenClLayerState<T> arrays = state.Layers[t];
        RadialTable<T> table = layer.Plan.Table;
        program.RunRows(
            program.Call("locate").Ints(graph.PairCount, layer.Plan.ElementCount, table.Intervals).Numbers<T>(table.Steps, RadialTable<T>.Shortest)
                .Array(layer.FirstRows).Array(graph.Elements).Array(graph.Sender).Array(graph.Receiver).Array(graph.Vectors)
                .Array(arrays.Rows).Array(arrays.Places),
            graph.PairCount);
        program.RunRows(
            program.Call("normalize_messages").Ints(graph.AtomCount)
                .Numbers<T>(layer.Plan.Normalization.Constant, layer.Plan.Normalization.Slope).Ints(table.HasDensity ? 1 : 0)
                .Array(graph.First).Array(arrays.Rows).Array(arrays.Places).Array(layer.Densities).Array(arrays.DensitySlopes)
                .Array(arrays.Normalization),
            graph.AtomCount);
    }

    /// <summary>Features that leave the layer, from those that enter.</summary>
    public static void Compute(OpenClMaceProgram<T> program, OpenClLayer<T> layer, int t, OpenClState<T> state)
    {
        OpenClLayerState<T> arrays = state.Layers[t];
        layer.Up?.Compute(state.Graph, state.Features[t], arrays.Sent);
        OpenClArray<T> messages = layer.Mix is null ? arrays.Message : state.Messages;
        foreach (OpenClDegree<T> degree in layer.Degrees)
        {
            foreach (OpenClPath<T> path in degree.Paths)
            {
                Convolve(program, layer, path, arrays, messages, state);
            }
        }

        ComputeMessage(program, layer, arrays, state);
        ComputeProducts(program, layer, t, state);
    }

    static void Convolve(
        OpenClMaceProgram<T> program, OpenClLayer<T> layer, OpenClPath<T> path, OpenClLayerState<T> arrays, OpenClArray<T> messages, OpenClState<T> state)
    {
        OpenClGraph<T> graph = state.Graph;
        int parts = layer.Plan.Plan.Channels / program.Lanes;
        program.RunChannels(
            program.Call(path.ConvolveKernel)
                .Ints(graph.AtomCount, graph.ChunkCount, parts, layer.Plan.Plan.PathCount, path.Index, layer.TableRows, layer.Plan.Plan.HarmonicCount)
                .Ints(path.Message, path.FirstRow)
                .Array(graph.Bounds).Array(graph.First).Array(graph.Sender).Array(arrays.Rows).Array(arrays.Places).Array(state.Harmonics)
                .Array(layer.Table).Array(arrays.Sent).Array(arrays.Normalization)
                .Array(path.ByComponent.First).Array(path.ByComponent.Other).Array(path.ByComponent.Values).Array(messages),
            parts, graph.ChunkCount);
    }

    // Message sums of all paths → what enters the contraction.
    static void ComputeMessage(OpenClMaceProgram<T> program, OpenClLayer<T> layer, OpenClLayerState<T> arrays, OpenClState<T> state)
    {
        if (layer.Mix is null)
        {
            return;
        }

        OpenClGraph<T> graph = state.Graph;
        if (layer is { GateResidual: not null, GateOutput: not null })
        {
            FeatureLayout node = layer.Plan.NodeLayout;
            int parts = node.Widths[0] / program.Lanes;
            layer.Mix.Compute(graph, state.Messages, arrays.GateInput);
            layer.GateResidual.Compute(graph, arrays.Sent, arrays.GateInput, add: true);
            program.RunChannels(
                program.Call("gate").Ints(graph.AtomCount, parts, node.MaxDegree).Numbers<T>(layer.GateScales.Scalar, layer.GateScales.Gate)
                    .Array(arrays.GateInput).Array(state.Mixed),
                parts, graph.AtomCount);
            layer.GateOutput.Compute(graph, state.Mixed, arrays.Message);
            return;
        }

        if (!layer.Plan.HasElementMix)
        {
            layer.Mix.Compute(graph, state.Messages, arrays.Message);
            return;
        }

        layer.Mix.Compute(graph, state.Messages, state.Mixed);
        program.Queue.Clear(arrays.Message.Buffer, 0, (long)graph.AtomCount * layer.Plan.NodeLayout.Size);
        foreach ((int element, int first, int count) in graph.Segments)
        {
            layer.Of(element).Mix!.Apply(graph, (first, count), state.Mixed, arrays.Message, add: true, isReverse: false);
        }
    }

    static void ComputeProducts(OpenClMaceProgram<T> program, OpenClLayer<T> layer, int t, OpenClState<T> state)
    {
        foreach ((int element, int first, int count) in state.Graph.Segments)
        {
            OpenClCall call = Contraction(program, "contract", layer, element, (first, count), state.Layers[t], state).Array(state.Products);
            RunContraction(program, call, layer, count);
        }

        layer.ProductMap.Compute(state.Graph, state.Products, state.Features[t + 1]);
        if (layer.Plan.HasSkip)
        {
            foreach ((int element, int first, int count) in state.Graph.Segments)
            {
                layer.Of(element).Skip!.Apply(state.Graph, (first, count), state.Features[t], state.Features[t + 1], add: true, isReverse: false);
            }
        }
    }

    /// <summary>The arguments that both kernels of the contraction begin with.</summary>
    public static OpenClCall Contraction(
        OpenClMaceProgram<T> program, string kernel, OpenClLayer<T> layer, int element, (int First, int Count) atoms, OpenClLayerState<T> arrays,
        OpenClState<T> state)
    {
        Kernels.NativeContractionKernel<T> contraction = layer.Plan.Contraction;
        return program.Call(kernel)
            .Ints(state.Graph.AtomCount, atoms.Count, atoms.First, layer.Plan.NodeLayout.Widths[0] / program.Lanes)
            .Ints(contraction.Components, contraction.Outputs, contraction.Plan.Length, contraction.TermCount)
            .Array(layer.ContractionPlan).Array(state.Graph.ByElement).Array(layer.Of(element).Coefficients).Array(arrays.Message);
    }

    /// <summary>Launches it.</summary>
    public static void RunContraction(OpenClMaceProgram<T> program, OpenClCall call, OpenClLayer<T> layer, int count) =>
        program.RunChannels(call, layer.Plan.NodeLayout.Widths[0] / program.Lanes, (count + program.AtomsTogether - 1) / program.AtomsTogether);
}
