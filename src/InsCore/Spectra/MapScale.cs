namespace InsCore.Spectra;

/// <summary>How the colours of a map follow the intensities.</summary>
public enum MapScale
{
    /// <summary>In proportion, the brightest two hundredths of the bins clipped: for powders, whose intensities vary smoothly.</summary>
    Linear,

    /// <summary>As the square root, up to the largest intensity.</summary>
    Sqrt,

    /// <summary>As the logarithm over four decades, the brightest thousandth of the bins clipped: for single crystals, whose intensity lies in sharp branches.</summary>
    Log,
}
