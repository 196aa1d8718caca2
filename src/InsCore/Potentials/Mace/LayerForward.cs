using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer forward, for a chunk of atoms.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class LayerForward<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Path weights and densities of the chunk's edges, left in the scratch for messages and for the reverse.</summary>
    public static void ComputeRadial(LayerStages<T> layer, int t, EdgeStage<T> edges, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        int rows = RadialNetStage<T>.PaddedRows(chunk.EdgeCount);
        ReadOnlySpan<T> basis = state.Basis.Span.Slice(chunk.FirstEdge * edges.BasisWidth, rows * edges.BasisWidth);
        ReadOnlySpan<(int, int)> elements = state.EdgeElements.Span.Slice(chunk.FirstEdge, chunk.EdgeCount);
        layer.PathWeights.Compute(chunk.EdgeCount, basis, elements, scratch.PathNet);
        layer.Density?.Compute(chunk.EdgeCount, basis, elements, scratch.DensityNet);
        ComputeNormalization(layer, t, edges, chunk, state, scratch);
    }

    /// <summary>Features that leave the layer, from those that were sent.</summary>
    public static void ComputeNodes(LayerStages<T> layer, int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        LayerState<T> arrays = state.Layers[t];
        ConvolutionPlan<T> plan = layer.Convolution.Plan;
        Span<T> messages = scratch.Messages.Resize(chunk.AtomCount * plan.MessageSize);
        layer.Convolution.Compute(
            state.Graph.First.AsSpan(chunk.FirstAtom, chunk.AtomCount + 1),
            state.Graph.Sender.AsSpan(chunk.FirstEdge, chunk.EdgeCount), arrays.Sent.Span,
            state.Harmonics.Span.Slice(chunk.FirstEdge * plan.HarmonicCount, chunk.EdgeCount * plan.HarmonicCount),
            scratch.PathNet.Output, scratch.Terms.Resize(chunk.EdgeCount * plan.TermCount), messages);
        ScaleRows(messages, arrays.Normalization.Span.Slice(chunk.FirstAtom, chunk.AtomCount));
        ComputeMessage(layer, chunk, state, arrays, messages, scratch);
        ComputeProducts(layer, t, chunk, state, scratch);
    }

    /// <summary>Multiplies each atom's row by a factor.</summary>
    public static void ScaleRows(Span<T> rows, ReadOnlySpan<T> factors)
    {
        int width = factors.Length == 0 ? 0 : rows.Length / factors.Length;
        for (int i = 0; i < factors.Length; i++)
        {
            Span<Vector<T>> row = Lanes<T>.Vectors(rows.Slice(i * width, width));
            Vector<T> factor = new(factors[i]);
            for (int v = 0; v < row.Length; v++)
            {
                row[v] *= factor;
            }
        }
    }

    // 1/(constant + slope Σ_e tanh(d_e²) f_e)
    static void ComputeNormalization(
        LayerStages<T> layer, int t, EdgeStage<T> edges, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        Span<T> normalization = state.Layers[t].Normalization.Span;
        for (int i = chunk.FirstAtom; i < chunk.FirstAtom + chunk.AtomCount; i++)
        {
            double density = 0;
            if (layer.Density is not null)
            {
                ReadOnlySpan<T> values = scratch.DensityNet.Output;
                for (int e = state.Graph.First[i]; e < state.Graph.First[i + 1]; e++)
                {
                    double d = double.CreateTruncating(values[(e - chunk.FirstEdge) * layer.Density.OutputWidth]);
                    density += Math.Tanh(d * d) * edges.OuterEnvelope(state.Graph.Vector[e].Norm);
                }
            }

            normalization[i] = T.CreateChecked(1 / (layer.Normalization.Constant + (layer.Normalization.Slope * density)));
        }
    }

    // Message sums of all paths → what enters the contraction.
    static void ComputeMessage(
        LayerStages<T> layer, Chunk chunk, MaceState<T> state, LayerState<T> arrays, ReadOnlySpan<T> messages, MaceScratch<T> scratch)
    {
        Span<T> target = chunk.Rows(arrays.Message.Span, layer.NodeLayout.Size);
        if (layer is { Gate: not null, GateResidual: not null, GateOutput: not null })
        {
            Span<T> input = chunk.Rows(arrays.GateInput.Span, layer.Gate.InputLayout.Size);
            Span<T> gated = scratch.Mixed.Resize(target.Length);
            layer.Mix.Compute(chunk.AtomCount, messages, input);
            layer.GateResidual.Compute(chunk.AtomCount, chunk.Rows(arrays.Sent.Span, layer.SentLayout.Size), input, add: true);
            layer.Gate.Compute(chunk.AtomCount, input, gated);
            layer.GateOutput.Compute(chunk.AtomCount, gated, target);
            return;
        }

        if (layer.Of(state.Elements[chunk.FirstAtom]).Mix is null)
        {
            layer.Mix.Compute(chunk.AtomCount, messages, target);
            return;
        }

        Span<T> mixed = scratch.Mixed.Resize(target.Length);
        layer.Mix.Compute(chunk.AtomCount, messages, mixed);
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            int size = layer.NodeLayout.Size;
            layer.Of(state.Elements[chunk.FirstAtom + i]).Mix!.Compute(1, mixed.Slice(i * size, size), target.Slice(i * size, size));
        }
    }

    static void ComputeProducts(LayerStages<T> layer, int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        int size = layer.NodeLayout.Size, outputSize = layer.OutputLayout.Size, inputSize = layer.InputLayout.Size;
        ReadOnlySpan<T> message = chunk.Rows(state.Layers[t].Message.Span, size);
        ReadOnlySpan<T> features = chunk.Rows(state.Layers[t].Features.Span, inputSize);
        Span<T> products = scratch.Products.Resize(chunk.AtomCount * outputSize);
        Span<T> output = chunk.Rows(state.Layers[t + 1].Features.Span, outputSize);
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            layer.Contraction.Compute(
                layer.Of(state.Elements[chunk.FirstAtom + i]).Coefficients, message.Slice(i * size, size), products.Slice(i * outputSize, outputSize));
        }

        layer.ProductMap.Compute(chunk.AtomCount, products, output);
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            layer.Of(state.Elements[chunk.FirstAtom + i]).Skip?.Compute(
                1, features.Slice(i * inputSize, inputSize), output.Slice(i * outputSize, outputSize), add: true);
        }

        layer.Readout?.Compute(output, state.AtomEnergies.Span.Slice(chunk.FirstAtom, chunk.AtomCount));
    }
}
