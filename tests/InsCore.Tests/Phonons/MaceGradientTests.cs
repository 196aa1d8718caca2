using System.Numerics;
using InsCore.Kernels;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Tests.Kernels;
using InsCore.Tests.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>Exact derivatives of the dynamical matrix of MACE by the wave vector.</summary>
[Collection(nameof(ProcessWideTests))]
public sealed class MaceGradientTests
{
    const double Step = 2e-3;               // 1/Å: extrapolated differences, error Step⁴ × fifth derivative
    const double Tolerance = 1e-7;          // relative to the largest element
    const double Rounding = 1e-12;          // relative

    static readonly Vector3d General = new(0.13, -0.27, 0.41);

    [Theory, MemberData(nameof(MaceDynamicalMatrixTests.ModelsAndExecutors), MemberType = typeof(MaceDynamicalMatrixTests))]
    public void Gradient_IsTheDerivative(string model, string executor) => TangentExecutors.With(executor, kernels =>
    {
        MaceDynamicalMatrix matrices = new(MaceReference.Potential(model), MaceReference.Structure("cell9")) { Kernels = kernels };
        foreach (Vector3d q in new[] { General, new(0.5, 0, 0) })
        {
            (Complex[] matrix, Complex[] gradient) = WithGradient(matrices, q);
            Assert.InRange(Largest(matrix, Matrix(matrices, q)), 0, Rounding * Largest(matrix));
            for (int axis = 0; axis < 3; axis++)
            {
                Complex[] expected = Differences(matrices, q, axis), actual = gradient[(axis * matrix.Length)..((axis + 1) * matrix.Length)];
                AchievedError.Check(
                    "Phonons: exact ∂D/∂k (relative)", "differences of D(q), 5 models", Largest(expected, actual) / Largest(gradient), Tolerance);
            }
        }
    });

    [Fact]
    public void Gradient_IsHermitian_AndDoesNotDependOnThreads()
    {
        MaceDynamicalMatrix one = new(MaceReference.Potential("gated_mh_L1"), MaceReference.Structure("cell9"));
        MaceDynamicalMatrix four = new(MaceReference.Potential("gated_mh_L1"), MaceReference.Structure("cell9"), threads: 4);
        (_, Complex[] gradient) = WithGradient(one, General);
        Assert.InRange(Largest(gradient, WithGradient(four, General).Gradient), 0, Rounding * Largest(gradient));
        for (int k = 0; k < gradient.Length; k++)
        {
            (int axis, int element) = Math.DivRem(k, 27 * 27);
            Assert.Equal(gradient[k], Complex.Conjugate(gradient[(axis * 27 * 27) + (element % 27 * 27) + (element / 27)]));
        }
    }

    [Fact]
    public void Gradient_OfAMolecule_IsZero()
    {
        MaceDynamicalMatrix matrices = new(MaceReference.Potential("off_L0"), MaceReference.Structure("molecule"));
        Assert.All(WithGradient(matrices, General).Gradient, z => Assert.Equal(Complex.Zero, z));
    }

    [Fact]
    public void ShortGradient_IsRefused()
    {
        MaceDynamicalMatrix matrices = new(MaceReference.Potential("off_L0"), MaceReference.Structure("cell9"));
        Assert.Throws<ArgumentException>(() => matrices.EvaluateWithGradient(General, new Complex[27 * 27], new Complex[27]));
    }

    static (Complex[] Matrix, Complex[] Gradient) WithGradient(MaceDynamicalMatrix matrices, Vector3d q)
    {
        int size = 9 * matrices.Crystal.AtomCount * matrices.Crystal.AtomCount;
        Complex[] matrix = new Complex[size], gradient = new Complex[3 * size];
        matrices.EvaluateWithGradient(q, matrix, gradient);
        return (matrix, gradient);
    }

    static Complex[] Matrix(MaceDynamicalMatrix matrices, Vector3d q)
    {
        Complex[] matrix = new Complex[9 * matrices.Crystal.AtomCount * matrices.Crystal.AtomCount];
        matrices.Evaluate(q, matrix);
        return matrix;
    }

    // Along a Cartesian axis: k·a_c = 2π q_c.
    static Complex[] Differences(MaceDynamicalMatrix matrices, Vector3d q, int axis)
    {
        Matrix3d vectors = matrices.Crystal.PeriodicLattice.Vectors;
        Vector3d unit = (1 / (2 * Math.PI)) * new Vector3d(vectors[0, axis], vectors[1, axis], vectors[2, axis]);
        Complex[] At(double k) => Matrix(matrices, q + (k * unit));
        Complex[] one = At(Step), minusOne = At(-Step), two = At(2 * Step), minusTwo = At(-2 * Step);
        return [.. Enumerable.Range(0, one.Length).Select(k => ((8 * (one[k] - minusOne[k])) - (two[k] - minusTwo[k])) / (12 * Step))];
    }

    static double Largest(Complex[] a) => a.Max(Complex.Abs);

    static double Largest(Complex[] a, Complex[] b) => a.Zip(b, (x, y) => Complex.Abs(x - y)).Max();
}
