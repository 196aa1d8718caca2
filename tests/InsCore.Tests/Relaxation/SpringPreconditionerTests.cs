using System.Numerics.Tensors;
using InsCore.Relaxation;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Relaxation;

public class SpringPreconditionerTests
{
    const double Tolerance = 1e-9;

    [Fact]
    public void Solve_IsSymmetricAndPositive()
    {
        SpringPreconditioner preconditioner = new(RelaxationCases.Triclinic(), withCell: true);
        double[] a = Random(24, 1), b = Random(24, 2), pa = [.. a], pb = [.. b];
        preconditioner.Solve(pa);
        preconditioner.Solve(pb);
        Assert.Equal(TensorPrimitives.Dot<double>(a, pb), TensorPrimitives.Dot<double>(b, pa), Tolerance);
        Assert.True(TensorPrimitives.Dot<double>(a, pa) > 0);
    }

    [Fact]
    public void Solve_UniformDisplacement_FeelsNoSpring()
    {
        const double floor = 0.02;
        SpringPreconditioner preconditioner = new(RelaxationCases.Triclinic(), withCell: true);
        double[] vector = new double[24];
        for (int i = 0; i < 18; i++)
        {
            vector[i] = (i % 3) + 1;
        }

        preconditioner.Solve(vector);
        Assert.All(Enumerable.Range(0, 18), i => Assert.Equal(((i % 3) + 1) / floor, vector[i], 1e-7));
        Assert.All(Enumerable.Range(18, 6), i => Assert.Equal(0, vector[i], 1e-7));
    }

    [Fact]
    public void Solve_HydrostaticStrainOfFcc_HasTheStiffnessOfItsBonds()
    {
        // Per atom six bonds r, stiffness k: E = 6 k (e r)²/2 for the isotropic strain e; d²E/de² = 6 k r².
        const double a = 5.2;
        double r = a / double.Sqrt(2), k = 0.1 * Math.Exp((3.6 - r) / 0.35), second = 0.1 * Math.Exp((3.6 - a) / 0.35);
        Assert.True(second < 0.005, "the second shell must be out of reach");
        SpringPreconditioner preconditioner = new(RelaxationCases.Fcc(a), withCell: true);
        double[] vector = new double[18];
        (vector[12], vector[13], vector[14]) = (1, 1, 1);
        preconditioner.Solve(vector);
        Assert.Equal(3 / ((4 * 6 * k * r * r) + (3 * 4 * 0.02)), vector[12], Tolerance);
    }

    [Fact]
    public void Solve_CellKept_LeavesStrainAlone()
    {
        SpringPreconditioner preconditioner = new(RelaxationCases.Triclinic(), withCell: false);
        double[] vector = new double[24];
        vector[0] = 1;
        preconditioner.Solve(vector);
        Assert.All(vector[18..], e => Assert.Equal(0, e));
    }

    static double[] Random(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];
    }
}
