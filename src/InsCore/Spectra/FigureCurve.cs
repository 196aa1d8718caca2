namespace InsCore.Spectra;

/// <summary>A curve of a figure.</summary>
/// <param name="Label">What the legend says; empty for nothing.</param>
/// <param name="X">[n].</param>
/// <param name="Y">[n].</param>
/// <param name="Style">How it is drawn.</param>
public sealed record FigureCurve(string Label, double[] X, double[] Y, CurveStyle Style = CurveStyle.Line)
{
    /// <summary>Which colour of the palette; null for the curve's place in its panel.</summary>
    public int? Colour { get; init; }
}
