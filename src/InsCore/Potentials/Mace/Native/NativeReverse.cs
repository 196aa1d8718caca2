using System.Numerics;
using System.Numerics.Tensors;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer in reverse by libinscore, for a chunk of atoms: from dE/d(features that leave) to dE/dr of its edges.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class NativeReverse<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds what all receivers ask of the features that the chunk's atoms sent; each worker collected its share.</summary>
    public static void Receive(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        if (layer.Up is null)
        {
            return;
        }

        int size = layer.SentLayout.Size, block = NativeBlock.Of<T>(), components = layer.Plan.FeatureComponents;
        Span<T> sum = scratch.ChunkSentGradients.Resize(chunk.AtomCount * size);
        sum.Clear();
        if (layer.Gate is not null)
        {
            chunk.Rows(state.Layers[t].OwnSentGradients.Span, size).CopyTo(sum);
        }

        for (int worker = 0; worker < state.Chunks.Length; worker++)
        {
            ReadOnlySpan<T> blocks = state.Scratch[worker].SentGradients[t % 2].Span;
            for (int b = 0; b < layer.Plan.Channels / block; b++)
            {
                ReadOnlySpan<T> source = blocks.Slice(
                    ((b * state.Graph.AtomCount) + chunk.FirstAtom) * components * block, chunk.AtomCount * components * block);
                for (int row = 0; row < chunk.AtomCount * components; row++)
                {
                    (int i, int p) = Math.DivRem(row, components);
                    Span<T> target = sum.Slice((i * size) + (p * layer.Plan.Channels) + (b * block), block);
                    TensorPrimitives.Add(target, source.Slice(row * block, block), target);
                }
            }
        }

        layer.Up.Reverse(chunk.AtomCount, sum, chunk.Rows(state.FeatureGradients[t].Span, layer.InputLayout.Size), add: true);
    }

    /// <summary>The reverse of the layer but for its first map, which needs the gradients of all receivers.</summary>
    public static void Compute(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        ReverseProducts(layer, t, chunk, state, scratch);
        ReadOnlySpan<T> messages = ReverseMessage(layer, t, chunk, state, scratch);
        Span<T> edges = scratch.EdgeGradients.Resize(chunk.EdgeCount * NativeConvolutionKernel.GradientWidth);
        Span<T> products = scratch.MessageProducts.Resize(chunk.AtomCount);
        edges.Clear();
        products.Clear();
        NativeConvolutionKernel.Reverse(NativeForward<T>.Operands(layer, t, chunk, state), messages, new NativeConvolutionGradients<T>
        {
            Edges = edges, Products = products, Features = t > 0 ? scratch.SentGradients[t % 2].Span : default,
        });
        EdgeFunctions<T>.Reverse(layer, chunk, edges, ReverseNormalization(layer, t, chunk, state, scratch), state.Layers[t], state);
    }

    static void ReverseProducts(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        Span<T> gradient = chunk.Rows(state.FeatureGradients[t + 1].Span, layer.OutputLayout.Size);
        Span<T> inputGradient = chunk.Rows(state.FeatureGradients[t].Span, layer.InputLayout.Size);
        layer.Readout?.Reverse(chunk.AtomCount, chunk.Rows(state.Features[t + 1].Span, layer.OutputLayout.Size), gradient);
        Span<T> products = scratch.Products.Resize(chunk.AtomCount * layer.OutputLayout.Size);
        layer.ProductMap.Reverse(chunk.AtomCount, gradient, products);
        Span<T> messageGradients = scratch.MessageGradients.Resize(chunk.AtomCount * layer.NodeLayout.Size);
        ReadOnlySpan<T> message = chunk.Rows(state.Layers[t].Message.Span, layer.NodeLayout.Size);
        ElementOrder<T> order = new(chunk, state, scratch);
        for (int at = 0; at < order.Count; at += order.CountSame(at))
        {
            layer.Contraction.Reverse(
                layer.Of(order.Element(at)).Coefficients, layer.NodeLayout.Widths[0], order.Rows.Slice(at, order.CountSame(at)), message, products,
                messageGradients);
        }

        inputGradient.Clear();
        if (t > 0 && layer.HasSkip)
        {
            order.Map(layer, static element => element.Skip, isReverse: true, gradient, inputGradient, add: false);
        }
    }

    // Gradient of what enters the contraction → gradient of the message sums.
    static ReadOnlySpan<T> ReverseMessage(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        NativeLayerState<T> arrays = state.Layers[t];
        Span<T> gradient = scratch.MessageGradients.Span;
        if (layer.Mix is null)
        {
            return gradient;
        }

        if (layer is { Gate: not null, GateResidual: not null, GateOutput: not null })
        {
            Span<T> gated = scratch.Mixed.Resize(gradient.Length);
            layer.GateOutput.Reverse(chunk.AtomCount, gradient, gated);
            gradient = scratch.GateGradients.Resize(chunk.AtomCount * layer.Gate.InputLayout.Size);
            layer.Gate.Reverse(chunk.AtomCount, chunk.Rows(arrays.GateInput.Span, layer.Gate.InputLayout.Size), gated, gradient);
            layer.GateResidual.Reverse(chunk.AtomCount, gradient, chunk.Rows(arrays.OwnSentGradients.Span, layer.SentLayout.Size));
        }
        else if (layer.HasElementMix)
        {
            Span<T> mixed = scratch.Mixed.Resize(gradient.Length);
            ElementOrder<T> order = new(chunk, state, scratch);
            order.Map(layer, static element => element.Mix, isReverse: true, gradient, mixed, add: false);
            gradient = mixed;
        }

        Span<T> messages = scratch.Messages.Resize(chunk.AtomCount * layer.Plan.MessageSize);
        layer.Mix.Reverse(chunk.AtomCount, gradient, messages);
        return messages;
    }

    // n = 1/(a + b ρ), message sum n M: dE/dρ = -b n (n M) · dE/d(n M).
    static ReadOnlySpan<double> ReverseNormalization(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        Span<double> gradients = scratch.DensityGradients.Resize(layer.Table.HasDensity ? chunk.AtomCount : 0);
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = -layer.Normalization.Slope * double.CreateTruncating(state.Layers[t].Normalization.Span[chunk.FirstAtom + i])
                * double.CreateTruncating(scratch.MessageProducts.Span[i]);
        }

        return gradients;
    }
}
