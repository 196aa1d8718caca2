using InsCore.Spectra;
using Xunit;

namespace InsCore.Tests.Spectra;

public class DispersionFigureTests
{
    static readonly double[] Energies = [.. Enumerable.Range(-30, 200).Select(k => k + 0.5)];

    [Theory]
    [InlineData(double.NaN, 0)] // no imaginary mode: what broadening carries below zero is not shown
    [InlineData(-20, -29.5)]
    public void Densities_BeginBelowZero_WithImaginaryModesAlone(double imaginary, double start)
    {
        double Line(double energy, double at) => double.IsNaN(at) ? 0 : Math.Exp(-0.5 * Math.Pow((energy - at) / 4, 2));
        double[] density = Array.ConvertAll(Energies, e => Line(e, 2) + Line(e, 80) + (0.01 * Line(e, imaginary)));
        Assert.Equal(start, DispersionFigure.Start([("total", Energies, density), ("H", Energies, new double[Energies.Length])]));
    }
}
