namespace InsCore.Scattering.Compatibility;

/// <summary>Fits by which Euphonic chooses the ratio of neighbouring kernel widths for an error allowed.</summary>
public enum EuphonicWidthFit
{
    /// <summary>Chebyshev polynomial in the logarithm of the error, from 10⁻⁴ to 0.1 (default).</summary>
    ChebyLog,

    /// <summary>Cubic in the error, of earlier versions.</summary>
    Cubic,
}
