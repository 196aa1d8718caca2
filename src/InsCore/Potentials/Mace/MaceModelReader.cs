using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Interprets a model archive as a MACE model, from version 0.2.0 (2023) on; refuses what it cannot evaluate.</summary>
internal sealed class MaceModelReader
{
    static readonly HashSet<string> KnownModules =
    [
        "node_embedding", "radial_embedding", "spherical_harmonics", "atomic_energies_fn", "interactions", "products", "readouts",
        "scale_shift", "pair_repulsion_fn",
    ];

    readonly ArchiveReader archive;
    readonly int[] atomicNumbers;
    readonly string[] heads;

    MaceModelReader(ModelArchive modelArchive, string source)
    {
        archive = new ArchiveReader(modelArchive, source);
        if (archive.ClassName("") is not ("MACE" or "ScaleShiftMACE"))
        {
            throw archive.Unsupported("root module", $"a model of class {archive.ClassName("") ?? "unknown"}");
        }

        foreach (string path in modelArchive.Settings.Keys.Where(key => key.EndsWith(".__class__", StringComparison.Ordinal)))
        {
            if (!KnownModules.Contains(path.Split('.')[0]))
            {
                throw archive.Unsupported(path.Split('.')[0], "this extension of MACE");
            }
        }

        atomicNumbers = Array.ConvertAll(archive.Tensor("atomic_numbers").Values, z => (int)z);
        heads = archive.Texts("heads") is { Length: > 0 } names ? names : ["Default"];
    }

    /// <summary>Reads.</summary>
    /// <param name="modelArchive">The archive.</param>
    /// <param name="source">File name for messages.</param>
    /// <exception cref="InsInputException">Something is missing, does not fit, or is unknown.</exception>
    public static MaceModel Read(ModelArchive modelArchive, string source) => new MaceModelReader(modelArchive, source).Read();

    MaceModel Read()
    {
        RadialBasis basis = ReadBasis();
        Irreps harmonics = archive.Irreps("spherical_harmonics.irreps_out");
        if (harmonics.MaxDegree > SphericalHarmonicsKernel.MaxDegree || harmonics.Slots.Where((slot, l) => slot != (1, l)).Any())
        {
            throw archive.Unsupported("spherical_harmonics", "harmonics other than those up to l = 0, 1, 2 or 3");
        }

        int layerCount = Count("interactions"), readoutCount = Count("readouts");
        if (layerCount == 0 || Count("products") != layerCount || (readoutCount != 1 && readoutCount != layerCount))
        {
            throw archive.Error("interactions", $"there are {layerCount} layers, {Count("products")} products and {readoutCount} readouts");
        }

        MaceLayerReader reader = new(archive, atomicNumbers.Length, basis.Frequencies.Length, harmonics.MaxDegree);
        MaceModel model = new()
        {
            AtomicNumbers = atomicNumbers,
            Heads = heads,
            AtomicEnergies = ReadAtomicEnergies(),
            Scale = PerHead("scale_shift.scale", 1),
            Shift = PerHead("scale_shift.shift", 0),
            Embedding = reader.ReadEmbedding("node_embedding.linear"),
            Radial = basis,
            Repulsion = ReadRepulsion(),
            HarmonicDegree = harmonics.MaxDegree,
            Layers = [.. Enumerable.Range(0, layerCount).Select(t => reader.Read(t, ReadReadout(t, layerCount, readoutCount)))],
            StoredType = archive.Tensor("node_embedding.linear.weight").StoredType,
        };
        CheckChain(model);
        return model;
    }

    RadialBasis ReadBasis()
    {
        const string Path = "radial_embedding";
        Require($"{Path}.bessel_fn", "BesselBasis");
        Require($"{Path}.cutoff_fn", "PolynomialCutoff");
        AgnesiTransform? transform = null;
        if (archive.HasModule($"{Path}.distance_transform"))
        {
            Require($"{Path}.distance_transform", "AgnesiTransform");
            transform = new AgnesiTransform(
                archive.Number($"{Path}.distance_transform.a"), archive.Number($"{Path}.distance_transform.p"),
                archive.Number($"{Path}.distance_transform.q"), CovalentRadii($"{Path}.distance_transform.covalent_radii"));
        }

        double radius = archive.Number("r_max");
        return new RadialBasis(
            radius, archive.Tensor($"{Path}.bessel_fn.bessel_weights").Values,
            archive.Number($"{Path}.bessel_fn.prefactor", Math.Sqrt(2 / radius)), archive.Number($"{Path}.cutoff_fn.p"),
            archive.Flag($"{Path}.apply_cutoff", archive.Flag("apply_cutoff", true)), transform);
    }

    ZblRepulsion? ReadRepulsion()
    {
        const string Path = "pair_repulsion_fn";
        if (!archive.HasModule(Path))
        {
            return null;
        }

        Require(Path, "ZBLBasis");
        return new ZblRepulsion(
            archive.Values($"{Path}.c", 4), archive.Number($"{Path}.a_exp"), archive.Number($"{Path}.a_prefactor"),
            archive.Number($"{Path}.p"), CovalentRadii($"{Path}.covalent_radii"));
    }

    double[] CovalentRadii(string path)
    {
        double[] radii = archive.Tensor(path).Values;
        return radii.Length > atomicNumbers.Max() ? radii : throw archive.Error(path, "has no radius for some of the model's elements");
    }

    double[][] ReadAtomicEnergies()
    {
        const string Path = "atomic_energies_fn.atomic_energies";
        double[] values = archive.Tensor(Path).Values;
        int elements = atomicNumbers.Length;
        if (values.Length != elements && values.Length != elements * heads.Length)
        {
            throw archive.Error(Path, $"has {values.Length} values for {elements} elements and {heads.Length} heads");
        }

        return [.. heads.Select((_, h) => values.AsSpan(values.Length == elements ? 0 : h * elements, elements).ToArray())];
    }

    double[] PerHead(string path, double absent)
    {
        double[] values = archive.HasTensor(path) ? archive.Tensor(path).Values : [archive.Number(path, absent)];
        return values.Length == heads.Length ? values
            : values.Length == 1 ? [.. Enumerable.Repeat(values[0], heads.Length)]
            : throw archive.Error(path, $"has {values.Length} values for {heads.Length} heads");
    }

    Readout? ReadReadout(int layer, int layers, int readouts)
    {
        // A model with a single readout reads the last layer only.
        if (readouts == 1 && layer != layers - 1)
        {
            return null;
        }

        string path = $"readouts.{(readouts == 1 ? 0 : layer)}";
        LinearMapReader linear = new(archive);
        switch (archive.ClassName(path))
        {
            case "LinearReadoutBlock":
                GroupedMatrix single = Columns(linear.Read($"{path}.linear", 1, 1)[0], path, heads.Length);
                return new Readout([.. heads.Select((_, h) => new ReadoutHead(null, Column(single, h, 0, single.Rows)))], 1);
            case "NonLinearReadoutBlock":
                GroupedMatrix second = Columns(linear.Read($"{path}.linear_2", 1, 1)[0], path, heads.Length);
                GroupedMatrix first = Columns(linear.Read($"{path}.linear_1", 1, 1)[0], path, second.Rows);
                double scale = new RadialNetReader(archive).ActivationScale($"{path}.non_linearity.acts.0", "silu", RadialNetReader.SiluScale);
                return new Readout([.. heads.Select((_, h) => Head(first, second, h))], scale);
            case string other:
                throw archive.Unsupported(path, $"the readout {other}");
            default:
                throw archive.Error(path, "the readout is missing");
        }
    }

    // Hidden units are head-major; a head sees its own units only.
    ReadoutHead Head(GroupedMatrix first, GroupedMatrix second, int head)
    {
        int units = second.Rows / heads.Length;
        double[] hidden = new double[first.Rows * units];
        for (int u = 0; u < first.Rows; u++)
        {
            first.Values.AsSpan((u * first.Columns) + (head * units), units).CopyTo(hidden.AsSpan(u * units));
        }

        return new ReadoutHead(new GroupedMatrix(first.Rows, units, first.Rows, units, hidden), Column(second, head, head * units, units));
    }

    GroupedMatrix Columns(GroupedMatrix? matrix, string path, int columns) =>
        matrix is not null && matrix.Columns == columns
            ? matrix
            : throw archive.Error(path, $"the readout does not fit the {heads.Length} heads");

    static double[] Column(GroupedMatrix matrix, int column, int firstRow, int rows) =>
        [.. Enumerable.Range(firstRow, rows).Select(row => matrix.Values[(row * matrix.Columns) + column])];

    void Require(string path, string className)
    {
        if (archive.ClassName(path) != className)
        {
            throw archive.Unsupported(path, $"{archive.ClassName(path) ?? "a missing module"} in place of {className}");
        }
    }

    int Count(string list)
    {
        int count = 0;
        while (archive.HasModule($"{list}.{count}"))
        {
            count++;
        }

        return count;
    }

    void CheckChain(MaceModel model)
    {
        (int channels, int degree) = (model.Embedding[0].Length, 0);
        for (int t = 0; t < model.Layers.Length; t++)
        {
            MaceLayer layer = model.Layers[t];
            int paths = layer.PathWeights.Layers[^1].Weight.Columns / layer.Channels.Edge;
            if (layer.Channels.Input != channels || layer.Degrees.Input != degree || paths != layer.Paths.Length)
            {
                throw archive.Error($"interactions.{t}", "the layer does not fit the one before");
            }

            (channels, degree) = (layer.Channels.Node, layer.Degrees.Output);
        }
    }
}
