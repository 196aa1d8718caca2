using System.Text.Json.Nodes;
using InsCore.Potentials;
using InsCore.Potentials.Mace;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>What the potential refuses, and how it says so.</summary>
public sealed class MaceErrorTests
{
    static readonly Lattice Box = new(Matrix3d.Diagonal(9, 9, 9));

    [Fact]
    public void Evaluate_UnknownElement_NamesItAndTheKnownOnes()
    {
        Crystal crystal = new(Box, [6, 79], [default, new Vector3d(2, 0, 0)]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => MaceReference.Potential("res_L1").Evaluate(crystal));
        Assert.Contains("Au", error.Message);
        Assert.Contains("H, C, S, I", error.Message);
    }

    [Fact]
    public void Evaluate_OverlappingAtoms_NamesThem()
    {
        // The overlap is across the cell's border.
        Crystal crystal = new(Box, [6, 1, 16], [new Vector3d(0.02, 0, 0), new Vector3d(3, 0, 0), new Vector3d(8.99, 0, 0)]);
        InsNumericalException error = Assert.Throws<InsNumericalException>(() => MaceReference.Potential("res_L1").Evaluate(crystal));
        Assert.Contains("atom 1 (C)", error.Message);
        Assert.Contains("atom 3 (S)", error.Message);
        Assert.Contains("0.03 Å", error.Message);
    }

    [Fact]
    public void Evaluate_Cancelled_Throws()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Crystal crystal = MaceReference.Structure("cell36");
        MacePotential potential = MaceReference.Potential("res_L1");
        Assert.ThrowsAny<OperationCanceledException>(() => potential.Evaluate(crystal, 1, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => potential.Evaluate(crystal, 2, source.Token));
    }

    [Fact]
    public void Evaluate_FromManyThreads_GivesTheSameResults()
    {
        MacePotential potential = MaceReference.Potential("density_zbl_agnesi_L1");
        Crystal crystal = MaceReference.Structure("cell9"), other = MaceReference.Structure("cell36");
        PotentialResult expected = potential.Evaluate(crystal, threads: 1);
        Parallel.For(0, 16, i =>
        {
            PotentialResult result = potential.Evaluate(i % 2 == 0 ? crystal : other, threads: 1);
            Assert.Equal(i % 2 == 0, result.Energy == expected.Energy);
        });
    }

    [Fact]
    public void Evaluate_LoneAtom_HasNoForceAndTheSameEnergyInABox()
    {
        foreach (string model in MaceReference.Models)
        {
            PotentialResult free = MaceReference.Potential(model).Evaluate(new Crystal(null, [6], [default]));
            PotentialResult boxed = MaceReference.Potential(model).Evaluate(new Crystal(Box, [6], [new Vector3d(1, 2, 3)]));
            Assert.Equal(default, free.Forces[0]);
            Assert.Equal(free.Energy, boxed.Energy);
            Assert.Equal(default, boxed.StrainGradient);
        }
    }

    [Fact]
    public void Load_Head_ByNameOrNumber()
    {
        string path = TestData.Own("mace/twohead_L2.safetensors");
        MacePotential byName = MacePotential.Load(path, head: "omol"), byNumber = MacePotential.Load(path, head: "1");
        Assert.Equal(["pbe", "omol"], byName.Heads);
        Assert.Equal("omol", byName.Head);
        Assert.Equal("omol", byNumber.Head);
        Assert.Equal("pbe", MacePotential.Load(path).Head);
        Assert.Contains("head omol", byName.Description);
        InsInputException error = Assert.Throws<InsInputException>(() => MacePotential.Load(path, head: "r2scan"));
        Assert.Contains("r2scan", error.Message);
        Assert.Contains("pbe, omol", error.Message);
    }

    [Fact]
    public void Load_TellsWhatItIs()
    {
        MacePotential potential = MacePotential.Load(precision: Precision.Float32);
        Assert.Equal([1, 6, 16, 53], potential.Elements);
        Assert.Equal(5, potential.CutoffRadius);
        Assert.Equal("MACE mace-dit-gfn2-v1, 32x0e+32x1o, 2 layers, cutoff 5 Å, float32", potential.Description);
    }

    [Theory]
    [InlineData("interactions.1.__class__", "\"mace.modules.blocks.RealAgnosticAttResidualInteractionBlock\"", "RealAgnosticAttResidualInteractionBlock")]
    [InlineData("__class__", "\"mace.modules.models.AtomicDipolesMACE\"", "AtomicDipolesMACE")]
    [InlineData("joint_embedding.__class__", "\"mace.modules.blocks.GenericJointEmbedding\"", "joint_embedding")]
    [InlineData("radial_embedding.bessel_fn.__class__", "\"mace.modules.radial.GaussianBasis\"", "GaussianBasis")]
    [InlineData("readouts.1.__class__", "\"mace.modules.blocks.NonLinearBiasReadoutBlock\"", "NonLinearBiasReadoutBlock")]
    [InlineData("interactions.0.conv_tp_weights.layer1.act.f", "\"torch.tanh\"", "torch.tanh")]
    [InlineData("products.0.symmetric_contractions.irreps_out", "\"16x0e+16x1e\"", "16x1e")]
    public void Read_UnknownFeature_NamesIt(string setting, string value, string named)
    {
        ModelArchive archive = ModelFile.Read(TestData.Own("mace/res_L1.safetensors")).Archive;
        Dictionary<string, JsonNode?> settings = new(archive.Settings) { [setting] = JsonNode.Parse(value) };
        InsInputException error = Assert.Throws<InsInputException>(
            () => MaceModelReader.Read(archive with { Settings = settings }, "file.model"));
        Assert.Contains("file.model", error.Message);
        Assert.Contains(named, error.Message);
    }

    [Theory]
    [InlineData("products.0.symmetric_contractions.contractions.1.U_matrix_3")]
    [InlineData("products.1.symmetric_contractions.contractions.0.weights_max")]
    [InlineData("interactions.1.linear_up.weight")]
    [InlineData("interactions.0.conv_tp_weights.layer2.weight")]
    [InlineData("radial_embedding.bessel_fn.bessel_weights")]
    [InlineData("r_max")]
    public void Read_MissingTensor_NamesThePlace(string name)
    {
        ModelArchive archive = ModelFile.Read(TestData.Own("mace/res_L1.safetensors")).Archive;
        Dictionary<string, ModelTensor> tensors = new(archive.Tensors);
        tensors.Remove(name);
        InsInputException error = Assert.Throws<InsInputException>(
            () => MaceModelReader.Read(archive with { Tensors = tensors }, "file.model"));
        Assert.Contains(string.Join('.', name.Split('.').SkipLast(1).Take(3)), error.Message);
    }

    [Fact]
    public void Read_ConvertedForCuEquivariance_SaysSo()
    {
        ModelArchive archive = ModelFile.Read(TestData.Own("mace/res_L1.safetensors")).Archive;
        Dictionary<string, ModelTensor> tensors = new(archive.Tensors)
        {
            ["products.0.symmetric_contractions.weight"] = new ModelTensor([1], "F64", [0]),
        };
        InsInputException error = Assert.Throws<InsInputException>(
            () => MaceModelReader.Read(archive with { Tensors = tensors }, "file.model"));
        Assert.Contains("cuEquivariance", error.Message);
    }
}
