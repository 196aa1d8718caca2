using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Relaxation;

/// <summary>The example crystals from their structure at 0 GPa, against relaxations by the reference implementation.</summary>
public class DefaultModelRelaxationTests
{
    // Stated with the reference. Achieved: 4e-5 Å and 1e-7 eV, the latter because its GPa is that of CODATA 2014 (8e-9 of P V).
    const double LengthTolerance = 1e-3, EnthalpyTolerance = 1e-5;

    // Steps are 10 and 14; without the springs 32 and 60.
    const int MostEvaluations = 25;

    static readonly Lazy<MacePotential> Potential = new(() => MacePotential.Load());

    [Theory]
    [InlineData("pbcn", "Pbcn", 0.0, 10.883531226065385, 7.883968859907823, 8.082314742762362, -2225.6630443313334)]
    [InlineData("pbcn", "Pbcn", 1.5, 10.683472955885518, 7.624737664626367, 7.845299369998117, -2219.445957970607)]
    [InlineData("pbca", "Pbca", 0.0, 11.056885800024205, 15.647455087547309, 8.192807072585852, -4451.185084818451)]
    [InlineData("pbca", "Pbca", 1.5, 10.689739413560815, 15.074333395655687, 8.052861455526445, -4438.532497166255)]
    public void Run_ExampleCrystal_IsTheReferenceStructure(
        string file, string symbol, double pressure, double a, double b, double c, double enthalpy)
    {
        RelaxationResult result = Relax(file, new RelaxationOptions { Pressure = pressure });
        Vector3d lengths = result.Crystal.PeriodicLattice.Lengths;
        Check("cell lengths (Å)", Math.Abs(a - lengths.X), LengthTolerance);
        Check("cell lengths (Å)", Math.Abs(b - lengths.Y), LengthTolerance);
        Check("cell lengths (Å)", Math.Abs(c - lengths.Z), LengthTolerance);
        Check("enthalpy of the cell (eV)", Math.Abs(enthalpy - result.Enthalpy), EnthalpyTolerance);
        Assert.Equal(pressure, result.Pressure, 0.01);
        Assert.InRange(result.Evaluations, 1, MostEvaluations);
        if (result.SpaceGroupBefore.Warning is null)
        {
            Assert.Equal((symbol, symbol), (result.SpaceGroupBefore.Symbol, result.SpaceGroupAfter.Symbol));
        }
    }

    static void Check(string quantity, double error, double tolerance) => AchievedError.Check(
        $"Relaxation: {quantity}", "reference implementation, 2 crystals × 2 pressures", error, tolerance);

    [Fact]
    public void Run_StoppedAndResumed_IsTheUninterruptedRun()
    {
        using TemporaryFolder folder = new();
        RelaxationOptions options = new() { Pressure = 1.5, Checkpoint = folder.File("relax.json") };
        RelaxationResult whole = Relax("pbcn", options with { Checkpoint = null });
        Assert.Throws<InsNumericalException>(() => Relax("pbcn", options with { MaximumSteps = 5 }));
        RelaxationResult resumed = Relax("pbcn", options);
        Assert.Equal((whole.Steps, whole.Evaluations), (resumed.Steps, resumed.Evaluations));
        Assert.Equal(whole.Enthalpy, resumed.Enthalpy);
        Assert.Equal(whole.Crystal.Positions.ToArray(), resumed.Crystal.Positions.ToArray());
    }

    [Fact]
    public void Run_TightTolerances_AreReachedAboveTheRoundingOfTheModel()
    {
        RelaxationOptions options = new() { Pressure = 1.5, ForceTolerance = 1e-6, StressTolerance = 1e-5 };
        RelaxationResult result = Relax("pbcn", options);
        Assert.True(result.LargestForce <= 1e-6);
        Assert.Equal(1.5, result.Pressure, 1e-5);
    }

    [Fact]
    public void Run_SinglePrecision_IsTheStructureOfDoublePrecision()
    {
        RelaxationOptions options = new() { Pressure = 1.5 };
        RelaxationResult expected = Relax("pbcn", options);
        RelaxationResult result = Relax("pbcn", options, MacePotential.Load(precision: Precision.Float32));
        Vector3d difference = result.Crystal.PeriodicLattice.Lengths - expected.Crystal.PeriodicLattice.Lengths;
        AchievedError.Check("Relaxation: cell in float32 (Å)", "InsCore in float64", difference.Norm, LengthTolerance);
        Assert.InRange(result.LargestForce, 0, options.ForceTolerance);
        Assert.Equal(1.5, result.Pressure, options.StressTolerance);
        Assert.InRange(result.Evaluations, 1, MostEvaluations);
    }

    static RelaxationResult Relax(string file, RelaxationOptions options, MacePotential? potential = null)
    {
        Crystal start = StructureFile.Read(Path.Combine(TestData.Root, "examples", "diiodothiophene", $"dit-{file}.cif"));
        return CrystalRelaxation.Run(start, potential ?? Potential.Value, options, null, TestContext.Current.CancellationToken);
    }
}
