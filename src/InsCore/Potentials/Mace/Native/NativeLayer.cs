using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer laid out for libinscore.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class NativeLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Lazy<NativeElement<T>>[] elements;

    /// <summary>Lays out a layer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="t">Which of its layers.</param>
    /// <param name="head">Which head to read out.</param>
    public NativeLayer(MaceModel model, int t, int head)
    {
        MaceLayer layer = model.Layers[t];

        // Before the first layer all atoms of an element are alike: what is linear there depends on the pair's elements alone.
        bool isFolded = t == 0 && layer.Gate is null;
        Normalization = layer.Normalization;
        (HasElementMix, HasSkip) = (layer.ElementMix is not null && !isFolded, layer.Skip is not null);
        InputLayout = FeatureLayout.Uniform<T>(layer.Degrees.Input, layer.Channels.Input);
        SentLayout = FeatureLayout.Uniform<T>(layer.Degrees.Input, layer.Channels.Edge);
        NodeLayout = FeatureLayout.Uniform<T>(layer.Degrees.Message, layer.Channels.Node);
        OutputLayout = FeatureLayout.Uniform<T>(layer.Degrees.Output, layer.Channels.Node);
        MessageLayout = isFolded ? NodeLayout : new FeatureLayout(
            [.. Enumerable.Range(0, layer.Degrees.Message + 1).Select(l => SentLayout.Widths[0] * layer.Paths.Count(path => path.Message == l))]);
        Gate = layer.Gate is null ? null : new(layer.Gate, NodeLayout);
        FeatureLayout mixed = Gate?.InputLayout ?? NodeLayout;
        if (!isFolded)
        {
            Up = new(InputLayout, SentLayout, layer.Up, isNative: true);
            Mix = new(MessageLayout, mixed, layer.Mix, isNative: true);
        }

        GateResidual = layer.Gate is null ? null : new(SentLayout, mixed, layer.Gate.Residual, isNative: true);
        GateOutput = layer.Gate is null ? null : new(NodeLayout, NodeLayout, layer.Gate.Output, isNative: true);
        Plan = isFolded ? FoldedPlan(layer, model.HarmonicDegree) : MakePlan(layer, model.HarmonicDegree);
        Table = new(new RadialFunctions(model, layer, isFolded, Plan.Channels));
        SymmetricContraction contraction = layer.Contraction;
        Contraction = new(
            (layer.Degrees.Message + 1) * (layer.Degrees.Message + 1), contraction.OutputCount, contraction.Monomials,
            Array.ConvertAll(contraction.Terms, term => (term.Monomial, term.Output)));
        ProductMap = new(OutputLayout, OutputLayout, layer.ProductMap, isNative: true);
        Readout = layer.Readout is null ? null : new(layer.Readout, head, model.Scale[head], OutputLayout);
        elements = [.. Enumerable.Range(0, model.AtomicNumbers.Length).Select(z => new Lazy<NativeElement<T>>(() => new(this, layer, z, isFolded)))];
    }

    /// <summary>Elements of the model.</summary>
    public int ElementCount => elements.Length;

    /// <summary>True if each atom maps its message sum once more.</summary>
    public bool HasElementMix { get; }

    /// <summary>True if the features that enter by-pass the layer.</summary>
    public bool HasSkip { get; }

    /// <summary>Features that enter.</summary>
    public FeatureLayout InputLayout { get; }

    /// <summary>Features as sent to the neighbours.</summary>
    public FeatureLayout SentLayout { get; }

    /// <summary>Sums of messages: for each l and M all paths, then channels.</summary>
    public FeatureLayout MessageLayout { get; }

    /// <summary>What enters the contraction.</summary>
    public FeatureLayout NodeLayout { get; }

    /// <summary>Features that leave.</summary>
    public FeatureLayout OutputLayout { get; }

    /// <summary>Message sums are divided by Constant + Slope · density.</summary>
    public (double Constant, double Slope) Normalization { get; }

    /// <summary>Features → sent features; null where it is in the table.</summary>
    public EquivariantLinear<T>? Up { get; }

    /// <summary>Path weights and densities.</summary>
    public RadialTable<T> Table { get; }

    /// <summary>Couplings.</summary>
    public NativeConvolutionPlan<T> Plan { get; }

    /// <summary>Message sums → node features (or the gate's input); null where it is in the table.</summary>
    public EquivariantLinear<T>? Mix { get; }

    /// <summary>Gate of non-linear blocks.</summary>
    public GateStage<T>? Gate { get; }

    /// <summary>The receiver's sent features → gate input.</summary>
    public EquivariantLinear<T>? GateResidual { get; }

    /// <summary>Gate output → node features.</summary>
    public EquivariantLinear<T>? GateOutput { get; }

    /// <summary>Products.</summary>
    public NativeContractionKernel<T> Contraction { get; }

    /// <summary>Products → features that leave.</summary>
    public EquivariantLinear<T> ProductMap { get; }

    /// <summary>Features that leave → energies.</summary>
    public ReadoutStage<T>? Readout { get; }

    /// <summary>What depends on an atom's element; laid out when first asked for.</summary>
    public NativeElement<T> Of(int element) => elements[element].Value;

    NativeConvolutionPlan<T> MakePlan(MaceLayer layer, int harmonicDegree)
    {
        int channels = SentLayout.Widths[0];
        List<int> paths = [];
        List<T> couplings = [];
        foreach (CouplingPath path in layer.Paths)
        {
            paths.AddRange([
                path.Feature, path.Harmonic, path.Message, path.Feature * path.Feature,
                MessageLayout.Offsets[path.Message] + (path.Slot * channels), MessageLayout.Widths[path.Message],
            ]);
            couplings.AddRange(path.Coefficients.Cast<double>().Select(T.CreateChecked));
        }

        int components = (SentLayout.MaxDegree + 1) * (SentLayout.MaxDegree + 1);
        return new(channels, (harmonicDegree + 1) * (harmonicDegree + 1), components, true, MessageLayout.Size, [.. paths], [.. couplings]);
    }

    // One path for each degree, coupled as the layer couples its scalar features.
    NativeConvolutionPlan<T> FoldedPlan(MaceLayer layer, int harmonicDegree)
    {
        List<int> paths = [];
        List<T> couplings = [];
        for (int l = 0; l <= layer.Degrees.Message; l++)
        {
            CouplingPath path = Array.Find(layer.Paths, p => p.Message == l)!;
            paths.AddRange([0, path.Harmonic, l, 0, NodeLayout.Offsets[l], NodeLayout.Widths[l]]);
            couplings.AddRange(path.Coefficients.Cast<double>().Select(T.CreateChecked));
        }

        return new(NodeLayout.Widths[0], (harmonicDegree + 1) * (harmonicDegree + 1), 1, false, NodeLayout.Size, [.. paths], [.. couplings]);
    }
}

/// <summary>Parts of one layer for atoms of one element.</summary>
internal sealed class NativeElement<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly GrowingArray<T> coefficients = new();

    /// <summary>Lays out.</summary>
    public NativeElement(NativeLayer<T> stages, MaceLayer layer, int element, bool isFolded)
    {
        Mix = layer.ElementMix is null || isFolded ? null : new(stages.NodeLayout, stages.NodeLayout, layer.ElementMix(element), isNative: true);
        Skip = layer.Skip is null ? null : new(stages.InputLayout, stages.OutputLayout, layer.Skip(element), isNative: true);
        T[] packed = stages.Contraction.Pack(layer.Contraction.Coefficients(element), layer.Channels.Node, stages.NodeLayout.Widths[0]);
        packed.CopyTo(coefficients.Resize(packed.Length));
    }

    /// <summary>The receiver's own map of its message sum.</summary>
    public EquivariantLinear<T>? Mix { get; }

    /// <summary>Features that enter → added to the features that leave.</summary>
    public EquivariantLinear<T>? Skip { get; }

    /// <summary>Coefficients of the contraction, packed.</summary>
    public ReadOnlySpan<T> Coefficients => coefficients.Span;
}
