using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons;

public class PhononSolverTests
{
    const double Rounding = 1e-12;
    const double WavenumberTolerance = 1e-6;    // cm⁻¹; of several hundred, through a square root

    [Fact]
    public void Solve_EigenvectorsDiagonalizeTheMatrix_AndAreOrthonormal()
    {
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic);
        foreach (Vector3d q in new Vector3d[] { default, new(0.5, 0, 0.5), new(0.21, -0.4, 0.13) })
        {
            PhononModes modes = PhononSolver.Solve(exact, [q]);
            Complex[] d = new Complex[81];
            exact.Evaluate(q, d);
            for (int n = 0; n < 9; n++)
            {
                Complex[] e = modes.EigenvectorsAt(0).Slice(9 * n, 9).ToArray();
                double energy = modes.EnergiesAt(0)[n];
                double eigenvalue = Math.Sign(energy) * energy * energy / Constants.HbarSquaredPerMass;
                for (int k = 0; k < 9; k++)
                {
                    Complex product = Enumerable.Range(0, 9).Aggregate(Complex.Zero, (sum, l) => sum + (d[(9 * k) + l] * e[l]));
                    AchievedError.Check("Phonons: D e = ω² e (eV/Å²/u)", "zero", Complex.Abs(product - (eigenvalue * e[k])), Rounding);
                }

                for (int m = 0; m < 9; m++)
                {
                    double overlap = Eigenvector.Overlap(modes.EigenvectorsAt(0).Slice(9 * m, 9), e);
                    AchievedError.Check("Phonons: eigenvectors, orthonormality", "theory", Math.Abs(overlap - (m == n ? 1 : 0)), Rounding);
                }
            }
        }
    }

    [Fact]
    public void Solve_AtGamma_GivesRealEigenvectorsWithTheLargestComponentPositive()
    {
        PhononModes modes = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Rutile), [default]);
        for (int n = 0; n < modes.ModeCount; n++)
        {
            Complex[] e = modes.EigenvectorsAt(0).Slice(n * modes.ModeCount, modes.ModeCount).ToArray();
            Assert.All(e, z => Assert.Equal(0, z.Imaginary));
            Assert.Contains(e, z => z.Real > (1 - 1e-5) * e.Max(Complex.Abs));
        }
    }

    [Fact]
    public void Solve_DoubledCellAtGamma_HoldsTheModesOfBothWaveVectors()
    {
        Crystal crystal = TestCrystals.Triclinic;
        Crystal doubled = new Supercell(crystal, 2, 1, 1).Crystal;
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(crystal);
        double[] folded = TestCrystals.Wavenumbers(AnalyticPotential.Organic.DynamicalMatrix(doubled), default);
        double[] both = [.. TestCrystals.Wavenumbers(exact, default), .. TestCrystals.Wavenumbers(exact, new(0.5, 0, 0))];
        Array.Sort(both);
        for (int n = 0; n < both.Length; n++)
        {
            // The square root turns rounding of the translations into a thousandth of a wavenumber.
            Assert.Equal(both[n], folded[n], Math.Abs(both[n]) < 0.01 ? 0.01 : WavenumberTolerance);
        }
    }

    [Fact]
    public void Solve_TellsProgress_AndCanBeCancelled()
    {
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic);
        List<StepProgress> told = [];
        PhononSolver.Solve(exact, QMesh.Full((2, 2, 1)), threads: 1, progress: new Immediate(told));
        Assert.Equal([1, 2, 3, 4], told.Select(p => p.Done));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PhononSolver.Solve(exact, QMesh.Full((2, 2, 1)), cancellation: source.Token));
    }

    [Fact]
    public void Solve_MatrixNotFinite_SaysWhere()
    {
        InsNumericalException e = Assert.Throws<InsNumericalException>(
            () => PhononSolver.Solve(new Broken(), [new Vector3d(0.25, 0, 0)]));
        Assert.Contains("(0.25, 0, 0)", e.Message);
    }

    [Fact]
    public void StabilityReport_CountsImaginaryModes_WithoutTheTranslations()
    {
        // Squeezed sideways, the Morse chain of the rutile cell buckles.
        PhononModes modes = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Rutile), [default]);
        StabilityReport report = StabilityReport.Of(modes);
        int[] acoustic = AcousticModes.Find(modes, 0)!.Modes;
        int negative = Enumerable.Range(0, modes.ModeCount).Count(n => modes.Energies[n] < 0 && !acoustic.Contains(n));
        Assert.True(negative > 0);
        Assert.Equal(negative, report.ImaginaryModes);
        Assert.Equal(-modes.Energies.Min(), report.LargestImaginary);
        Assert.Equal(1, report.AcousticShare!.Value, 1e-9);
        Assert.InRange(report.AcousticResidual!.Value * Constants.EvInWavenumbers, 0, 0.01);
        Assert.Contains("imaginary", report.ToString());
    }

    [Fact]
    public void StabilityReport_OfAStableCrystal_SaysSo()
    {
        PhononModes modes = PhononSolver.Solve(AnalyticPotential.Argon.DynamicalMatrix(TestCrystals.Argon), QMesh.Full((4, 4, 4)));
        StabilityReport report = StabilityReport.Of(modes);
        Assert.True(report.IsStable);
        Assert.StartsWith("no imaginary modes", report.ToString());
    }

    sealed class Immediate(List<StepProgress> told) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => told.Add(value);
    }

    sealed class Broken : IDynamicalMatrix
    {
        public Crystal Crystal => TestCrystals.Argon;

        public void Evaluate(Vector3d q, Span<Complex> matrix) => matrix.Fill(double.NaN);
    }
}
