using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Reads the networks of the distance, e3nn's (no biases) and torch's (biases, layer normalisation).</summary>
internal sealed class RadialNetReader(ArchiveReader archive)
{
    /// <summary>e3nn's factor of silu, which gives it a unit second moment (of 10⁶ samples; stored in files as "cst").</summary>
    public const double SiluScale = 1.6791767923989418;

    /// <summary>e3nn's factor of the sigmoid.</summary>
    public const double SigmoidScale = 1.8467055342154763;

    /// <summary>A network with as many inputs as there are radial functions (and embeddings), in groups of outputs.</summary>
    /// <param name="path">The module.</param>
    /// <param name="functions">Number of radial functions.</param>
    /// <param name="outputGroup">Outputs of one group.</param>
    /// <param name="sender">[nElements][…], the sender's embedding, or null.</param>
    /// <param name="receiver">[nElements][…], the receiver's embedding, or null.</param>
    public RadialNet Read(string path, int functions, int outputGroup, double[][]? sender, double[][]? receiver) =>
        archive.ClassName(path) switch
        {
            "FullyConnectedNet" => ReadFullyConnected(path, functions, outputGroup),
            "RadialMLP" => ReadPerceptron(path, functions, outputGroup, sender ?? [], receiver ?? []),
            string other => throw archive.Unsupported(path, $"the radial network {other}"),
            null => throw archive.Error(path, "the radial network is missing"),
        };

    /// <summary>The factor of a normalised activation; one that is not of the kind expected is refused.</summary>
    public double ActivationScale(string path, string kind, double absent)
    {
        string function = archive.Text($"{path}.f") ?? kind;
        return function.Split('.')[^1] == kind
            ? archive.Number($"{path}.cst", absent)
            : throw archive.Unsupported(path, $"the activation {function}");
    }

    RadialNet ReadFullyConnected(string path, int functions, int outputGroup)
    {
        int count = 0;
        while (archive.HasTensor($"{path}.layer{count}.weight"))
        {
            count++;
        }

        RadialLayer[] layers = new RadialLayer[count];
        for (int k = 0; k < count; k++)
        {
            string layer = $"{path}.layer{k}";
            ModelTensor weight = archive.Tensor($"{layer}.weight");
            (int rows, int columns) = Extents(weight, layer);
            double factor = Math.Sqrt(archive.Number($"{layer}.var_out", 1) / (archive.Number($"{layer}.var_in", 1) * rows));
            layers[k] = new RadialLayer(
                Matrix(Array.ConvertAll(weight.Values, w => factor * w), rows, columns, k == count - 1 ? outputGroup : columns, layer),
                null, null, k == count - 1 ? null : ActivationScale($"{layer}.act", "silu", SiluScale));
        }

        Check(path, layers, functions);
        return new RadialNet(layers, null, null);
    }

    RadialNet ReadPerceptron(string path, int functions, int outputGroup, double[][] sender, double[][] receiver)
    {
        List<int> places = [];
        for (int i = 0; archive.HasTensor($"{path}.net.{i}.weight"); i += 3)
        {
            places.Add(i);
        }

        RadialLayer[] layers = new RadialLayer[places.Count];
        double[][] embeddings = [sender.Length > 0 ? sender[0] : [], receiver.Length > 0 ? receiver[0] : []];
        double[][]?[] biases = [null, null];
        for (int k = 0; k < layers.Length; k++)
        {
            string layer = $"{path}.net.{places[k]}";
            ModelTensor stored = archive.Tensor($"{layer}.weight");
            (int columns, int rows) = Extents(stored, layer);
            double[] weight = Transposed(stored.Values, columns, rows);
            if (k == 0)
            {
                biases[0] = EmbeddingBias(sender, weight, functions, columns);
                biases[1] = EmbeddingBias(receiver, weight, functions + embeddings[0].Length, columns);
                rows -= embeddings[0].Length + embeddings[1].Length;
                weight = weight[..Math.Max(0, rows * columns)];
            }

            bool last = k == layers.Length - 1;
            layers[k] = new RadialLayer(
                Matrix(weight, rows, columns, last ? outputGroup : columns, layer),
                archive.Values($"{layer}.bias", columns),
                last ? null : ReadNormalization($"{path}.net.{places[k] + 1}", columns),
                last ? null : 1.0);
        }

        Check(path, layers, functions);
        return new RadialNet(layers, biases[0], biases[1]);
    }

    LayerNormalization ReadNormalization(string path, int width) => new(
        archive.Values($"{path}.weight", width), archive.Values($"{path}.bias", width), archive.Number($"{path}.eps", 1e-5));

    (int, int) Extents(ModelTensor tensor, string path) =>
        tensor.Shape.Length == 2 ? (tensor.Shape[0], tensor.Shape[1]) : throw archive.Error(path, "the weight is not a matrix");

    GroupedMatrix Matrix(double[] values, int rows, int columns, int columnGroup, string path) =>
        rows > 0 && columns % columnGroup == 0 && values.Length == rows * columns
            ? new GroupedMatrix(rows, columns, rows, columnGroup, values)
            : throw archive.Error(path, "the weights do not fit the network");

    void Check(string path, RadialLayer[] layers, int functions)
    {
        int stated = archive.Texts($"{path}.hs").Length;
        bool fits = layers.Length > 0 && layers[0].Weight.Rows == functions && (stated == 0 || stated == layers.Length + 1);
        for (int k = 1; k < layers.Length; k++)
        {
            fits &= layers[k].Weight.Rows == layers[k - 1].Weight.Columns;
        }

        if (!fits)
        {
            throw archive.Error(path, "the layers of the radial network do not fit together");
        }
    }

    // What the constant inputs "embedding of this element" add to the first layer: e · W, rows from the first one on.
    double[][]? EmbeddingBias(double[][] embedding, double[] weight, int firstRow, int columns)
    {
        return embedding.Length == 0 ? null : Array.ConvertAll(embedding, e =>
        {
            double[] bias = new double[columns];
            for (int u = 0; u < e.Length; u++)
            {
                for (int w = 0; w < columns; w++)
                {
                    bias[w] += e[u] * weight[((firstRow + u) * columns) + w];
                }
            }

            return bias;
        });
    }

    static double[] Transposed(double[] values, int rows, int columns)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = values[(i * columns) + j];
            }
        }

        return result;
    }
}
