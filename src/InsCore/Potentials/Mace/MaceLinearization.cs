using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// A model at given positions, ready for second derivatives at any wave vector: all values of the forward sweep, all gradients
/// of the reverse sweep, and the curvature of every edge's own functions.
/// </summary>
internal sealed class MaceLinearization
{
    /// <summary>Sweeps forward and in reverse.</summary>
    public MaceLinearization(
        MaceModel model, double scale, MaceEngine<double> engine, TangentKernels kernels, NeighbourList graph, int[] elements, int threads,
        CancellationToken cancellation)
    {
        Model = model;
        Kernels = kernels;
        Edges = engine.Edges;
        MaceEngine<double>.Workspace workspace = new();
        engine.Sweep(graph, elements, threads, workspace, cancellation);
        State = workspace.State;
        Layers = new LayerLinearization[model.Layers.Length];
        for (int t = 0; t < Layers.Length; t++)
        {
            Layers[t] = new LayerLinearization(engine.Layers[t], model.Layers[t], model.AtomicNumbers.Length, t, State, t > 0 ? Layers[t - 1].Active : null);
        }

        MessageSums = Array.ConvertAll(Layers, layer => new double[layer.Stages.Density is null ? 0 : layer.SumGradients.Length]);
        EdgeCurvatures = new Matrix3d[graph.Count];
        int[] bounds = Chunk.Split(graph.First, Math.Clamp(threads, 1, elements.Length));
        Parallelism.Run(bounds.Length - 1, cancellation, worker =>
        {
            EdgeCurvature curvature = new(this, scale);
            for (int i = bounds[worker]; i < bounds[worker + 1]; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                curvature.Compute(i);
            }
        });
    }

    /// <summary>The model.</summary>
    public MaceModel Model { get; }

    /// <summary>Inner loops.</summary>
    public TangentKernels Kernels { get; set; }

    /// <summary>Edge functions.</summary>
    public EdgeStage<double> Edges { get; }

    /// <summary>Values and gradients.</summary>
    public MaceState<double> State { get; }

    /// <summary>Layers.</summary>
    public LayerLinearization[] Layers { get; }

    /// <summary>[nLayers][nAtoms × MessageSize], message sums before they are normalized; empty where the divisor is constant.</summary>
    public double[][] MessageSums { get; }

    /// <summary>Σ (dE/df) ∂²f/∂r∂r over all functions f of an edge's vector r, [nEdges], eV/Å².</summary>
    public Matrix3d[] EdgeCurvatures { get; }

    /// <summary>Operations of the products of an atom's complex tangents in a layer, on average.</summary>
    public double NodeWork => Layers.Average(layer => layer.Active.Average(active => 2.0 * Math.Pow(6 * active.Length, 2) * layer.Stages.NodeLayout.Size));

    /// <summary>Number of atoms.</summary>
    public int AtomCount => State.Elements.Length;
}

/// <summary>Computes the curvatures of edges and the message sums, atom by atom.</summary>
internal sealed class EdgeCurvature(MaceLinearization linearization, double scale)
{
    readonly NodeEdges edges = new(linearization.Model, linearization.Edges);
    readonly GrowingArray<double> terms = new();
    readonly GrowingArray<double> gradient = new();
    readonly double[] z = new double[3 * linearization.Edges.HarmonicCount];

    /// <summary>All edges that end at one atom.</summary>
    public void Compute(int atom)
    {
        foreach (LayerLinearization layer in linearization.Layers)
        {
            edges.Compute(linearization.State, layer.Stages, atom, order: 2);
            gradient.Resize(layer.Stages.Convolution.Plan.MessageSize);
            double normalization = linearization.State.Layers[layer.Number].Normalization.Span[atom];
            ReadOnlySpan<double> sumGradient = layer.SumGradients.AsSpan(atom * gradient.Length, gradient.Length);
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient.Span[k] = normalization * sumGradient[k];
            }

            double density = layer.Stages.Density is null ? 0 : DensityGradient(layer, atom, normalization);
            for (int e = 0; e < edges.Count; e++)
            {
                linearization.EdgeCurvatures[edges.First + e] += MessageCurvature(layer, e)
                    + (layer.Stages.Density is null ? default : Radial(e, density * edges.Densities[e]));
            }
        }

        if (linearization.Model.Repulsion is ZblRepulsion repulsion)
        {
            for (int e = 0; e < edges.Count; e++)
            {
                // Each of the two directions of a pair carries half of its energy.
                (int sender, int receiver) = linearization.State.EdgeElements.Span[edges.First + e];
                int[] numbers = linearization.Model.AtomicNumbers;
                linearization.EdgeCurvatures[edges.First + e] += Radial(
                    e, 0.5 * scale * repulsion.Evaluate(Jet.Variable(edges.Distance(e)), numbers[receiver], numbers[sender]));
            }
        }
    }

    // dE/dρ = -b n M·dE/dM with n = 1/(a + b ρ); keeps M.
    double DensityGradient(LayerLinearization layer, int atom, double normalization)
    {
        ConvolutionPlan<double> plan = layer.Stages.Convolution.Plan;
        Span<double> sum = linearization.MessageSums[layer.Number].AsSpan(atom * plan.MessageSize, plan.MessageSize);
        Span<double> couplings = terms.Resize(plan.TermCount);
        for (int e = 0; e < edges.Count; e++)
        {
            ConvolutionKernel.ComputeTerms(plan, 1, edges.Harmonics(e), couplings);
            ConvolutionKernel.Compute(plan, [0], couplings, edges.Weights(e), Sent(layer, e), sum);
        }

        double product = 0;
        for (int k = 0; k < sum.Length; k++)
        {
            product += sum[k] * gradient.Span[k];
        }

        return -layer.Stages.Normalization.Slope * normalization * product;
    }

    // Σ_lm Z_lm(r) Y_lm(r/|r|), where Z is the gradient of the harmonics: linear in R(r), so that Z' and Z'' are those of R' and R''.
    Matrix3d MessageCurvature(LayerLinearization layer, int e)
    {
        ConvolutionPlan<double> plan = layer.Stages.Convolution.Plan;
        Span<double> couplings = terms.Resize(plan.TermCount);
        int count = plan.HarmonicCount, degree = linearization.Model.HarmonicDegree;
        for (int derivative = 0; derivative <= 2; derivative++)
        {
            ConvolutionKernel.ComputeTerms(plan, 1, edges.Harmonics(e), couplings);
            ConvolutionKernel.Reverse(plan, [0], couplings, Sent(layer, e), gradient.Span, edges.Weights(e, derivative), default);
            ConvolutionKernel.ReverseTerms(plan, 1, couplings, z.AsSpan(derivative * count, count));
        }

        double first = 0, second = 0, r = edges.Distance(e);
        for (int k = 0; k < count; k++)
        {
            first += z[count + k] * edges.Harmonics(e)[k];
            second += z[(2 * count) + k] * edges.Harmonics(e)[k];
        }

        Vector3d u = edges.Directions[e];
        Matrix3d mixed = Matrix3d.Outer(u, SphericalHarmonicsKernel.Reverse(degree, u, r, z.AsSpan(count, count)));
        return Radial(e, new Jet(0, first, second)) + mixed + mixed.Transpose + SphericalHarmonicsKernel.Curvature(degree, u, r, z);
    }

    // ∂_a∂_b f(r) = f'' u_a u_b + f'/r (δ_ab - u_a u_b)
    Matrix3d Radial(int e, Jet f)
    {
        Matrix3d along = Matrix3d.Outer(edges.Directions[e], edges.Directions[e]);
        return (f.Second * along) + (f.First / edges.Distance(e) * (Matrix3d.Identity - along));
    }

    ReadOnlySpan<double> Sent(LayerLinearization layer, int e)
    {
        int size = layer.Stages.SentLayout.Size;
        return linearization.State.Layers[layer.Number].Sent.Span.Slice(edges.Senders[e] * size, size);
    }
}
