using System.Numerics;
using BenchmarkDotNet.Attributes;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>
/// One exact dynamical matrix of the 36-atom example, one thread, against energy and forces: the time of a matrix, divided by the number
/// of directions, is to be at most 1.5 times the baseline's.
/// </summary>
[MemoryDiagnoser]
public class DynamicalMatrixBenchmarks
{
    readonly MacePotential potential = MacePotential.Load();
    readonly Complex[] matrix = new Complex[9 * 36 * 36], gradient = new Complex[27 * 36 * 36];
    Crystal crystal = null!;
    MaceDynamicalMatrix plain = null!, symmetric = null!, managed = null!;
    double expected;

    /// <summary>Γ, where all numbers are real and all operations hold, or a wave vector without symmetry but inversion and time reversal.</summary>
    [Params("Γ", "general")]
    public string Point { get; set; } = "";

    /// <summary>Directions: Cartesian displacements of all atoms.</summary>
    [Work("directions")]
    public int Directions => 3 * 36;

    /// <summary>Prepares the derivatives.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Crystal read = BenchmarkModel.Example("dit-pbcn.cif");
        crystal = SpaceGroup.Find(read).Symmetrize(read);
        plain = new MaceDynamicalMatrix(potential, crystal);
        symmetric = new MaceDynamicalMatrix(potential, crystal, symmetry: SpaceGroup.Find(crystal));
        managed = new MaceDynamicalMatrix(MacePotential.Load(executor: Executor.Managed), crystal);
        expected = Evaluate(managed);
    }

    /// <summary>Energy and forces; returns what the matrices below must.</summary>
    [Benchmark(Baseline = true)]
    public double EnergyAndForces() => double.IsFinite(potential.Evaluate(crystal, threads: 1).Energy) ? expected : double.NaN;

    /// <summary>All atoms.</summary>
    [Benchmark]
    public double Matrix() => Evaluate(plain);

    /// <summary>One of equivalent atoms.</summary>
    [Benchmark]
    public double MatrixBySymmetry() => Evaluate(symmetric);

    /// <summary>With the derivatives by the wave vector.</summary>
    [Benchmark]
    public double MatrixAndGradientBySymmetry()
    {
        symmetric.EvaluateWithGradient(WaveVector, matrix, gradient);
        return Norm();
    }

    /// <summary>C# alone.</summary>
    [Benchmark]
    public double ManagedMatrix() => Evaluate(managed);

    Vector3d WaveVector => Point == "Γ" ? default : new(0.13, -0.27, 0.41);

    double Evaluate(MaceDynamicalMatrix matrices)
    {
        matrices.Evaluate(WaveVector, matrix);
        return Norm();
    }

    double Norm() => Math.Sqrt(matrix.Sum(z => (z.Real * z.Real) + (z.Imaginary * z.Imaginary)));
}
