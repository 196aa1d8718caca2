using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Relaxation;

public class CrystalRelaxationTests
{
    // Lattice constants are compared to 1e-8 Å: with a bulk modulus of some GPa that takes a stress below 1e-8 GPa.
    const double LengthTolerance = 1e-8, TightStress = 1e-9, TightForce = 1e-9;

    static readonly RelaxationOptions Tight = new() { ForceTolerance = TightForce, StressTolerance = TightStress };

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.5)]
    [InlineData(20.0)]
    [InlineData(-0.3)]
    public void Run_FccUnderPressure_FindsTheMinimumOfTheEnthalpy(double pressure)
    {
        double expected = Minimum(5.0, a => Slope(RelaxationCases.Fcc(a), AnalyticPotential.Argon, pressure));
        RelaxationResult result =
            CrystalRelaxation.Run(RelaxationCases.Fcc(5.0), AnalyticPotential.Argon, Tight with { Pressure = pressure });
        Vector3d lengths = result.Crystal.PeriodicLattice.Lengths;
        Assert.All([lengths.X, lengths.Y, lengths.Z], a => CheckLength(expected, a));
        Assert.Equal(pressure, result.Pressure, 1e-8);
        Assert.True(result.Converged);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(10.0)]
    public void Run_PrimitiveRocksalt_FindsTheMinimumOfTheEnthalpy(double pressure)
    {
        double expected = Minimum(5.6, a => Slope(RelaxationCases.Rocksalt(a), RelaxationCases.Salt, pressure));
        RelaxationResult result =
            CrystalRelaxation.Run(RelaxationCases.Rocksalt(5.6), RelaxationCases.Salt, Tight with { Pressure = pressure });
        CheckLength(expected / double.Sqrt(2), result.Crystal.PeriodicLattice.Lengths.Y);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_DistortedFcc_Returns(int seed)
    {
        RelaxationOptions options =
            new() { Pressure = 1, KeepSymmetry = false, StressTolerance = 1e-7, ForceTolerance = 1e-7 };
        RelaxationResult perfect = CrystalRelaxation.Run(RelaxationCases.Fcc(5.0), AnalyticPotential.Argon, options);
        Crystal start = RelaxationCases.Distorted(RelaxationCases.Fcc(5.2), strain: 0.05, displacement: 0.2, seed);
        RelaxationResult result = CrystalRelaxation.Run(start, AnalyticPotential.Argon, options);
        Vector3d lengths = result.Crystal.PeriodicLattice.Lengths, angles = result.Crystal.PeriodicLattice.Angles;
        Assert.Equal(perfect.Enthalpy, result.Enthalpy, 1e-9);
        Assert.All([lengths.X, lengths.Y, lengths.Z], a => Assert.Equal(perfect.Crystal.PeriodicLattice.Lengths.X, a, 1e-5));
        Assert.All([angles.X, angles.Y, angles.Z], a => Assert.Equal(90, a, 1e-4));
    }

    [Fact]
    public void Run_Triclinic_ConvergesToWhatItClaims()
    {
        RelaxationOptions options = new() { Pressure = 2, ForceTolerance = 1e-6, StressTolerance = 1e-5 };
        RelaxationResult result = CrystalRelaxation.Run(RelaxationCases.Triclinic(), AnalyticPotential.Organic, options);
        PotentialResult check = AnalyticPotential.Organic.Evaluate(result.Crystal);
        Matrix3d rest = (Constants.EvPerCubicAngstromInGpa * check.Stress(result.Crystal.Volume)) + (2 * Matrix3d.Identity);
        Assert.True(check.LargestForce <= 1e-6);
        Assert.All(
            from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 3) select rest[a, b],
            component => Assert.Equal(0, component, 1e-5));
        Assert.Equal(check.Energy + (2 / Constants.EvPerCubicAngstromInGpa * result.Crystal.Volume), result.Enthalpy, 1e-10);
    }

    [Fact]
    public void Run_NeighbouringPressures_GiveThePressureAsSlopeOfTheEnergy()
    {
        // P = -dE/dV along the relaxed states; central difference over ±0.01 GPa, error of second order.
        RelaxationResult At(double pressure) =>
            CrystalRelaxation.Run(RelaxationCases.Rocksalt(5.6), RelaxationCases.Salt, Tight with { Pressure = pressure });
        RelaxationResult low = At(1.99), high = At(2.01);
        double slope = (high.Energy - low.Energy) / (high.Crystal.Volume - low.Crystal.Volume);
        Assert.Equal(2.0, -Constants.EvPerCubicAngstromInGpa * slope, 1e-4);
    }

    [Fact]
    public void Run_FixedCell_MovesTheAtomsOnlyAndReportsThePressure()
    {
        Crystal start = RelaxationCases.Triclinic();
        RelaxationResult result = CrystalRelaxation.Run(
            start, AnalyticPotential.Organic, new RelaxationOptions { RelaxCell = false, Pressure = 4 });
        Assert.Equal(start.PeriodicLattice.Vectors, result.Crystal.PeriodicLattice.Vectors);
        Assert.True(result.LargestForce <= 1e-4);
        Assert.NotEqual(4, result.Pressure, 0.1);
        Assert.Equal(-Constants.EvPerCubicAngstromInGpa / 3 * result.Stress.Trace, result.Pressure, 1e-12);
    }

    [Fact]
    public void Run_AlreadyRelaxed_MovesNothing()
    {
        RelaxationOptions options = new() { Pressure = 1, KeepSymmetry = false };
        Crystal relaxed = CrystalRelaxation.Run(RelaxationCases.Triclinic(), AnalyticPotential.Organic, options).Crystal;
        RelaxationResult again = CrystalRelaxation.Run(relaxed, AnalyticPotential.Organic, options);
        Assert.Equal((0, 1), (again.Steps, again.Evaluations));
        Assert.Equal(relaxed.Positions.ToArray(), again.Crystal.Positions.ToArray());
        Assert.Equal(relaxed.PeriodicLattice.Vectors, again.Crystal.PeriodicLattice.Vectors);
    }

    [Fact]
    public void Run_TrialsThatThePotentialRefuses_AreShortened()
    {
        WatchedPotential refusing = new(AnalyticPotential.Organic, (n, _) =>
        {
            if (n is 2 or 3 or 6)
            {
                throw new InsNumericalException("two atoms overlap");
            }
        });
        RelaxationOptions options = new() { StressTolerance = 1e-6, ForceTolerance = 1e-6 };
        RelaxationResult expected = CrystalRelaxation.Run(RelaxationCases.Triclinic(), AnalyticPotential.Organic, options);
        RelaxationResult result = CrystalRelaxation.Run(RelaxationCases.Triclinic(), refusing, options);
        Assert.Equal(expected.Enthalpy, result.Enthalpy, 1e-7);
        Assert.Equal(refusing.Evaluations, result.Evaluations);
    }

    [Fact]
    public void Run_OverlappingStart_SaysSo()
    {
        Crystal fcc = RelaxationCases.Fcc(5);
        Crystal start = fcc.With(fcc.Lattice, [new(), new(), new(2.5, 0, 2.5), new(2.5, 2.5, 0)]);
        Assert.Contains(
            "cannot be evaluated",
            Assert.Throws<InsNumericalException>(() => CrystalRelaxation.Run(start, AnalyticPotential.Argon)).Message);
    }

    [Fact]
    public void Run_TooFewSteps_SaysWhatIsLeftAndWhere()
    {
        RelaxationOptions options = new() { Pressure = 2, MaximumSteps = 3 };
        string message = Assert.Throws<InsNumericalException>(
            () => CrystalRelaxation.Run(RelaxationCases.Triclinic(), AnalyticPotential.Organic, options)).Message;
        Assert.Matches(
            @"not converged in 3 steps \(\d+ evaluations\): force .* eV/Å on atom [1-6] \((C|H|S|I)\), pressure .* GPa", message);
        RelaxationResult result = CrystalRelaxation.Run(
            RelaxationCases.Triclinic(), AnalyticPotential.Organic, options with { AllowUnconverged = true });
        Assert.Equal((false, 3), (result.Converged, result.Steps));
    }

    [Fact]
    public void Run_ForcesThatDisagreeWithTheEnergy_IsNoConvergence()
    {
        ChangedPotential reversed = new(
            AnalyticPotential.Organic,
            r => r with { Forces = Array.ConvertAll(r.Forces, f => -f), StrainGradient = -1 * r.StrainGradient });
        string message = Assert.Throws<InsNumericalException>(
            () => CrystalRelaxation.Run(RelaxationCases.Triclinic(), reversed)).Message;
        Assert.Contains("no lower enthalpy", message);
    }

    [Fact]
    public void Run_Molecule_IsRefused()
    {
        Crystal molecule = new(null, [18, 18], [new(), new(0, 0, 3.8)]);
        Assert.Throws<ArgumentException>(() => CrystalRelaxation.Run(molecule, AnalyticPotential.Argon));
    }

    [Theory]
    [InlineData(double.NaN, 1e-4)]
    [InlineData(1.0, 0.0)]
    public void Run_OptionOutOfRange_IsRefused(double pressure, double forceTolerance)
    {
        RelaxationOptions options = new() { Pressure = pressure, ForceTolerance = forceTolerance };
        Assert.Throws<ArgumentException>(() => CrystalRelaxation.Run(RelaxationCases.Fcc(5), AnalyticPotential.Argon, options));
    }

    static void CheckLength(double expected, double actual) => AchievedError.Check(
        "Relaxation: analytic crystals, lattice constant (Å)", "bisection of dH/da, -0.3 to 20 GPa", Math.Abs(expected - actual), LengthTolerance);

    // dH/da of a cubic cell of fixed shape, by the potential's own strain gradient: a dH/da = trace(W) + 3 P V.
    static double Slope(Crystal crystal, IPotential potential, double pressure) =>
        potential.Evaluate(crystal).StrainGradient.Trace + (3 * pressure / Constants.EvPerCubicAngstromInGpa * crystal.Volume);

    // Bisection within ±20 %.
    static double Minimum(double guess, Func<double, double> slope)
    {
        double low = 0.8 * guess, high = 1.1 * guess;
        Assert.True(slope(low) < 0 && slope(high) > 0);
        while (high - low > 1e-12)
        {
            double middle = 0.5 * (low + high);
            (low, high) = slope(middle) < 0 ? (middle, high) : (low, middle);
        }

        return low;
    }
}
