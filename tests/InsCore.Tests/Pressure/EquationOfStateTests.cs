using InsCore.Potentials;
using InsCore.Pressure;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Relaxation;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Pressure;

public sealed class EquationOfStateTests
{
    const double DerivativeTolerance = 1e-9;    // relative: central differences, extrapolated
    const double FitTolerance = 1e-7;           // relative: what is left of exact data by differences in the fit
    const double FormTolerance = 0.01;          // relative: argon-like crystals follow either form no better

    public static TheoryData<EquationOfStateForm> Forms => [.. Enum.GetValues<EquationOfStateForm>()];

    [Theory, MemberData(nameof(Forms))]
    public void Pressure_IsTheSlopeOfTheEnergy_AndTheBulkModulusThatOfThePressure(EquationOfStateForm form)
    {
        EquationOfState e = Example(form);
        foreach (double ratio in new[] { 0.6, 0.8, 0.97, 1.0, 1.03, 1.1 })
        {
            double v = ratio * e.Volume;
            double pressure = -Constants.EvPerCubicAngstromInGpa * Slope(e.EnergyAt, v), bulk = -v * Slope(e.PressureAt, v);
            AchievedError.Check("Pressure: P = -dE/dV and B = -V dP/dV of the forms (relative)", "differences", Math.Abs(pressure - e.PressureAt(v)) / e.BulkModulus, DerivativeTolerance);
            AchievedError.Check("Pressure: P = -dE/dV and B = -V dP/dV of the forms (relative)", "differences", Math.Abs(bulk - e.BulkModulusAt(v)) / e.BulkModulus, DerivativeTolerance);
            Assert.Equal(v, e.VolumeAt(e.PressureAt(v)), 1e-8);
        }

        Assert.Equal(0, e.PressureAt(e.Volume), 1e-12);
        Assert.Equal(e.BulkModulus, e.BulkModulusAt(e.Volume), 1e-10);
        double derivative = Slope(e.BulkModulusAt, e.Volume) / Slope(e.PressureAt, e.Volume);
        Assert.Equal(e.BulkDerivative, derivative, 1e-6);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Fit_OfExactData_GivesTheParametersBack(EquationOfStateForm form)
    {
        EquationOfState e = Example(form);
        double[] volumes = [.. Enumerable.Range(0, 7).Select(i => e.Volume * (1.01 - (0.015 * i)))];
        EquationOfState p = EquationOfStateFit.ToPressures(form, volumes, Array.ConvertAll(volumes, e.PressureAt));
        EquationOfState energy = EquationOfStateFit.ToEnergies(form, volumes, Array.ConvertAll(volumes, e.EnergyAt));
        foreach (EquationOfState fit in new[] { p, energy })
        {
            double error = Math.Max(Math.Abs((fit.Volume / e.Volume) - 1), Math.Max(Math.Abs((fit.BulkModulus / e.BulkModulus) - 1), Math.Abs((fit.BulkDerivative / e.BulkDerivative) - 1)));
            AchievedError.Check("Pressure: fits of exact data give V₀, B₀, B₀′ back (relative)", "the parameters", error, fit.Energy is null ? FitTolerance : 100 * FitTolerance);
        }

        Assert.Equal(e.Energy!.Value, energy.Energy!.Value, 1e-9);
    }

    [Fact]
    public void StandardErrors_AreTheScatterOfManyFits()
    {
        EquationOfState e = Example(EquationOfStateForm.Vinet);
        double[] volumes = [.. Enumerable.Range(0, 9).Select(i => e.Volume * (1.0 - (0.012 * i)))];
        Random random = new(7);
        List<double> bulk = [], claimed = [];
        for (int n = 0; n < 400; n++)
        {
            double[] pressures = [.. volumes.Select(v => e.PressureAt(v) + (0.005 * Normal(random)))];
            EquationOfState fit = EquationOfStateFit.ToPressures(EquationOfStateForm.Vinet, volumes, pressures);
            bulk.Add(fit.BulkModulus);
            claimed.Add(Math.Pow(fit.StandardErrors!.Value.BulkModulus, 2));
        }

        // 400 samples know their variance to 7 %.
        double mean = bulk.Average(), variance = bulk.Average(b => (b - mean) * (b - mean));
        Assert.InRange(claimed.Average() / variance, 0.8, 1.25);
        Assert.InRange(mean, e.BulkModulus - 0.05, e.BulkModulus + 0.05);
    }

    [Fact]
    public void Fit_OfAnArgonLikeCrystal_HasItsBulkModulus()
    {
        SeriesPoint[] points = [.. new[] { 0, 0.5, 1, 1.5, 2.0 }.Select(Relaxed)];
        PressureSeries series = PressureSeries.Of(points);
        EquationOfState fit = series.Segments.Single().Equation!;
        double volume = points[0].Volume;
        double bulk = -volume * Slope(v => Pressure(v), volume);
        AchievedError.Check("Pressure: B₀ of an argon-like crystal from five pressures (relative)", "its own dP/dV", Math.Abs((fit.BulkModulus / bulk) - 1), FormTolerance);

        // A cubic crystal shrinks the same way in all directions.
        foreach (AxialCompressibility c in series.Segments[0].Compressibilities)
        {
            Assert.Equal(c.Volume / 3, c.Axes.X, 1e-6);
            Assert.Equal(c.Volume / 3, c.Principal.Z, 1e-6);
            Assert.Equal(0, c.Angles.Norm, 1e-9);
            double exact = 1e3 / (-points.First(p => p.Pressure == c.Pressure).Volume * Slope(Pressure, points.First(p => p.Pressure == c.Pressure).Volume));
            Assert.Equal(exact, c.Volume, 0.03 * exact);
        }

        static double Pressure(double volume)
        {
            Crystal crystal = RelaxationCases.Fcc(Math.Cbrt(volume));
            return -Constants.EvPerCubicAngstromInGpa / 3 * AnalyticPotential.Argon.Evaluate(crystal).Stress(volume).Trace;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TooFewPressures_AreSaid_NotFitted(int count)
    {
        PressureSeries series = PressureSeries.Of([.. Enumerable.Range(0, count).Select(i => Relaxed(0.5 * i))]);
        SeriesSegment segment = series.Segments.Single();
        Assert.NotEmpty(segment.Notes);
        Assert.Equal(count == 3, segment.Equation is not null);
        Assert.Equal(count == 2, segment.MeanBulkModulus is not null);
        Assert.DoesNotContain(segment.Equations, e => e.StandardErrors is not null || e.Energy is not null);
        Assert.Throws<ArgumentException>(() => EquationOfStateFit.ToPressures(EquationOfStateForm.Vinet, [1, 2], [2, 1]));
    }

    internal static SeriesPoint Relaxed(double pressure)
    {
        InsCore.Relaxation.RelaxationResult r = InsCore.Relaxation.CrystalRelaxation.Run(
            RelaxationCases.Fcc(5.2), AnalyticPotential.Argon, new() { Pressure = pressure, StressTolerance = 1e-7, ForceTolerance = 1e-7 });
        return new(pressure, r.Pressure, 1e-7, r.Energy, r.Enthalpy, r.Crystal);
    }

    static EquationOfState Example(EquationOfStateForm form) =>
        new() { Form = form, Volume = 690, BulkModulus = 14.8, BulkDerivative = 6.3, Energy = -2225.6 };

    internal static double Slope(Func<double, double> f, double x)
    {
        double One(double s) => (f(x + s) - f(x - s)) / (2 * s);
        double h = 1e-3 * x;
        return ((4 * One(h)) - One(2 * h)) / 3;
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
