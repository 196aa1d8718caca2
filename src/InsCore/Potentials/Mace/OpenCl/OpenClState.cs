using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>All arrays of one evaluation on a device; linear in atoms and pairs, kept and reused.</summary>
/// <remarks>Channels lie block by block: of each degree [blocks][nAtoms × (2l + 1)][block], the degrees of a layout one after the other.</remarks>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements of one pair's row of gradients (GRADIENT_WIDTH in mace_edges.cl).</summary>
    public const int GradientWidth = NativeConvolutionKernel.GradientWidth;

    /// <summary>Elements of one atom's row of results: energy, force, six of the virial.</summary>
    public const int ResultWidth = 10;

    readonly OpenClMaceProgram<T> program;

    /// <summary>Makes no room yet.</summary>
    public OpenClState(OpenClMaceProgram<T> program, OpenClLayer<T>[] layers)
    {
        this.program = program;
        Graph = new(program);
        Layers = [.. layers.Select(_ => new OpenClLayerState<T>(program.Device))];
        Features = [.. Enumerable.Range(0, layers.Length + 1).Select(_ => Make())];
        FeatureGradients = [.. Features.Select(_ => Make())];
        (Harmonics, EdgeRows, EdgeGradients, DensityGradients) = (Make(), Make(), Make(), Make());
        (Energies, Results, Messages, Mixed, GateGradients) = (Make(), Make(), Make(), Make(), Make());
        (MessageGradients, Products, SentGradients, PathProducts) = (Make(), Make(), Make(), Make());
    }

    /// <summary>Atoms and pairs.</summary>
    public OpenClGraph<T> Graph { get; }

    /// <summary>Arrays of each layer.</summary>
    public OpenClLayerState<T>[] Layers { get; }

    /// <summary>[nLayers + 1], features that enter each layer and those that leave the last.</summary>
    public OpenClArray<T>[] Features { get; }

    /// <summary>dE/d(Features).</summary>
    public OpenClArray<T>[] FeatureGradients { get; }

    /// <summary>[nPairs × HarmonicCount].</summary>
    public OpenClArray<T> Harmonics { get; }

    /// <summary>dE/d(harmonics) and dE/dt of one layer, [nPairs × GradientWidth].</summary>
    public OpenClArray<T> EdgeRows { get; }

    /// <summary>dE/dr_e, [nPairs × 4], eV/Å.</summary>
    public OpenClArray<T> EdgeGradients { get; }

    /// <summary>dE/dρ, [nAtoms].</summary>
    public OpenClArray<T> DensityGradients { get; }

    /// <summary>[nAtoms], eV: interaction energy, scaled.</summary>
    public OpenClArray<T> Energies { get; }

    /// <summary>[nAtoms × ResultWidth].</summary>
    public OpenClArray<T> Results { get; }

    /// <summary>Message sums of all paths and, later, their gradients.</summary>
    public OpenClArray<T> Messages { get; }

    /// <summary>Between the linear maps of the nodes.</summary>
    public OpenClArray<T> Mixed { get; }

    /// <summary>Gradient of what enters the gate.</summary>
    public OpenClArray<T> GateGradients { get; }

    /// <summary>Gradient of what enters the contraction.</summary>
    public OpenClArray<T> MessageGradients { get; }

    /// <summary>Products and, later, their gradients.</summary>
    public OpenClArray<T> Products { get; }

    /// <summary>dE/d(sent features).</summary>
    public OpenClArray<T> SentGradients { get; }

    /// <summary>dE/d(Y R h) of each receiver, for the paths of one degree of harmonics.</summary>
    public OpenClArray<T> PathProducts { get; }

    /// <summary>Copies structures to the device and makes room for them.</summary>
    public void Prepare(ReadOnlySpan<(NeighbourList Graph, int[] Elements)> structures, int[] elements, OpenClLayer<T>[] layers)
    {
        Graph.Fill(structures);
        long atoms = Graph.AtomCount, pairs = Graph.PairCount;
        Harmonics.Resize(pairs * layers[0].Plan.Plan.HarmonicCount);
        if (EdgeRows.Resize(pairs * GradientWidth))
        {
            // Degrees without a path are never written.
            program.Queue.Clear(EdgeRows.Buffer, 0, EdgeRows.Buffer.Count);
        }

        EdgeGradients.Resize(4 * pairs);
        DensityGradients.Resize(atoms);
        Energies.Resize(atoms);
        Results.Resize(atoms * ResultWidth);
        for (int t = 0; t < layers.Length; t++)
        {
            PrepareLayer(atoms, pairs, elements, layers[t], t);
        }
    }

    void PrepareLayer(long atoms, long pairs, int[] elements, OpenClLayer<T> layer, int t)
    {
        NativeLayer<T> plan = layer.Plan;
        layer.Prepare(elements, Layers[t].HostRows);
        Layers[t].Prepare(atoms, pairs, plan);
        Features[t].Resize(atoms * plan.InputLayout.Size);
        FeatureGradients[t].Resize(atoms * plan.InputLayout.Size);
        Features[t + 1].Resize(atoms * plan.OutputLayout.Size);
        FeatureGradients[t + 1].Resize(atoms * plan.OutputLayout.Size);
        Messages.Resize(plan.Mix is null ? 0 : atoms * plan.MessageLayout.Size);
        Mixed.Resize(atoms * plan.NodeLayout.Size);
        GateGradients.Resize(atoms * (plan.Gate?.InputLayout.Size ?? 0));
        MessageGradients.Resize(atoms * plan.NodeLayout.Size);
        Products.Resize(atoms * plan.OutputLayout.Size);
        SentGradients.Resize(plan.Plan.HasFeatures ? atoms * plan.SentLayout.Size : 0);
        PathProducts.Resize(atoms * plan.Plan.Channels * layer.Degrees.Max(degree => degree.Products));
    }

    OpenClArray<T> Make() => new(program.Device);
}

/// <summary>Arrays of one layer.</summary>
internal sealed class OpenClLayerState<T>(Kernels.OpenCl.OpenClDevice device)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>First rows of pairs of elements, on the host.</summary>
    public GrowingArray<int> HostRows { get; } = new();

    /// <summary>[nPairs], row of the radial table.</summary>
    public OpenClArray<int> Rows { get; } = new(device);

    /// <summary>[nPairs], place within the row's interval.</summary>
    public OpenClArray<T> Places { get; } = new(device);

    /// <summary>Derivative of the pairs' densities by that place, [nPairs].</summary>
    public OpenClArray<T> DensitySlopes { get; } = new(device);

    /// <summary>Features as sent; empty where they are in the table.</summary>
    public OpenClArray<T> Sent { get; } = new(device);

    /// <summary>1/(constant + slope · density), [nAtoms].</summary>
    public OpenClArray<T> Normalization { get; } = new(device);

    /// <summary>What enters the gate.</summary>
    public OpenClArray<T> GateInput { get; } = new(device);

    /// <summary>What enters the contraction.</summary>
    public OpenClArray<T> Message { get; } = new(device);

    /// <summary>Makes room.</summary>
    public void Prepare(long atoms, long pairs, NativeLayer<T> layer)
    {
        Rows.Resize(pairs);
        Places.Resize(pairs);
        DensitySlopes.Resize(layer.Table.HasDensity ? pairs : 0);
        Sent.Resize(layer.Plan.HasFeatures ? atoms * layer.SentLayout.Size : 0);
        Normalization.Resize(atoms);
        GateInput.Resize(atoms * (layer.Gate?.InputLayout.Size ?? 0));
        Message.Resize(atoms * layer.NodeLayout.Size);
    }
}
