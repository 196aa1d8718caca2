using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>Architectures that no reference file has, put together from the parts of those that exist.</summary>
public sealed class MaceVariantTests
{
    const double Step = 2e-4;
    const double DerivativeTolerance = 1e-7;
    const double Tolerance = 1e-11;
    const double ThreadTolerance = 1e-12;

    // Which layer of the two-layer model each layer's interaction, product and readout are taken from.
    static readonly (int Interaction, int Product, int Readout)[] One = [(0, 0, 0)], Three = [(0, 0, 0), (1, 0, 0), (1, 1, 1)];

    [Theory]
    [InlineData("res_L1", 1)]
    [InlineData("res_L1", 3)]
    [InlineData("density_zbl_agnesi_L1", 3)]
    [InlineData("twohead_L2", 1)]
    [InlineData("twohead_L2", 3)]
    [InlineData("gated_mh_L1", 1)]
    [InlineData("gated_mh_L1", 3)]
    public void OneOrThreeLayers_ForcesEqualTheDifferencesOfTheEnergy(string model, int layers)
    {
        MacePotential potential = Potential(Recombine(Archive(model), layers == 1 ? One : Three));
        Crystal crystal = MaceReference.Structure("cell9");
        PotentialResult result = potential.Evaluate(crystal, threads: 1);
        Assert.Contains($"{layers} layers", potential.Description);
        for (int k = 0; k < 9; k++)
        {
            double slope = (Energy(k, Step) - Energy(k, -Step)) / (2 * Step), twice = (Energy(k, 2 * Step) - Energy(k, -2 * Step)) / (4 * Step);
            double error = Math.Abs((((4 * slope) - twice) / 3) + result.Forces[k][k % 3]) / result.LargestForce;
            AchievedError.Check("MACE: 1 and 3 layers, forces (relative)", "central differences of the energy", error, DerivativeTolerance);
        }

        PotentialResult threaded = potential.Evaluate(crystal, threads: 4);
        Assert.InRange(MaceReference.RelativeError(result.Forces, threaded.Forces), 0, ThreadTolerance);

        double Energy(int atom, double step)
        {
            Vector3d[] positions = crystal.Positions.ToArray();
            positions[atom] += step * new Vector3d(atom % 3 == 0 ? 1 : 0, atom % 3 == 1 ? 1 : 0, atom % 3 == 2 ? 1 : 0);
            PotentialResult moved = potential.Evaluate(crystal.With(crystal.Lattice, positions), threads: 1);
            return moved.AtomEnergies.Zip(result.AtomEnergies, (e, e0) => e - e0).Sum();
        }
    }

    [Theory]
    [InlineData("density_zbl_agnesi_L1", 1)]
    [InlineData("density_zbl_agnesi_L1", 3)]
    [InlineData("gated_mh_L1", 3)]
    public void OneOrThreeLayers_SecondDerivativesEqualTheDifferencesOfTheForces(string model, int layers)
    {
        MacePotential potential = Potential(Recombine(Archive(model), layers == 1 ? One : Three));
        Crystal crystal = MaceReference.Structure("cell9");
        Complex[] matrix = new Complex[27 * 27];
        new MaceDynamicalMatrix(potential, crystal).EvaluateForceConstants(default, matrix);
        double largest = matrix.Max(Complex.Abs);
        for (int column = 0; column < 27; column += 4)
        {
            Vector3d[] once = Differences(column, Step), twice = Differences(column, 2 * Step);
            for (int row = 0; row < 27; row++)
            {
                double expected = ((4 * once[row / 3][row % 3]) - twice[row / 3][row % 3]) / 3;
                double error = Complex.Abs(matrix[(27 * row) + column] - expected) / largest;
                AchievedError.Check("MACE: 1 and 3 layers, force constants (relative)", "central differences of the forces", error, DerivativeTolerance);
            }
        }

        Vector3d[] Differences(int coordinate, double step)
        {
            Vector3d[] above = Forces(coordinate, step), below = Forces(coordinate, -step);
            return [.. above.Zip(below, (a, b) => (-0.5 / step) * (a - b))];
        }

        Vector3d[] Forces(int coordinate, double step)
        {
            Vector3d[] positions = crystal.Positions.ToArray();
            positions[coordinate / 3] += step * Matrix3d.Identity.Row(coordinate % 3);
            return potential.Evaluate(crystal.With(crystal.Lattice, positions), threads: 1).Forces;
        }
    }

    [Fact]
    public void ClassWithoutScaleAndShift_AddsTheReadoutsAsTheyAre()
    {
        ModelArchive archive = Archive("res_L1");
        double scale = archive.Tensors["scale_shift.scale"].Values[0], shift = archive.Tensors["scale_shift.shift"].Values[0];
        ModelArchive plain = Change(
            archive, key => key.StartsWith("scale_shift", StringComparison.Ordinal) ? null : key,
            ("__class__", "mace.modules.models.MACE"));
        Crystal crystal = MaceReference.Structure("cell9");
        PotentialResult scaled = Potential(archive).Evaluate(crystal), direct = Potential(plain).Evaluate(crystal);
        Assert.InRange(MaceReference.RelativeError(scaled.Forces, direct.Forces.Select(f => scale * f)), 0, Tolerance);
        double[] free = archive.Tensors["atomic_energies_fn.atomic_energies"].Values;
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            double e0 = free[Array.IndexOf([1, 6, 16, 53], crystal.AtomicNumbers[i])];
            Assert.Equal(scaled.AtomEnergies[i] - e0 - shift, scale * (direct.AtomEnergies[i] - e0), 1e-8);
        }
    }

    [Fact]
    public void OldFiles_WithoutLaterSettings_MeanTheSame()
    {
        string[] later = ["heads", "apply_cutoff", "edge_irreps", "use_agnostic_product", "use_reduced_cg", "use_last_readout_only", "cueq_config"];
        ModelArchive archive = Archive("res_L1");
        ModelArchive old = Change(archive, key => later.Contains(key.Split('.')[^1]) ? null : key);
        Assert.True(old.Settings.Count < archive.Settings.Count);
        Crystal crystal = MaceReference.Structure("molecule");
        Assert.Equal(Potential(archive).Evaluate(crystal, 1).Energy, Potential(old).Evaluate(crystal, 1).Energy);
    }

    [Fact]
    public void SingleReadout_ReadsTheLastLayer()
    {
        ModelArchive archive = Archive("res_L1");
        ModelArchive single = Change(archive, key =>
            key.StartsWith("readouts.0.", StringComparison.Ordinal) ? null : key.Replace("readouts.1.", "readouts.0.", StringComparison.Ordinal));
        ModelArchive silenced = archive with
        {
            Tensors = new Dictionary<string, ModelTensor>(archive.Tensors)
            {
                ["readouts.0.linear.weight"] = new ModelTensor([16], "F64", new double[16]),
            },
        };
        Crystal crystal = MaceReference.Structure("cell9");
        PotentialResult expected = Potential(silenced).Evaluate(crystal), actual = Potential(single).Evaluate(crystal);
        Assert.InRange(MaceReference.RelativeError(expected.Forces, actual.Forces), 0, Tolerance);
    }

    static ModelArchive Archive(string model) => ModelFile.Read(TestData.Own($"mace/{model}.safetensors")).Archive;

    static MacePotential Potential(ModelArchive archive) => MacePotential.Load(new ModelFile(archive, new ModelCard("variant", "variant", "")));

    static ModelArchive Recombine(ModelArchive archive, (int Interaction, int Product, int Readout)[] layers)
    {
        Dictionary<string, ModelTensor> tensors = [];
        Dictionary<string, JsonNode?> settings = [];
        for (int t = 0; t < layers.Length; t++)
        {
            (int interaction, int product, int readout) = layers[t];
            foreach ((string list, int from) in new[] { ("interactions", interaction), ("products", product), ("readouts", readout) })
            {
                Copy(archive.Tensors, tensors, $"{list}.{from}.", $"{list}.{t}.");
                Copy(archive.Settings, settings, $"{list}.{from}.", $"{list}.{t}.");
            }
        }

        string[] lists = ["interactions.", "products.", "readouts."];
        foreach ((string key, ModelTensor value) in archive.Tensors.Where(pair => !lists.Any(pair.Key.StartsWith)))
        {
            tensors[key] = value;
        }

        foreach ((string key, JsonNode? value) in archive.Settings.Where(pair => !lists.Any(pair.Key.StartsWith)))
        {
            settings[key] = value;
        }

        return new ModelArchive(tensors, settings);
    }

    static void Copy<T>(IReadOnlyDictionary<string, T> source, Dictionary<string, T> target, string from, string to)
    {
        foreach ((string key, T value) in source.Where(pair => pair.Key.StartsWith(from, StringComparison.Ordinal)))
        {
            target[to + key[from.Length..]] = value;
        }
    }

    // Renames or drops keys, then sets texts.
    static ModelArchive Change(ModelArchive archive, Func<string, string?> rename, params (string Key, string Value)[] texts)
    {
        Dictionary<string, JsonNode?> settings = archive.Settings.Where(pair => rename(pair.Key) is not null)
            .ToDictionary(pair => rename(pair.Key)!, pair => pair.Value);
        foreach ((string key, string value) in texts)
        {
            settings[key] = value;
        }

        return new ModelArchive(
            archive.Tensors.Where(pair => rename(pair.Key) is not null).ToDictionary(pair => rename(pair.Key)!, pair => pair.Value), settings);
    }
}
