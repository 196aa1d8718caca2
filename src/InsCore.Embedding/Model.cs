using InsCore.Potentials;

namespace InsCore.Embedding;

/// <summary>A loaded model.</summary>
/// <param name="Potential">Evaluates it.</param>
/// <param name="Threads">Threads of each call; 0 for all cores.</param>
internal sealed record Model(MacePotential Potential, int Threads);
