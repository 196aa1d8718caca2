using System.Globalization;
using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>Interpolated modes against those that Euphonic and phonopy stored.</summary>
public class InterpolationTests
{
    const double FrequencyTolerance = 1e-5;   // relative
    const double AcousticTolerance = 2e-3;    // meV, at Γ: where both impose a sum rule, both leave rounding, whose square root this is
    const double TailTolerance = 2e-8;        // eV/Å²
    const double Rounding = 1e-12;            // relative

    static readonly Vector3d[] General = [new(0.11, -0.23, 0.37), new(0.5, 0.2, 0.01), new(0.02, 0.04, -0.02), new(1.3, -0.4, 2.6)];

    public static TheoryData<string, string, SumRule, IndexSymmetry> Stored => new()
    {
        { "quartz", "quartz_reciprocal", SumRule.Reciprocal, IndexSymmetry.Upper },
        { "NaCl", "NaCl_reciprocal", SumRule.Reciprocal, IndexSymmetry.Upper },
        { "Si2-sc-skew", "Si2-sc-skew_no_asr", SumRule.None, IndexSymmetry.Upper },
        { "Si2-sc-skew", "Si2-sc-skew_realspace", SumRule.RealSpace, IndexSymmetry.Upper },
        { "Si2-sc-skew", "Si2-sc-skew_reciprocal", SumRule.Reciprocal, IndexSymmetry.Upper },
    };

    [Theory, MemberData(nameof(Stored))]
    public void Solve_ForceConstantsOfEuphonic_GivesItsFrequencies(string material, string name, SumRule rule, IndexSymmetry asymmetry)
    {
        ForceConstants constants = Read(material, rule, asymmetry);
        string path = $"qpoint_phonon_modes/{material}/{name}_qpoint_phonon_modes.json";
        Vector3d[] qPoints = EuphonicReference.QPoints(path);
        double[] expected = EuphonicReference.Numbers(path, "frequencies");
        double[] found = MilliElectronVolts(PhononSolver.Solve(constants, qPoints));
        int size = 3 * constants.Crystal.AtomCount;
        if (material == "NaCl")
        {
            // Euphonic takes the direction at Γ from the wave vector that follows in its list, (0, 0, 1/2).
            MilliElectronVolts(PhononSolver.SolveTowardsGamma(constants, new(0, 0, 1))).CopyTo(found, 0);
        }

        for (int k = 0; k < found.Length; k++)
        {
            bool isAcoustic = k < 3 && rule != SumRule.None;
            double error = Math.Abs(found[k] - expected[k]);
            AchievedError.Check(
                isAcoustic ? "Interpolation: acoustic modes at Γ (meV)" : $"Interpolation: frequencies, {material} (relative)",
                isAcoustic ? "Euphonic, 3 materials, with a sum rule" : "Euphonic, same force constants and sum rules",
                isAcoustic ? error : error / expected[k],
                isAcoustic ? AcousticTolerance : FrequencyTolerance);
        }

        Assert.Equal(expected.Length, found.Length);
        Assert.True(found.Length >= 9 * size);
    }

    // Without directions at Γ.
    [Fact]
    public void Solve_ForceConstantsOfQuartz_GivesTheFrequenciesStoredAlone()
    {
        ForceConstants constants = Read("quartz", SumRule.Reciprocal, IndexSymmetry.Upper);
        const string Path = "qpoint_frequencies/quartz/quartz_reciprocal_qpoint_frequencies.json";
        Vector3d[] qPoints = EuphonicReference.QPoints(Path);
        double[] expected = EuphonicReference.Numbers(Path, "frequencies");
        double[] found = MilliElectronVolts(PhononSolver.Solve(constants, qPoints));
        Assert.Equal(expected.Length, found.Length);
        double worst = Enumerable.Range(0, found.Length).Where(k => qPoints[k / 27].WrapToNearest().Norm > 1e-9).Max(k => Math.Abs(found[k] - expected[k]) / expected[k]);
        AchievedError.Check("Interpolation: frequencies, quartz (relative)", "Euphonic, same force constants and sum rules", worst, FrequencyTolerance);
    }

    [Fact]
    public void Solve_ForceConstantsOfPhonopy_GivesItsFrequencies()
    {
        ForceConstants constants = Phonopy(new() { DipoleSum = DipoleSum.Reciprocal, SumRule = SumRule.None });
        const string Path = "qpoint_frequencies/NaCl/NaCl_mesh_yaml_from_phonopy_qpoint_frequencies.json";
        double[] expected = EuphonicReference.Numbers(Path, "frequencies");
        double[] found = MilliElectronVolts(PhononSolver.Solve(constants, EuphonicReference.QPoints(Path)));
        double worst = expected.Zip(found, (e, f) => Math.Abs(f - e) / e).Max();
        AchievedError.Check("Interpolation: frequencies, NaCl, dipoles as phonopy (relative)", "phonopy", worst, FrequencyTolerance);
    }

    [Fact]
    public void ShortRanged_OfTotalForceConstants_IsThatOfEuphonic()
    {
        ForceConstantsOptions options = new() { SumRule = SumRule.None };
        ForceConstants total = EuphonicReference.ForceConstants("MgO_dipole_unsubtracted", options);
        ForceConstants given = EuphonicReference.ForceConstants("MgO_dipole_subtracted", options with { Dipoles = DipoleTail.Removed });
        CheckTail("MgO", total, given);
    }

    [Fact]
    public void ShortRanged_OfPhonopysForceConstants_IsThatOfEuphonic()
    {
        ForceConstantsOptions options = new() { SumRule = SumRule.None };
        CheckTail("NaCl", Phonopy(options), EuphonicReference.ForceConstants("NaCl", options with { Dipoles = DipoleTail.Removed }));
    }

    [Fact]
    public void Evaluate_TotalOrShortRanged_IsTheSame()
    {
        ForceConstants total = EuphonicReference.ForceConstants("MgO_dipole_unsubtracted", new());
        ForceConstants parted = new(
            total.Supercell, total.ShortRanged, total.Options with { Dipoles = DipoleTail.Removed });
        foreach (Vector3d q in General)
        {
            Assert.InRange(TestCrystals.LargestDifference(total, parted, q), 0, 1e-12);
        }
    }

    [Fact]
    public void Evaluate_AtWaveVectorsOfTheSupercell_IsTheTransformOfTotalForceConstants()
    {
        ForceConstants polar = EuphonicReference.ForceConstants("MgO_dipole_unsubtracted", new());
        ForceConstants plain = new(polar.Supercell, polar.Values);
        foreach (Vector3d q in polar.Supercell.WaveVectors())
        {
            Assert.InRange(TestCrystals.LargestDifference(polar, plain, q), 0, 1e-11);
        }

        Assert.True(TestCrystals.LargestDifference(polar, plain, General[0]) > 1e-3);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1500)]
    public void Evaluate_OtherSplitOfEwaldsSum_IsTheSame(double terms)
    {
        ForceConstants constants = Read("quartz", SumRule.None, IndexSymmetry.Mean);
        Complex[] one = Dipoles(constants, null, out double largest), two = Dipoles(constants, terms, out _);
        AchievedError.Check(
            "Interpolation: dipole–dipole sum, quartz (relative)", "another split of Ewald's sum", one.Zip(two, (x, y) => Complex.Abs(x - y)).Max() / largest, Rounding * 10);
    }

    [Fact]
    public void Evaluate_SumOverWavesByDyads_IsTheSame()
    {
        // Large cells have no table; they take the other split of the sum, too.
        ForceConstants constants = Read("quartz", SumRule.None, IndexSymmetry.Mean);
        Complex[] one = Dipoles(constants, null, out double largest), two = Dipoles(constants, null, out _, largestTable: 0);
        AchievedError.Check(
            "Interpolation: dipole–dipole sum as a matrix product, quartz (relative)", "the sum over waves one by one", one.Zip(two, (x, y) => Complex.Abs(x - y)).Max() / largest, Rounding * 10);
    }

    [Fact]
    public void Solve_HalvesOfMatrices_GivesTheModesOfWholeOnes()
    {
        ForceConstants constants = Read("quartz", SumRule.Projection, IndexSymmetry.Mean);
        Vector3d[] points = [new(0.5, 0, 0.5), .. General]; // not Γ, where rounding mixes the acoustic modes
        PhononModes halves = PhononSolver.Solve(constants, points), whole = PhononSolver.Solve(new Whole(constants), points);
        Assert.True(halves.Energies.Zip(whole.Energies, (x, y) => Math.Abs(x - y)).Max() < 1e-9 * whole.Energies.Max());
        Assert.True(halves.Eigenvectors.Zip(whole.Eigenvectors, (x, y) => Complex.Abs(x - y)).Max() < 1e-7);
    }

    [Fact]
    public void EvaluateTowardsGamma_IsTheLimitOfSmallWaveVectors()
    {
        ForceConstants constants = Read("quartz", SumRule.Projection, IndexSymmetry.Mean);
        Vector3d q = new(1e-6, 2e-6, -3e-6);
        Complex[] near = new Complex[729], limit = new Complex[729];
        constants.Evaluate(q, near);
        constants.EvaluateTowardsGamma(q * constants.Crystal.PeriodicLattice.Reciprocal, limit);
        Assert.InRange(near.Zip(limit, (x, y) => Complex.Abs(x - y)).Max(), 0, 1e-4);
        Complex[] without = new Complex[729];
        constants.Evaluate(default, without);
        Assert.True(without.Zip(limit, (x, y) => Complex.Abs(x - y)).Max() > 1e-2);
    }

    [Fact]
    public void EvaluateWithGradient_IsTheDerivative()
    {
        const double Step = 1e-5; // 1/Å
        ForceConstants constants = Read("quartz", SumRule.Projection, IndexSymmetry.Mean);
        int square = 729;
        Complex[] matrix = new Complex[square], gradient = new Complex[3 * square], plus = new Complex[square], minus = new Complex[square];
        foreach (Vector3d q in General)
        {
            constants.EvaluateWithGradient(q, matrix, gradient);
            double largest = gradient.Max(Complex.Abs);
            for (int a = 0; a < 3; a++)
            {
                Vector3d k = Matrix3d.Identity.Row(a) * (Step / (2 * Math.PI));
                Vector3d step = constants.Crystal.PeriodicLattice.Vectors * k;
                constants.Evaluate(q + step, plus);
                constants.Evaluate(q - step, minus);
                double error = Enumerable.Range(0, square).Max(e => Complex.Abs(((plus[e] - minus[e]) / (2 * Step)) - gradient[(a * square) + e]));
                AchievedError.Check("Interpolation: gradient of D(q) with dipoles, quartz (relative)", "central differences", error / largest, 1e-6);
            }
        }
    }

    [Fact]
    public void Values_WithDipoles_ObeyTheSumRuleAtGamma()
    {
        ForceConstants constants = Read("quartz", SumRule.Projection, IndexSymmetry.Mean);
        Complex[] matrix = new Complex[729];
        constants.Evaluate(default, matrix);
        double largest = matrix.Max(Complex.Abs), worst = 0;
        for (int row = 0; row < 27; row++)
        {
            for (int b = 0; b < 3; b++)
            {
                double sum = Enumerable.Range(0, 9).Sum(j => matrix[(row * 27) + (3 * j) + b].Real * Math.Sqrt(constants.Crystal.Masses[j]));
                worst = Math.Max(worst, Math.Abs(sum));
            }
        }

        AchievedError.Check("Interpolation: acoustic sum rule with dipoles, quartz (relative)", "zero", worst / largest, Rounding);
    }

    static Complex[] Dipoles(ForceConstants constants, double? terms, out double largest, int largestTable = 100)
    {
        Crystal crystal = constants.Crystal;
        DipoleInteraction dipoles = new(crystal, constants.Options.Charges!, DipoleSum.Ewald, terms, largestTable);
        LatticeSeries series = dipoles.Series(crystal.Masses);
        List<Complex> all = [];
        foreach (Vector3d q in General)
        {
            Complex[] plain = new Complex[9 * crystal.AtomCount * crystal.AtomCount];
            DipoleTailRemoval.Plain(crystal, dipoles, series, q, plain);
            all.AddRange(plain);
        }

        largest = all.Max(Complex.Abs);
        return [.. all];
    }

    static void CheckTail(string material, ForceConstants total, ForceConstants given)
    {
        double error = Enumerable.Range(0, total.ShortRanged.Length).Max(k => Math.Abs(total.ShortRanged[k] - given.ShortRanged[k]));
        AchievedError.Check($"Interpolation: removal of dipoles, {material} (eV/Å²)", "Euphonic", error, TailTolerance);
        double dipoles = Enumerable.Range(0, total.ShortRanged.Length).Max(k => Math.Abs(total.ShortRanged[k] - total.Values[k]));
        Assert.True(dipoles > 1e-2);
    }

    static ForceConstants Read(string material, SumRule rule, IndexSymmetry asymmetry) =>
        EuphonicReference.ForceConstants(material, new() { Dipoles = DipoleTail.Removed, SumRule = rule, Asymmetry = asymmetry });

    // FORCE_CONSTANTS of phonopy, compact, whose supercell order is ours; the charges of BORN with its factor of 14.4.
    static ForceConstants Phonopy(ForceConstantsOptions options)
    {
        ForceConstants other = EuphonicReference.ForceConstants("NaCl", new() { Dipoles = DipoleTail.Removed });
        BornCharges charges = other.Options.Charges!;
        charges = options.DipoleSum == DipoleSum.Reciprocal ? charges.WithCoulombEnergy(14.4) : charges;
        string text = File.ReadAllText(TestData.Shared("peer-data/euphonic/phonopy_files/NaCl/FORCE_CONSTANTS_nacl"));
        double[] words = Array.ConvertAll(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), w => double.Parse(w, CultureInfo.InvariantCulture));
        double[] values = new double[9 * 8 * 64];
        for (int pair = 0; pair < 8 * 64; pair++)
        {
            for (int k = 0; k < 9; k++)
            {
                values[(((((3 * (pair / 64)) + (k / 3)) * 64) + (pair % 64)) * 3) + (k % 3)] = words[2 + (11 * pair) + 2 + k];
            }
        }

        return new(other.Supercell, values, options with { Charges = charges });
    }

    static double[] MilliElectronVolts(PhononModes modes) => Array.ConvertAll(modes.Energies, e => 1000 * e);

    // The same matrices, of which the solver does not know that they are Hermitian.
    sealed class Whole(ForceConstants constants) : IDynamicalMatrix
    {
        public Crystal Crystal => constants.Crystal;

        public int BlockSize => constants.BlockSize;

        public void Evaluate(Vector3d q, Span<Complex> matrix) => constants.Evaluate(q, matrix);

        // Rounding depends on how many are evaluated together.
        public void EvaluateBlock(ReadOnlySpan<Vector3d> qPoints, Span<Complex> matrices) => constants.EvaluateBlock(qPoints, matrices);
    }
}
