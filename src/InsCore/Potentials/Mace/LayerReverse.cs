using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer in reverse, for a chunk of atoms: from dE/d(features that leave) to dE/dr of its edges.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class LayerReverse<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The reverse of the layer but for its first map, which needs the gradients of all receivers.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="t">Its number; the features that enter the first layer are constants.</param>
    /// <param name="edges">Edge functions.</param>
    /// <param name="chunk">Atoms.</param>
    /// <param name="state">Layers[t + 1].FeatureGradients: what later layers ask for.</param>
    /// <param name="scratch">With the radial networks' values of this chunk.</param>
    public static void Reverse(LayerStages<T> layer, int t, EdgeStage<T> edges, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        ReverseProducts(layer, t, chunk, state, scratch);
        ReverseMessage(layer, t, chunk, state, scratch);
        ReverseConvolution(layer, t, chunk, state, scratch);
        int rows = RadialNetStage<T>.PaddedRows(chunk.EdgeCount);
        Span<T> basisGradients = scratch.BasisGradients.Resize(rows * edges.BasisWidth);
        layer.PathWeights.Reverse(chunk.EdgeCount, scratch.PathNet, basisGradients);
        scratch.EnvelopeGradients.Resize(chunk.EdgeCount).Clear();
        if (layer.Density is not null)
        {
            ReverseNormalization(layer, layer.Density, t, edges, chunk, state, scratch);
            layer.Density.Reverse(chunk.EdgeCount, scratch.DensityNet, basisGradients, add: true);
        }

        for (int e = 0; e < chunk.EdgeCount; e++)
        {
            edges.Reverse(
                chunk.FirstEdge + e, basisGradients.Slice(e * edges.BasisWidth, edges.BasisWidth),
                scratch.HarmonicGradients.Span.Slice(e * edges.HarmonicCount, edges.HarmonicCount), scratch.EnvelopeGradients.Span[e], state);
        }
    }

    static void ReverseProducts(LayerStages<T> layer, int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        int size = layer.NodeLayout.Size, outputSize = layer.OutputLayout.Size, inputSize = layer.InputLayout.Size;
        Span<T> gradient = chunk.Rows(state.Layers[t + 1].FeatureGradients.Span, outputSize);
        Span<T> inputGradient = chunk.Rows(state.Layers[t].FeatureGradients.Span, inputSize);
        layer.Readout?.Reverse(chunk.AtomCount, chunk.Rows(state.Layers[t + 1].Features.Span, outputSize), gradient);
        Span<T> products = scratch.Products.Resize(chunk.AtomCount * outputSize);
        layer.ProductMap.Reverse(chunk.AtomCount, gradient, products);
        Span<T> messageGradients = scratch.MessageGradients.Resize(chunk.AtomCount * size);
        ReadOnlySpan<T> message = chunk.Rows(state.Layers[t].Message.Span, size);
        inputGradient.Clear();
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            ElementStages<T> element = layer.Of(state.Elements[chunk.FirstAtom + i]);
            layer.Contraction.Reverse(
                element.Coefficients, message.Slice(i * size, size), products.Slice(i * outputSize, outputSize),
                messageGradients.Slice(i * size, size));
            if (t > 0)
            {
                element.Skip?.Reverse(1, gradient.Slice(i * outputSize, outputSize), inputGradient.Slice(i * inputSize, inputSize));
            }
        }
    }

    // Gradient of what enters the contraction → gradient of the message sums.
    static void ReverseMessage(LayerStages<T> layer, int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        LayerState<T> arrays = state.Layers[t];
        Span<T> gradient = scratch.MessageGradients.Span;
        if (layer is { Gate: not null, GateResidual: not null, GateOutput: not null })
        {
            Span<T> gated = scratch.Mixed.Resize(gradient.Length);
            layer.GateOutput.Reverse(chunk.AtomCount, gradient, gated);
            gradient = scratch.GateGradients.Resize(chunk.AtomCount * layer.Gate.InputLayout.Size);
            layer.Gate.Reverse(chunk.AtomCount, chunk.Rows(arrays.GateInput.Span, layer.Gate.InputLayout.Size), gated, gradient);
            if (t > 0)
            {
                Span<T> sent = chunk.Rows(scratch.SentGradients[t % 2].Span, layer.SentLayout.Size);
                layer.GateResidual.Reverse(chunk.AtomCount, gradient, sent, add: true);
            }
        }
        else if (layer.Of(state.Elements[chunk.FirstAtom]).Mix is not null)
        {
            int size = layer.NodeLayout.Size;
            Span<T> mixed = scratch.Mixed.Resize(gradient.Length);
            for (int i = 0; i < chunk.AtomCount; i++)
            {
                layer.Of(state.Elements[chunk.FirstAtom + i]).Mix!.Reverse(1, gradient.Slice(i * size, size), mixed.Slice(i * size, size));
            }

            gradient = mixed;
        }

        Span<T> messages = scratch.Messages.Resize(chunk.AtomCount * layer.Convolution.Plan.MessageSize);
        layer.Mix.Reverse(chunk.AtomCount, gradient, messages);
        LayerForward<T>.ScaleRows(messages, arrays.Normalization.Span.Slice(chunk.FirstAtom, chunk.AtomCount));
    }

    static void ReverseConvolution(LayerStages<T> layer, int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        ConvolutionPlan<T> plan = layer.Convolution.Plan;
        layer.Convolution.Reverse(
            state.Graph.First.AsSpan(chunk.FirstAtom, chunk.AtomCount + 1),
            state.Graph.Sender.AsSpan(chunk.FirstEdge, chunk.EdgeCount), state.Layers[t].Sent.Span,
            state.Harmonics.Span.Slice(chunk.FirstEdge * plan.HarmonicCount, chunk.EdgeCount * plan.HarmonicCount),
            scratch.Messages.Span, scratch.Terms.Resize(chunk.EdgeCount * plan.TermCount), scratch.PathNet.Output,
            new ConvolutionGradients<T>
            {
                Features = t > 0 ? scratch.SentGradients[t % 2].Span : default,
                Harmonics = scratch.HarmonicGradients.Resize(chunk.EdgeCount * plan.HarmonicCount),
                Products = scratch.MessageProducts.Resize(chunk.AtomCount),
            });
    }

    // n = 1/(a + b ρ), message sum n M: dE/dρ = -b n Σ_e R dE/dR, since Σ_e R dE/dR = M · dE/dM; ρ = Σ_e tanh(d²) f.
    static void ReverseNormalization(
        LayerStages<T> layer, RadialNetStage<T> density, int t, EdgeStage<T> edges, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        Span<T> values = scratch.DensityNet.Output;
        for (int i = chunk.FirstAtom; i < chunk.FirstAtom + chunk.AtomCount; i++)
        {
            double product = double.CreateTruncating(scratch.MessageProducts.Span[i - chunk.FirstAtom]);
            double gradient = -layer.Normalization.Slope * double.CreateTruncating(state.Layers[t].Normalization.Span[i]) * product;
            for (int e = state.Graph.First[i]; e < state.Graph.First[i + 1]; e++)
            {
                Span<T> row = values.Slice((e - chunk.FirstEdge) * density.OutputWidth, density.OutputWidth);
                double d = double.CreateTruncating(row[0]), tanh = Math.Tanh(d * d);
                row.Clear();
                row[0] = T.CreateChecked(gradient * edges.OuterEnvelope(state.Graph.Vector[e].Norm) * (1 - (tanh * tanh)) * 2 * d);
                scratch.EnvelopeGradients.Span[e - chunk.FirstEdge] = gradient * tanh;
            }
        }
    }
}
