namespace InsCore.Spectra;

/// <summary>How a curve is drawn.</summary>
public enum CurveStyle
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A dashed line.</summary>
    Dashes,

    /// <summary>Filled points.</summary>
    Points,

    /// <summary>Open points.</summary>
    OpenPoints,

    /// <summary>Points joined by a line.</summary>
    LineAndPoints,
}
