namespace InsCore.Potentials;

/// <summary>How the native executor evaluates the functions of the distance.</summary>
public enum RadialMethod
{
    /// <summary>Splines: piecewise polynomials whose error is close to rounding; several times faster.</summary>
    Spline,

    /// <summary>The radial networks themselves at every distance, as the managed executor does.</summary>
    Exact,
}
