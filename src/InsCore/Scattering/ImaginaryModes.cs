namespace InsCore.Scattering;

/// <summary>What to do with modes of imaginary frequency.</summary>
public enum ImaginaryModes
{
    /// <summary>Leave them out and warn (default).</summary>
    Exclude,

    /// <summary>Use the absolute value.</summary>
    Absolute,

    /// <summary>Refuse to go on.</summary>
    Error,
}
