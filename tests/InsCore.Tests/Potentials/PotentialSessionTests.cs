using InsCore.Kernels;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>Sessions, and that the number of threads does not matter.</summary>
public sealed class PotentialSessionTests
{
    // Sums over neighbours are taken in another order.
    const double Tolerance = 1e-12;

    public static TheoryData<string, Executor> ModelsAndExecutors
    {
        get
        {
            TheoryData<string, Executor> data = [];
            foreach (string model in MaceReference.Models)
            {
                Array.ForEach(Executors, executor => data.Add(model, executor));
                if (MaceReference.HasOpenCl)
                {
                    data.Add(new TheoryDataRow<string, Executor>(model, Executor.OpenCl).WithTrait("needs", "opencl"));
                }
            }

            return data;
        }
    }

    static Executor[] Executors => NativeKernels.AreAvailable ? [Executor.Managed, Executor.Native] : [Executor.Managed];

    [Theory, MemberData(nameof(ModelsAndExecutors))]
    public void Evaluate_MovingAtomsAndCell_EqualsTheEvaluationOfEachStep(string model, Executor executor)
    {
        MacePotential potential = MaceReference.Potential(model, executor: executor);
        foreach (string structure in MaceReference.Structures)
        {
            Random random = new(11);
            Crystal crystal = MaceReference.Structure(structure);
            PotentialSession session = potential.OpenSession(crystal, threads: 1);
            for (int step = 0; step < 6; step++)
            {
                session.Evaluate(crystal.Lattice?.Vectors, crystal.Positions);
                Compare(
                    "MACE: session of moving atoms (relative)", "each step by itself, 5 models × 3 structures",
                    potential.Evaluate(crystal, threads: 1), session.ToResult());
                crystal = Move(crystal, 0.06, 0.004, random);
            }
        }
    }

    [Theory, MemberData(nameof(ModelsAndExecutors))]
    public void Evaluate_AnyNumberOfThreads_GivesTheSameResult(string model, Executor executor)
    {
        MacePotential potential = MaceReference.Potential(model, executor: executor);
        Crystal crystal = MaceReference.Structure("cell36");
        PotentialResult expected = potential.Evaluate(crystal, threads: 1);
        PotentialSession session = potential.OpenSession(crystal, threads: 3);
        session.Evaluate(crystal.Lattice?.Vectors, crystal.Positions);
        foreach (PotentialResult result in new[] { potential.Evaluate(crystal, 2), potential.Evaluate(crystal, 5), session.ToResult() })
        {
            Compare("MACE: 2, 3 and 5 threads (relative)", "1 thread, 5 models", expected, result);
        }
    }

    [Theory]
    [InlineData("res_L1", Precision.Float64)]
    [InlineData("density_zbl_agnesi_L1", Precision.Float64)]
    [InlineData("density_zbl_agnesi_L1", Precision.Float32)]
    [InlineData("gated_mh_L1", Precision.Float64)]
    public void Evaluate_AfterTheFirstSteps_AllocatesNothing(string model, Precision precision)
    {
        foreach (Executor executor in Executors)
        {
            Random random = new(12);
            Crystal crystal = MaceReference.Structure("cell36");
            PotentialSession session = MaceReference.Potential(model, precision, executor).OpenSession(crystal, threads: 1);
            Vector3d[][] steps = [.. Enumerable.Range(0, 6).Select(_ => Move(crystal, 0.02, 0, random).Positions.ToArray())];
            Matrix3d? cell = crystal.Lattice?.Vectors;
            long allocated = 0;
            for (int step = 0; step < steps.Length; step++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                session.Evaluate(cell, steps[step]);
                allocated = step < 3 ? 0 : allocated + GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(0, allocated);
        }
    }

    [Fact]
    public void Evaluate_OfAnyPotential_IsThatOfThePotential()
    {
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(5, 5.5, 6)), [18, 18], [default, new(2.4, 2.8, 3.1)]);
        IPotential potential = AnalyticPotential.Argon;
        PotentialResult expected = potential.Evaluate(crystal);
        PotentialSession session = potential.OpenSession(crystal);
        session.Evaluate(crystal.Lattice?.Vectors, crystal.Positions);
        Assert.Equal(expected.Energy, session.Energy);
        Assert.Equal(expected.Forces, session.Forces.ToArray());
        Assert.Equal(expected.AtomEnergies, session.AtomEnergies.ToArray());
        Assert.Equal(expected.StrainGradient, session.StrainGradient);
    }

    [Fact]
    public void Evaluate_BadSteps_AreRefusedAndTheSessionGoesOn()
    {
        Crystal crystal = MaceReference.Structure("cell9");
        PotentialSession session = MaceReference.Potential("res_L1").OpenSession(crystal, threads: 1);
        Matrix3d? cell = crystal.Lattice?.Vectors;
        session.Evaluate(cell, crystal.Positions);
        double energy = session.Energy;
        Vector3d[] positions = crystal.Positions.ToArray();
        Assert.Throws<ArgumentException>(() => session.Evaluate(cell, positions.AsSpan(1)));
        Assert.Throws<InsNumericalException>(() => session.Evaluate(cell, [new Vector3d(double.NaN, 0, 0), .. positions[1..]]));
        Assert.Throws<InsNumericalException>(() => session.Evaluate(cell, [positions[1], .. positions[1..]]));
        session.Evaluate(cell, positions);
        Assert.Equal(energy, session.Energy);
    }

    static void Compare(string row, string against, PotentialResult expected, PotentialResult actual)
    {
        AchievedError.Check(row, against, MaceReference.RelativeError(expected.AtomEnergies, actual.AtomEnergies), Tolerance);
        AchievedError.Check(row, against, MaceReference.RelativeError(expected.Forces, actual.Forces), Tolerance);
        AchievedError.Check(
            row, against, MaceReference.RelativeError(MaceReference.Rows(expected.StrainGradient), MaceReference.Rows(actual.StrainGradient)), Tolerance);
    }

    static Crystal Move(Crystal crystal, double size, double strain, Random random)
    {
        Vector3d Cube() => new((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
        Matrix3d change = Matrix3d.Identity + (strain * new Matrix3d(Cube(), Cube(), Cube()));
        Lattice? lattice = crystal.Lattice is { } old ? new Lattice(old.Vectors * change) : null;
        return crystal.With(lattice, Array.ConvertAll(crystal.Positions.ToArray(), x => (x * change) + (size * Cube())));
    }
}
