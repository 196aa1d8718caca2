namespace InsCore.Kernels;

/// <summary>What <see cref="TangentKernels.AddMessages"/> reads and writes: the edges of one receiver and their senders' tangents.</summary>
internal readonly ref struct TangentMessageData
{
    /// <summary>Shape of all tangents.</summary>
    public required TangentShape Shape { get; init; }

    /// <summary>Displaced atoms that the receiver feels.</summary>
    public required int Slots { get; init; }

    /// <summary>The slot of the receiver itself.</summary>
    public required int ReceiverSlot { get; init; }

    /// <summary>Factor n of the message sum.</summary>
    public required double Scale { get; init; }

    /// <summary>Factor of what is added to <see cref="SenderGradients"/>.</summary>
    public required double Weight { get; init; }

    /// <summary>R, [edges × paths × channels].</summary>
    public required ReadOnlySpan<double> Weights { get; init; }

    /// <summary>dR/dr, [edges × paths × channels].</summary>
    public required ReadOnlySpan<double> WeightSlopes { get; init; }

    /// <summary>T and ∂T/∂r_a, [edges × 4 × terms].</summary>
    public required ReadOnlySpan<double> Couplings { get; init; }

    /// <summary>r/|r|, [edges × 3].</summary>
    public required ReadOnlySpan<double> Directions { get; init; }

    /// <summary>p, real and imaginary part, [edges × 2].</summary>
    public required ReadOnlySpan<double> Phases { get; init; }

    /// <summary>The lattice vector S·cell, [edges × 3], Å: ∂p/∂k = -i S·cell p. Empty if there are no derivatives.</summary>
    public required ReadOnlySpan<double> Translations { get; init; }

    /// <summary>[edges].</summary>
    public required ReadOnlySpan<int> Senders { get; init; }

    /// <summary>[edges], the senders' own slots.</summary>
    public required ReadOnlySpan<int> SenderSlots { get; init; }

    /// <summary>h, [nAtoms × FeatureSize].</summary>
    public required ReadOnlySpan<double> Features { get; init; }

    /// <summary>[edges × slots], which slot of <see cref="Tangents"/> holds dh of the sender along a displacement, or -1; empty if h is constant.</summary>
    public required ReadOnlySpan<int> TangentSlots { get; init; }

    /// <summary>dh, [sets × (all slots of all atoms) × SlotRows × FeatureSize].</summary>
    public required ReadOnlySpan<double> Tangents { get; init; }

    /// <summary>g = n dE/dA, [MessageSize].</summary>
    public required ReadOnlySpan<double> Gradient { get; init; }

    /// <summary>n dM is added here, [sets × slots × SlotRows × MessageSize].</summary>
    public required Span<double> Sums { get; init; }

    /// <summary>Σ_e V_ea · p dh is added here, [sets × slots × SlotRows × 3], V_a = ∂(g·dM/dh)/∂r_a.</summary>
    public required Span<double> Mixed { get; init; }

    /// <summary>Σ_e V_ea of each sender, times <see cref="Weight"/>, is added here, [nAtoms × 3 × FeatureSize].</summary>
    public required Span<double> SenderGradients { get; init; }

    /// <summary>Number of edges.</summary>
    public int Edges => Senders.Length;
}
