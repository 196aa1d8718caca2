using InsCore.Kernels.OpenCl;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Potentials.Mace;
using InsCore.Structures;
using InsCore.Tests.Kernels.OpenCl;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials.OpenCl;

/// <summary>
/// Where the OpenCL executor takes another way than the others: many chunks, work items as on GPUs, several structures in one launch.
/// The reference structures it shares with them in MacePotentialTests and PotentialSessionTests.
/// </summary>
[Trait("needs", "opencl")]
public sealed class OpenClMaceEngineTests
{
    const double DoubleTolerance = 1e-10;
    const double SingleTolerance = 2e-5;

    public static TheoryData<string> Models => [.. MaceReference.Models];

    [Theory, MemberData(nameof(Models))]
    public void ManyChunks_EqualTheManagedExecutor(string model)
    {
        RequireDevice();
        Crystal crystal = Shaken(new Supercell(MaceReference.Structure("cell9"), 4, 3, 2).Crystal, 5);
        PotentialResult expected = MaceReference.Potential(model, executor: Executor.Managed).Evaluate(crystal, threads: 2);
        PotentialResult single = MaceReference.Potential(model, Precision.Float32, Executor.OpenCl).Evaluate(crystal);
        Compare("float64", expected, MaceReference.Potential(model, executor: Executor.OpenCl).Evaluate(crystal), DoubleTolerance);
        Record("float32", MaceReference.RelativeError(expected.Forces, single.Forces), SingleTolerance);
    }

    [Fact]
    public void DefaultModel_EqualsTheManagedExecutor()
    {
        RequireDevice();
        Crystal crystal = Shaken(StructureFile.Read(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbca.cif")), 5);
        PotentialResult expected = MacePotential.Load(executor: Executor.Managed).Evaluate(crystal);
        Compare("float64", expected, MacePotential.Load(executor: Executor.OpenCl).Evaluate(crystal), DoubleTolerance);
        PotentialResult single = MacePotential.Load(precision: Precision.Float32, executor: Executor.OpenCl).Evaluate(crystal);
        Record("float32", MaceReference.RelativeError(expected.Forces, single.Forces), SingleTolerance);
    }

    [Theory]
    [InlineData("density_zbl_agnesi_L1")]
    [InlineData("off_L0")]
    [InlineData("twohead_L2")]
    [InlineData("gated_mh_L1")]
    public void WorkItemsOfOneChannel_AsOnGpus_EqualTheManagedExecutor(string model)
    {
        OpenClDevice device = OpenClDevice.Open(OpenClDeviceTests.Info() with { IsGpu = true });
        Crystal crystal = Shaken(MaceReference.Structure("cell36"), 7);
        MaceModel read = MaceModelReader.Read(ModelFile.Read(TestData.Own($"mace/{model}.safetensors")).Archive, model);
        PotentialResult expected = MaceReference.Potential(model, executor: Executor.Managed).Evaluate(crystal);
        int head = Array.IndexOf(read.Heads, MaceReference.Potential(model).Head);
        Compare("float64, as on a GPU", expected, Evaluate(new OpenClMaceEngine<double>(read, head, device), read, crystal), DoubleTolerance);
        if (model == "density_zbl_agnesi_L1")
        {
            Compare("float32, as on a GPU", expected, Evaluate(new OpenClMaceEngine<float>(read, head, device), read, crystal), SingleTolerance);
        }
    }

    [Theory]
    [InlineData("res_L1")]
    [InlineData("density_zbl_agnesi_L1")]
    public void SeveralStructuresInOneLaunch_EqualEachByItself(string model)
    {
        RequireDevice();
        MacePotential potential = MaceReference.Potential(model, executor: Executor.OpenCl);
        Crystal[] crystals =
        [
            .. MaceReference.Structures.Select(MaceReference.Structure), Shaken(MaceReference.Structure("cell36"), 3),
            new(null, [6], [default]), Shaken(MaceReference.Structure("cell9"), 4),
        ];
        PotentialResult[] together = potential.EvaluateMany(crystals);
        for (int k = 0; k < crystals.Length; k++)
        {
            PotentialResult alone = potential.Evaluate(crystals[k]);
            Assert.Equal(alone.AtomEnergies, together[k].AtomEnergies);
            Assert.Equal(alone.Forces, together[k].Forces);
            Assert.Equal(alone.StrainGradient, together[k].StrainGradient);
        }
    }

    [Fact]
    public void DisplacedSupercells_InOneLaunch_GiveTheForcesOfTheManagedExecutor()
    {
        RequireDevice();
        Crystal crystal = MaceReference.Structure("cell9");
        Displacements displacements = Displacements.Plan(new Supercell(crystal, 2, 1, 1), SpaceGroup.Trivial(crystal));
        Vector3d[][] expected = displacements.EvaluateForces(MaceReference.Potential("res_L1", executor: Executor.Managed));
        Vector3d[][] actual = displacements.EvaluateForces(MaceReference.Potential("res_L1", executor: Executor.OpenCl));
        Record("float64", MaceReference.RelativeError(expected.SelectMany(f => f), actual.SelectMany(f => f)), DoubleTolerance);
    }

    [Fact]
    public void SameStructureTwice_GivesTheSameBits()
    {
        RequireDevice();
        Crystal crystal = Shaken(new Supercell(MaceReference.Structure("cell9"), 3, 3, 3).Crystal, 9);
        MacePotential potential = MaceReference.Potential("res_L1", executor: Executor.OpenCl);
        Assert.Equal(potential.Evaluate(crystal).Forces, potential.Evaluate(crystal).Forces);
    }

    [Fact]
    public void DistanceShorterThanTheTables_EqualsTheManagedExecutor()
    {
        RequireDevice();
        Crystal crystal = new(null, [1, 6, 16], [default, new Vector3d(0.3, 0, 0), new Vector3d(1.2, 0.4, 0)]);
        Compare(
            "float64", MaceReference.Potential("res_L1", executor: Executor.Managed).Evaluate(crystal),
            MaceReference.Potential("res_L1", executor: Executor.OpenCl).Evaluate(crystal), DoubleTolerance);
    }

    [Fact]
    public void FeaturesOfHighDegree_AreRefusedWithAReason()
    {
        MaceModel model = MaceModelReader.Read(ModelFile.Read(TestData.Own("mace/res_L1.safetensors")).Archive, "res_L1");
        MaceModel high = model with { Layers = [model.Layers[0], model.Layers[1] with { Degrees = (3, 3, 0) }] };
        Assert.Contains("degree 3", OpenClMaceEngine<double>.Problem(high, OpenClDeviceTests.Info()), StringComparison.Ordinal);
        Assert.Contains("double precision", OpenClMaceEngine<double>.Problem(model, OpenClDeviceTests.Info() with { HasFloat64 = false }), StringComparison.Ordinal);
        Assert.Null(OpenClMaceEngine<float>.Problem(model, OpenClDeviceTests.Info() with { HasFloat64 = false }));
    }

    [Fact]
    public void Automatic_ChoosesByTheNumberOfAtoms()
    {
        OpenClDevice device = OpenClDevice.Open(OpenClDeviceTests.Info());
        MaceModel model = MaceModelReader.Read(ModelFile.Read(TestData.Own("mace/res_L1.safetensors")).Archive, "res_L1");
        MaceEngine<double> host = new(model, 0);
        OpenClMaceEngine<double> other = new(model, 0, device);
        Crystal crystal = MaceReference.Structure("cell36");
        PotentialResult expected = Evaluate(other, model, crystal);
        Assert.Equal(expected.Forces, Evaluate(new AutomaticMaceEngine(host, other, 36), model, crystal).Forces);
        Assert.Equal(Evaluate(host, model, crystal).Forces, Evaluate(new AutomaticMaceEngine(host, other, 37), model, crystal).Forces);
        IMaceEngine chosen = AutomaticMaceEngine.Choose<double>(model, 0, host, device);
        Record("float64", MaceReference.RelativeError(expected.Forces, Evaluate(chosen, model, crystal).Forces), DoubleTolerance);
    }

    [Fact]
    public void Load_DeviceThatIsNotThere_Throws()
    {
        InsBackendException error = Assert.Throws<InsBackendException>(() => MacePotential.Load(executor: Executor.OpenCl, device: "no such device"));
        Assert.StartsWith("OpenCL: ", error.Message, StringComparison.Ordinal);
        Assert.Throws<InsBackendException>(() => MacePotential.Load(device: "no such device"));
        Assert.NotEqual(Executor.OpenCl, MacePotential.Load(device: "none").Executor);
        Assert.Equal(Executor.Managed, MacePotential.Load(executor: Executor.Managed, device: "no such device").Executor);
    }

    static PotentialResult Evaluate(IMaceEngine engine, MaceModel model, Crystal crystal)
    {
        PotentialArrays results = new(crystal.AtomCount);
        int[] elements = [.. crystal.AtomicNumbers.ToArray().Select(z => Array.IndexOf(model.AtomicNumbers, z))];
        engine.Evaluate(InsCore.Kernels.NeighbourList.Build(crystal, model.Radial.CutoffRadius), elements, 1, results, TestContext.Current.CancellationToken);
        return results.AsResult();
    }

    static Crystal Shaken(Crystal crystal, int seed)
    {
        Random random = new(seed);
        double Next() => 0.05 * (random.NextDouble() - 0.5);
        return crystal.With(crystal.Lattice, [.. crystal.Positions.ToArray().Select(x => x + new Vector3d(Next(), Next(), Next()))]);
    }

    static void RequireDevice() => OpenClDeviceTests.Info();

    static void Compare(string precision, PotentialResult expected, PotentialResult actual, double tolerance)
    {
        Record(precision, MaceReference.RelativeError(expected.AtomEnergies, actual.AtomEnergies), tolerance);
        Record(precision, MaceReference.RelativeError(expected.Forces, actual.Forces), tolerance);
        Record(precision, MaceReference.RelativeError(MaceReference.Rows(expected.StrainGradient), MaceReference.Rows(actual.StrainGradient)), tolerance);
    }

    static void Record(string precision, double error, double tolerance) => AchievedError.Check(
        $"MACE: OpenCL executor, {precision} (relative)", "managed executor, 5 models, default model", error, tolerance);
}
