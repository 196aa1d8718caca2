namespace InsCore.Scattering;

/// <summary>Which of the two neutron energies a spectrometer fixes.</summary>
public enum InstrumentGeometry
{
    /// <summary>The final energy, by analyser crystals; a white beam comes in.</summary>
    Indirect,

    /// <summary>The incident energy, by choppers or a monochromator; all final energies are counted.</summary>
    Direct,
}
