using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>Tangents of one atom's message sum M = Σ_e R(r_e) Y(r_e) h_e along the waves of all displaced atoms.</summary>
/// <remarks>Along a wave u exp(2πi q·R): dr_e = du_i - du_j p and dh_e = dh_j p, p = exp(-2πi q·S), as the sender's image lies at -S.</remarks>
internal sealed class TangentMessages(MaceLinearization linearization)
{
    readonly NodeEdges edges = new(linearization.Model, linearization.Edges);
    readonly GrowingArray<double> phases = new(), translations = new(), couplings = new(), directions = new(), gradient = new();
    readonly GrowingArray<double> mixed = new(), slopes = new();
    readonly GrowingArray<int> senderSlots = new(), tangentSlots = new();
    LayerLinearization layer = null!;
    WavePhases wave = null!;
    int atom;

    /// <summary>Adds n dM to the sums.</summary>
    /// <param name="ofLayer">The layer.</param>
    /// <param name="ofAtom">The receiver.</param>
    /// <param name="waves">The wave.</param>
    /// <param name="tangents">What enters the layer.</param>
    /// <param name="weight">Factor of the second derivatives.</param>
    /// <param name="sums">[sets × slots × SlotRows × MessageSize], out.</param>
    /// <param name="densities">dρ, [sets × slots × SlotRows], out.</param>
    /// <param name="target">Where the products of dr_e with dh_e are added.</param>
    public void Compute(
        LayerLinearization ofLayer, int ofAtom, WavePhases waves, TangentState tangents, double weight, Span<double> sums, Span<double> densities, CurvatureSums target)
    {
        (layer, atom, wave) = (ofLayer, ofAtom, waves);
        edges.Compute(linearization.State, layer.Stages, atom, order: 1);
        PrepareEdges();
        PrepareSlots();
        sums.Clear();
        int slots = layer.Active[atom].Length, size = layer.Convolution.FeatureSize, count = edges.Count * layer.Convolution.PathCount * layer.Convolution.Channels;
        double n = linearization.State.Layers[layer.Number].Normalization.Span[atom];
        mixed.Resize(3 * wave.Shape.Rows(slots)).Clear();
        linearization.Kernels.AddMessages(layer.Convolution, new TangentMessageData
        {
            Shape = wave.Shape,
            Slots = slots,
            ReceiverSlot = layer.Slots[atom][atom],
            Scale = n,
            Weight = weight,
            Weights = edges.AllWeights(0)[..count],
            WeightSlopes = edges.AllWeights(1)[..count],
            Couplings = couplings.Span,
            Directions = directions.Span,
            Phases = phases.Span,
            Translations = translations.Span,
            Senders = edges.Senders,
            SenderSlots = senderSlots.Span,
            Features = linearization.State.Layers[layer.Number].Sent.Span,
            TangentSlots = tangentSlots.Span,
            Tangents = layer.Number > 0 ? tangents.Sent(layer.Number) : [],
            Gradient = ScaledGradient(n),
            Sums = sums,
            Mixed = mixed.Span,
            SenderGradients = layer.Number > 0 ? target.SenderGradients(layer.Number) : new double[3 * linearization.AtomCount * size],
        });
        ComputeDensities(densities);
        if (weight > 0 && layer.Number > 0)
        {
            AddMixed(weight, target);
        }
    }

    void PrepareEdges()
    {
        NeighbourList graph = linearization.State.Graph;
        int terms = layer.Convolution.TermCount;
        phases.Resize(2 * edges.Count);
        translations.Resize(wave.Shape.Sets > 1 ? 3 * edges.Count : 0);
        directions.Resize(3 * edges.Count);
        couplings.Resize(4 * edges.Count * terms);
        for (int e = 0; e < edges.Count; e++)
        {
            int shift = 3 * (edges.First + e);
            (phases.Span[2 * e], phases.Span[(2 * e) + 1]) = wave.Of(graph.Shift.AsSpan(shift, 3));
            Store(edges.Directions[e], directions.Span[(3 * e)..]);
            if (wave.Shape.Sets > 1)
            {
                Store(wave.Translation(graph.Shift.AsSpan(shift, 3)), translations.Span[(3 * e)..]);
            }

            for (int slope = 0; slope < 4; slope++)
            {
                ConvolutionKernel.ComputeTerms(
                    layer.Stages.Convolution.Plan, 1, edges.Harmonics(e, slope), couplings.Span.Slice(((4 * e) + slope) * terms, terms));
            }
        }
    }

    void PrepareSlots()
    {
        int[] active = layer.Active[atom];
        senderSlots.Resize(edges.Count);
        tangentSlots.Resize(layer.Number > 0 ? edges.Count * active.Length : 0);
        for (int e = 0; e < edges.Count; e++)
        {
            int sender = edges.Senders[e];
            senderSlots.Span[e] = layer.Slots[atom][sender];
            for (int s = 0; s < active.Length && layer.Number > 0; s++)
            {
                LayerLinearization before = linearization.Layers[layer.Number - 1];
                int slot = before.Slots[sender][active[s]];
                tangentSlots.Span[(e * active.Length) + s] = slot < 0 ? -1 : before.FirstSlots[sender] + slot;
            }
        }
    }

    ReadOnlySpan<double> ScaledGradient(double n)
    {
        int size = layer.Convolution.MessageSize;
        Span<double> target = gradient.Resize(size);
        for (int k = 0; k < size; k++)
        {
            target[k] = n * layer.SumGradients[(atom * size) + k];
        }

        return target;
    }

    void ComputeDensities(Span<double> densities)
    {
        slopes.Resize(3 * edges.Densities.Length);
        for (int e = 0; e < edges.Densities.Length; e++)
        {
            Store(edges.Densities[e].First * edges.Directions[e], slopes.Span[(3 * e)..]);
        }

        ComputeDensities(wave.Shape, layer.Active[atom].Length, layer.Slots[atom][atom], slopes.Span, senderSlots.Span, phases.Span, translations.Span, densities);
    }

    /// <summary>dρ = Σ_e ρ'(r_e) u·dr_e of one receiver.</summary>
    /// <param name="shape">Shape of the tangents.</param>
    /// <param name="slots">Number of slots.</param>
    /// <param name="receiver">The receiver's own slot.</param>
    /// <param name="slopes">ρ' u, [edges × 3]; empty for none.</param>
    /// <param name="senderSlots">[edges].</param>
    /// <param name="phases">[edges × 2].</param>
    /// <param name="translations">[edges × 3], empty without derivatives.</param>
    /// <param name="densities">[sets × slots × SlotRows], out.</param>
    public static void ComputeDensities(
        TangentShape shape, int slots, int receiver, ReadOnlySpan<double> slopes, ReadOnlySpan<int> senderSlots, ReadOnlySpan<double> phases,
        ReadOnlySpan<double> translations, Span<double> densities)
    {
        densities.Clear();
        for (int e = 0; e < slopes.Length / 3; e++)
        {
            (double cosine, double sine) = (phases[2 * e], phases[(2 * e) + 1]);
            for (int a = 0; a < 3; a++)
            {
                double slope = slopes[(3 * e) + a];
                int at = (senderSlots[e] * shape.SlotRows) + (a * shape.Parts);
                densities[(receiver * shape.SlotRows) + (a * shape.Parts)] += slope;
                densities[at] -= cosine * slope;
                if (shape.Parts == 2)
                {
                    densities[at + 1] -= sine * slope;
                }

                for (int set = 1; set < shape.Sets; set++)
                {
                    double length = translations[(3 * e) + set - 1];
                    densities[(set * slots * shape.SlotRows) + at] -= length * sine * slope;
                    densities[(set * slots * shape.SlotRows) + at + 1] += length * cosine * slope;
                }
            }
        }
    }

    // The receiver's displacement; the senders' follow for all receivers together.
    void AddMixed(double weight, CurvatureSums target)
    {
        int[] active = layer.Active[atom];
        int length = active.Length * wave.Shape.SlotRows * 3;
        for (int set = 0; set < wave.Shape.Sets; set++)
        {
            target.AddReceiver(set, atom, weight, active, mixed.Span.Slice(set * length, length));
        }
    }

    static void Store(Vector3d vector, Span<double> target) => (target[0], target[1], target[2]) = vector;
}
