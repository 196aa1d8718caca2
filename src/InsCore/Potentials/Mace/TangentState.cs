using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>What a tangent sweep keeps of all atoms: how the features that enter each layer change with every displacement.</summary>
/// <remarks>Only the displacements that matter have a slot; slots of all atoms lie one behind the other.</remarks>
internal sealed class TangentState
{
    readonly GrowingArray<double>[] features, sent;

    /// <summary>For a model at given positions.</summary>
    public TangentState(MaceLinearization linearization)
    {
        features = Array.ConvertAll(linearization.Layers, _ => new GrowingArray<double>());
        sent = Array.ConvertAll(linearization.Layers, _ => new GrowingArray<double>());
    }

    /// <summary>Shape of all tangents.</summary>
    public TangentShape Shape { get; private set; }

    /// <summary>Makes room.</summary>
    public void Prepare(MaceLinearization linearization, TangentShape shape)
    {
        Shape = shape;
        for (int t = 1; t < features.Length; t++)
        {
            int rows = shape.Rows(linearization.Layers[t - 1].FirstSlots[^1]);
            features[t].Resize(checked(rows * linearization.Layers[t].Stages.InputLayout.Size));
            sent[t].Resize(checked(rows * linearization.Layers[t].Stages.SentLayout.Size));
        }
    }

    /// <summary>Tangents of what enters a layer, [sets × slots of all atoms × SlotRows × input].</summary>
    public Span<double> Features(int layer) => features[layer].Span;

    /// <summary>Tangents of what is sent in a layer, [sets × slots of all atoms × SlotRows × sent].</summary>
    public Span<double> Sent(int layer) => sent[layer].Span;

    /// <summary>The rows of neighbouring slots in one set.</summary>
    /// <param name="all">[sets × slots of all atoms × SlotRows × size].</param>
    /// <param name="set">The set.</param>
    /// <param name="slot">First slot.</param>
    /// <param name="count">Number of slots.</param>
    /// <param name="size">Elements of one row.</param>
    public Span<double> Rows(Span<double> all, int set, int slot, int count, int size) => all.Slice(
        (set * (all.Length / Shape.Sets)) + (slot * Shape.SlotRows * size), count * Shape.SlotRows * size);
}
