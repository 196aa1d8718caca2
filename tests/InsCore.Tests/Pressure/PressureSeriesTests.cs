using InsCore.Pressure;
using InsCore.Structures;
using InsCore.Studies;
using InsCore.TestSupport;
using InsCore.Tests.Relaxation;
using Xunit;

namespace InsCore.Tests.Pressure;

public sealed class PressureSeriesTests
{
    const double SlopeTolerance = 1e-3; // relative: quadratics in ln V for exponentials of V

    [Fact]
    public void Plan_StartsNearZero_AndGoesOnFromTheNearest()
    {
        Assert.Equal([(0.5, null), (1.0, 0.5), (2.0, 1.0), (-1.0, 0.5)], PressureOrder.Plan([2.0, -1.0, 0.5, 1.0]).Select(p => (p.Pressure, p.From)));
        Assert.Empty(PressureOrder.Plan([]));
    }

    [Fact]
    public void Return_ComesBackFromBothEnds()
    {
        Assert.Equal([(1.0, 2.0), (0.0, 1.0)], PressureOrder.Return([0.0, 1.0, 2.0]));
        Assert.Equal([(0.0, 1.0), (-1.0, -2.0)], PressureOrder.Return([1.0, 0.0, -1.0, -2.0]));
        Assert.Equal([(-1.0, -2.0), (0.0, -1.0)], PressureOrder.Return([0.0, -1.0, -2.0]));
        Assert.Empty(PressureOrder.Return([1.5]));
    }

    [Fact]
    public void Ranges_HoldTheirEnds_AndRoundNumbers()
    {
        Assert.Equal([0, 0.1, 0.2, 0.3], NumberList.Parse("p", "0:0.3:0.1"));
        Assert.Equal([-1, 0, 2, 1.5], NumberList.Parse("p", "-1, 0 2:1.5:-0.5"));
        Assert.Equal([0, 0.4], NumberList.Parse("p", "0:0.5:0.4"));
    }

    [Theory]
    [InlineData("0:1")]
    [InlineData("0:1:-0.1")]
    [InlineData("0:1:0")]
    [InlineData("1:1:nan")]
    [InlineData("0:1e9:1e-9")]
    [InlineData("1.5GPa")]
    [InlineData("0:1:0.1:2")]
    public void BadRanges_AreRefusedInOneLine(string text)
    {
        InsInputException e = Assert.Throws<InsInputException>(() => NumberList.Parse("--pressure", text));
        Assert.StartsWith("--pressure", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TriclinicCompression_HasTheTensorItWasMadeWith()
    {
        // Every lattice vector turns and shrinks: A(s) = A₀ exp(K s) with tr K = 1, whatever the rotation in K.
        Matrix3d k = new(0.5, 0.1, 0.05, -0.02, 0.3, 0.07, 0.15, 0.01, 0.2), start = Lattice.FromParameters(new(5, 7, 9), new(80, 95, 110)).Vectors;
        Crystal[] crystals = [.. Enumerable.Range(0, 6).Select(i => new Crystal(new Lattice(start * Exponential((-0.01 * i) * k)), [6], [default]))];
        CellCompression compression = CellCompression.Fit(crystals);
        double bulk = 12.5;
        foreach (Crystal crystal in crystals)
        {
            AxialCompressibility c = compression.At(1, crystal.Volume, bulk);
            Matrix3d expected = 0.5 * (1e3 / bulk) * (k + k.Transpose), difference = c.Tensor - expected;
            double worst = Enumerable.Range(0, 9).Max(n => Math.Abs(difference[n / 3, n % 3]));
            AchievedError.Check("Pressure: tensor of linear compressibility, triclinic (relative)", "closed form", worst / expected.Trace, SlopeTolerance);

            // Lengths and angles move as the tensor says.
            Vector3d a = (1 / crystal.PeriodicLattice.Vectors.Row0.Norm) * crystal.PeriodicLattice.Vectors.Row0;
            Assert.Equal(Vector3d.Dot(a, c.Tensor * a), c.Axes.X, 1e-2);
            Lattice near = new(crystal.PeriodicLattice.Vectors * Exponential(-1e-5 * k));
            Assert.Equal((near.Angles.Z - crystal.PeriodicLattice.Angles.Z) / (1e-5 * bulk), c.Angles.Z, 1e-2);
        }

        Assert.Equal(crystals[2].Volume, new Lattice(compression.LatticeAt(crystals[2].Volume)).Volume, 1e-9);
    }

    [Fact]
    public void AChangeOfSpaceGroup_IsReported_AndNoFitReachesAcrossIt()
    {
        SeriesPoint[] points =
        [
            .. Enumerable.Range(0, 4).Select(i => Point(0.5 * i, RelaxationCases.Fcc(5.3 - (0.02 * i)))),
            .. Enumerable.Range(4, 4).Select(i => Point(0.5 * i, Stretched(5.2 - (0.02 * i)))),
        ];
        PressureSeries series = PressureSeries.Of(points);
        Assert.SkipWhen(SpaceGroup.Find(points[0].Crystal).Number == 1, "spglib is not installed");
        Assert.Equal(["Fm-3m (225)", "I4/mmm (139)"], series.Segments.Select(s => s.SpaceGroup));
        Assert.False(series.Symmetry.IsSteady);
        Assert.Contains(series.Warnings, w => w.Contains("between 1.5 and 2 GPa", StringComparison.Ordinal) && w.Contains("I4/mmm", StringComparison.Ordinal));
        Assert.All(series.Segments, s => Assert.Equal(4, s.Points.Count));
        Assert.Same(series.Segments[1], series.SegmentOf(3));
    }

    [Fact]
    public void Hysteresis_IsFlagged_OnlyBeyondWhatTheRelaxationsLeaveOpen()
    {
        SeriesPoint[] there = [.. Enumerable.Range(0, 4).Select(i => EquationOfStateTests.Relaxed(0.5 * i))];
        SeriesPoint Back(int i, double scale, double pressure) => there[i] with
        {
            Crystal = RelaxationCases.Fcc(there[i].Crystal.PeriodicLattice.Lengths.X * scale), Pressure = there[i].Pressure + pressure,
        };
        Assert.False(PressureSeries.Of(there, [Back(1, 1, 0)]).Hysteresis!.IsOpen);
        Assert.True(PressureSeries.Of(there, [Back(1, 1.001, 0)]).Hysteresis!.IsOpen);

        // A volume that differs because the stress left differs is the same structure.
        double bulk = PressureSeries.Of(there).Segments[0].Equation!.BulkModulusAt(there[2].Volume), strain = 0.003;
        Assert.False(PressureSeries.Of(there, [Back(2, 1 - (strain / 3), strain * bulk)]).Hysteresis!.Points[0].VolumeDifference is > 1e-4 or < -1e-4);
        Assert.True(PressureSeries.Of(there, [there[0] with { Enthalpy = there[0].Enthalpy + 1e-3 }]).Hysteresis!.IsOpen);
    }

    static SeriesPoint Point(double pressure, Crystal crystal) => new(pressure, pressure, 0, -1 + (0.01 * pressure * pressure), 0, crystal);

    static Crystal Stretched(double a)
    {
        Crystal fcc = RelaxationCases.Fcc(a);
        Matrix3d f = Matrix3d.Diagonal(1, 1, 1.02);
        return fcc.With(new Lattice(fcc.PeriodicLattice.Vectors * f), Array.ConvertAll(fcc.Positions.ToArray(), x => x * f));
    }

    static Matrix3d Exponential(Matrix3d m)
    {
        Matrix3d sum = Matrix3d.Identity, term = Matrix3d.Identity;
        for (int n = 1; n < 20; n++)
        {
            term = (1.0 / n) * (term * m);
            sum += term;
        }

        return sum;
    }
}
