using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The functions of the distance that one layer needs, evaluated by its networks: path weights and density. Where the sent features do
/// not depend on the surroundings (first layer), the maps before and after the sum of messages are part of the path weights.
/// </summary>
internal sealed class RadialFunctions
{
    readonly MaceModel model;
    readonly MaceLayer layer;
    readonly EdgeStage<double> edges;
    readonly RadialNetStage<double> weights;
    readonly RadialNetStage<double>? density;
    readonly RadialNetBuffers<double> buffers = new();
    readonly int channels;

    // [nElements], features as they are sent before the first layer; maps of the message sum, by element.
    readonly double[][]? sent;
    readonly Dictionary<int, GroupedMatrix?[]> receiverMaps = [];

    /// <summary>Prepares.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">One of its layers.</param>
    /// <param name="isFolded">Fold the linear maps of the layer into the path weights; the incoming features must be those of the elements.</param>
    /// <param name="padded">Channels of one path in the table.</param>
    public RadialFunctions(MaceModel model, MaceLayer layer, bool isFolded, int padded)
    {
        (this.model, this.layer) = (model, layer);
        edges = new EdgeStage<double>(model, 1);
        weights = new RadialNetStage<double>(layer.PathWeights, NativeKernels.AreAvailable);
        density = layer.Density is null ? null : new(layer.Density, NativeKernels.AreAvailable);
        channels = padded;
        IsFolded = isFolded;
        sent = isFolded ? Array.ConvertAll(model.Embedding, row => Map(row, layer.Up[0])) : null;
        Paths = isFolded ? layer.Degrees.Message + 1 : layer.Paths.Length;
    }

    /// <summary>True if the linear maps are part of the path weights.</summary>
    public bool IsFolded { get; }

    /// <summary>Number of paths.</summary>
    public int Paths { get; }

    /// <summary>Paths times padded channels.</summary>
    public int Columns => Paths * channels;

    /// <summary>True if messages are divided by a density.</summary>
    public bool HasDensity => density is not null;

    /// <summary>Elements of the model.</summary>
    public int Elements => model.AtomicNumbers.Length;

    /// <summary>r_max, Å.</summary>
    public double CutoffRadius => model.Radial.CutoffRadius;

    /// <summary>Pairs of elements with the same key have the same functions.</summary>
    public (int Sender, int Receiver) Key(int sender, int receiver)
    {
        bool dependsOnRadius = model.Radial.Transform is not null;
        if (layer.PathWeights.SenderBias is not null || layer.Density?.SenderBias is not null || (IsFolded && (dependsOnRadius || layer.ElementMix is not null)))
        {
            return (sender, receiver);
        }

        return IsFolded ? (sender, 0) : dependsOnRadius ? (Math.Min(sender, receiver), Math.Max(sender, receiver)) : (0, 0);
    }

    /// <summary>Path weights, envelope included, [distances × Columns].</summary>
    public double[] Weights(int sender, int receiver, double[] distances)
    {
        double[] envelopes = Evaluate(weights, sender, receiver, distances);
        int width = weights.OutputWidth, stored = layer.Channels.Edge, group = width / layer.Paths.Length;
        double[] result = new double[distances.Length * Columns];
        for (int i = 0; i < distances.Length; i++)
        {
            for (int p = 0; p < layer.Paths.Length; p++)
            {
                double[] row = buffers.Output.Slice((i * width) + (p * group), stored).ToArray();
                int place = p;
                if (sent is not null)
                {
                    place = layer.Paths[p].Message;
                    row = Fold(row, sent[sender], receiver, place);
                }

                for (int c = 0; c < row.Length; c++)
                {
                    result[(i * Columns) + (place * channels) + c] = envelopes[i] * row[c];
                }
            }
        }

        return result;
    }

    /// <summary>tanh(d²) f, [distances].</summary>
    public double[] Densities(int sender, int receiver, double[] distances)
    {
        double[] result = Evaluate(density!, sender, receiver, distances);
        for (int i = 0; i < result.Length; i++)
        {
            double d = buffers.Output[i * density!.OutputWidth];
            result[i] *= Math.Tanh(d * d);
        }

        return result;
    }

    // Leaves the network's output in the buffers and returns what it is to be multiplied by.
    double[] Evaluate(RadialNetStage<double> net, int sender, int receiver, double[] distances)
    {
        int rows = RadialNetStage<double>.PaddedRows(distances.Length), functions = model.Radial.Frequencies.Length;
        double[] basis = new double[rows * edges.BasisWidth], outer = new double[distances.Length], slopes = new double[functions];
        double radius = edges.PairRadius(model.AtomicNumbers[receiver], model.AtomicNumbers[sender]);
        for (int i = 0; i < distances.Length; i++)
        {
            Span<double> values = basis.AsSpan(i * edges.BasisWidth, functions);
            model.Radial.Evaluate(distances[i], radius, values, slopes);
            double f = RadialBasis.Envelope(distances[i], model.Radial.CutoffRadius, model.Radial.EnvelopePower).Value;
            outer[i] = model.Radial.EnvelopeOnBasis ? 1 : f;
            for (int n = 0; n < functions && model.Radial.EnvelopeOnBasis; n++)
            {
                values[n] *= f;
            }
        }

        (int, int)[] elements = new (int, int)[distances.Length];
        Array.Fill(elements, (sender, receiver));
        net.Compute(distances.Length, basis, elements, buffers);
        return outer;
    }

    double[] Fold(double[] row, double[] features, int receiver, int degree)
    {
        for (int c = 0; c < row.Length; c++)
        {
            row[c] *= features[c];
        }

        row = Map(row, layer.Mix[degree]);
        if (layer.ElementMix is null)
        {
            return row;
        }

        if (!receiverMaps.TryGetValue(receiver, out GroupedMatrix?[]? maps))
        {
            receiverMaps.Add(receiver, maps = layer.ElementMix(receiver));
        }

        return Map(row, maps[degree]);
    }

    static double[] Map(double[] row, GroupedMatrix? matrix)
    {
        if (matrix is null)
        {
            return [];
        }

        double[] result = new double[matrix.Columns];
        for (int k = 0; k < matrix.Rows; k++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(matrix.Values.AsSpan(k * matrix.Columns, matrix.Columns), row[k], result, result);
        }

        return result;
    }
}
