using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The tangents of one atom in one layer along all displacement waves, and what the atom adds to the second derivatives:
/// Φ = Σ_f (dE/df) · conj(dx) ∂²f/∂x∂x dx over all functions f(x) between the linear maps. Second derivatives need no reverse tangents.
/// </summary>
internal sealed class TangentNode(MaceLinearization linearization)
{
    readonly TangentMessages messages = new(linearization);
    readonly GrowingArray<double> sums = new(), mixed = new(), gated = new(), products = new(), output = new();
    readonly GrowingArray<double> jacobian = new(), curvature = new(), readoutCurvature = new();

    // [nActive × 6 × …]: tangents of what enters a non-linear function, and its curvature times them.
    readonly GrowingArray<double> x = new(), curvedX = new(), gate = new(), curvedGate = new(), hidden = new(), curvedHidden = new();

    // [nActive × 6]: α·dA, and dn/n.
    readonly GrowingArray<double> sumProducts = new(), normalizations = new();
    LayerLinearization layer = null!;
    int atom, element;

    LayerStages<double> Stages => layer.Stages;

    /// <summary>Computes one atom in one layer.</summary>
    /// <param name="ofLayer">The layer.</param>
    /// <param name="ofAtom">The atom.</param>
    /// <param name="q">Wave vector, fractional.</param>
    /// <param name="tangents">In: what enters the layer; out: this atom's tangents of what leaves.</param>
    /// <param name="target">Where the second derivatives are added.</param>
    public void Compute(LayerLinearization ofLayer, int ofAtom, Vector3d q, TangentState tangents, CurvatureSums target)
    {
        (layer, atom, element) = (ofLayer, ofAtom, linearization.State.Elements[ofAtom]);
        messages.Prepare(layer, atom, q);
        PrepareCurvatures();
        int[] active = layer.Active[atom];
        for (int slot = 0; slot < active.Length; slot++)
        {
            ComputeSums(slot, active[slot], tangents, target);
            ComputeInputs(slot, active[slot], tangents);
            ComputeOutputs(slot, active[slot], tangents);
        }

        AddProducts(active, x.Span, curvedX.Span, target);
        AddProducts(active, gate.Span, curvedGate.Span, target);
        AddProducts(active, hidden.Span, curvedHidden.Span, target);
        if (Stages.Density is not null)
        {
            AddNormalizations(active, target);
        }
    }

    void PrepareCurvatures()
    {
        int rows = layer.Active[atom].Length * SixRows.Count;
        int size = Stages.NodeLayout.Size, outputSize = Stages.OutputLayout.Size, units = Stages.Readout?.HiddenUnits ?? 0;
        x.Resize(rows * size);
        curvedX.Resize(rows * size);
        gate.Resize(rows * (Stages.Gate?.InputLayout.Size ?? 0));
        curvedGate.Resize(gate.Length);
        hidden.Resize(rows * units);
        curvedHidden.Resize(hidden.Length);
        sumProducts.Resize(rows);
        normalizations.Resize(rows);
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
    void ComputeSums(int slot, int displaced, TangentState tangents, CurvatureSums target)
    {
        int size = Stages.Convolution.Plan.MessageSize;
        Span<double> densities = stackalloc double[SixRows.Count];
        messages.Compute(displaced, tangents, sums.Resize(SixRows.Count * size), densities, target);
        double n = linearization.State.Layers[layer.Number].Normalization.Span[atom];
        for (int row = 0; row < SixRows.Count; row++)
        {
            Span<double> sum = sums.Span.Slice(row * size, size);
            foreach (ref double value in sum)
            {
                value *= n;
            }

            if (Stages.Density is not null)
            {
                double relative = -Stages.Normalization.Slope * n * densities[row], product = 0;
                ReadOnlySpan<double> primal = linearization.MessageSums[layer.Number].AsSpan(atom * size, size);
                ReadOnlySpan<double> gradient = layer.SumGradients.AsSpan(atom * size, size);
                for (int k = 0; k < size; k++)
                {
                    sum[k] += relative * n * primal[k];
                    product += gradient[k] * sum[k];
                }

                normalizations.Span[(slot * SixRows.Count) + row] = relative;
                sumProducts.Span[(slot * SixRows.Count) + row] = product;
            }
        }
    }

    // From the normalized sums to what enters the contraction.
    void ComputeInputs(int slot, int displaced, TangentState tangents)
    {
        Span<double> inputs = TangentRows(x, slot);
        if (Stages is { Gate: not null, GateResidual: not null, GateOutput: not null })
        {
            Span<double> gateRows = TangentRows(gate, slot);
            Stages.Mix.Compute(SixRows.Count, sums.Span, gateRows);
            if (layer.Number > 0 && SlotBefore(displaced) is int before and >= 0)
            {
                Stages.GateResidual.Compute(
                    SixRows.Count, TangentState.Rows(tangents.Sent[layer.Number][atom], before, Stages.SentLayout.Size), gateRows, add: true);
            }

            int inputSize = Stages.Gate.InputLayout.Size, size = Stages.NodeLayout.Size;
            Stages.Gate.Linearize(
                SixRows.Count, linearization.State.Layers[layer.Number].GateInput.Span.Slice(atom * inputSize, inputSize),
                layer.GatedGradients.AsSpan(atom * size, size), gateRows, gated.Resize(SixRows.Count * size), TangentRows(curvedGate, slot));
            Stages.GateOutput.Compute(SixRows.Count, gated.Span, inputs);
        }
        else if (Stages.Of(element).Mix is EquivariantLinear<double> elementMix)
        {
            Stages.Mix.Compute(SixRows.Count, sums.Span, mixed.Resize(inputs.Length));
            elementMix.Compute(SixRows.Count, mixed.Span, inputs);
        }
        else
        {
            Stages.Mix.Compute(SixRows.Count, sums.Span, inputs);
        }
    }

    // From there to what leaves the layer and what the next one sends.
    void ComputeOutputs(int slot, int displaced, TangentState tangents)
    {
        int size = Stages.OutputLayout.Size, channels = Stages.NodeLayout.Widths[0];
        Span<double> inputs = TangentRows(x, slot), result = output.Resize(SixRows.Count * size);
        SixRows.Multiply(channels, curvature.Span, inputs, TangentRows(curvedX, slot));
        SixRows.Multiply(channels, jacobian.Span, inputs, products.Resize(result.Length));
        Stages.ProductMap.Compute(SixRows.Count, products.Span, result);
        if (layer.Number > 0 && SlotBefore(displaced) is int before and >= 0)
        {
            Stages.Of(element).Skip?.Compute(
                SixRows.Count, TangentState.Rows(tangents.Features[layer.Number][atom], before, Stages.InputLayout.Size), result, add: true);
        }

        if (hidden.Length > 0)
        {
            ReadOutHidden(TangentRows(hidden, slot), TangentRows(curvedHidden, slot), result);
        }

        int next = layer.Number + 1;
        if (next < linearization.Layers.Length)
        {
            LayerStages<double> following = linearization.Layers[next].Stages;
            result.CopyTo(TangentState.Rows(tangents.Features[next][atom], slot, size));
            following.Up.Compute(SixRows.Count, result, TangentState.Rows(tangents.Sent[next][atom], slot, following.SentLayout.Size));
        }
    }

    void ReadOutHidden(Span<double> rows, Span<double> curved, ReadOnlySpan<double> features)
    {
        Stages.Readout!.Project(SixRows.Count, features, rows);
        for (int k = 0; k < rows.Length; k++)
        {
            curved[k] = readoutCurvature.Span[k % readoutCurvature.Length] * rows[k];
        }
    }

    int SlotBefore(int displaced) => linearization.Layers[layer.Number - 1].Slots[atom][displaced];

    Span<double> TangentRows(GrowingArray<double> all, int slot)
    {
        int length = all.Length / layer.Active[atom].Length;
        return all.Span.Slice(slot * length, length);
    }

    void AddNormalizations(int[] active, CurvatureSums target)
    {
        ReadOnlySpan<double> a = sumProducts.Span, n = normalizations.Span;
        for (int row = 0; row < a.Length; row++)
        {
            int first = row / SixRows.Count;
            for (int column = first * SixRows.Count; column < a.Length; column++)
            {
                target.Block(active[first], active[column / SixRows.Count])[(row % SixRows.Count * SixRows.Count) + (column % SixRows.Count)] +=
                    (a[row] * n[column]) + (n[row] * a[column]);
            }
        }
    }

    static void AddProducts(int[] active, ReadOnlySpan<double> a, ReadOnlySpan<double> b, CurvatureSums target)
    {
        int length = a.Length / active.Length;
        for (int first = 0; first < active.Length && length > 0; first++)
        {
            for (int second = first; second < active.Length; second++)
            {
                SixRows.AddProducts(
                    a.Slice(first * length, length), b.Slice(second * length, length), target.Block(active[first], active[second]));
            }
        }
    }
}
