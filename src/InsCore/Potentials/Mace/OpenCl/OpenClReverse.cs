using System.Numerics;

namespace InsCore.Potentials.Mace;

/// <summary>One layer in reverse on a device: from dE/d(features that leave) to dE/dr of its pairs and dE/d(features that enter).</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class OpenClReverse<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The reverse of one layer.</summary>
    /// <param name="program">Kernels.</param>
    /// <param name="layers">All layers.</param>
    /// <param name="t">Which one; all later ones are done.</param>
    /// <param name="state">Arrays.</param>
    public static void Compute(OpenClMaceProgram<T> program, OpenClLayer<T>[] layers, int t, OpenClState<T> state)
    {
        OpenClLayer<T> layer = layers[t];
        Receive(program, layers, t, state);
        ReadOut(program, layer, t, state, isFirst: t == layers.Length - 1);
        ReverseProducts(program, layer, t, state);
        if (layer.GateResidual is null && layer.Plan.Plan.HasFeatures)
        {
            program.Queue.Clear(state.SentGradients.Buffer, 0, (long)state.Graph.AtomCount * layer.Plan.SentLayout.Size);
        }

        OpenClArray<T> messages = ReverseMessage(program, layer, t, state);
        foreach (OpenClDegree<T> degree in layer.Degrees)
        {
            ReverseConvolution(program, layer, degree, t, messages, state);
        }

        OpenClGraph<T> graph = state.Graph;
        int harmonicDegree = layer.Degrees[^1].Harmonic;
        program.RunRows(
            program.Call("reverse_edges").Ints(graph.PairCount, harmonicDegree).Numbers<T>(2 * layer.Plan.Table.Steps)
                .Ints(layer.Plan.Table.HasDensity ? 1 : 0, t == layers.Length - 1 ? 0 : 1)
                .Array(graph.Vectors).Array(state.EdgeRows).Array(graph.Receiver).Array(state.DensityGradients).Array(state.Layers[t].DensitySlopes)
                .Array(state.EdgeGradients),
            graph.PairCount);
    }

    // dE/d(features that leave) by way of the next layer.
    static void Receive(OpenClMaceProgram<T> program, OpenClLayer<T>[] layers, int t, OpenClState<T> state)
    {
        OpenClArray<T> gradient = state.FeatureGradients[t + 1];
        program.Queue.Clear(gradient.Buffer, 0, (long)state.Graph.AtomCount * layers[t].Plan.OutputLayout.Size);
        if (t == layers.Length - 1)
        {
            return;
        }

        OpenClLayer<T> next = layers[t + 1];
        if (next.Plan.HasSkip)
        {
            foreach ((int element, int first, int count) in state.Graph.Segments)
            {
                next.Of(element).Skip!.Apply(state.Graph, (first, count), state.FeatureGradients[t + 2], gradient, add: true, isReverse: true);
            }
        }

        next.Up?.Reverse(state.Graph, state.SentGradients, gradient, add: true);
    }

    static void ReadOut(OpenClMaceProgram<T> program, OpenClLayer<T> layer, int t, OpenClState<T> state, bool isFirst)
    {
        if (isFirst)
        {
            program.Queue.Clear(state.Energies.Buffer, 0, state.Graph.AtomCount);
        }

        if (layer.Readout is { } readout)
        {
            program.RunGroups(
                program.Call("readout")
                    .Ints(state.Graph.AtomCount, layer.Plan.OutputLayout.Widths[0] / program.Lanes, readout.Units)
                    .Numbers<T>(readout.ActivationScale).Ints(1).Array(readout.Hidden).Array(readout.Weights)
                    .Array(state.Features[t + 1]).Array(state.FeatureGradients[t + 1]).Array(state.Energies),
                state.Graph.AtomCount);
        }
    }

    static void ReverseProducts(OpenClMaceProgram<T> program, OpenClLayer<T> layer, int t, OpenClState<T> state)
    {
        layer.ProductMap.Reverse(state.Graph, state.FeatureGradients[t + 1], state.Products);
        foreach ((int element, int first, int count) in state.Graph.Segments)
        {
            OpenClCall call = OpenClForward<T>.Contraction(program, "contract_reverse", layer, element, (first, count), state.Layers[t], state)
                .Array(state.Products).Array(state.MessageGradients);
            OpenClForward<T>.RunContraction(program, call, layer, count);
        }
    }

    // Gradient of what enters the contraction → gradient of the message sums, which is returned, and of the densities.
    static OpenClArray<T> ReverseMessage(OpenClMaceProgram<T> program, OpenClLayer<T> layer, int t, OpenClState<T> state)
    {
        OpenClGraph<T> graph = state.Graph;
        OpenClLayerState<T> arrays = state.Layers[t];
        OpenClArray<T> gradient = state.MessageGradients;
        if (layer is { Mix: not null, GateResidual: not null, GateOutput: not null })
        {
            FeatureLayout node = layer.Plan.NodeLayout;
            int parts = node.Widths[0] / program.Lanes;
            layer.GateOutput.Reverse(graph, gradient, state.Mixed);
            program.RunChannels(
                program.Call("gate_reverse").Ints(graph.AtomCount, parts, node.MaxDegree).Numbers<T>(layer.GateScales.Scalar, layer.GateScales.Gate)
                    .Array(arrays.GateInput).Array(state.Mixed).Array(state.GateGradients),
                parts, graph.AtomCount);
            layer.GateResidual.Reverse(graph, state.GateGradients, state.SentGradients);

            // The message is what enters the gate less the receiver's own features.
            ReverseDensity(program, layer, arrays, layer.Plan.Gate!.InputLayout, (arrays.GateInput, state.GateGradients, 1, false), state);
            ReverseDensity(program, layer, arrays, layer.Plan.SentLayout, (arrays.Sent, state.SentGradients, -1, true), state);
            layer.Mix.Reverse(graph, state.GateGradients, state.Messages);
            return state.Messages;
        }

        // Linear maps leave the product of a message and its gradient as it is.
        ReverseDensity(program, layer, arrays, layer.Plan.NodeLayout, (arrays.Message, gradient, 1, false), state);
        if (layer.Mix is null)
        {
            return gradient;
        }

        if (layer.Plan.HasElementMix)
        {
            program.Queue.Clear(state.Mixed.Buffer, 0, (long)graph.AtomCount * layer.Plan.NodeLayout.Size);
            foreach ((int element, int first, int count) in graph.Segments)
            {
                layer.Of(element).Mix!.Apply(graph, (first, count), gradient, state.Mixed, add: true, isReverse: true);
            }

            gradient = state.Mixed;
        }

        layer.Mix.Reverse(graph, gradient, state.Messages);
        return state.Messages;
    }

    // n = 1/(a + b ρ), message sum n M: dE/dρ = -b n (n M) · dE/d(n M).
    static void ReverseDensity(
        OpenClMaceProgram<T> program, OpenClLayer<T> layer, OpenClLayerState<T> arrays, FeatureLayout layout,
        (OpenClArray<T> Values, OpenClArray<T> Gradients, int Sign, bool Add) what, OpenClState<T> state)
    {
        int atoms = state.Graph.AtomCount;
        for (int l = 0; l <= layout.MaxDegree && layer.Plan.Table.HasDensity; l++)
        {
            program.RunGroups(
                program.Call("row_products").Ints(atoms, layout.Widths[l] / program.Lanes, (2 * l) + 1)
                    .Numbers<T>(-what.Sign * layer.Plan.Normalization.Slope).Ints(what.Add || l > 0 ? 1 : 0).Longs((long)atoms * layout.Offsets[l])
                    .Array(arrays.Normalization).Array(what.Values).Array(what.Gradients).Array(state.DensityGradients),
                atoms);
        }
    }

    static void ReverseConvolution(
        OpenClMaceProgram<T> program, OpenClLayer<T> layer, OpenClDegree<T> degree, int t, OpenClArray<T> messages, OpenClState<T> state)
    {
        OpenClGraph<T> graph = state.Graph;
        OpenClLayerState<T> arrays = state.Layers[t];
        int parts = layer.Plan.Plan.Channels / program.Lanes, paths = layer.Plan.Plan.PathCount, harmonics = layer.Plan.Plan.HarmonicCount;
        for (int p = 0; p < degree.Paths.Length; p++)
        {
            OpenClPath<T> path = degree.Paths[p];
            program.RunChannels(
                program.Call("spread")
                    .Ints(graph.AtomCount, parts, path.Message, path.FirstRow, path.Products, degree.FirstProducts[p]).Array(arrays.Normalization)
                    .Array(path.ByProduct.First).Array(path.ByProduct.Other).Array(path.ByProduct.Values).Array(messages).Array(state.PathProducts),
                parts, graph.AtomCount);
        }

        program.RunGroups(
            program.Call(degree.ReverseKernel)
                .Ints(graph.AtomCount, parts, paths, layer.TableRows, harmonics, degree.Paths.Length)
                .Array(degree.Plan).Array(graph.Bounds).Array(graph.First).Array(graph.Sender).Array(arrays.Rows).Array(arrays.Places)
                .Array(state.Harmonics).Array(layer.Table).Array(arrays.Sent).Array(state.PathProducts).Array(state.EdgeRows),
            graph.ChunkCount);

        // The features that enter the first layer are constants.
        for (int p = 0; p < degree.Paths.Length && t > 0 && layer.Plan.Plan.HasFeatures; p++)
        {
            OpenClPath<T> path = degree.Paths[p];
            program.RunChannels(
                program.Call(path.GatherKernel)
                    .Ints(graph.AtomCount, graph.ChunkCount, parts, paths, path.Index, layer.TableRows, harmonics, degree.FirstProducts[p])
                    .Array(graph.Bounds).Array(graph.SentFirst).Array(graph.SentEdges).Array(graph.Receiver).Array(arrays.Rows).Array(arrays.Places)
                    .Array(state.Harmonics).Array(layer.Table).Array(state.PathProducts).Array(state.SentGradients),
                parts, graph.ChunkCount);
        }
    }
}
