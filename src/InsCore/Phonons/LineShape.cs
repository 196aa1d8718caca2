namespace InsCore.Phonons;

/// <summary>What is put in place of a mode.</summary>
public enum LineShape
{
    /// <summary>A normal distribution.</summary>
    Gaussian,

    /// <summary>A Cauchy distribution.</summary>
    Lorentzian,
}
