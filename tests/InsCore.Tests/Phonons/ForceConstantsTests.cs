using System.Numerics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public class ForceConstantsTests
{
    const double Amplitude = 1e-3;                // Å
    const double MatrixTolerance = 3e-6;          // eV/(Å² u): central differences, Amplitude² × fifth derivative / 6
    const double Rounding = 1e-14;                // relative
    const double RawRuleTolerance = 2e-5;         // eV/Å²

    static readonly AnalyticPotential ShortRanged = new(
        new Dictionary<int, AtomParameters>
        {
            [1] = new(0.5, 0.6, 0.5),
            [6] = new(0.8, 2.0, 1.0),
            [16] = new(1.1, 1.5, 1.2),
        },
        cutoff: 3.0,
        embedding: 0.2);

    public static TheoryData<string> Crystals => ["triclinic", "rutile", "wurtzite"];

    [Theory, MemberData(nameof(Crystals))]
    public void FromForces_AtWaveVectorsOfTheSupercell_EqualsExact(string name)
    {
        Crystal crystal = Named(name);
        ForceConstants constants = Fit(new Supercell(crystal, 2, 1, 3), AnalyticPotential.Organic);
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(crystal);
        foreach (Vector3d q in new Vector3d[] { new(0, 0, 0), new(0.5, 0, 0), new(0, 0, 1.0 / 3), new(0.5, 0, -1.0 / 3), new(1.5, 2, 2.0 / 3) })
        {
            CheckMatrix(TestCrystals.LargestDifference(constants, exact, q));
        }
    }

    [Fact]
    public void FromForces_NonDiagonalSupercell_EqualsExactAtItsWaveVectors()
    {
        Crystal crystal = TestCrystals.Triclinic;
        Matrix3d matrix = new(1, 1, 0, -1, 1, 0, 0, 1, 2);
        ForceConstants constants = Fit(new Supercell(crystal, matrix), AnalyticPotential.Organic);
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(crystal);
        for (int k = 0; k < 4; k++)
        {
            Vector3d integers = new(k % 2, k / 2, 1 - (k % 2));
            Vector3d q = matrix.Inverse * integers;
            CheckMatrix(TestCrystals.LargestDifference(constants, exact, q));
        }
    }

    [Theory, MemberData(nameof(Crystals))]
    public void FromForces_LargeSupercell_EqualsExactEverywhere(string name)
    {
        // The force constants of an embedding potential reach twice its cutoff, 6 Å.
        Crystal crystal = Named(name);
        (int a, int b, int c) = Supercell.ForDistance(crystal.PeriodicLattice, 12.1);
        ForceConstants constants = Fit(new Supercell(crystal, a, b, c), ShortRanged);
        IDynamicalMatrix exact = ShortRanged.DynamicalMatrix(crystal);
        foreach (Vector3d q in new Vector3d[] { new(0, 0, 0), new(0.12, -0.31, 0.44), new(0.5, 0.01, 0.25) })
        {
            CheckMatrix(TestCrystals.LargestDifference(constants, exact, q));
        }
    }

    [Fact]
    public void FromForces_WithSymmetry_EqualsWithout()
    {
        Supercell supercell = new(TestCrystals.Wurtzite, 2, 2, 1);
        ForceConstants reduced = Fit(supercell, AnalyticPotential.Organic);
        ForceConstants full = Fit(supercell, AnalyticPotential.Organic, SpaceGroup.Trivial(supercell.Unit));
        foreach (Vector3d q in new Vector3d[] { new(0, 0, 0), new(0.12, -0.31, 0.44) })
        {
            AchievedError.Check(
                "Phonons: displacements reduced by symmetry, D(q) (eV/Å²/u)", "all displacements", TestCrystals.LargestDifference(reduced, full, q), MatrixTolerance);
        }
    }

    [Fact]
    public void Evaluate_IsHermitian()
    {
        ForceConstants constants = Fit(new Supercell(TestCrystals.Triclinic, 2, 2, 1), AnalyticPotential.Organic);
        Complex[] matrix = new Complex[81];
        constants.Evaluate(new(0.21, 0.37, -0.11), matrix);
        double largest = matrix.Max(Complex.Abs);
        Assert.Contains(matrix, z => Math.Abs(z.Imaginary) > 1e-3 * largest);
        for (int k = 0; k < 81; k++)
        {
            double error = Complex.Abs(matrix[k] - Complex.Conjugate(matrix[(9 * (k % 9)) + (k / 9)])) / largest;
            AchievedError.Check("Phonons: hermiticity of D(q) from displacements (relative)", "theory", error, Rounding);
        }
    }

    [Fact]
    public void Values_ObeyBothRulesToRounding_AndTheReportTellsTheCorrection()
    {
        Supercell supercell = new(TestCrystals.Wurtzite, 2, 2, 2);
        ForceConstants fitted = Fit(supercell, AnalyticPotential.Organic);
        Assert.InRange(fitted.Correction.Asymmetry, 0, RawRuleTolerance);
        AchievedError.Check(
            "Phonons: acoustic sum rule, before it is imposed (eV/Å²)", "zero", fitted.Correction.TranslationSum, RawRuleTolerance);

        const double Noise = 1e-3;
        Random random = new(1);
        double[] noisy = Array.ConvertAll(fitted.Values.ToArray(), v => v + (Noise * (random.NextDouble() - 0.5)));
        ForceConstants repaired = new(supercell, noisy);
        Assert.InRange(repaired.Correction.Asymmetry, 0.5 * Noise, Noise);
        Assert.InRange(repaired.Correction.TranslationSum, Noise, 10 * Noise);

        double largest = noisy.Max(Math.Abs);
        SumRuleReport again = new ForceConstants(supercell, repaired.Values).Correction;
        Assert.InRange(again.Asymmetry / largest, 0, Rounding);
        AchievedError.Check(
            "Phonons: acoustic sum rule, imposed (relative)", "zero", again.TranslationSum / largest, supercell.Crystal.AtomCount * Rounding);
        Assert.InRange(again.Correction / largest, 0, Rounding);
    }

    [Fact]
    public void Solve_OverAStar_GivesEqualEnergies()
    {
        ForceConstants constants = Fit(new Supercell(TestCrystals.Wurtzite, 2, 2, 2), AnalyticPotential.Organic);
        SpaceGroup group = SpaceGroup.Find(TestCrystals.Wurtzite);
        Vector3d q = new(0.11, 0.23, 0.37);
        double[] expected = TestCrystals.Wavenumbers(constants, q);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        Assert.Equal(12, group.Operations.Count);
        foreach (SymmetryOperation operation in group.Operations)
        {
            double[] actual = TestCrystals.Wavenumbers(constants, q * operation.Rotation);
            double error = expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max();
            AchievedError.Check("Phonons: frequencies over a star of q (cm⁻¹)", "its first arm, 12 operations", error, 1e-6);
        }
    }

    [Fact]
    public void Constructor_WrongLength_SaysWhatIsNeeded()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ForceConstants(new Supercell(TestCrystals.Argon, 2, 1, 1), new double[9]));
        Assert.Contains("18 are needed", e.Message);
    }

    static void CheckMatrix(double error) => AchievedError.Check(
        "Phonons: finite displacements, D(q) (eV/Å²/u)", "exact derivatives of an analytic potential, 3 crystals", error, MatrixTolerance);

    static ForceConstants Fit(Supercell supercell, IPotential potential, SpaceGroup? group = null)
    {
        Displacements displacements = Displacements.Plan(supercell, group ?? SpaceGroup.Find(supercell.Unit), Amplitude);
        return ForceConstants.FromForces(displacements, displacements.EvaluateForces(potential));
    }

    static Crystal Named(string name) => name switch
    {
        "triclinic" => TestCrystals.Triclinic,
        "rutile" => TestCrystals.Rutile,
        _ => TestCrystals.Wurtzite,
    };
}
