namespace InsCore.Studies;

/// <summary>Everything computed at one pressure.</summary>
/// <param name="Relaxed">The structure.</param>
/// <param name="Phonons">Its phonons.</param>
/// <param name="Spectrum">Its spectrum.</param>
public sealed record PressurePoint(RelaxedStructure Relaxed, PhononResult Phonons, SpectrumResult Spectrum);
