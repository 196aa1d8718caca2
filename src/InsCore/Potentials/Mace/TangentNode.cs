using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The tangents of one atom in one layer along all displacement waves, and what the atom adds to the second derivatives:
/// Φ = Σ_f (dE/df) · conj(dx) ∂²f/∂x∂x dx over all functions f(x) between the linear maps. Second derivatives need no reverse tangents.
/// </summary>
/// <remarks>Derivatives by the wave vector: ∂Φ = Σ_f (dE/df) · conj(∂dx) ∂²f/∂x∂x dx and its adjoint, as f does not depend on it.</remarks>
internal sealed class TangentNode(MaceLinearization linearization)
{
    readonly TangentMessages messages = new(linearization);
    readonly GrowingArray<double> sums = new(), mixed = new(), gated = new(), products = new(), output = new();
    readonly GrowingArray<double> jacobian = new(), curvature = new(), readoutCurvature = new(), block = new();

    // [sets × slots × SlotRows × …]: tangents of what enters a non-linear function; [slots × SlotRows × …]: its curvature times the first set.
    readonly GrowingArray<double> x = new(), curvedX = new(), gate = new(), curvedGate = new(), hidden = new(), curvedHidden = new();

    // dρ; and (α·dA, dn/n) with, for the first set, (dn/n, α·dA).
    readonly GrowingArray<double> densities = new(), normalizations = new(), curvedNormalizations = new();
    LayerLinearization layer = null!;
    TangentShape shape;
    double weight;
    int atom, element;

    LayerStages<double> Stages => layer.Stages;

    int Slots => layer.Active[atom].Length;

    int Rows => shape.Rows(Slots);

    int FirstSetRows => Slots * shape.SlotRows;

    /// <summary>Computes one atom in one layer.</summary>
    /// <param name="ofLayer">The layer.</param>
    /// <param name="ofAtom">The atom.</param>
    /// <param name="wave">The wave.</param>
    /// <param name="tangents">In: what enters the layer; out: this atom's tangents of what leaves.</param>
    /// <param name="ofWeight">Factor of the second derivatives; 0 if only the tangents are wanted.</param>
    /// <param name="target">Where the second derivatives are added.</param>
    public void Compute(
        LayerLinearization ofLayer, int ofAtom, WavePhases wave, TangentState tangents, double ofWeight, CurvatureSums target)
    {
        (layer, atom, element) = (ofLayer, ofAtom, linearization.State.Elements[ofAtom]);
        (shape, weight) = (wave.Shape, ofWeight);
        PrepareCurvatures();
        messages.Compute(layer, atom, wave, tangents, weight, sums.Resize(Rows * layer.Convolution.MessageSize), densities.Resize(Rows), target);
        if (Stages.Density is not null)
        {
            Normalize();
        }

        ComputeInputs(tangents);
        ComputeOutputs(tangents);
        if (weight > 0)
        {
            AddProducts(target);
        }
    }

    void PrepareCurvatures()
    {
        int size = Stages.NodeLayout.Size, outputSize = Stages.OutputLayout.Size, units = Stages.Readout?.HiddenUnits ?? 0;
        x.Resize(Rows * size);
        gate.Resize(Rows * (Stages.Gate?.InputLayout.Size ?? 0));
        curvedGate.Resize(gate.Length);
        hidden.Resize(Rows * units);
        layer.Contraction.Compute(
            element, linearization.State.Layers[layer.Number].Message.Span.Slice(atom * size, size),
            layer.ProductGradients.AsSpan(atom * outputSize, outputSize),
            jacobian.Resize(layer.Contraction.JacobianSize), curvature.Resize(layer.Contraction.CurvatureSize));
        if (units > 0)
        {
            Stages.Readout!.Curvature(
                linearization.State.Layers[layer.Number + 1].Features.Span.Slice(atom * outputSize, outputSize), readoutCurvature.Resize(units));
        }
    }

    // dA = n dM + M dn; the curvature of A = n M with n = 1/(a + b ρ) is, besides that of ρ, α·dA dn/n + dn/n α·dA.
    void Normalize()
    {
        int size = layer.Convolution.MessageSize;
        double n = linearization.State.Layers[layer.Number].Normalization.Span[atom];
        ReadOnlySpan<double> primal = linearization.MessageSums[layer.Number].AsSpan(atom * size, size);
        ReadOnlySpan<double> gradient = layer.SumGradients.AsSpan(atom * size, size);
        normalizations.Resize(2 * Rows);
        for (int row = 0; row < Rows; row++)
        {
            double relative = -Stages.Normalization.Slope * n * densities.Span[row], product = 0;
            Span<double> sum = sums.Span.Slice(row * size, size);
            for (int k = 0; k < size; k++)
            {
                sum[k] += relative * n * primal[k];
                product += gradient[k] * sum[k];
            }

            (normalizations.Span[2 * row], normalizations.Span[(2 * row) + 1]) = (product, relative);
        }
    }

    // From the normalized sums to what enters the contraction.
    void ComputeInputs(TangentState tangents)
    {
        if (Stages is { Gate: not null, GateResidual: not null, GateOutput: not null })
        {
            Stages.Mix.Compute(Rows, sums.Span, gate.Span);
            if (layer.Number > 0)
            {
                AddFromBefore(Stages.GateResidual, tangents, tangents.Sent(layer.Number), Stages.SentLayout.Size, gate.Span);
            }

            int inputSize = Stages.Gate.InputLayout.Size, size = Stages.NodeLayout.Size;
            Stages.Gate.Linearize(
                Rows, linearization.State.Layers[layer.Number].GateInput.Span.Slice(atom * inputSize, inputSize),
                layer.GatedGradients.AsSpan(atom * size, size), gate.Span, gated.Resize(Rows * size), curvedGate.Span);
            Stages.GateOutput.Compute(Rows, gated.Span, x.Span);
        }
        else if (Stages.Of(element).Mix is EquivariantLinear<double> elementMix)
        {
            Stages.Mix.Compute(Rows, sums.Span, mixed.Resize(x.Length));
            elementMix.Compute(Rows, mixed.Span, x.Span);
        }
        else
        {
            Stages.Mix.Compute(Rows, sums.Span, x.Span);
        }
    }

    // From there to what leaves the layer and what the next one sends.
    void ComputeOutputs(TangentState tangents)
    {
        int size = Stages.OutputLayout.Size, channels = Stages.NodeLayout.Widths[0], next = layer.Number + 1;
        if (hidden.Length == 0 && next == linearization.Layers.Length)
        {
            return;
        }

        Span<double> result = output.Resize(Rows * size);
        linearization.Kernels.MultiplyChannels(channels, Rows, jacobian.Span, x.Span, products.Resize(result.Length));
        Stages.ProductMap.Compute(Rows, products.Span, result);
        if (layer.Number > 0 && Stages.Of(element).Skip is EquivariantLinear<double> skip)
        {
            AddFromBefore(skip, tangents, tangents.Features(layer.Number), Stages.InputLayout.Size, result);
        }

        if (hidden.Length > 0)
        {
            Stages.Readout!.Project(Rows, result, hidden.Span);
        }

        for (int set = 0; set < shape.Sets && next < linearization.Layers.Length; set++)
        {
            LayerStages<double> following = linearization.Layers[next].Stages;
            Span<double> rows = result.Slice(set * FirstSetRows * size, FirstSetRows * size);
            rows.CopyTo(tangents.Rows(tangents.Features(next), set, layer.FirstSlots[atom], Slots, size));
            following.Up.Compute(
                FirstSetRows, rows, tangents.Rows(tangents.Sent(next), set, layer.FirstSlots[atom], Slots, following.SentLayout.Size));
        }
    }

    // Adds a linear map of the atom's own tangents before the layer, which fewer displacements reach.
    void AddFromBefore(EquivariantLinear<double> map, TangentState tangents, Span<double> all, int size, Span<double> target)
    {
        LayerLinearization before = linearization.Layers[layer.Number - 1];
        int length = target.Length / (shape.Sets * Slots);
        for (int slot = 0; slot < Slots; slot++)
        {
            int from = before.Slots[atom][layer.Active[atom][slot]];
            for (int set = 0; set < shape.Sets && from >= 0; set++)
            {
                map.Compute(
                    shape.SlotRows, tangents.Rows(all, set, before.FirstSlots[atom] + from, 1, size),
                    target.Slice(((set * Slots) + slot) * length, length), add: true);
            }
        }
    }

    void AddProducts(CurvatureSums target)
    {
        int channels = Stages.NodeLayout.Widths[0], units = Stages.Readout?.HiddenUnits ?? 0;
        int perSet = FirstSetRows * Stages.NodeLayout.Size;
        linearization.Kernels.MultiplyChannels(channels, FirstSetRows, curvature.Span, x.Span[..perSet], curvedX.Resize(perSet));
        curvedHidden.Resize(hidden.Length / shape.Sets);
        for (int k = 0; k < curvedHidden.Length; k++)
        {
            curvedHidden.Span[k] = readoutCurvature.Span[k % units] * hidden.Span[k];
        }

        curvedNormalizations.Resize(Stages.Density is null ? 0 : 2 * FirstSetRows);
        for (int k = 0; k < curvedNormalizations.Length; k += 2)
        {
            (curvedNormalizations.Span[k], curvedNormalizations.Span[k + 1]) = (normalizations.Span[k + 1], normalizations.Span[k]);
        }

        for (int set = 0; set < shape.Sets; set++)
        {
            block.Resize(FirstSetRows * FirstSetRows).Clear();
            AddProducts(set, Stages.NodeLayout.Size, x.Span, curvedX.Span);
            AddProducts(set, Stages.Gate?.InputLayout.Size ?? 0, gate.Span, curvedGate.Span);
            AddProducts(set, units, hidden.Span, curvedHidden.Span);
            AddProducts(set, Stages.Density is null ? 0 : 2, normalizations.Span, curvedNormalizations.Span);
            target.AddProducts(set, weight, layer.Active[atom], block.Span);
        }
    }

    void AddProducts(int set, int length, ReadOnlySpan<double> tangents, ReadOnlySpan<double> curved)
    {
        if (length > 0)
        {
            int perSet = FirstSetRows * length;
            linearization.Kernels.AddRowProducts(length, tangents.Slice(set * perSet, perSet), curved[..perSet], block.Span, upper: set == 0);
        }
    }
}
