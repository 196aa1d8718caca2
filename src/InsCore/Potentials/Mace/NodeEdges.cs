using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>The functions of the edges that end at one atom, with derivatives: what a tangent sweep knows about them.</summary>
internal sealed class NodeEdges(MaceModel model, EdgeStage<double> stage)
{
    readonly GrowingArray<Jet> envelopes = new();
    readonly GrowingArray<Jet> densities = new();
    readonly GrowingArray<Vector3d> directions = new();
    readonly GrowingArray<double> basis = new();
    readonly GrowingArray<double> harmonics = new();
    readonly (GrowingArray<double>, GrowingArray<double>) weightBuffers = (new(), new()), densityBuffers = (new(), new());
    readonly GrowingArray<double> weights = new();
    MaceState<double> state = null!;
    int blocks, width;

    /// <summary>First edge.</summary>
    public int First { get; private set; }

    /// <summary>Number of edges.</summary>
    public int Count { get; private set; }

    /// <summary>Senders, [Count].</summary>
    public ReadOnlySpan<int> Senders => state.Graph.Sender.AsSpan(First, Count);

    /// <summary>r/|r|, [Count].</summary>
    public ReadOnlySpan<Vector3d> Directions => directions.Span;

    /// <summary>tanh(d²) f of each edge, [Count]; empty where messages are not divided by a density.</summary>
    public ReadOnlySpan<Jet> Densities => densities.Span;

    /// <summary>|r| of an edge, Å.</summary>
    public double Distance(int edge) => state.Graph.Vector[First + edge].Norm;

    /// <summary>Y of an edge (slope 0) or ∂Y/∂r_a (slope a + 1), [HarmonicCount].</summary>
    public ReadOnlySpan<double> Harmonics(int edge, int slope = 0) =>
        harmonics.Span.Slice(((4 * edge) + slope) * stage.HarmonicCount, stage.HarmonicCount);

    /// <summary>Path weights R of an edge, envelope included, or their derivatives by the distance, [nPaths × channels].</summary>
    public Span<double> Weights(int edge, int derivative = 0) =>
        weights.Span.Slice(((derivative * RadialNetStage<double>.PaddedRows(Count)) + edge) * width, width);

    /// <summary>Path weights of all edges, or their derivatives, [Count × nPaths × channels] and some room.</summary>
    public ReadOnlySpan<double> AllWeights(int derivative) =>
        weights.Span[(derivative * RadialNetStage<double>.PaddedRows(Count) * width)..];

    /// <summary>Computes everything for one atom and layer.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="layer">Whose radial networks.</param>
    /// <param name="atom">The receiver.</param>
    /// <param name="order">Number of derivatives of the path weights, 1 or 2.</param>
    public void Compute(MaceState<double> structure, LayerStages<double> layer, int atom, int order)
    {
        state = structure;
        (First, blocks) = (state.Graph.First[atom], order + 1);
        Count = state.Graph.First[atom + 1] - First;
        directions.Resize(Count);
        envelopes.Resize(Count);
        harmonics.Resize(4 * Count * stage.HarmonicCount);
        basis.Resize(blocks * RadialNetStage<double>.PaddedRows(Count) * stage.BasisWidth).Clear();
        for (int e = 0; e < Count; e++)
        {
            ComputeGeometry(e);
        }

        ComputeWeights(layer.PathWeights);
        ComputeDensities(layer.Density);
    }

    void ComputeGeometry(int e)
    {
        double r = Distance(e);
        Vector3d u = (1 / r) * state.Graph.Vector[First + e];
        directions.Span[e] = u;
        Span<double> values = harmonics.Span.Slice(4 * e * stage.HarmonicCount, 4 * stage.HarmonicCount);
        SphericalHarmonicsKernel.Compute(model.HarmonicDegree, u, values);
        SphericalHarmonicsKernel.Slopes(model.HarmonicDegree, u, r, values[stage.HarmonicCount..]);
        Jet f = RadialBasis.Envelope(Jet.Variable(r), model.Radial.CutoffRadius, model.Radial.EnvelopePower);
        (int sender, int receiver) = state.EdgeElements.Span[First + e];
        Jet y = model.Radial.Argument(Jet.Variable(r), stage.PairRadius(model.AtomicNumbers[receiver], model.AtomicNumbers[sender]));
        envelopes.Span[e] = model.Radial.EnvelopeOnBasis ? 1 : f;
        int block = basis.Length / blocks;
        for (int n = 0; n < model.Radial.Frequencies.Length; n++)
        {
            Jet b = model.Radial.Function(n, y);
            Store(model.Radial.EnvelopeOnBasis ? b * f : b, basis.Span[((e * stage.BasisWidth) + n)..], block);
        }
    }

    void ComputeWeights(RadialNetStage<double> net)
    {
        width = net.OutputWidth;
        Span<double> jets = net.ComputeJets(Count, basis.Span, state.EdgeElements.Span.Slice(First, Count), weightBuffers);
        int block = jets.Length / blocks;
        Span<double> target = weights.Resize(jets.Length);
        jets.CopyTo(target);
        for (int e = 0; e < Count && !model.Radial.EnvelopeOnBasis; e++)
        {
            for (int c = e * width; c < (e + 1) * width; c++)
            {
                Store(Load(jets[c..], block) * envelopes.Span[e], target[c..], block);
            }
        }
    }

    void ComputeDensities(RadialNetStage<double>? net)
    {
        densities.Resize(net is null ? 0 : Count);
        if (net is null)
        {
            return;
        }

        Span<double> jets = net.ComputeJets(Count, basis.Span, state.EdgeElements.Span.Slice(First, Count), densityBuffers);
        for (int e = 0; e < Count; e++)
        {
            Jet d = Load(jets[(e * net.OutputWidth)..], jets.Length / blocks);
            densities.Span[e] = (d * d).Tanh() * envelopes.Span[e];
        }
    }

    Jet Load(ReadOnlySpan<double> values, int block) => new(values[0], values[block], blocks > 2 ? values[2 * block] : 0);

    void Store(Jet jet, Span<double> target, int block)
    {
        (target[0], target[block]) = (jet.Value, jet.First);
        if (blocks > 2)
        {
            target[2 * block] = jet.Second;
        }
    }
}
