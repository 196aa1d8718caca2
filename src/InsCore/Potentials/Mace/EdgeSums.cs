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
    /// <param name="results">Out.</param>
    public static void Collect(
        MaceModel model, int head, NeighbourList graph, int[] elements, ReadOnlySpan<double> interaction,
        ReadOnlySpan<Vector3d> edgeGradients, PotentialArrays results) =>
        Collect(model, head, [], elements, graph.First, graph.Sender, graph.Vector, interaction, edgeGradients, results);

    /// <summary>The same of atoms in another order.</summary>
    public static void Collect(
        MaceModel model, int head, OrderedGraph graph, ReadOnlySpan<double> interaction, ReadOnlySpan<Vector3d> edgeGradients,
        PotentialArrays results) =>
        Collect(
            model, head, graph.Order.Span, graph.Elements.Span, graph.First.Span, graph.Sender.Span, graph.Vector.Span, interaction,
            edgeGradients, results);

    static void Collect(
        MaceModel model, int head, ReadOnlySpan<int> order, ReadOnlySpan<int> elements, ReadOnlySpan<int> first, ReadOnlySpan<int> sender,
        ReadOnlySpan<Vector3d> vector, ReadOnlySpan<double> interaction, ReadOnlySpan<Vector3d> edgeGradients, PotentialArrays results)
    {
        double[] energies = results.AtomEnergies;
        Vector3d[] forces = results.Forces;
        Array.Clear(forces);
        Matrix3d strain = default;
        for (int i = 0; i < elements.Length; i++)
        {
            int atom = order.IsEmpty ? i : order[i];
            energies[atom] = interaction[i] + model.AtomicEnergies[head][elements[i]] + model.Shift[head];
            for (int e = first[i]; e < first[i + 1]; e++)
            {
                // r_e = x_i - x_j + S·cell and, under strain, dr = ε r.
                Vector3d gradient = edgeGradients[e];
                forces[atom] -= gradient;
                forces[order.IsEmpty ? sender[e] : order[sender[e]]] += gradient;
                strain += Matrix3d.Outer(vector[e], gradient);
            }
        }

        double total = 0;
        foreach (double energy in energies)
        {
            total += energy;
        }

        (results.Energy, results.StrainGradient) = (total, 0.5 * (strain + strain.Transpose));
    }
}
