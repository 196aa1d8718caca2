using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests;

public class AnalyticPotentialTests
{
    const double Step = 1e-4;                   // Å: central differences, error Step² × third derivative
    const double GradientTolerance = 2e-7;      // eV/Å, eV
    const double HessianTolerance = 2e-6;       // eV/Å²

    static readonly Vector3d[] Positions = [new(0.1, 0.2, -0.3), new(1.3, 1.1, 0.2), new(-0.4, 2.3, 1.9)];

    internal static Crystal Small { get; } = new(
        new Lattice(new Matrix3d(4.1, 0.2, 0, -0.3, 4.6, 0.1, 0.4, 0.5, 5.2)), [1, 6, 16], Positions, [1.0, 12.0, 32.0]);

    [Fact]
    public void Forces_AreMinusTheGradient()
    {
        var potential = AnalyticPotential.Organic;
        Vector3d[] forces = potential.Evaluate(Small).Forces;
        for (int k = 0; k < 9; k++)
        {
            double slope = (Energy(Moved(Small, k, Step)) - Energy(Moved(Small, k, -Step))) / (2 * Step);
            Assert.Equal(-slope, forces[k / 3][k % 3], GradientTolerance);
        }
    }

    [Fact]
    public void StrainGradient_IsTheDerivativeUnderStrain()
    {
        Matrix3d strain = AnalyticPotential.Organic.Evaluate(Small).StrainGradient;
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                double slope = (Energy(Strained(a, b, Step)) - Energy(Strained(a, b, -Step))) / (2 * Step);
                Assert.Equal(slope, strain[a, b], GradientTolerance);
            }
        }
    }

    [Fact]
    public void DynamicalMatrix_AtGamma_IsTheDerivativeOfTheForces()
    {
        Complex[] matrix = new Complex[81];
        AnalyticPotential.Organic.DynamicalMatrix(Small).Evaluate(default, matrix);
        for (int k = 0; k < 9; k++)
        {
            Vector3d[] plus = AnalyticPotential.Organic.Evaluate(Moved(Small, k, Step)).Forces;
            Vector3d[] minus = AnalyticPotential.Organic.Evaluate(Moved(Small, k, -Step)).Forces;
            for (int l = 0; l < 9; l++)
            {
                double expected = -(plus[l / 3][l % 3] - minus[l / 3][l % 3]) / (2 * Step);
                double actual = matrix[(9 * k) + l].Real * Math.Sqrt(Small.Masses[k / 3] * Small.Masses[l / 3]);
                Assert.Equal(expected, actual, HessianTolerance);
            }
        }
    }

    [Fact]
    public void DynamicalMatrix_AtAnyWaveVector_IsHermitian()
    {
        Complex[] matrix = new Complex[81];
        AnalyticPotential.Organic.DynamicalMatrix(Small).Evaluate(new(0.21, -0.13, 0.4), matrix);
        Assert.Contains(matrix, z => Math.Abs(z.Imaginary) > 1e-3);
        for (int k = 0; k < 81; k++)
        {
            Assert.Equal(0, Complex.Abs(matrix[k] - Complex.Conjugate(matrix[(9 * (k % 9)) + (k / 9)])), 1e-13);
        }
    }

    static double Energy(Crystal crystal) => AnalyticPotential.Organic.Evaluate(crystal).Energy;

    static Crystal Moved(Crystal crystal, int coordinate, double by)
    {
        Vector3d[] positions = crystal.Positions.ToArray();
        Vector3d step = new(coordinate % 3 == 0 ? by : 0, coordinate % 3 == 1 ? by : 0, coordinate % 3 == 2 ? by : 0);
        positions[coordinate / 3] += step;
        return crystal.With(crystal.Lattice, positions);
    }

    static Crystal Strained(int a, int b, double by)
    {
        double[] m = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        m[(3 * a) + b] += by;
        Matrix3d strain = new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
        Matrix3d onRows = strain.Transpose;
        return Small.With(
            new Lattice(Small.PeriodicLattice.Vectors * onRows),
            Array.ConvertAll(Small.Positions.ToArray(), x => x * onRows));
    }
}
