namespace InsCore.Comparison;

/// <summary>Kinds of background under a measured spectrum.</summary>
public enum BackgroundKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A polynomial of low degree.</summary>
    Polynomial,

    /// <summary>The lower envelope, a cubic spline with few knots.</summary>
    Smooth,
}
