namespace InsCore.Spectra;

/// <summary>A panel of a figure: axes and curves.</summary>
/// <param name="XLabel">Quantity and unit of the abscissa.</param>
/// <param name="YLabel">Quantity and unit of the ordinate.</param>
/// <param name="Curves">The curves.</param>
public sealed record FigurePanel(string XLabel, string YLabel, IReadOnlyList<FigureCurve> Curves)
{
    /// <summary>Height relative to a usual panel.</summary>
    public double Height { get; init; } = 1;
}
