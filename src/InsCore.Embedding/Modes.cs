using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Embedding;

/// <summary>Modes on a mesh.</summary>
/// <param name="Phonons">Energies and eigenvectors.</param>
/// <param name="Group">The group that reduced the mesh.</param>
/// <param name="Threads">Threads of each call; 0 for all cores.</param>
internal sealed record Modes(PhononModes Phonons, SpaceGroup Group, int Threads);
