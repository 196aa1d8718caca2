using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer forward by libinscore, for a chunk of atoms.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class NativeForward<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Features that enter a layer, as they are sent to the neighbours.</summary>
    public static void Send(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state)
    {
        if (layer.Up is null)
        {
            return;
        }

        int size = layer.SentLayout.Size, block = NativeBlock.Of<T>(), components = layer.Plan.FeatureComponents;
        Span<T> sent = chunk.Rows(state.Layers[t].Sent.Span, size), blocks = state.Layers[t].SentBlocks.Span;
        layer.Up.Compute(chunk.AtomCount, chunk.Rows(state.Features[t].Span, layer.InputLayout.Size), sent);
        for (int b = 0; b < layer.Plan.Channels / block; b++)
        {
            for (int i = 0; i < chunk.AtomCount; i++)
            {
                Span<T> target = blocks.Slice(((b * state.Graph.AtomCount) + chunk.FirstAtom + i) * components * block, components * block);
                for (int p = 0; p < components; p++)
                {
                    sent.Slice((i * size) + (p * layer.Plan.Channels) + (b * block), block).CopyTo(target[(p * block)..]);
                }
            }
        }
    }

    /// <summary>Features that leave the layer, from those that were sent.</summary>
    public static void Compute(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        Span<T> message = chunk.Rows(state.Layers[t].Message.Span, layer.NodeLayout.Size);
        if (layer.Mix is null)
        {
            NativeConvolutionKernel.Compute(Operands(layer, t, chunk, state), message);
        }
        else
        {
            Span<T> messages = scratch.Messages.Resize(chunk.AtomCount * layer.Plan.MessageSize);
            NativeConvolutionKernel.Compute(Operands(layer, t, chunk, state), messages);
            ComputeMessage(layer, layer.Mix, t, chunk, state, messages, scratch);
        }

        ComputeProducts(layer, t, chunk, state, scratch);
    }

    /// <summary>What the convolution of a chunk reads.</summary>
    public static ConvolutionOperands<T> Operands(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state)
    {
        NativeLayerState<T> arrays = state.Layers[t];
        return new()
        {
            Plan = layer.Plan, AllAtoms = state.Graph.AtomCount, First = state.Graph.First.Span.Slice(chunk.FirstAtom, chunk.AtomCount + 1),
            Sender = state.Graph.Sender.Span, Row = arrays.Rows.Span, Local = arrays.Local.Span, Harmonics = state.Harmonics.Span,
            Table = arrays.Table.Values, TableRows = arrays.Table.Rows, Features = arrays.SentBlocks.Span,
            Scale = arrays.Normalization.Span.Slice(chunk.FirstAtom, chunk.AtomCount),
        };
    }

    // Message sums of all paths → what enters the contraction.
    static void ComputeMessage(
        NativeLayer<T> layer, EquivariantLinear<T> mix, int t, Chunk chunk, NativeState<T> state, ReadOnlySpan<T> messages, NativeScratch<T> scratch)
    {
        NativeLayerState<T> arrays = state.Layers[t];
        Span<T> target = chunk.Rows(arrays.Message.Span, layer.NodeLayout.Size);
        if (layer is { Gate: not null, GateResidual: not null, GateOutput: not null })
        {
            Span<T> input = chunk.Rows(arrays.GateInput.Span, layer.Gate.InputLayout.Size);
            Span<T> gated = scratch.Mixed.Resize(target.Length);
            mix.Compute(chunk.AtomCount, messages, input);
            layer.GateResidual.Compute(chunk.AtomCount, chunk.Rows(arrays.Sent.Span, layer.SentLayout.Size), input, add: true);
            layer.Gate.Compute(chunk.AtomCount, input, gated);
            layer.GateOutput.Compute(chunk.AtomCount, gated, target);
            return;
        }

        if (!layer.HasElementMix)
        {
            mix.Compute(chunk.AtomCount, messages, target);
            return;
        }

        Span<T> mixed = scratch.Mixed.Resize(target.Length);
        mix.Compute(chunk.AtomCount, messages, mixed);
        ElementOrder<T> order = new(chunk, state, scratch);
        order.Map(layer, static element => element.Mix, isReverse: false, mixed, target, add: false);
    }

    static void ComputeProducts(NativeLayer<T> layer, int t, Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        ReadOnlySpan<T> message = chunk.Rows(state.Layers[t].Message.Span, layer.NodeLayout.Size);
        Span<T> products = scratch.Products.Resize(chunk.AtomCount * layer.OutputLayout.Size);
        Span<T> output = chunk.Rows(state.Features[t + 1].Span, layer.OutputLayout.Size);
        ElementOrder<T> order = new(chunk, state, scratch);
        for (int at = 0; at < order.Count; at += order.CountSame(at))
        {
            layer.Contraction.Compute(
                layer.Of(order.Element(at)).Coefficients, layer.NodeLayout.Widths[0], order.Rows.Slice(at, order.CountSame(at)), message, products);
        }

        layer.ProductMap.Compute(chunk.AtomCount, products, output);
        if (layer.HasSkip)
        {
            order.Map(layer, static element => element.Skip, isReverse: false, chunk.Rows(state.Features[t].Span, layer.InputLayout.Size), output, add: true);
        }

        layer.Readout?.Compute(output, state.AtomEnergies.Span.Slice(chunk.FirstAtom, chunk.AtomCount));
    }
}
