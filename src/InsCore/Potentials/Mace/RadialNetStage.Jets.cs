using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

internal sealed partial class RadialNetStage<T>
{
    /// <summary>Evaluates the network with its derivatives by the distance.</summary>
    /// <param name="edges">Number of edges; each block below has <see cref="PaddedRows"/> rows.</param>
    /// <param name="basis">[blocks][rows × InputWidth]: radial functions, first and perhaps second derivatives.</param>
    /// <param name="elements">[edges], element rows of sender and receiver.</param>
    /// <param name="buffers">Two arrays to work in.</param>
    /// <returns>[blocks][rows × OutputWidth]: values and as many derivatives as were given, in one of the buffers.</returns>
    public Span<T> ComputeJets(
        int edges, ReadOnlySpan<T> basis, ReadOnlySpan<(int Sender, int Receiver)> elements, (GrowingArray<T> A, GrowingArray<T> B) buffers)
    {
        int rows = PaddedRows(edges), blocks = basis.Length / (rows * InputWidth);
        ReadOnlySpan<T> input = basis;
        Span<T> target = default;
        for (int k = 0; k < layers.Length; k++)
        {
            Layer layer = layers[k];
            target = (k % 2 == 0 ? buffers.A : buffers.B).Resize(blocks * rows * layer.Width);
            layer.Forward.Multiply(
                RowLayout.Plain(blocks * rows, layer.Forward.Rows), input, RowLayout.Plain(blocks * rows, layer.Width), target);
            AddBias(layer, target[..(rows * layer.Width)], k == 0 ? elements : default);
            layer.Normalization?.ComputeJets(rows, target);
            if (layer.ActivationScale is T scale)
            {
                ActivateJets(scale, blocks, target);
            }

            input = target;
        }

        return target;
    }

    // a(z), a' z', a'' z'² + a' z''
    static void ActivateJets(T scale, int blocks, Span<T> z)
    {
        int length = z.Length / blocks, width = Vector<T>.Count;
        Span<T> first = z.Slice(length, length), second = blocks > 2 ? z[(2 * length)..] : default;
        Span<T> a = stackalloc T[width], slope = stackalloc T[width], curvature = stackalloc T[width];
        for (int i = 0; i < length; i += width)
        {
            ActivationJetKernel.Silu(scale, z.Slice(i, width), a, slope, curvature);
            Vector<T> z1 = new(first[i..]), a1 = new(slope);
            a.CopyTo(z[i..]);
            (a1 * z1).CopyTo(first[i..]);
            if (blocks > 2)
            {
                ((new Vector<T>(curvature) * z1 * z1) + (a1 * new Vector<T>(second[i..]))).CopyTo(second[i..]);
            }
        }
    }
}
