using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// A network of one edge's distance (and of its elements): x → a(n(x W + b)) …, the last layer without a and n, with
/// a = scale · silu and n an optional layer normalisation.
/// </summary>
/// <param name="Layers">First to last.</param>
/// <param name="SenderBias">[nElements][width of the first layer], what the sender's element adds to it; null if nothing.</param>
/// <param name="ReceiverBias">The same for the receiver's.</param>
internal sealed record RadialNet(RadialLayer[] Layers, double[][]? SenderBias, double[][]? ReceiverBias);

/// <summary>One layer of a radial network.</summary>
/// <param name="Weight">W.</param>
/// <param name="Bias">b, or null.</param>
/// <param name="Normalization">Layer normalisation, or null.</param>
/// <param name="ActivationScale">Factor of silu; null for the last layer, which has none.</param>
internal sealed record RadialLayer(GroupedMatrix Weight, double[]? Bias, LayerNormalization? Normalization, double? ActivationScale);

/// <summary>gain · (x - mean)/√(variance + ε) + offset.</summary>
internal sealed record LayerNormalization(double[] Gain, double[] Offset, double Epsilon);
