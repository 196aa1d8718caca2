using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public class MeshInterpolationTests
{
    const double MatrixTolerance = 1e-9; // eV/(Å² u): rounding of exact second derivatives, and the sum rule that they obey so far

    // Reaches twice its cutoff, 6 Å.
    static readonly AnalyticPotential ShortRanged = new(
        new Dictionary<int, AtomParameters> { [6] = new(0.8, 2.0, 1.0), [16] = new(1.1, 1.5, 1.2) }, cutoff: 3.0, embedding: 0.2);

    [Fact]
    public void ForceConstants_AtThePointsOfTheMesh_GiveTheExactMatrices()
    {
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic);
        ForceConstants constants = MeshInterpolation.ForceConstants(exact, (3, 2, 4));
        foreach (Vector3d q in constants.Supercell.WaveVectors())
        {
            AchievedError.Check(
                "Interpolation: exact matrices on a mesh, at its points (eV/Å²/u)", "the matrices themselves", TestCrystals.LargestDifference(constants, exact, q), MatrixTolerance);
        }
    }

    [Fact]
    public void Measure_FinerMeshes_ConvergeToExact()
    {
        IDynamicalMatrix exact = ShortRanged.DynamicalMatrix(TestCrystals.Wurtzite);
        double[] errors = [.. new[] { 1, 2, 3 }.Select(n => InterpolationError.Measure(
            MeshInterpolation.ForceConstants(exact, (n, n, n)), exact, (n, n, n)).Maximum)];
        Assert.True(errors[0] > 1, $"a mesh of one point is no interpolation: {errors[0]}");
        Assert.True(errors[1] < errors[0], string.Join(" ", errors));

        // Three cells hold all force constants, and the interpolation is exact.
        AchievedError.Check("Interpolation: exact matrices on a mesh, between its points (cm⁻¹)", "exact matrices, short-ranged potential", errors[2], 1e-8);
    }

    [Fact]
    public void ForceConstants_OfDisplacements_ConvergeToExactWithSupercellAndStep()
    {
        Crystal crystal = TestCrystals.Wurtzite;
        IDynamicalMatrix exact = ShortRanged.DynamicalMatrix(crystal);
        double Error(int repeat, double step)
        {
            Displacements displacements = Displacements.Plan(new Supercell(crystal, repeat, repeat, repeat), SpaceGroup.Find(crystal), step);
            ForceConstants constants = ForceConstants.FromForces(displacements, displacements.EvaluateForces(ShortRanged));
            return InterpolationError.Measure(constants, exact, (repeat, repeat, repeat)).Maximum;
        }

        // The supercell first: 1 and 2 cells truncate the force constants, 3 do so hardly.
        double[] bySize = [Error(1, 1e-3), Error(2, 1e-3), Error(3, 1e-3)];
        Assert.True(bySize[1] < bySize[0] && bySize[2] < 1e-2 * bySize[1], string.Join(" ", bySize));

        // Then the step: central differences err by its square.
        double[] byStep = [Error(3, 4e-2), Error(3, 2e-2), Error(3, 1e-2)];
        Assert.InRange(byStep[0] / byStep[1], 3.5, 4.5);
        Assert.InRange(byStep[1] / byStep[2], 3.5, 4.5);
        AchievedError.Check(
            "Phonons: finite displacements, large supercell and small step (cm⁻¹)", "exact second derivatives", bySize[2], 0.05);
    }

    [Fact]
    public void Stream_GivesWhatSolveGives_AndValuesAloneAreTheSame()
    {
        IDynamicalMatrix source = MeshInterpolation.ForceConstants(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), (2, 2, 2));
        QMesh mesh = QMesh.Full((5, 4, 3));
        PhononModes whole = PhononSolver.Solve(source, mesh);
        List<double> energies = [], values = [];
        List<Complex> vectors = [];
        foreach (PhononModes block in PhononSolver.Stream(source, mesh.QPoints, mesh.Weights, blockSize: 7))
        {
            energies.AddRange(block.Energies);
            vectors.AddRange(block.Eigenvectors);
        }

        foreach (PhononModes block in PhononSolver.Stream(source, mesh.QPoints, mesh.Weights, vectors: false, blockSize: 11))
        {
            Assert.False(block.HasEigenvectors);
            values.AddRange(block.Energies);
        }

        // Blocks change the shapes of the matrix products, and with them the last digits.
        // Eigenvalues, the squares of the energies, are as precise as the matrix.
        double largest = whole.Energies.Max();
        double Difference(List<double> found) => found.Zip(whole.Energies, (x, y) => Math.Abs((x * Math.Abs(x)) - (y * Math.Abs(y)))).Max();
        Assert.Equal(whole.Energies.Length, energies.Count);
        Assert.InRange(Difference(energies), 0, 1e-13 * largest * largest);
        Assert.InRange(Difference(values), 0, 1e-13 * largest * largest);
        Assert.True(vectors.Zip(whole.Eigenvectors, (x, y) => Complex.Abs(x - y)).Max() < 1e-8);
    }

    [Fact]
    public void MakeUnique_TurnedDegenerateSet_GivesTheSameVectors()
    {
        Random random = new(5);
        const int Size = 9;
        double[] values = [1, 2, 2, 2, 3, 3, 4, 5, 6];
        Complex[] vectors = Unitary(random, Size), turned = [.. vectors];
        Turn(random, turned, Size, 1, 3);
        Turn(random, turned, Size, 4, 2);
        Turn(random, turned, Size, 6, 1);
        Assert.True(vectors.Zip(turned, (x, y) => Complex.Abs(x - y)).Max() > 0.1);
        DegenerateModes.MakeUnique(Size, values, vectors);
        DegenerateModes.MakeUnique(Size, values, turned);
        AchievedError.Check(
            "Phonons: basis of degenerate modes", "a turned basis of the same modes", vectors.Zip(turned, (x, y) => Complex.Abs(x - y)).Max(), 1e-12);
    }

    // Replaces vectors first … first + count - 1 by unitary combinations.
    static void Turn(Random random, Complex[] vectors, int size, int first, int count)
    {
        Complex[] turn = Unitary(random, count), old = vectors[(first * size)..((first + count) * size)];
        for (int n = 0; n < count; n++)
        {
            for (int k = 0; k < size; k++)
            {
                vectors[((first + n) * size) + k] = Enumerable.Range(0, count).Aggregate(Complex.Zero, (sum, m) => sum + (turn[(n * count) + m] * old[(m * size) + k]));
            }
        }
    }

    // Gram and Schmidt on random vectors.
    static Complex[] Unitary(Random random, int size)
    {
        Complex[] rows = new Complex[size * size];
        for (int n = 0; n < size; n++)
        {
            Span<Complex> row = rows.AsSpan(n * size, size);
            for (int k = 0; k < size; k++)
            {
                row[k] = new(random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            }

            for (int m = 0; m < n; m++)
            {
                Complex overlap = 0;
                for (int k = 0; k < size; k++)
                {
                    overlap += Complex.Conjugate(rows[(m * size) + k]) * row[k];
                }

                for (int k = 0; k < size; k++)
                {
                    row[k] -= overlap * rows[(m * size) + k];
                }
            }

            double norm = 0;
            foreach (Complex z in row)
            {
                norm += (z.Real * z.Real) + (z.Imaginary * z.Imaginary);
            }

            foreach (ref Complex z in row)
            {
                z /= Math.Sqrt(norm);
            }
        }

        return rows;
    }
}
