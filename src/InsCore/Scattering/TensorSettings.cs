namespace InsCore.Scattering;

/// <summary>How modes become spectral tensors.</summary>
/// <param name="Temperature">T ≥ 0, K.</param>
/// <param name="Imaginary">What to do with imaginary modes.</param>
/// <param name="LowestEnergy">See <see cref="ScatteringOptions.LowestEnergy"/>, cm⁻¹.</param>
/// <param name="BinWidth">Width of the bins between which sticks are shared, eV; 0 to keep every stick.</param>
internal readonly record struct TensorSettings(double Temperature, ImaginaryModes Imaginary, double LowestEnergy, double BinWidth);
