namespace InsCore.Scattering;

/// <summary>Bound scattering cross sections of an element or isotope, barn.</summary>
/// <param name="Label">Element symbol; 1H, D, T and 13C for single isotopes.</param>
/// <param name="Coherent">σ_coh, barn.</param>
/// <param name="Incoherent">σ_inc, barn.</param>
/// <param name="Total">σ_scatt as tabulated, barn; may differ from the sum in the last digit.</param>
public readonly record struct CrossSection(string Label, double Coherent, double Incoherent, double Total)
{
    /// <summary>The cross section of one weighting, barn.</summary>
    public double Value(Weighting weighting) => weighting switch
    {
        Weighting.Total => Total,
        Weighting.Incoherent => Incoherent,
        Weighting.Coherent => Coherent,
        _ => throw new ArgumentOutOfRangeException(nameof(weighting)),
    };
}
