using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Evaluates a radial network for the edges of a chunk, and its gradient with respect to the radial functions.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed partial class RadialNetStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Layer[] layers;
    readonly int[] widths;
    readonly T[][]? senderBias;
    readonly T[][]? receiverBias;

    /// <summary>Lays out the weights.</summary>
    /// <param name="net">The network.</param>
    /// <param name="isNative">Multiply by libinscore instead of managed code.</param>
    public RadialNetStage(RadialNet net, bool isNative = false)
    {
        layers = Array.ConvertAll(net.Layers, layer => new Layer(layer, isNative));
        widths = Array.ConvertAll(layers, layer => layer.Width);
        senderBias = net.SenderBias is null ? null : Array.ConvertAll(net.SenderBias, Padded);
        receiverBias = net.ReceiverBias is null ? null : Array.ConvertAll(net.ReceiverBias, Padded);
    }

    /// <summary>Padded width of an output row.</summary>
    public int OutputWidth => layers[^1].Width;

    /// <summary>Padded width of an input row.</summary>
    public int InputWidth => layers[0].Forward.Rows;

    /// <summary>Rows to reserve for a number of edges: whole tiles of the matrix kernel.</summary>
    public static int PaddedRows(int edges) => (edges + MatrixKernel.RowTile - 1) / MatrixKernel.RowTile * MatrixKernel.RowTile;

    /// <summary>Evaluates the network.</summary>
    /// <param name="edges">Number of edges; all arrays below have <see cref="PaddedRows"/> rows.</param>
    /// <param name="basis">Radial functions, [rows × InputWidth].</param>
    /// <param name="elements">[edges], element rows of sender and receiver; empty if the network does not see them.</param>
    /// <param name="buffers">Keeps what the reverse needs; its Output is [rows × OutputWidth].</param>
    public void Compute(int edges, ReadOnlySpan<T> basis, ReadOnlySpan<(int Sender, int Receiver)> elements, RadialNetBuffers<T> buffers)
    {
        int rows = PaddedRows(edges);
        buffers.Prepare(rows, widths);
        ReadOnlySpan<T> input = basis;
        for (int k = 0; k < layers.Length; k++)
        {
            Layer layer = layers[k];
            Span<T> value = buffers.Values[k].Span, slope = buffers.Slopes[k].Span;
            Span<T> target = layer.ActivationScale is null ? value : slope;
            layer.Forward.Multiply(
                RowLayout.Plain(rows, layer.Forward.Rows), input, RowLayout.Plain(rows, layer.Width), target);
            AddBias(layer, target, k == 0 ? elements : default);
            layer.Normalization?.Compute(rows, target, buffers.Deviations[k].Span);
            if (layer.ActivationScale is T scale)
            {
                ActivationKernel.Silu(scale, slope, value);
            }

            input = value;
        }
    }

    /// <summary>The reverse.</summary>
    /// <param name="edges">As before.</param>
    /// <param name="buffers">As left by <see cref="Compute"/>, its Output replaced by dE/dOutput; destroyed.</param>
    /// <param name="basisGradient">dE/dbasis, [rows × InputWidth], out.</param>
    /// <param name="add">Add to it.</param>
    public void Reverse(int edges, RadialNetBuffers<T> buffers, Span<T> basisGradient, bool add = false)
    {
        int rows = PaddedRows(edges);
        for (int k = layers.Length - 1; k >= 0; k--)
        {
            Layer layer = layers[k];
            Span<T> gradient = buffers.Values[k].Span;
            if (layer.ActivationScale is not null)
            {
                Multiply(gradient, buffers.Slopes[k].Span);
            }

            layer.Normalization?.Reverse(rows, gradient, buffers.Deviations[k].Span);
            layer.Backward.Multiply(
                RowLayout.Plain(rows, layer.Width), gradient, RowLayout.Plain(rows, layer.Forward.Rows),
                k == 0 ? basisGradient : buffers.Values[k - 1].Span, add && k == 0);
        }
    }

    void AddBias(Layer layer, Span<T> target, ReadOnlySpan<(int Sender, int Receiver)> elements)
    {
        if (layer.Bias is null && (senderBias is null || elements.IsEmpty))
        {
            return;
        }

        for (int row = 0; row * layer.Width < target.Length; row++)
        {
            Span<T> values = target.Slice(row * layer.Width, layer.Width);
            if (layer.Bias is not null)
            {
                Add(values, layer.Bias);
            }

            if (senderBias is not null && receiverBias is not null && row < elements.Length)
            {
                Add(values, senderBias[elements[row].Sender]);
                Add(values, receiverBias[elements[row].Receiver]);
            }
        }
    }

    static void Add(Span<T> values, ReadOnlySpan<T> other)
    {
        Span<Vector<T>> a = Lanes<T>.Vectors(values);
        ReadOnlySpan<Vector<T>> b = Lanes<T>.Vectors(other);
        for (int i = 0; i < a.Length; i++)
        {
            a[i] += b[i];
        }
    }

    static void Multiply(Span<T> values, ReadOnlySpan<T> other)
    {
        Span<Vector<T>> a = Lanes<T>.Vectors(values);
        ReadOnlySpan<Vector<T>> b = Lanes<T>.Vectors(other);
        for (int i = 0; i < a.Length; i++)
        {
            a[i] *= b[i];
        }
    }

    static T[] Padded(double[] values)
    {
        T[] padded = new T[Lanes<T>.Pad(values.Length)];
        for (int i = 0; i < values.Length; i++)
        {
            padded[i] = T.CreateChecked(values[i]);
        }

        return padded;
    }

    sealed class Layer(RadialLayer layer, bool isNative)
    {
        public PackedMatrix<T> Forward { get; } = new(layer.Weight, isNative: isNative);

        public PackedMatrix<T> Backward { get; } = new(layer.Weight, transpose: true, isNative);

        public T[]? Bias { get; } = layer.Bias is null ? null : PaddedGroups(layer.Bias, layer.Weight.ColumnGroup);

        public T? ActivationScale { get; } = layer.ActivationScale is double scale ? T.CreateChecked(scale) : null;

        public LayerNormalizationStage<T>? Normalization { get; } =
            layer.Normalization is null ? null : new(layer.Normalization);

        public int Width => Forward.Columns;

        static T[] PaddedGroups(double[] values, int group) =>
            [.. values.Chunk(group).SelectMany(Padded)];
    }
}

/// <summary>What a radial network leaves for its reverse, of one chunk of edges.</summary>
internal sealed class RadialNetBuffers<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>By layer: value after the activation, later the gradient of it.</summary>
    public List<GrowingArray<T>> Values { get; } = [];

    /// <summary>By layer: derivative of the activation.</summary>
    public List<GrowingArray<T>> Slopes { get; } = [];

    /// <summary>By layer: normalised input and 1/deviation of layer normalisation.</summary>
    public List<GrowingArray<T>> Deviations { get; } = [];

    /// <summary>The network's output, [rows × OutputWidth]; for the reverse, its gradient.</summary>
    public Span<T> Output => Values[layers - 1].Span;

    int layers;

    /// <summary>Makes room.</summary>
    public void Prepare(int rows, int[] widths)
    {
        layers = widths.Length;
        for (int k = 0; k < layers; k++)
        {
            if (Values.Count == k)
            {
                Values.Add(new());
                Slopes.Add(new());
                Deviations.Add(new());
            }

            Values[k].Resize(rows * widths[k]);
            Slopes[k].Resize(k == layers - 1 ? 0 : rows * widths[k]);
            Deviations[k].Resize(k == layers - 1 ? 0 : rows * (widths[k] + 1));
        }
    }
}
