using InsCore.Kernels;

namespace InsCore.Potentials;

/// <summary>Several structures whose pairs are known, and where their results go.</summary>
/// <param name="Items">Pairs within the cutoff; [nAtoms], row of each atom's element in the model's tables; results.</param>
internal sealed record PotentialBatch((NeighbourList Graph, int[] Elements, PotentialArrays Results)[] Items);
