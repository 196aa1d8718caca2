using System.Text.Json.Nodes;
using InsCore.Potentials;

namespace InsCore.Benchmarks;

/// <summary>MACE models of published sizes with random weights; always the same ones.</summary>
/// <remarks>
/// Weights are drawn as MACE initialises them, the last ones of the radial networks larger. The coupling tensors U and the covalent
/// radii come from a test model of the same l_max and correlation. Six elements, so that files are small.
/// </remarks>
internal sealed class RandomMaceModel
{
    const int HarmonicDegree = 3;
    const int HiddenUnits = 64;
    const int ReadoutUnits = 16;

    // Makes what enters the contractions of the order of one, as in trained models; a transformed distance gives larger functions.
    const double OrganicGain = 200, MaterialGain = 4;

    const string Donor = "tests/data/mace/density_zbl_agnesi_L1.safetensors";

    readonly MaceSize size;
    readonly ModuleTable table;
    readonly IReadOnlyDictionary<string, ModelTensor> donor;

    RandomMaceModel(MaceSize size)
    {
        (this.size, table) = (size, new ModuleTable(seed: 2026));
        donor = ModelFile.Read(Checkout.File(Donor)).Archive.Tensors;
    }

    /// <summary>Atomic numbers that all these models know: H, C, N, O, S, I.</summary>
    public static int[] Elements { get; } = [1, 6, 7, 8, 16, 53];

    /// <summary>The file of a model, made on first use.</summary>
    public static string FileOf(MaceSize size)
    {
        string path = Checkout.File(Path.Combine("artifacts", "benchmarks", "models", $"{size.Name}.safetensors"));
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            ModelContainer.Write(path, Make(size));
        }

        return path;
    }

    /// <summary>Makes a model.</summary>
    public static ModelFile Make(MaceSize size) => new(
        new RandomMaceModel(size).Build(),
        new ModelCard($"{size.Name} size", $"{size.Name}.safetensors", new string('0', 64), "MIT", Caveats: "Random weights, for timing only."));

    ModelArchive Build()
    {
        table.Set("__class__", "mace.modules.models.ScaleShiftMACE");
        table.Tensor("atomic_numbers", [.. Elements.Select(z => (double)z)], Elements.Length);
        table.Module("atomic_energies_fn", "mace.modules.blocks.AtomicEnergiesBlock");
        table.RandomTensor("atomic_energies_fn.atomic_energies", 1, Elements.Length);
        table.Linear("node_embedding.linear", Slots(Elements.Length, 0), Slots(size.Channels, 0));
        table.Module("spherical_harmonics", "e3nn.o3._spherical_harmonics.SphericalHarmonics");
        table.Set("spherical_harmonics.irreps_out", ModuleTable.Irreps(Slots(1, HarmonicDegree)));
        table.Tensor("scale_shift.scale", [0.8]);
        table.Tensor("scale_shift.shift", [0]);
        AddRadial();
        if (size.IsMaterial)
        {
            AddRepulsion();
        }

        AddLayer(0, 0, size.Degree, isResidual: false);
        AddLayer(1, size.Degree, 0, isResidual: true);
        AddReadouts();
        return table.Archive;
    }

    void AddRadial()
    {
        const string Path = "radial_embedding";
        table.Tensor("r_max", [size.Cutoff]);
        table.Module(Path, "mace.modules.blocks.RadialEmbeddingBlock");
        table.Module($"{Path}.bessel_fn", "mace.modules.radial.BesselBasis");
        table.Module($"{Path}.cutoff_fn", "mace.modules.radial.PolynomialCutoff");
        double[] frequencies = [.. Enumerable.Range(1, size.RadialFunctions).Select(n => n * Math.PI / size.Cutoff)];
        table.Tensor($"{Path}.bessel_fn.bessel_weights", frequencies, frequencies.Length);
        table.Tensor($"{Path}.cutoff_fn.p", [5]);
        if (size.IsMaterial)
        {
            Copy($"{Path}.distance_transform", "mace.modules.radial.AgnesiTransform", "a", "p", "q", "covalent_radii");
        }
    }

    void AddRepulsion() => Copy("pair_repulsion_fn", "mace.modules.radial.ZBLBasis", "c", "a_exp", "a_prefactor", "p", "covalent_radii");

    void AddLayer(int t, int inputDegree, int outputDegree, bool isResidual)
    {
        string block = $"interactions.{t}", density = size.IsMaterial ? "Density" : "", residual = isResidual ? "Residual" : "";
        (int, int)[] input = Slots(size.Channels, inputDegree), message = Slots(size.Channels, HarmonicDegree);
        table.Module(block, $"mace.modules.blocks.RealAgnostic{density}{residual}InteractionBlock");
        table.Set($"{block}.irreps_out", ModuleTable.Irreps(message));
        table.Tensor($"{block}.avg_num_neighbors", [Neighbours(size.Cutoff)]);
        table.Linear($"{block}.linear_up", input, input);
        (int, int)[] terms = AddConvolution($"{block}.conv_tp", input);
        table.Network(
            $"{block}.conv_tp_weights", size.IsMaterial ? MaterialGain : OrganicGain,
            size.RadialFunctions, HiddenUnits, HiddenUnits, HiddenUnits, terms.Length * size.Channels);
        table.Linear($"{block}.linear", terms, message);
        if (size.IsMaterial)
        {
            table.Network($"{block}.density_fn", 1, size.RadialFunctions, 1);
        }

        (int, int)[] output = Slots(size.Channels, outputDegree);
        table.ElementLinear($"{block}.skip_tp", isResidual ? input : message, Elements.Length, isResidual ? output : message);
        AddProduct($"products.{t}", output);
    }

    // All couplings of features (l2) and harmonics (l1) to messages (l) of natural parity, sorted by l.
    (int, int)[] AddConvolution(string path, (int Channels, int Degree)[] input)
    {
        List<(int Feature, int Harmonic, int Message)> paths = [.. MessagePaths.Of(input.Length - 1, HarmonicDegree)];
        (int, int)[] terms = [.. paths.Select(p => (size.Channels, p.Message))];
        table.Module(path, "e3nn.o3._tensor_product._tensor_product.TensorProduct");
        table.Set($"{path}.irreps_in2", ModuleTable.Irreps(Slots(1, HarmonicDegree)));
        table.Set($"{path}.irreps_out", ModuleTable.Irreps(terms));
        table.Set($"{path}.instructions", new JsonArray([.. paths.Select((p, k) => (JsonNode)new JsonObject
        {
            ["i_in1"] = p.Feature, ["i_in2"] = p.Harmonic, ["i_out"] = k, ["connection_mode"] = "uvu",
            ["path_weight"] = Math.Sqrt((2 * p.Message) + 1),
        })]));
        return terms;
    }

    void AddProduct(string path, (int, int)[] output)
    {
        table.Module(path, "mace.modules.blocks.EquivariantProductBasisBlock");
        table.Set($"{path}.symmetric_contractions.irreps_out", ModuleTable.Irreps(output));
        for (int degree = 0; degree < output.Length; degree++)
        {
            string contraction = $"{path}.symmetric_contractions.contractions.{degree}";
            table.Set($"{contraction}.correlation", 3);
            for (int order = 1; order <= 3; order++)
            {
                ModelTensor u = donor[$"products.0.symmetric_contractions.contractions.{degree}.U_matrix_{order}"];
                table.Tensor($"{contraction}.U_matrix_{order}", u.Values, u.Shape);
                int paths = u.Shape[^1];
                string weights = order == 3 ? "weights_max" : $"weights.{2 - order}";
                table.RandomTensor($"{contraction}.{weights}", 1.0 / paths, Elements.Length, paths, size.Channels);
            }
        }

        table.Linear($"{path}.linear", output, output);
    }

    void AddReadouts()
    {
        table.Module("readouts.0", "mace.modules.blocks.LinearReadoutBlock");
        table.Linear("readouts.0.linear", Slots(size.Channels, size.Degree), Slots(1, 0));
        table.Module("readouts.1", "mace.modules.blocks.NonLinearReadoutBlock");
        table.Linear("readouts.1.linear_1", Slots(size.Channels, 0), Slots(ReadoutUnits, 0));
        table.Linear("readouts.1.linear_2", Slots(ReadoutUnits, 0), Slots(1, 0));
    }

    void Copy(string path, string className, params string[] tensors)
    {
        table.Module(path, className);
        foreach (string name in tensors)
        {
            ModelTensor tensor = donor[$"{path}.{name}"];
            table.Tensor($"{path}.{name}", tensor.Values, tensor.Shape);
        }
    }

    // At the density of organic crystals.
    static double Neighbours(double cutoff) => RandomCrystal.Density * 4 / 3 * Math.PI * Math.Pow(cutoff, 3);

    static (int Channels, int Degree)[] Slots(int channels, int degree) => [.. Enumerable.Range(0, degree + 1).Select(l => (channels, l))];
}
