using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>The stages of one layer, weights laid out for the processor.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class LayerStages<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Lazy<ElementStages<T>>[] elements;

    /// <summary>Lays out a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="model">Its model.</param>
    /// <param name="head">Which head to read out.</param>
    /// <param name="isNative">Multiply matrices by libinscore instead of managed code.</param>
    public LayerStages(MaceLayer layer, MaceModel model, int head, bool isNative = false)
    {
        InputLayout = FeatureLayout.Uniform<T>(layer.Degrees.Input, layer.Channels.Input);
        SentLayout = FeatureLayout.Uniform<T>(layer.Degrees.Input, layer.Channels.Edge);
        NodeLayout = FeatureLayout.Uniform<T>(layer.Degrees.Message, layer.Channels.Node);
        OutputLayout = FeatureLayout.Uniform<T>(layer.Degrees.Output, layer.Channels.Node);
        Up = new(InputLayout, SentLayout, layer.Up, isNative);
        PathWeights = new(layer.PathWeights, isNative);
        Density = layer.Density is null ? null : new(layer.Density, isNative);
        Normalization = layer.Normalization;
        Convolution = new(layer.Paths, SentLayout, model.HarmonicDegree, layer.Degrees.Message);
        Gate = layer.Gate is null ? null : new(layer.Gate, NodeLayout);
        FeatureLayout mixed = Gate?.InputLayout ?? NodeLayout;
        Mix = new(Convolution.MessageLayout, mixed, layer.Mix, isNative);
        GateResidual = layer.Gate is null ? null : new(SentLayout, mixed, layer.Gate.Residual, isNative);
        GateOutput = layer.Gate is null ? null : new(NodeLayout, NodeLayout, layer.Gate.Output, isNative);
        SymmetricContraction contraction = layer.Contraction;
        Contraction = new(
            (layer.Degrees.Message + 1) * (layer.Degrees.Message + 1), contraction.OutputCount, contraction.Monomials,
            Array.ConvertAll(contraction.Terms, term => (term.Monomial, term.Output)));
        ProductMap = new(OutputLayout, OutputLayout, layer.ProductMap, isNative);
        Readout = layer.Readout is null ? null : new(layer.Readout, head, model.Scale[head], OutputLayout);
        elements = [.. Enumerable.Range(0, model.AtomicNumbers.Length).Select(z => new Lazy<ElementStages<T>>(() => new(this, layer, z, isNative)))];
    }

    /// <summary>Features that enter.</summary>
    public FeatureLayout InputLayout { get; }

    /// <summary>Features as sent to the neighbours.</summary>
    public FeatureLayout SentLayout { get; }

    /// <summary>What enters the contraction.</summary>
    public FeatureLayout NodeLayout { get; }

    /// <summary>Features that leave.</summary>
    public FeatureLayout OutputLayout { get; }

    /// <summary>Features → sent features.</summary>
    public EquivariantLinear<T> Up { get; }

    /// <summary>Radial functions → weights of the paths.</summary>
    public RadialNetStage<T> PathWeights { get; }

    /// <summary>Radial functions → density of an edge.</summary>
    public RadialNetStage<T>? Density { get; }

    /// <summary>Message sums are divided by Constant + Slope · density.</summary>
    public (double Constant, double Slope) Normalization { get; }

    /// <summary>Sum of messages.</summary>
    public ConvolutionStage<T> Convolution { get; }

    /// <summary>Message sums → node features (or the gate's input).</summary>
    public EquivariantLinear<T> Mix { get; }

    /// <summary>Gate of non-linear blocks.</summary>
    public GateStage<T>? Gate { get; }

    /// <summary>The receiver's sent features → gate input.</summary>
    public EquivariantLinear<T>? GateResidual { get; }

    /// <summary>Gate output → node features.</summary>
    public EquivariantLinear<T>? GateOutput { get; }

    /// <summary>Products.</summary>
    public ContractionKernel<T> Contraction { get; }

    /// <summary>Products → features that leave.</summary>
    public EquivariantLinear<T> ProductMap { get; }

    /// <summary>Features that leave → energies.</summary>
    public ReadoutStage<T>? Readout { get; }

    /// <summary>What depends on an atom's element; laid out when first asked for.</summary>
    public ElementStages<T> Of(int element) => elements[element].Value;
}

/// <summary>Stages of one layer for atoms of one element.</summary>
internal sealed class ElementStages<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lays out.</summary>
    public ElementStages(LayerStages<T> stages, MaceLayer layer, int element, bool isNative)
    {
        Mix = layer.ElementMix is null ? null : new(stages.NodeLayout, stages.NodeLayout, layer.ElementMix(element), isNative);
        Skip = layer.Skip is null ? null : new(stages.InputLayout, stages.OutputLayout, layer.Skip(element), isNative);
        Coefficients = stages.Contraction.Pack(layer.Contraction.Coefficients(element), layer.Channels.Node);
    }

    /// <summary>The receiver's own map of its message sum.</summary>
    public EquivariantLinear<T>? Mix { get; }

    /// <summary>Features that enter → added to the features that leave.</summary>
    public EquivariantLinear<T>? Skip { get; }

    /// <summary>Coefficients of the contraction, packed.</summary>
    public T[] Coefficients { get; }
}
