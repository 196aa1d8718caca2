using InsCore.Relaxation;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Relaxation;

public class EnthalpySurfaceTests
{
    // Central differences with a step of 1e-4 of an energy of some 10 eV: rounding 1e-11, truncation 1e-8.
    const double Step = 1e-4, DifferenceTolerance = 1e-6;

    [Theory]
    [InlineData(0.0)]
    [InlineData(7.0)]
    public void Gradient_AwayFromTheReference_IsTheSlopeOfTheEnthalpy(double pressure)
    {
        EnthalpySurface surface = Surface(new RelaxationOptions { Pressure = pressure, KeepSymmetry = false });
        double[] coordinates = Somewhere(surface);
        double[] gradient = surface.Evaluate(coordinates, default).Gradient;
        for (int k = 0; k < surface.Size; k++)
        {
            double slope = (Enthalpy(surface, coordinates, k, Step) - Enthalpy(surface, coordinates, k, -Step)) / (2 * Step);
            AchievedError.Check(
                "Relaxation: gradient of the enthalpy (eV)", "central differences, 0 and 7 GPa", Math.Abs(slope - gradient[k]), DifferenceTolerance);
        }
    }

    [Fact]
    public void Enthalpy_IsEnergyPlusPressureTimesVolume()
    {
        EnthalpySurface surface = Surface(new RelaxationOptions { Pressure = 3 });
        SurfacePoint point = surface.Evaluate(Somewhere(surface), default);
        Assert.Equal(
            point.Result.Energy + (3 / Constants.EvPerCubicAngstromInGpa * point.Crystal.Volume), point.Enthalpy, 1e-12);
    }

    [Fact]
    public void Gradient_FixedCell_HasNoStrainPart()
    {
        EnthalpySurface surface = Surface(new RelaxationOptions { RelaxCell = false });
        Assert.All(surface.Evaluate(new double[surface.Size], default).Gradient[^6..], g => Assert.Equal(0, g));
    }

    [Fact]
    public void Evaluate_CollapsedCell_Throws()
    {
        EnthalpySurface surface = Surface(new RelaxationOptions());
        double[] coordinates = new double[surface.Size];
        coordinates[^6] = -1.2;
        Assert.Contains("volume", Assert.Throws<InsNumericalException>(() => surface.Evaluate(coordinates, default)).Message);
    }

    static EnthalpySurface Surface(RelaxationOptions options)
    {
        Crystal crystal = RelaxationCases.Triclinic();
        return new EnthalpySurface(crystal, SpaceGroup.Trivial(crystal), AnalyticPotential.Organic, options);
    }

    static double[] Somewhere(EnthalpySurface surface)
    {
        Random random = new(5);
        double[] coordinates = new double[surface.Size];
        for (int k = 0; k < coordinates.Length; k++)
        {
            coordinates[k] = 0.1 * (random.NextDouble() - 0.5);
        }

        return coordinates;
    }

    static double Enthalpy(EnthalpySurface surface, double[] coordinates, int k, double step)
    {
        double[] moved = [.. coordinates];
        moved[k] += step;
        return surface.Evaluate(moved, default).Enthalpy;
    }
}
