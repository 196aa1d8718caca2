using InsCore.Kernels;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials.Native;

/// <summary>Where the native executor takes another way than the managed one: tables, chunks, many elements, short distances.</summary>
public sealed class NativeMaceEngineTests
{
    const double DoubleTolerance = 1e-10;
    const double SingleTolerance = 2e-5;

    public static TheoryData<string> Models => [.. MaceReference.Models];

    [Trait("needs", "libinscore")]
    [Theory, MemberData(nameof(Models))]
    public void ManyChunks_EqualTheManagedExecutor(string model)
    {
        RequireNative();
        Crystal crystal = new Supercell(MaceReference.Structure("cell9"), 4, 4, 3).Crystal;
        crystal = crystal.With(crystal.Lattice, Shaken(crystal, 0.05));
        PotentialResult expected = MaceReference.Potential(model, executor: Executor.Managed).Evaluate(crystal, threads: 2);
        PotentialResult actual = MaceReference.Potential(model, executor: Executor.Native).Evaluate(crystal, threads: 2);
        PotentialResult single = MaceReference.Potential(model, Precision.Float32, Executor.Native).Evaluate(crystal, threads: 2);
        Record("float64", MaceReference.RelativeError(expected.AtomEnergies, actual.AtomEnergies), DoubleTolerance);
        Record("float64", MaceReference.RelativeError(expected.Forces, actual.Forces), DoubleTolerance);
        Record("float64", MaceReference.RelativeError(MaceReference.Rows(expected.StrainGradient), MaceReference.Rows(actual.StrainGradient)), DoubleTolerance);
        Record("float32", MaceReference.RelativeError(expected.Forces, single.Forces), SingleTolerance);
    }

    [Trait("needs", "libinscore")]
    [Fact]
    public void DefaultModel_EqualsTheManagedExecutor()
    {
        RequireNative();
        Crystal crystal = StructureFile.Read(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbca.cif"));
        crystal = crystal.With(crystal.Lattice, Shaken(crystal, 0.05));
        PotentialResult expected = MacePotential.Load(executor: Executor.Managed).Evaluate(crystal);
        PotentialResult actual = MacePotential.Load(executor: Executor.Native).Evaluate(crystal);
        Record("float64", MaceReference.RelativeError(expected.Forces, actual.Forces), DoubleTolerance);
    }

    [Trait("needs", "libinscore")]
    [Fact]
    public void DistanceShorterThanTheTables_EqualsTheManagedExecutor()
    {
        RequireNative();
        Crystal crystal = new(null, [1, 6, 16], [default, new Vector3d(0.3, 0, 0), new Vector3d(1.2, 0.4, 0)]);
        PotentialResult expected = MaceReference.Potential("res_L1", executor: Executor.Managed).Evaluate(crystal);
        PotentialResult actual = MaceReference.Potential("res_L1", executor: Executor.Native).Evaluate(crystal);
        Assert.Equal(expected.AtomEnergies, actual.AtomEnergies);
    }

    [Trait("needs", "libinscore")]
    [Fact]
    public void ElementsThatComeLater_LeaveEarlierOnesAsTheyWere()
    {
        RequireNative();
        MacePotential potential = MacePotential.Load(TestData.Own("mace/density_zbl_agnesi_L1.safetensors"), executor: Executor.Native);
        Crystal first = new(null, [1, 1], [default, new Vector3d(0.8, 0, 0)]);
        Crystal second = new(null, [.. potential.Elements], [.. potential.Elements.Select((_, i) => new Vector3d(1.3 * i, 0.2 * i, 0))]);
        PotentialResult before = potential.Evaluate(first);
        potential.Evaluate(second);
        Assert.Equal(before.Forces, potential.Evaluate(first).Forces);
    }

    [Fact]
    public void Load_Native_GivesItOrSaysWhyNot()
    {
        if (NativeKernels.AreAvailable)
        {
            Assert.Equal(Executor.Native, MacePotential.Load(executor: Executor.Native).Executor);
        }
        else
        {
            Assert.Throws<InsBackendException>(() => MacePotential.Load(executor: Executor.Native));
        }
    }

    static Vector3d[] Shaken(Crystal crystal, double amplitude)
    {
        Random random = new(5);
        double Next() => amplitude * (random.NextDouble() - 0.5);
        return [.. crystal.Positions.ToArray().Select(x => x + new Vector3d(Next(), Next(), Next()))];
    }

    static void RequireNative() => Assert.SkipUnless(NativeKernels.AreAvailable, NativeKernels.Describe());

    static void Record(string precision, double error, double tolerance) => AchievedError.Check(
        $"MACE: native executor, {precision} (relative)", "managed executor, 5 models in 432 atoms, default model", error, tolerance);
}
