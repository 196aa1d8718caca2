namespace InsCore.Scattering.Compatibility;

/// <summary>The spectra of one atom at Q = 1 Å⁻¹ without Debye–Waller factor, order by order, in bins of the result.</summary>
/// <remarks>
/// Order 1: tr(B)/3. Order 2: (tr B_i tr B_j + 2 B_i:B_j)/(15 C) for every ordered pair of modes, C = 2 for i = j, else 1 (without its 1/2!). Order
/// n: that of n - 1 convolved with order 1, which forgets how modes are aligned.
/// </remarks>
internal sealed class AbinsOrders(AbinsTensors tensors, AbinsOptions options)
{
    readonly int fineCount = AbinsGrid.Count(options) * options.FineBins;
    readonly double fineWidth = options.BinWidth / options.FineBins;

    /// <summary>The orders that depend on Q through Q²ⁿ/n! and one isotropic Debye–Waller factor.</summary>
    /// <param name="atom">The atom.</param>
    /// <returns>[orders][nBins].</returns>
    public double[][] Of(int atom)
    {
        double[][] fine = new double[options.Orders][];
        fine[0] = First(atom);
        for (int n = 1; n < options.Orders; n++)
        {
            fine[n] = n == 1 && options.AnalyticOrders == 2 ? Second(atom) : Convolve(fine[n - 1], fine[0]);
        }

        return Array.ConvertAll(fine, Rebin);
    }

    double[] First(int atom)
    {
        double[] sum = new double[fineCount];
        for (int q = 0; q < tensors.Weights.Length; q++)
        {
            ReadOnlySpan<SymmetricTensor> amplitudes = tensors.Amplitudes(q, atom);
            for (int n = 0; n < amplitudes.Length; n++)
            {
                Put(sum, tensors.Energies[q][n], tensors.Weights[q] * amplitudes[n].Trace / 3);
            }
        }

        return sum;
    }

    double[] Second(int atom)
    {
        double[] sum = options.OwnPairs ? new double[fineCount] : AllPairs(atom);
        for (int q = 0; q < tensors.Weights.Length; q++)
        {
            ReadOnlySpan<SymmetricTensor> b = tensors.Amplitudes(q, atom);
            double[] energies = tensors.Energies[q];
            int[] first = Strong(b);
            if (options.OwnPairs)
            {
                AddPairs(sum, tensors.Weights[q], first, b, energies);
            }

            // Pairs hold the overtones of one mode at one wave vector, which carries the weight of both.
            double overtone = (options.HalfOvertones ? -0.5 : 0) * tensors.Weights[q] * (options.OwnPairs ? 1 : tensors.Weights[q]);
            foreach (int i in overtone == 0 ? [] : first)
            {
                Put(sum, 2 * energies[i], overtone * Pair(b[i], b[i]));
            }
        }

        return sum;
    }

    void AddPairs(double[] sum, double weight, int[] first, ReadOnlySpan<SymmetricTensor> b, double[] energies)
    {
        foreach (int i in first)
        {
            for (int j = 0; j < b.Length; j++)
            {
                Put(sum, energies[i] + energies[j], weight * Pair(b[i], b[j]));
            }
        }
    }

    /// <summary>Strength of an ordered pair of modes, without the half of overtones and without 1/2!, Å⁴.</summary>
    public static double Pair(SymmetricTensor a, SymmetricTensor b) => ((a.Trace * b.Trace) + (2 * SymmetricTensor.DoubleDot(a, b))) / 15;

    int[] Strong(ReadOnlySpan<SymmetricTensor> amplitudes)
    {
        List<int> strong = [];
        for (int n = 0; n < amplitudes.Length; n++)
        {
            if (options.Orders <= options.AnalyticOrders || amplitudes[n].Trace / 3 > options.PruningThreshold)
            {
                strong.Add(n);
            }
        }

        return strong.Count >= AbinsOptions.KeptModes ? [.. strong] : [.. Enumerable.Range(0, Math.Min(AbinsOptions.KeptModes, amplitudes.Length))];
    }

    // Modes of different wave vectors as well: convolutions of the six components of the spectral tensor.
    double[] AllPairs(int atom)
    {
        double[][] components = [.. Enumerable.Range(0, 6).Select(_ => new double[fineCount])];
        SymmetricTensor[] sources = new SymmetricTensor[tensors.AtomCount];
        for (int q = 0; q < tensors.Weights.Length; q++)
        {
            for (int n = 0; n < tensors.Energies[q].Length; n++)
            {
                for (int i = 0; i < sources.Length; i++)
                {
                    sources[i] = tensors.Amplitudes(q, i)[n];
                }

                SymmetricTensor b = options.Symmetrise ? AbinsTensors.Average(sources, tensors.Symmetry, atom) : sources[atom];
                double[] values = [b.Xx, b.Yy, b.Zz, b.Yz, b.Xz, b.Xy];
                for (int c = 0; c < 6; c++)
                {
                    Put(components[c], tensors.Energies[q][n], tensors.Weights[q] * values[c]);
                }
            }
        }

        double[] trace = new double[fineCount], sum = new double[fineCount];
        for (int k = 0; k < fineCount; k++)
        {
            trace[k] = components[0][k] + components[1][k] + components[2][k];
        }

        Accumulate(sum, Convolve(trace, trace), 1.0 / 15);
        for (int c = 0; c < 6; c++)
        {
            Accumulate(sum, Convolve(components[c], components[c]), (c < 3 ? 2 : 4) / 15.0);
        }

        return sum;
    }

    static void Accumulate(double[] sum, double[] part, double factor)
    {
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] += factor * part[k];
        }
    }

    void Put(double[] histogram, double energy, double amount)
    {
        int bin = AbinsGrid.BinOf(energy, fineWidth, fineCount);
        if (bin >= 0)
        {
            histogram[bin] += amount;
        }
    }

    // Bins i and j hold energies whose sums lie in bins i + j and i + j + 1, half each.
    double[] Convolve(double[] a, double[] b)
    {
        double[] product = SparseConvolution.Apply(a, b);
        for (int k = product.Length - 1; k > 0 && !options.DropHalfBins; k--)
        {
            product[k] = 0.5 * (product[k] + product[k - 1]);
        }

        product[0] *= options.DropHalfBins ? 1 : 0.5;
        return product;
    }

    double[] Rebin(double[] fine)
    {
        double[] coarse = new double[fine.Length / options.FineBins];
        for (int k = 0; k < fine.Length; k++)
        {
            coarse[k / options.FineBins] += fine[k];
        }

        return coarse;
    }
}
