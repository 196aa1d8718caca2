namespace InsCore.Scattering.Compatibility;

/// <summary>The broadening schemes of AbINS.</summary>
public enum AbinsBroadeningScheme
{
    /// <summary>Histograms as they are.</summary>
    None,

    /// <summary>The value of the Gaussian at the centre of each bin, times the width of a bin.</summary>
    Gaussian,

    /// <summary>The integral of the Gaussian over each bin.</summary>
    Normal,

    /// <summary>As <see cref="Gaussian"/>, within a window of three of the largest standard deviations.</summary>
    GaussianTruncated,

    /// <summary>As <see cref="Normal"/>, within a window of three of the largest standard deviations.</summary>
    NormalTruncated,

    /// <summary>A mixture of spectra broadened with few widths, √2 apart, by the width at the bin of the result (AbINS' choice for histograms; default).</summary>
    Interpolate,

    /// <summary>As <see cref="Interpolate"/>, with widths a factor 2 apart.</summary>
    InterpolateCoarse,

    /// <summary>InsCore's: each bin with the width at its own energy, the integral over bins, nothing cut off.</summary>
    Exact,
}
