using InsCore.Phonons.Thermodynamics;
using InsCore.Pressure;
using InsCore.TestSupport;
using InsCore.Tests.Phonons.Thermodynamics;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Pressure;

public sealed class QuasiHarmonicTests
{
    const double VolumeTolerance = 1e-5;    // relative: polynomials for powers of the volume
    const double SlopeTolerance = 1e-6;     // relative: differences of fourth order
    const double Grueneisen = 2.3, Energy = 0.008;

    // Argon-like static energies at seven pressures, and modes E (V/V₀)^-γ.
    static readonly SeriesSegment Segment = PressureSeries.Of(
        [.. new[] { -0.3, -0.15, 0, 0.3, 0.6, 0.9, 1.2 }.Select(EquationOfStateTests.Relaxed)]).Segments.Single();

    static readonly QuasiHarmonic Model = new(Segment, [.. Segment.Points.Select(p => Vibrations(p.Volume))]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(200, 0.5)]
    [InlineData(60, 1)]
    public void Volume_IsWhereStaticAndThermalPressureMeet(double temperature, double pressure)
    {
        // P = P_static + γ U/V, U the vibrational energy: Mie and Grüneisen. Solved by bisection, with the exact modes.
        double low = 0.8 * Segment.Points[^1].Volume, high = 1.2 * Segment.Points[0].Volume;
        for (int n = 0; n < 200; n++)
        {
            double v = 0.5 * (low + high);
            double thermal = Grueneisen * Vibrations(v).At(temperature).Energy / v * Constants.EvPerCubicAngstromInGpa;
            (low, high) = Segment.Equation!.PressureAt(v) + thermal > pressure ? (v, high) : (low, v);
        }

        QuasiHarmonicPoint point = Model.At(temperature, pressure);
        AchievedError.Check("Quasi-harmonic: V(T, P) (relative)", "static and Grüneisen's thermal pressure, by bisection", Math.Abs((point.Volume / low) - 1), VolumeTolerance);
        Assert.False(point.IsExtrapolated);
        Assert.True(point.Volume > Segment.Equation!.VolumeAt(pressure));
    }

    [Fact]
    public void Functions_AreDerivativesOfOneGibbsEnergy()
    {
        const double t = 120, p = 0.4;
        QuasiHarmonicPoint point = Model.At(t, p);
        double OfTemperature(Func<QuasiHarmonicPoint, double> f) => EquationOfStateTests.Slope(x => f(Model.At(x, p)), t);
        double OfPressure(Func<QuasiHarmonicPoint, double> f) => EquationOfStateTests.Slope(x => f(Model.At(t, x)), p);
        Check(-OfTemperature(x => x.GibbsEnergy), point.Entropy);
        Check(OfPressure(x => x.GibbsEnergy) * Constants.EvPerCubicAngstromInGpa, point.Volume);
        Check(OfTemperature(x => x.Volume) / point.Volume, point.ThermalExpansion);
        Check(-point.Volume / OfPressure(x => x.Volume), point.BulkModulus);
        Check(t * OfTemperature(x => x.Entropy), point.HeatCapacityPressure);
        Assert.True(point.HeatCapacityPressure > point.HeatCapacityVolume);

        // Grüneisen's relation: α = γ C_V/(V B_T).
        Assert.Equal(Grueneisen * point.HeatCapacityVolume / (point.Volume * point.BulkModulus / Constants.EvPerCubicAngstromInGpa), point.ThermalExpansion, 1e-3 * point.ThermalExpansion);

        static void Check(double actual, double expected) =>
            AchievedError.Check("Quasi-harmonic: S, V, α, B_T, C_P as derivatives of G (relative)", "differences", Math.Abs((actual / expected) - 1), SlopeTolerance);
    }

    [Fact]
    public void GroundState_HasNoExpansion_AndVolumesBeyondTheSeriesAreMarked()
    {
        Assert.Equal((0, 0, 0), (Model.At(0, 0).ThermalExpansion, Model.At(0, 0).Entropy, Model.At(0, 0).HeatCapacityPressure));
        Assert.True(Model.At(300, -0.3).IsExtrapolated);
        Assert.Throws<InsNumericalException>(() => Model.At(100, -40));
    }

    [Fact]
    public void ThreeVolumes_AreTooFew()
    {
        SeriesSegment three = PressureSeries.Of([.. Segment.Points.Take(3)]).Segments.Single();
        Assert.Throws<ArgumentException>(() => new QuasiHarmonic(three, [.. three.Points.Select(p => Vibrations(p.Volume))]));
    }

    static HarmonicThermodynamics Vibrations(double volume)
    {
        double scale = Math.Pow(volume / 130, -Grueneisen);
        return HarmonicThermodynamics.Of(HarmonicThermodynamicsTests.Modes([Energy * scale, 0.8 * Energy * scale, 1.2 * Energy * scale]));
    }
}
