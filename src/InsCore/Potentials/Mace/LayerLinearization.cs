using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer at given positions: its stages, the gradients of the energy between them, and who feels whom.</summary>
internal sealed class LayerLinearization
{
    /// <summary>Computes the gradients by the reverse of the layer's linear maps.</summary>
    /// <param name="stages">The layer.</param>
    /// <param name="layer">The same, interpreted.</param>
    /// <param name="elements">Number of elements of the model.</param>
    /// <param name="t">Its number.</param>
    /// <param name="state">After both sweeps.</param>
    /// <param name="before">[nAtoms], which displacements reach the features that enter; null if none do.</param>
    public LayerLinearization(LayerStages<double> stages, MaceLayer layer, int elements, int t, MaceState<double> state, int[][]? before)
    {
        (Stages, Number) = (stages, t);
        Convolution = new TangentPlan(stages.Convolution.Plan);
        Contraction = new ContractionCurvature(layer, elements);
        int atoms = state.Elements.Length;
        ProductGradients = new double[atoms * stages.OutputLayout.Size];
        stages.ProductMap.Reverse(atoms, state.Layers[t + 1].FeatureGradients.Span, ProductGradients);
        double[] message = ReverseContraction(state);
        GatedGradients = stages.Gate is null ? [] : new double[atoms * stages.NodeLayout.Size];
        SumGradients = new double[atoms * stages.Convolution.Plan.MessageSize];
        stages.Mix.Reverse(atoms, ReverseGate(state, message), SumGradients);
        Active = Reach(state.Graph, before);
        Slots = new int[atoms][];
        FirstSlots = new int[atoms + 1];
        for (int i = 0; i < atoms; i++)
        {
            FirstSlots[i + 1] = FirstSlots[i] + Active[i].Length;
            Slots[i] = new int[atoms];
            Array.Fill(Slots[i], -1);
            for (int s = 0; s < Active[i].Length; s++)
            {
                Slots[i][Active[i][s]] = s;
            }
        }
    }

    /// <summary>The layer.</summary>
    public LayerStages<double> Stages { get; }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>Couplings of the convolution.</summary>
    public TangentPlan Convolution { get; }

    /// <summary>Derivatives of the contraction.</summary>
    public ContractionCurvature Contraction { get; }

    /// <summary>dE/dB, [nAtoms × output].</summary>
    public double[] ProductGradients { get; }

    /// <summary>dE/d(gate's output), [nAtoms × node], or empty.</summary>
    public double[] GatedGradients { get; }

    /// <summary>dE/d(normalized message sum), [nAtoms × MessageSize].</summary>
    public double[] SumGradients { get; }

    /// <summary>[nAtoms], sorted: the atoms whose displacement changes the features that leave.</summary>
    public int[][] Active { get; }

    /// <summary>[nAtoms + 1], slots of all atoms before each.</summary>
    public int[] FirstSlots { get; }

    /// <summary>[nAtoms][nAtoms], place of an atom in <see cref="Active"/>, or -1.</summary>
    public int[][] Slots { get; }

    double[] ReverseContraction(MaceState<double> state)
    {
        int size = Stages.NodeLayout.Size, outputSize = Stages.OutputLayout.Size;
        double[] gradient = new double[state.Elements.Length * size];
        for (int i = 0; i < state.Elements.Length; i++)
        {
            Stages.Contraction.Reverse(
                Stages.Of(state.Elements[i]).Coefficients, state.Layers[Number].Message.Span.Slice(i * size, size),
                ProductGradients.AsSpan(i * outputSize, outputSize), gradient.AsSpan(i * size, size));
        }

        return gradient;
    }

    // From what enters the contraction to what leaves the first map.
    double[] ReverseGate(MaceState<double> state, double[] message)
    {
        int atoms = state.Elements.Length, size = Stages.NodeLayout.Size;
        if (Stages is { Gate: not null, GateOutput: not null })
        {
            double[] input = new double[atoms * Stages.Gate.InputLayout.Size];
            Stages.GateOutput.Reverse(atoms, message, GatedGradients);
            Stages.Gate.Reverse(atoms, state.Layers[Number].GateInput.Span, GatedGradients, input);
            return input;
        }

        double[] mixed = new double[message.Length];
        for (int i = 0; i < atoms; i++)
        {
            if (Stages.Of(state.Elements[i]).Mix is not EquivariantLinear<double> mix)
            {
                return message;
            }

            mix.Reverse(1, message.AsSpan(i * size, size), mixed.AsSpan(i * size, size));
        }

        return mixed;
    }

    static int[][] Reach(NeighbourList graph, int[][]? before)
    {
        int[][] reach = new int[graph.First.Length - 1][];
        for (int i = 0; i < reach.Length; i++)
        {
            SortedSet<int> atoms = [i, .. graph.Sender.AsSpan(graph.First[i]..graph.First[i + 1])];
            reach[i] = before is null ? [.. atoms] : [.. new SortedSet<int>(atoms.SelectMany(j => before[j]))];
        }

        return reach;
    }
}
