using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>All arrays of one evaluation that span the whole structure; linear in atoms and edges, reused by later evaluations.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class MaceState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Edges.</summary>
    public NeighbourList Graph { get; private set; } = null!;

    /// <summary>[nAtoms], row of each atom's element in the model's tables.</summary>
    public int[] Elements { get; private set; } = [];

    /// <summary>[nEdges], element rows of sender and receiver.</summary>
    public GrowingArray<(int Sender, int Receiver)> EdgeElements { get; } = new();

    /// <summary>[nEdges × BasisWidth] (and room for a whole tile of rows), radial functions.</summary>
    public GrowingArray<T> Basis { get; } = new();

    /// <summary>Their derivatives, 1/Å.</summary>
    public GrowingArray<T> BasisSlopes { get; } = new();

    /// <summary>[nEdges × HarmonicCount].</summary>
    public GrowingArray<T> Harmonics { get; } = new();

    /// <summary>dE/dr_e, [nEdges], eV/Å.</summary>
    public GrowingArray<Vector3d> EdgeGradients { get; } = new();

    /// <summary>[nAtoms], eV: interaction energy, scaled.</summary>
    public GrowingArray<double> AtomEnergies { get; } = new();

    /// <summary>Arrays of each layer.</summary>
    public LayerState<T>[] Layers { get; private set; } = [];

    /// <summary>Features behind the last layer, [nAtoms × output].</summary>
    public GrowingArray<T> Output => Layers[^1].Features;

    /// <summary>Makes room for a structure.</summary>
    public void Prepare(NeighbourList graph, int[] elements, EdgeStage<T> edges, LayerStages<T>[] layers)
    {
        (Graph, Elements) = (graph, elements);
        int atoms = elements.Length, count = graph.Count;
        Basis.Resize(RadialNetStage<T>.PaddedRows(count + MatrixKernel.RowTile) * edges.BasisWidth);
        BasisSlopes.Resize(count * edges.BasisWidth);
        Harmonics.Resize(count * edges.HarmonicCount);
        EdgeGradients.Resize(count);
        AtomEnergies.Resize(atoms);
        EdgeElements.Resize(count);
        for (int i = 0; i < atoms; i++)
        {
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                EdgeElements.Span[e] = (elements[graph.Sender[e]], elements[i]);
            }
        }

        if (Layers.Length == 0)
        {
            Layers = [.. Enumerable.Range(0, layers.Length + 1).Select(_ => new LayerState<T>())];
        }

        for (int t = 0; t <= layers.Length; t++)
        {
            Layers[t].Prepare(atoms, t < layers.Length ? layers[t] : null, t > 0 ? layers[t - 1].OutputLayout : layers[0].InputLayout);
        }
    }
}

/// <summary>Arrays of one layer; behind the last layer only the features.</summary>
internal sealed class LayerState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Features that enter the layer, [nAtoms × input].</summary>
    public GrowingArray<T> Features { get; } = new();

    /// <summary>dE/d(Features).</summary>
    public GrowingArray<T> FeatureGradients { get; } = new();

    /// <summary>Features as sent, [nAtoms × sent].</summary>
    public GrowingArray<T> Sent { get; } = new();

    /// <summary>1/(constant + slope · density), [nAtoms].</summary>
    public GrowingArray<T> Normalization { get; } = new();

    /// <summary>What enters the gate, [nAtoms × gate input].</summary>
    public GrowingArray<T> GateInput { get; } = new();

    /// <summary>What enters the contraction, [nAtoms × (l_max + 1)² × channels].</summary>
    public GrowingArray<T> Message { get; } = new();

    /// <summary>Makes room.</summary>
    public void Prepare(int atoms, LayerStages<T>? layer, FeatureLayout features)
    {
        Features.Resize(atoms * features.Size);
        FeatureGradients.Resize(atoms * features.Size);
        Sent.Resize(atoms * (layer?.SentLayout.Size ?? 0));
        Normalization.Resize(layer is null ? 0 : atoms);
        GateInput.Resize(atoms * (layer?.Gate?.InputLayout.Size ?? 0));
        Message.Resize(atoms * (layer?.NodeLayout.Size ?? 0));
    }
}
