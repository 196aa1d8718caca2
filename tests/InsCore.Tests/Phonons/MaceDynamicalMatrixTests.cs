using System.Numerics;
using InsCore.Kernels;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Tests.Kernels;
using InsCore.Tests.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

[Collection(nameof(ProcessWideTests))]
public sealed class MaceDynamicalMatrixTests
{
    const double ReferenceTolerance = 1e-10;    // relative to the largest element
    const double HermitianTolerance = 1e-12;    // eV/Å²
    const double SumRuleTolerance = 1e-10;      // eV/Å²
    const double FoldingTolerance = 1e-8;       // relative
    const double ThreadTolerance = 1e-12;       // relative: sums in another order
    const double WavenumberTolerance = 0.02;    // cm⁻¹, above 30 cm⁻¹: the reference is made of differences
    const double LowestCertain = 30;            // cm⁻¹

    static readonly Vector3d General = new(0.13, -0.27, 0.41);
    static readonly MacePotential Default = MacePotential.Load();

    public static TheoryData<string> Models => [.. MaceReference.Models];

    /// <summary>Every model by every executor.</summary>
    public static TheoryData<string, string> ModelsAndExecutors
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string model in MaceReference.Models)
            {
                foreach (string executor in TangentExecutors.All)
                {
                    data.Add(TangentExecutors.Marked(new TheoryDataRow<string, string>(model, executor), executor));
                }
            }

            return data;
        }
    }

    /// <summary>The same, and the code for GPUs on one model with a gate and densities, and one without.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> ModelsExecutorsAndGpu =>
    [
        .. ModelsAndExecutors,
        .. new[] { MaceReference.Models.First(), MaceReference.Models.Last() }.Select(m => TangentExecutors.Marked(new TheoryDataRow<string, string>(m, "opencl as on a GPU"), "opencl")),
    ];

    [Theory, MemberData(nameof(ModelsExecutorsAndGpu))]
    public void ForceConstants_EqualTheReference(string model, string executor) => TangentExecutors.With(executor, kernels =>
    {
        foreach ((string array, Vector3d q) in new[] { ("phi_q0", default), ("phi_qx", new(0.5, 0, 0)), ("phi_qgen", General) })
        {
            NumpyArray expected = NumpyFile.ReadAll(TestData.Own($"mace/{model}.hessian.npz"))[array];
            Complex[] actual = ForceConstants(Cell9(model, kernels), q);
            Complex[] reference = [.. expected.Values.Select((z, k) => new Complex(z, expected.Imaginary?[k] ?? 0))];
            AchievedError.Check(
                executor.StartsWith("opencl", StringComparison.Ordinal) ? "Phonons: exact Φ(q) by OpenCL (relative)" : "Phonons: exact Φ(q) (relative)",
                "second derivatives by the reference implementation, 5 models, 3 wave vectors",
                Error(reference, actual) / Largest(reference), ReferenceTolerance);
        }
    });

    [Theory, MemberData(nameof(ModelsAndExecutors))]
    public void ForceConstants_AreHermitian_AndObeyTheSumRuleWithoutCorrection(string model, string executor) => TangentExecutors.With(executor, kernels =>
    {
        Complex[] matrix = ForceConstants(Cell9(model, kernels), General), gamma = ForceConstants(Cell9(model, kernels), default);
        for (int row = 0; row < 27; row++)
        {
            for (int column = 0; column < 27; column++)
            {
                Complex difference = matrix[(27 * row) + column] - Complex.Conjugate(matrix[(27 * column) + row]);
                AchievedError.Check("Phonons: exact Φ(q), hermiticity (eV/Å²)", "theory, 5 models", Complex.Abs(difference), HermitianTolerance);
            }

            for (int axis = 0; axis < 3; axis++)
            {
                Complex sum = Enumerable.Range(0, 9).Aggregate(Complex.Zero, (s, j) => s + gamma[(27 * row) + (3 * j) + axis]);
                AchievedError.Check("Phonons: exact Φ(q), acoustic sum rule, not imposed (eV/Å²)", "zero, 5 models", Complex.Abs(sum), SumRuleTolerance);
            }
        }
    });

    [Theory, MemberData(nameof(Models))]
    public void ForceConstants_OfAMolecule_AreTheDerivativesOfTheForces(string model)
    {
        const double step = 1e-3, tolerance = 1e-8;
        MacePotential potential = MaceReference.Potential(model);
        Crystal molecule = MaceReference.Structure("molecule");
        Complex[] matrix = ForceConstants(new MaceDynamicalMatrix(potential, molecule), default);
        int size = 3 * molecule.AtomCount;
        for (int column = 0; column < size; column += 5)
        {
            // Three symmetric differences, extrapolated to no step.
            Vector3d[][] d = [Differences(1), Differences(2), Differences(3)];
            for (int row = 0; row < size; row++)
            {
                double Slope(int k) => d[k][row / 3][row % 3];
                double expected = ((15 * Slope(0)) - (6 * Slope(1)) + Slope(2)) / 10;
                AchievedError.Check(
                    "Phonons: exact Φ of a molecule (relative)", "differences of forces, 5 models",
                    Math.Abs(expected - matrix[(row * size) + column].Real) / Largest(matrix), tolerance);
                Assert.Equal(0, matrix[(row * size) + column].Imaginary);
            }

            Vector3d[] Differences(int steps)
            {
                Vector3d[] plus = Forces(steps * step), minus = Forces(-steps * step);
                return [.. plus.Zip(minus, (p, m) => (-0.5 / (steps * step)) * (p - m))];
            }

            Vector3d[] Forces(double h)
            {
                Vector3d[] positions = molecule.Positions.ToArray();
                double[] u = new double[3];
                u[column % 3] = h;
                positions[column / 3] += new Vector3d(u[0], u[1], u[2]);
                return potential.Evaluate(molecule.With(null, positions)).Forces;
            }
        }
    }

    [Theory, MemberData(nameof(ModelsAndExecutors))]
    public void Modes_OfADoubledCell_AreThoseOfBothWaveVectors(string model, string executor) => TangentExecutors.With(executor, kernels =>
    {
        MacePotential potential = MaceReference.Potential(model);
        Crystal crystal = MaceReference.Structure("cell9");
        MaceDynamicalMatrix one = new(potential, crystal) { Kernels = kernels };
        MaceDynamicalMatrix two = new(potential, new Supercell(crystal, 2, 1, 1).Crystal) { Kernels = kernels };
        double[] both = [.. Eigenvalues(one, default), .. Eigenvalues(one, new(0.5, 0, 0))], folded = Eigenvalues(two, default);
        Array.Sort(both);
        double largest = both.Max(Math.Abs);
        for (int n = 0; n < both.Length; n++)
        {
            AchievedError.Check(
                "Phonons: exact modes of a doubled cell (relative)", "both wave vectors of the single one, 5 models", Math.Abs(both[n] - folded[n]) / largest, FoldingTolerance);
        }
    });

    [Fact]
    public void ForceConstants_DoNotDependOnThreadsOrOnEarlierEvaluations()
    {
        MaceDynamicalMatrix one = Cell9("density_zbl_agnesi_L1"), four = Cell9("density_zbl_agnesi_L1", threads: 4);
        Complex[] first = ForceConstants(one, General);
        ForceConstants(one, default);
        Assert.Equal(first, ForceConstants(one, General));
        Complex[] threaded = ForceConstants(four, General);
        AchievedError.Check("Phonons: exact Φ(q), four threads (relative)", "one thread", Error(first, threaded) / Largest(first), ThreadTolerance);
        Assert.Equal(threaded, ForceConstants(four, General));
    }

    [Fact]
    public void SinglePrecisionPotential_StillGivesDoublePrecision()
    {
        Complex[] exact = ForceConstants(Cell9("off_L0"), General);
        MaceDynamicalMatrix single = new(MaceReference.Potential("off_L0", Precision.Float32), MaceReference.Structure("cell9"));
        Assert.Equal(exact, ForceConstants(single, General));
    }

    [Theory]
    [InlineData("pbcn_0.0")]
    [InlineData("pbcn_1.5")]
    public void DefaultModel_GivesTheReferenceFrequencies(string name) => CheckFrequencies(name);

    // 72 atoms.
    [Theory(Explicit = true)]
    [InlineData("pbca_0.0")]
    [InlineData("pbca_1.5")]
    public void DefaultModel_InTheLargeCell_GivesTheReferenceFrequencies(string name) => CheckFrequencies(name);

    [Fact]
    public void FiniteDisplacements_ApproachIt_AsTheSquareOfTheStep()
    {
        ReferenceCrystal reference = ReferenceCrystal.Read("pbcn_0.0");
        MaceDynamicalMatrix exact = new(Default, reference.Crystal);
        double coarse = DisplacementError(0.04), fine = DisplacementError(0.01);
        Assert.InRange(coarse / fine, 14, 18);

        double DisplacementError(double step)
        {
            Displacements displacements = Displacements.Plan(
                new Supercell(reference.Crystal, 1, 1, 1), SpaceGroup.Find(reference.Crystal), step);
            InsCore.Phonons.ForceConstants constants = InsCore.Phonons.ForceConstants.FromForces(displacements, displacements.EvaluateForces(Default));
            return TestCrystals.LargestDifference(exact, constants, default);
        }
    }

    [Fact]
    public void Solve_OnAMesh_IsTheSameAsPointByPoint()
    {
        MaceDynamicalMatrix matrices = Cell9("twohead_L2");
        QMesh mesh = QMesh.Full((2, 2, 1));
        PhononModes modes = PhononSolver.Solve(matrices, mesh, threads: 4);
        for (int k = 0; k < mesh.QPoints.Length; k++)
        {
            Assert.Equal(PhononSolver.Solve(matrices, [mesh.QPoints[k]]).Energies, modes.EnergiesAt(k).ToArray());
        }
    }

    [Fact]
    public void Evaluate_TellsProgress_AndCanBeCancelled()
    {
        MaceDynamicalMatrix matrices = Cell9("off_L0");
        Complex[] matrix = new Complex[27 * 27];
        List<int> told = [];
        using CancellationTokenSource source = new();
        Immediate progress = new(p =>
        {
            told.Add(p.Done);
            Assert.Equal(18, p.Total);
        });
        matrices.Evaluate(General, matrix, progress);
        Assert.Equal(Enumerable.Range(1, 18), told);
        Immediate stop = new(p => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => matrices.Evaluate(General, matrix, stop, source.Token));
        Assert.Throws<ArgumentException>(() => matrices.Evaluate(General, new Complex[27]));
    }

    static void CheckFrequencies(string name)
    {
        ReferenceCrystal reference = ReferenceCrystal.Read(name);
        MaceDynamicalMatrix matrices = new(Default, reference.Crystal, threads: 0);
        Check(reference.Gamma, default);
        Check(reference.Boundary, reference.BoundaryPoint);

        void Check(double[] expected, Vector3d q)
        {
            double[] found = TestCrystals.Wavenumbers(matrices, q);
            for (int n = 0; n < found.Length; n++)
            {
                if (expected[n] > LowestCertain)
                {
                    AchievedError.Check(
                        "Phonons: exact frequencies above 30 cm⁻¹, Γ and zone boundary (cm⁻¹)", "displacements by the reference implementation, 2 crystals × 2 pressures",
                        Math.Abs(found[n] - expected[n]), WavenumberTolerance);
                }
            }
        }
    }

    static MaceDynamicalMatrix Cell9(string model, TangentKernels kernels) =>
        new(MaceReference.Potential(model), MaceReference.Structure("cell9")) { Kernels = kernels };

    static MaceDynamicalMatrix Cell9(string model, int threads = 1) =>
        new(MaceReference.Potential(model), MaceReference.Structure("cell9"), threads);

    static Complex[] ForceConstants(MaceDynamicalMatrix matrices, Vector3d q)
    {
        Complex[] matrix = new Complex[9 * matrices.Crystal.AtomCount * matrices.Crystal.AtomCount];
        matrices.EvaluateForceConstants(q, matrix);
        return matrix;
    }

    // Of D, which do not suffer from the square root near zero.
    static double[] Eigenvalues(MaceDynamicalMatrix matrices, Vector3d q) =>
        Array.ConvertAll(PhononSolver.Solve(matrices, [q]).Energies, e => Math.Sign(e) * e * e);

    static double Largest(Complex[] matrix) => matrix.Max(Complex.Abs);

    static double Error(Complex[] a, Complex[] b) => a.Zip(b, (x, y) => Complex.Abs(x - y)).Max();

    sealed class Immediate(Action<StepProgress> told) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => told(value);
    }
}
