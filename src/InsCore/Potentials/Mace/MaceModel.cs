using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// A MACE model, interpreted: what every network is and the numbers in it, normalisations folded into the weights, double
/// precision, not yet laid out for any processor.
/// </summary>
internal sealed record MaceModel
{
    /// <summary>Atomic numbers in the model's order; a row number in all tables by element.</summary>
    public required int[] AtomicNumbers { get; init; }

    /// <summary>Names of the heads.</summary>
    public required string[] Heads { get; init; }

    /// <summary>[nHeads][nElements], energy of the free atom, eV.</summary>
    public required double[][] AtomicEnergies { get; init; }

    /// <summary>[nHeads], factor of the interaction energy.</summary>
    public required double[] Scale { get; init; }

    /// <summary>[nHeads], added to each atom's energy, eV.</summary>
    public required double[] Shift { get; init; }

    /// <summary>[nElements][channels], features of the atoms before the first layer.</summary>
    public required double[][] Embedding { get; init; }

    /// <summary>Functions of the distance.</summary>
    public required RadialBasis Radial { get; init; }

    /// <summary>Screened nuclear repulsion, or null.</summary>
    public required ZblRepulsion? Repulsion { get; init; }

    /// <summary>Highest l of the edges' harmonics.</summary>
    public required int HarmonicDegree { get; init; }

    /// <summary>Message-passing layers.</summary>
    public required MaceLayer[] Layers { get; init; }

    /// <summary>Precision of the file: "F64" or "F32".</summary>
    public required string StoredType { get; init; }
}

/// <summary>One layer: messages from the neighbours, products of them, and what is read out of the result.</summary>
internal sealed record MaceLayer
{
    /// <summary>Channels of the features that come in, of the messages, and of the features that leave.</summary>
    public required (int Input, int Edge, int Node) Channels { get; init; }

    /// <summary>Highest l of the features that come in, of the message sums, and of the features that leave.</summary>
    public required (int Input, int Message, int Output) Degrees { get; init; }

    /// <summary>Map of the features before they are sent, by l.</summary>
    public required GroupedMatrix?[] Up { get; init; }

    /// <summary>Couplings of features and harmonics to messages.</summary>
    public required CouplingPath[] Paths { get; init; }

    /// <summary>Weights of the paths by distance: output [nPaths × edge channels].</summary>
    public required RadialNet PathWeights { get; init; }

    /// <summary>Density of an edge by distance, before tanh(x²); null where the messages are divided by a constant.</summary>
    public required RadialNet? Density { get; init; }

    /// <summary>Message sums are divided by Constant + Slope·density.</summary>
    public required (double Constant, double Slope) Normalization { get; init; }

    /// <summary>Map of the message sums of all paths, by l.</summary>
    public required GroupedMatrix?[] Mix { get; init; }

    /// <summary>The gate of non-linear blocks, or null.</summary>
    public required Gate? Gate { get; init; }

    /// <summary>[nElements], the receiver's own map of its message sum, by l; null if there is none.</summary>
    public required Func<int, GroupedMatrix?[]>? ElementMix { get; init; }

    /// <summary>[nElements], map of the incoming features that by-passes the layer, by l; null if there is none.</summary>
    public required Func<int, GroupedMatrix?[]>? Skip { get; init; }

    /// <summary>The symmetric contraction.</summary>
    public required SymmetricContraction Contraction { get; init; }

    /// <summary>Map of the contraction's result, by l.</summary>
    public required GroupedMatrix?[] ProductMap { get; init; }

    /// <summary>What this layer adds to the energies, or null.</summary>
    public required Readout? Readout { get; init; }
}

/// <summary>One path: features of degree <paramref name="Feature"/> times harmonics give a message of a degree.</summary>
/// <param name="Feature">l2 of the sender's features.</param>
/// <param name="Harmonic">l1 of the edge's harmonics.</param>
/// <param name="Message">l of the message.</param>
/// <param name="Slot">Place of this path among those of the same l in <see cref="MaceLayer.Mix"/>.</param>
/// <param name="Coefficients">[2·l2 + 1, 2·l1 + 1, 2·l + 1], path weight times 3j symbols.</param>
internal sealed record CouplingPath(int Feature, int Harmonic, int Message, int Slot, double[,,] Coefficients);

/// <summary>e3nn's gate: activated scalars, and the other degrees times activated scalars of their own.</summary>
/// <param name="Residual">Map of the receiver's own sent features, added before the gate, by l.</param>
/// <param name="Output">Map after the gate, by l.</param>
/// <param name="ScalarScale">Normalisation of the scalars' silu.</param>
/// <param name="GateScale">Normalisation of the gates' sigmoid.</param>
internal sealed record Gate(GroupedMatrix?[] Residual, GroupedMatrix?[] Output, double ScalarScale, double GateScale);

/// <summary>Linear or two-layer readout of the scalars, [nHeads].</summary>
/// <param name="Heads">One entry for each head.</param>
/// <param name="ActivationScale">Normalisation of silu.</param>
internal sealed record Readout(ReadoutHead[] Heads, double ActivationScale);

/// <summary>Readout of one head.</summary>
/// <param name="Hidden">[channels × units], or null for a linear readout.</param>
/// <param name="Output">[units] or [channels].</param>
internal sealed record ReadoutHead(GroupedMatrix? Hidden, double[] Output);
