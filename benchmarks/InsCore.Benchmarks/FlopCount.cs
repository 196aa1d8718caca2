namespace InsCore.Benchmarks;

/// <summary>Floating-point operations of energy and forces by a good algorithm, so that rates of different codes can be compared.</summary>
/// <remarks>
/// Of a two-layer model with l_max 3, correlation 3, C channels and L ≤ Lmax between the layers, per atom with N neighbours; a
/// multiplication or addition is one operation. Radial functions by cubic splines, node embeddings and linear maps of the first layer
/// folded into them, so that there only A = Σ R Y is left; every product and matrix of the forward sweep costs twice as much in reverse.
/// <list type="bullet">
/// <item>a spline, value 6, slope 4, gradient 2 = 12 for each path, 4 in the first layer and P in the second;</item>
/// <item>first layer, 16 components, Σ R Y 2, its gradients by R and Y 4 = 6 · 16;</item>
/// <item>second layer, D = Σ_paths (2 l + 1)(2 l2 + 1) products R T h, 3 forward and 6 in reverse;</item>
/// <item>linear maps, C² of 2 operations forward and 2 in reverse: Σ_paths (2 l + 1) of the message sums; Σ_L (2 L + 1) of the first
/// product fused with the map before the second convolution, and 3 of scalars: the first readout's, the second product's, the skip;</item>
/// <item>a contraction, 2 for each term, 1 for each product of two or three components, times 3 with the gradient;</item>
/// <item>the 16 hidden units of the last readout, 4 each.</item>
/// </list>
/// </remarks>
internal static class FlopCount
{
    const int ReadoutUnits = 16;

    // Of the contraction to all L ≤ Lmax: terms, and distinct products of two and of three components, for l_max 3 and correlation 3.
    static readonly (int Terms, int Pairs, int Triples)[] Contraction = [(94, 41, 77), (410, 79, 355), (887, 104, 630)];

    /// <summary>Operations per atom.</summary>
    /// <param name="channels">C.</param>
    /// <param name="degree">Lmax.</param>
    /// <param name="neighbours">N.</param>
    public static double PerAtom(int channels, int degree, double neighbours)
    {
        (int Feature, int Harmonic, int Message)[] paths = [.. MessagePaths.Of(degree, 3)];
        double products = paths.Sum(p => ((2 * p.Message) + 1) * ((2 * p.Feature) + 1));
        double perEdge = (4 * 12) + (6 * 16) + (paths.Length * 12) + (9 * products);
        double maps = paths.Sum(p => (2 * p.Message) + 1) + ((degree + 1) * (degree + 1)) + 3;
        double perChannel = Polynomial(degree) + Polynomial(0) + (4 * ReadoutUnits);
        return (neighbours * channels * perEdge) + (4.0 * channels * channels * maps) + (channels * perChannel);
    }

    /// <summary>The counts published with the theory of the engine, MFLOP per atom, to check this one.</summary>
    public static (string Model, int Channels, int Degree, int Neighbours, double Published)[] Table { get; } =
    [
        ("OFF23 small", 96, 0, 38, 2.1), ("OFF23 medium", 128, 1, 52, 10.6), ("OFF23 large", 192, 2, 52, 38.9),
        ("MP-0 small", 128, 0, 62, 4.2), ("MP-0 medium", 128, 1, 62, 12.0), ("MP-0 large", 128, 2, 62, 26.5),
        ("MPA medium", 128, 1, 90, 15.7),
    ];

    static double Polynomial(int degree)
    {
        (int terms, int pairs, int triples) = Contraction[degree];
        return 3.0 * ((2 * terms) + pairs + triples);
    }
}
