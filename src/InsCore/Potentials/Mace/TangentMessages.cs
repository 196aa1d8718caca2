using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>Tangents of one atom's message sum M = Σ_e R(r_e) Y(r_e) h_e along the displacement waves of one other atom at a time.</summary>
/// <remarks>Along a wave u exp(2πi q·R): dr_e = du_i - du_j p and dh_e = dh_j p, p = exp(-2πi q·S), as the sender's image lies at -S.</remarks>
internal sealed class TangentMessages(MaceLinearization linearization)
{
    readonly GrowingArray<Complex> phases = new();
    readonly GrowingArray<double> factors = new();
    readonly GrowingArray<double> sent = new();
    readonly GrowingArray<double> direct = new();
    readonly GrowingArray<double> gradient = new();
    readonly GrowingArray<double> mixed = new();
    readonly GrowingArray<double> weights = new();
    readonly GrowingArray<double> terms = new();
    LayerLinearization layer = null!;
    int atom;

    /// <summary>The edges of the atom.</summary>
    public NodeEdges Edges { get; } = new(linearization.Model, linearization.Edges);

    /// <summary>Prepares what all displacements have in common.</summary>
    public void Prepare(LayerLinearization ofLayer, int ofAtom, Vector3d q)
    {
        (layer, atom) = (ofLayer, ofAtom);
        Edges.Compute(linearization.State, layer.Stages, atom, order: 1);
        int[] shift = linearization.State.Graph.Shift;
        phases.Resize(Edges.Count);
        for (int e = 0; e < Edges.Count; e++)
        {
            int s = 3 * (Edges.First + e);
            phases.Span[e] = Complex.FromPolarCoordinates(
                1, -2 * Math.PI * ((q.X * shift[s]) + (q.Y * shift[s + 1]) + (q.Z * shift[s + 2])));
        }

        if (layer.Number > 0)
        {
            PrepareFactors();
            PrepareMixed();
        }
    }

    /// <summary>Tangents of the sum along the waves of one displaced atom.</summary>
    /// <param name="displaced">The atom.</param>
    /// <param name="tangents">The whole state.</param>
    /// <param name="sums">[6 × MessageSize], out.</param>
    /// <param name="densities">dρ, [6], out.</param>
    /// <param name="half">Receives the products of dr_e with dh_e.</param>
    public void Compute(int displaced, TangentState tangents, Span<double> sums, Span<double> densities, CurvatureSums half)
    {
        sums.Clear();
        densities.Clear();
        for (int e = 0; e < Edges.Count; e++)
        {
            int sender = Edges.Senders[e];
            Complex displacement = (displaced == atom ? 1 : 0) - (displaced == sender ? phases.Span[e] : 0);
            if (displacement != Complex.Zero)
            {
                AddDirect(e, displacement, sums, densities);
            }

            int slot = layer.Number > 0 ? linearization.Layers[layer.Number - 1].Slots[sender][displaced] : -1;
            if (slot >= 0)
            {
                int size = layer.Stages.SentLayout.Size;
                Turn(TangentState.Rows(tangents.Sent[layer.Number][sender], slot, size), phases.Span[e], size);
                int count = layer.Convolution.Term.Length;
                SixRows.AddScaled(layer.Convolution, factors.Span.Slice(e * count, count), Edges.Weights(e), sent.Span, sums);
                AddMixed(e, displaced, half);
            }
        }
    }

    // The edge's own change: ∂m/∂r_a = R' u_a (Y h) + R (∂Y/∂r_a h).
    void AddDirect(int e, Complex displacement, Span<double> sums, Span<double> densities)
    {
        ConvolutionPlan<double> plan = layer.Stages.Convolution.Plan;
        Span<double> message = direct.Resize(2 * plan.MessageSize), along = message[plan.MessageSize..];
        message = message[..plan.MessageSize];
        Span<double> couplings = terms.Resize(plan.TermCount);
        Vector3d u = Edges.Directions[e];
        along.Clear();
        ConvolutionKernel.ComputeTerms(plan, 1, Edges.Harmonics(e), couplings);
        ConvolutionKernel.Compute(plan, [0], couplings, Edges.Weights(e, 1), Sent(e), along);
        for (int a = 0; a < 3; a++)
        {
            message.Clear();
            ConvolutionKernel.ComputeTerms(plan, 1, Edges.Harmonics(e, a + 1), couplings);
            ConvolutionKernel.Compute(plan, [0], couplings, Edges.Weights(e), Sent(e), message);
            Span<double> cosine = sums.Slice(2 * a * plan.MessageSize, plan.MessageSize);
            Span<double> sine = sums.Slice(((2 * a) + 1) * plan.MessageSize, plan.MessageSize);
            for (int k = 0; k < message.Length; k++)
            {
                double slope = message[k] + (u[a] * along[k]);
                cosine[k] += displacement.Real * slope;
                sine[k] += displacement.Imaginary * slope;
            }

            double density = Edges.Densities.IsEmpty ? 0 : Edges.Densities[e].First * u[a];
            densities[2 * a] += displacement.Real * density;
            densities[(2 * a) + 1] += displacement.Imaginary * density;
        }
    }

    void PrepareFactors()
    {
        ConvolutionPlan<double> plan = layer.Stages.Convolution.Plan;
        Span<double> couplings = terms.Resize(plan.TermCount);
        int[] term = layer.Convolution.Term;
        factors.Resize(Edges.Count * term.Length);
        for (int e = 0; e < Edges.Count; e++)
        {
            ConvolutionKernel.ComputeTerms(plan, 1, Edges.Harmonics(e), couplings);
            for (int f = 0; f < term.Length; f++)
            {
                factors.Span[(e * term.Length) + f] = couplings[term[f]];
            }
        }
    }

    // V_a = ∂(dE/dh_e)/∂r_a, [edges × 3 × sent].
    void PrepareMixed()
    {
        ConvolutionPlan<double> plan = layer.Stages.Convolution.Plan;
        Span<double> couplings = terms.Resize(plan.TermCount);
        gradient.Resize(plan.MessageSize);
        double normalization = linearization.State.Layers[layer.Number].Normalization.Span[atom];
        for (int k = 0; k < plan.MessageSize; k++)
        {
            gradient.Span[k] = normalization * layer.SumGradients[(atom * plan.MessageSize) + k];
        }

        int size = plan.FeatureSize;
        mixed.Resize(Edges.Count * 3 * size).Clear();
        Span<double> along = direct.Resize(size);
        for (int e = 0; e < Edges.Count; e++)
        {
            along.Clear();
            ReverseEdge(e, slope: 0, derivative: 1, couplings, along);
            for (int a = 0; a < 3; a++)
            {
                Span<double> target = mixed.Span.Slice(((3 * e) + a) * size, size);
                ReverseEdge(e, slope: a + 1, derivative: 0, couplings, target);
                for (int k = 0; k < size; k++)
                {
                    target[k] += Edges.Directions[e][a] * along[k];
                }
            }
        }
    }

    void ReverseEdge(int e, int slope, int derivative, Span<double> couplings, Span<double> featureGradient)
    {
        ConvolutionPlan<double> plan = layer.Stages.Convolution.Plan;
        Edges.Weights(e, derivative).CopyTo(weights.Resize(Edges.Weights(e).Length));
        ConvolutionKernel.ComputeTerms(plan, 1, Edges.Harmonics(e, slope), couplings);
        ConvolutionKernel.Reverse(plan, [0], couplings, Sent(e), gradient.Span, weights.Span, featureGradient);
    }

    // dh_e = dh_j p
    void Turn(ReadOnlySpan<double> rows, Complex phase, int size)
    {
        Span<double> target = sent.Resize(rows.Length);
        Vector<double> cosine = new(phase.Real), sine = new(phase.Imaginary);
        for (int a = 0; a < 3; a++)
        {
            int real = 2 * a * size, imaginary = real + size;
            for (int k = 0; k < size; k += Vector<double>.Count)
            {
                Vector<double> re = new(rows[(real + k)..]), im = new(rows[(imaginary + k)..]);
                ((cosine * re) - (sine * im)).CopyTo(target[(real + k)..]);
                ((sine * re) + (cosine * im)).CopyTo(target[(imaginary + k)..]);
            }
        }
    }

    // conj(dr_e,a) V_a·dh_e, with dr_e = u_i - u_j p.
    void AddMixed(int e, int displaced, CurvatureSums half)
    {
        int size = layer.Stages.SentLayout.Size, rows = 3 * linearization.AtomCount, sender = Edges.Senders[e];
        Span<double> products = stackalloc double[SixRows.Count];
        for (int a = 0; a < 3; a++)
        {
            SixRows.MultiplyVector(mixed.Span.Slice(((3 * e) + a) * size, size), sent.Span, products);
            Span<Complex> receiverRow = half.Half.AsSpan((((3 * atom) + a) * rows) + (3 * displaced), 3);
            Span<Complex> senderRow = half.Half.AsSpan((((3 * sender) + a) * rows) + (3 * displaced), 3);
            for (int b = 0; b < 3; b++)
            {
                Complex product = new(products[2 * b], products[(2 * b) + 1]);
                receiverRow[b] += product;
                senderRow[b] -= Complex.Conjugate(phases.Span[e]) * product;
            }
        }
    }

    ReadOnlySpan<double> Sent(int e)
    {
        int size = layer.Stages.SentLayout.Size;
        return linearization.State.Layers[layer.Number].Sent.Span.Slice(Edges.Senders[e] * size, size);
    }
}
