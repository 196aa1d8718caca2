using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>Puts together what the sweeps leave on edges and atoms.</summary>
internal static class EdgeSums
{
    /// <summary>Energy, forces and strain gradient.</summary>
    /// <param name="model">The model.</param>
    /// <param name="head">Which of its heads.</param>
    /// <param name="graph">Edges.</param>
    /// <param name="elements">[nAtoms], row of each atom's element in the model's tables.</param>
    /// <param name="interaction">[nAtoms], interaction energy, scaled, eV.</param>
    /// <param name="edgeGradients">dE/dr_e, [nEdges], eV/Å.</param>
    public static PotentialResult Collect(
        MaceModel model, int head, NeighbourList graph, int[] elements, ReadOnlySpan<double> interaction, ReadOnlySpan<Vector3d> edgeGradients)
    {
        double[] energies = interaction.ToArray();
        double total = 0;
        for (int i = 0; i < energies.Length; i++)
        {
            energies[i] += model.AtomicEnergies[head][elements[i]] + model.Shift[head];
            total += energies[i];
        }

        Vector3d[] forces = new Vector3d[energies.Length];
        Matrix3d strain = default;
        for (int i = 0; i < energies.Length; i++)
        {
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                // r_e = x_i - x_j + S·cell and, under strain, dr = ε r.
                Vector3d gradient = edgeGradients[e];
                forces[i] -= gradient;
                forces[graph.Sender[e]] += gradient;
                strain += Matrix3d.Outer(graph.Vector[e], gradient);
            }
        }

        return new PotentialResult(total, energies, forces, 0.5 * (strain + strain.Transpose));
    }
}
