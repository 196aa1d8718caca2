using System.Text.Json.Nodes;
using InsCore.Potentials;

namespace InsCore.Benchmarks;

/// <summary>The modules of a model file as e3nn and MACE store them, with random weights.</summary>
/// <param name="seed">Of the weights.</param>
internal sealed class ModuleTable(int seed)
{
    readonly Random random = new(seed);
    readonly Dictionary<string, ModelTensor> tensors = [];
    readonly Dictionary<string, JsonNode?> settings = [];

    /// <summary>All that was added.</summary>
    public ModelArchive Archive => new(tensors, settings);

    /// <summary>Adds a setting.</summary>
    public void Set(string path, JsonNode value) => settings.Add(path, value);

    /// <summary>Adds a module by its class.</summary>
    public void Module(string path, string className) => Set($"{path}.__class__", className);

    /// <summary>Adds a tensor.</summary>
    public void Tensor(string path, double[] values, params int[] shape) => tensors.Add(path, new ModelTensor(shape, "F64", values));

    /// <summary>Adds a tensor of normally distributed numbers.</summary>
    /// <param name="path">Name.</param>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="shape">Extents.</param>
    public void RandomTensor(string path, double deviation, params int[] shape)
    {
        double[] values = new double[shape.Aggregate(1, (count, extent) => count * extent)];
        for (int i = 0; i < values.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        Tensor(path, values, shape);
    }

    /// <summary>Adds e3nn's Linear: every input slot to every output slot of the same l.</summary>
    public void Linear(string path, (int Channels, int Degree)[] input, (int Channels, int Degree)[] output)
    {
        Module(path, "e3nn.o3._linear.Linear");
        Set($"{path}.irreps_in", Irreps(input));
        Set($"{path}.irreps_out", Irreps(output));
        JsonArray instructions = [];
        int weights = 0;
        foreach ((int i, int o) in Pairs(input, output))
        {
            instructions.Add((JsonNode)new JsonObject { ["i_in"] = i, ["i_out"] = o, ["path_weight"] = 1 / Math.Sqrt(FanIn(input, output[o].Degree)) });
            weights += input[i].Channels * output[o].Channels;
        }

        Set($"{path}.instructions", instructions);
        RandomTensor($"{path}.weight", 1, weights);
    }

    /// <summary>Adds e3nn's FullyConnectedTensorProduct with the one-hot elements.</summary>
    public void ElementLinear(string path, (int Channels, int Degree)[] input, int elements, (int Channels, int Degree)[] output)
    {
        Module(path, "e3nn.o3._tensor_product._sub.FullyConnectedTensorProduct");
        Set($"{path}.irreps_in1", Irreps(input));
        Set($"{path}.irreps_out", Irreps(output));
        JsonArray instructions = [];
        int weights = 0;
        foreach ((int i, int o) in Pairs(input, output))
        {
            double weight = Math.Sqrt(((2 * output[o].Degree) + 1) / (double)(elements * FanIn(input, output[o].Degree)));
            instructions.Add((JsonNode)new JsonObject { ["i_in1"] = i, ["i_in2"] = 0, ["i_out"] = o, ["path_weight"] = weight });
            weights += input[i].Channels * elements * output[o].Channels;
        }

        Set($"{path}.instructions", instructions);
        RandomTensor($"{path}.weight", 1, weights);
    }

    /// <summary>Adds e3nn's FullyConnectedNet.</summary>
    /// <param name="path">Name.</param>
    /// <param name="gain">Standard deviation of the last weights.</param>
    /// <param name="widths">Inputs, hidden units, outputs.</param>
    public void Network(string path, double gain, params int[] widths)
    {
        Module(path, "e3nn.nn._fc.FullyConnectedNet");
        for (int k = 0; k + 1 < widths.Length; k++)
        {
            RandomTensor($"{path}.layer{k}.weight", k + 2 < widths.Length ? 1 : gain, widths[k], widths[k + 1]);
        }
    }

    /// <summary>Irreps of natural parity.</summary>
    public static string Irreps(IEnumerable<(int Channels, int Degree)> slots) =>
        string.Join("+", slots.Select(slot => $"{slot.Channels}x{slot.Degree}{(slot.Degree % 2 == 0 ? 'e' : 'o')}"));

    static IEnumerable<(int Input, int Output)> Pairs((int, int Degree)[] input, (int, int Degree)[] output) =>
        from i in Enumerable.Range(0, input.Length)
        from o in Enumerable.Range(0, output.Length)
        where input[i].Degree == output[o].Degree
        select (i, o);

    static int FanIn((int Channels, int Degree)[] input, int degree) => input.Where(slot => slot.Degree == degree).Sum(slot => slot.Channels);
}
