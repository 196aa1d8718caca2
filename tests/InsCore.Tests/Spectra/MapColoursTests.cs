using InsCore.Spectra;
using Xunit;

namespace InsCore.Tests.Spectra;

public class MapColoursTests
{
    // What lies beside a Bragg reflection, 10⁴ times as bright as the strong branches of which one is twice the other, and darkness.
    static readonly double[] Crystal = [1e4, 2, 1, .. Enumerable.Repeat(1e-3, 2000), double.NaN, 0, 0];

    [Fact]
    public void Log_BraggReflectionAndBranches_KeepsBranchesApart()
    {
        MapColours colours = new(MapScale.Log, [.. Crystal, .. Enumerable.Repeat(2.0, 100)]);
        (double low, double high) = colours.Range;

        Assert.Equal(4, high - low, 1e-12);
        Assert.Equal(Math.Log10(2), colours.Place(2) - colours.Place(1), 1e-12);
        Assert.InRange(colours.Place(1), low + 1, high - 0.1);
        Assert.Equal(low, colours.Place(0));
        Assert.True(double.IsNaN(colours.Place(double.NaN)));
        Assert.Contains("0.1 % clipped, maximum 1E+04", colours.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Linear_Clips_AndSaysSo()
    {
        MapColours colours = new(MapScale.Linear, Crystal);

        Assert.Equal((0, 1e-3), colours.Range);
        Assert.Equal("brightest 2 % clipped, maximum 1E+04", colours.Words);
        Assert.Null(colours.Labels);
    }

    [Fact]
    public void Sqrt_ReachesTheMaximum_WithLabelsWhereTheyBelong()
    {
        MapColours colours = new(MapScale.Sqrt, [0, 4, 25]);

        Assert.Equal((0, 5), colours.Range);
        Assert.All(colours.Labels!, l => Assert.Equal(double.Parse(l.Text, System.Globalization.CultureInfo.InvariantCulture), l.Place * l.Place, 1e-9));
        Assert.True(colours.Labels!.Count >= 4);
    }

    [Fact]
    public void Difference_ReachesTheLargestDeviation_ToBothSides()
    {
        MapColours colours = new(MapScale.Sqrt, [.. Enumerable.Repeat(9e-5, 1000), 2.3e-4, double.NaN], isSigned: true);

        Assert.Equal((-Math.Sqrt(2.3e-4), Math.Sqrt(2.3e-4)), colours.Range);
        Assert.Equal(-colours.Place(9e-5), colours.Place(-9e-5));
        Assert.True(double.IsNaN(colours.Place(double.NaN)));
        Assert.Equal("square-root scale to both sides of zero", colours.Words);
        double[] values = [.. colours.Labels!.Select(l => double.Parse(l.Text, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(values.Order(), values);
        Assert.Contains(-2e-4, values);
        Assert.All(colours.Labels!, l => Assert.Equal(double.Parse(l.Text, System.Globalization.CultureInfo.InvariantCulture), Math.Sign(l.Place) * l.Place * l.Place, 1e-9));
    }

    [Theory]
    [InlineData(MapScale.Linear)]
    [InlineData(MapScale.Sqrt)]
    [InlineData(MapScale.Log)]
    public void Dark_AnyScale_HasARange(MapScale scale)
    {
        foreach (double[] dark in (double[][])[[], [0, 0], [double.NaN]])
        {
            (double low, double high) = new MapColours(scale, dark).Range;
            Assert.True(double.IsFinite(low) && low < high);
        }
    }
}
