using System.Text.Json.Nodes;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Reads one message-passing layer: its interaction block and its product block.</summary>
internal sealed class MaceLayerReader(ArchiveReader archive, int elements, int radialFunctions, int harmonicDegree)
{
    readonly LinearMapReader linear = new(archive);
    readonly RadialNetReader radial = new(archive);

    /// <summary>Reads layer t.</summary>
    /// <param name="t">Layer number.</param>
    /// <param name="readout">What the layer adds to the energies.</param>
    public MaceLayer Read(int t, Readout? readout)
    {
        string block = $"interactions.{t}", product = $"products.{t}";
        Block kind = KindOf(block);
        Irreps input = archive.Irreps($"{block}.linear_up.irreps_in");
        Irreps edge = archive.Irreps($"{block}.linear_up.irreps_out");
        Irreps message = archive.Irreps($"{block}.irreps_out");
        Irreps output = archive.Irreps($"{product}.linear.irreps_out");
        (int Input, int Edge, int Node) channels = (Channels(block, input), Channels(block, edge), Channels(block, message));
        if (Channels(product, output) != channels.Node)
        {
            throw archive.Unsupported(product, "a product that changes the number of channels");
        }

        (double[][]? sender, double[][]? receiver) = kind.IsGated
            ? (ReadEmbedding($"{block}.source_embedding"), ReadEmbedding($"{block}.target_embedding"))
            : (null, null);
        return new MaceLayer
        {
            Channels = channels,
            Degrees = (input.MaxDegree, message.MaxDegree, output.MaxDegree),
            Up = linear.Read($"{block}.linear_up", channels.Input, channels.Edge),
            Paths = ReadPaths($"{block}.conv_tp", edge, channels.Edge),
            PathWeights = radial.Read($"{block}.conv_tp_weights", radialFunctions, channels.Edge, sender, receiver),
            Density = kind.HasDensity ? radial.Read($"{block}.density_fn", radialFunctions, 1, sender, receiver) : null,
            Normalization = ReadNormalization(block, kind),
            Mix = linear.Read(kind.IsGated ? $"{block}.linear_1" : $"{block}.linear", channels.Edge, channels.Node),
            Gate = kind.IsGated ? ReadGate(block, channels) : null,
            ElementMix = kind.HasSkip ? null : linear.ReadByElement($"{block}.skip_tp", elements, channels.Node, channels.Node),
            Skip = ReadSkip(block, product, kind, channels),
            Contraction = new SymmetricContractionReader(archive).Read(
                $"{product}.symmetric_contractions", elements, (message.MaxDegree + 1) * (message.MaxDegree + 1), channels.Node),
            ProductMap = linear.Read($"{product}.linear", channels.Node, channels.Node),
            Readout = readout,
        };
    }

    /// <summary>A map of one-hot elements: the row of each, [nElements][channels].</summary>
    public double[][] ReadEmbedding(string path)
    {
        GroupedMatrix matrix = linear.Read(path, elements, 1)[0] ?? throw archive.Error(path, "the embedding is empty");
        return [.. Enumerable.Range(0, elements).Select(z => matrix.Values.AsSpan(z * matrix.Columns, matrix.Columns).ToArray())];
    }

    readonly record struct Block(bool HasDensity, bool HasSkip, bool IsGated);

    Block KindOf(string path) => archive.ClassName(path) switch
    {
        "RealAgnosticInteractionBlock" => new(HasDensity: false, HasSkip: false, IsGated: false),
        "RealAgnosticResidualInteractionBlock" => new(HasDensity: false, HasSkip: true, IsGated: false),
        "RealAgnosticDensityInteractionBlock" => new(HasDensity: true, HasSkip: false, IsGated: false),
        "RealAgnosticDensityResidualInteractionBlock" => new(HasDensity: true, HasSkip: true, IsGated: false),
        "RealAgnosticResidualNonLinearInteractionBlock" => new(HasDensity: true, HasSkip: true, IsGated: true),
        string other => throw archive.Unsupported(path, $"the interaction block {other}"),
        null => throw archive.Error(path, "the interaction block is missing"),
    };

    (double, double) ReadNormalization(string block, Block kind) => kind switch
    {
        { IsGated: true } => (archive.Number($"{block}.alpha"), archive.Number($"{block}.beta")),
        { HasDensity: true } => (1, 1),
        _ => (archive.Number($"{block}.avg_num_neighbors"), 0),
    };

    Func<int, GroupedMatrix?[]>? ReadSkip(string block, string product, Block kind, (int Input, int Edge, int Node) channels)
    {
        if (!kind.HasSkip || !archive.Flag($"{product}.use_sc", absent: true))
        {
            return null;
        }

        if (!kind.IsGated)
        {
            return linear.ReadByElement($"{block}.skip_tp", elements, channels.Input, channels.Node);
        }

        GroupedMatrix?[] matrices = linear.Read($"{block}.skip_tp", channels.Input, channels.Node);
        return _ => matrices;
    }

    Gate ReadGate(string block, (int Input, int Edge, int Node) channels)
    {
        string gate = $"{block}.equivariant_nonlin";
        return new Gate(
            linear.Read($"{block}.linear_res", channels.Edge, channels.Node),
            linear.Read($"{block}.linear_2", channels.Node, channels.Node),
            radial.ActivationScale($"{gate}.act_scalars.acts.0", "silu", RadialNetReader.SiluScale),
            radial.ActivationScale($"{gate}.act_gates.acts.0", "sigmoid", RadialNetReader.SigmoidScale));
    }

    CouplingPath[] ReadPaths(string path, Irreps features, int channels)
    {
        Irreps harmonics = archive.Irreps($"{path}.irreps_in2"), messages = archive.Irreps($"{path}.irreps_out");
        List<CouplingPath> paths = [];
        foreach (JsonObject instruction in archive.Instructions(path))
        {
            int i = (int)archive.Field(instruction, "i_in1", path), j = (int)archive.Field(instruction, "i_in2", path);
            int k = (int)archive.Field(instruction, "i_out", path);
            if (i >= features.Slots.Count || j >= harmonics.Slots.Count || k >= messages.Slots.Count
                || messages.Slots[k].Multiplicity != channels || instruction["connection_mode"]?.ToString() != "uvu")
            {
                throw archive.Unsupported(path, "a convolution with an unusual instruction");
            }

            (int feature, int harmonic, int message) = (features.Slots[i].Degree, harmonics.Slots[j].Degree, messages.Slots[k].Degree);
            if (harmonic > harmonicDegree || message > features.MaxDegree + harmonicDegree)
            {
                throw archive.Error(path, "an instruction does not fit the irreps");
            }

            paths.Add(new CouplingPath(
                feature, harmonic, message, messages.ChannelsBefore(k) / channels,
                Coefficients(path, feature, harmonic, message, archive.Field(instruction, "path_weight", path))));
        }

        return [.. paths];
    }

    // The symbols of the file where it has them: a float32 file evaluated in double precision means its rounded ones.
    double[,,] Coefficients(string path, int feature, int harmonic, int message, double weight)
    {
        double[,,] symbols;
        try
        {
            symbols = Wigner3j.Compute(feature, harmonic, message);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw archive.Unsupported(path, $"the coupling of degrees {feature}, {harmonic} and {message}");
        }

        string stored = $"{path}._compiled_main_left_right._w3j_{feature}_{harmonic}_{message}";
        (int a, int b, int c) = ((2 * feature) + 1, (2 * harmonic) + 1, (2 * message) + 1);
        double[]? values = archive.HasTensor(stored) ? archive.Values(stored, a, b, c) : null;
        for (int i = 0; i < symbols.Length; i++)
        {
            (int ab, int z) = Math.DivRem(i, c);
            (int x, int y) = Math.DivRem(ab, b);
            symbols[x, y, z] = symbols[x, y, z] == 0 ? 0 : weight * (values?[i] ?? symbols[x, y, z]);
        }

        return symbols;
    }

    int Channels(string path, Irreps irreps)
    {
        int channels = irreps.Channels(0);
        for (int l = 0; l <= irreps.MaxDegree; l++)
        {
            if (irreps.Channels(l) != channels || channels == 0)
            {
                throw archive.Unsupported(path, "a different number of channels for each degree");
            }
        }

        return channels;
    }
}
