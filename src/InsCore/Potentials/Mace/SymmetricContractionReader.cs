namespace InsCore.Potentials.Mace;

/// <summary>Turns the U tensors and weights of a file into the sparse polynomial of <see cref="SymmetricContraction"/>.</summary>
internal sealed class SymmetricContractionReader(ArchiveReader archive)
{
    /// <summary>Reads the contractions to all output degrees.</summary>
    /// <param name="path">The module "symmetric_contractions".</param>
    /// <param name="elements">Number of elements of the model.</param>
    /// <param name="components">(l_max + 1)², components of the message sum.</param>
    /// <param name="channels">Channels.</param>
    public SymmetricContraction Read(string path, int elements, int components, int channels)
    {
        Irreps output = archive.Irreps($"{path}.irreps_out");
        if (archive.HasTensor($"{path}.weight"))
        {
            throw archive.Unsupported(path, "a model converted for cuEquivariance");
        }

        SortedDictionary<(int P, int Q, int R), SortedDictionary<int, List<Share>>> polynomial = [];
        int outputs = 0;
        for (int i = 0; i < output.Slots.Count; i++)
        {
            (int multiplicity, int degree) = output.Slots[i];
            if (multiplicity != channels || degree != i)
            {
                throw archive.Unsupported(path, "an unusual order or number of channels of the products");
            }

            string contraction = $"{path}.contractions.{i}";
            int correlation = (int)archive.Number($"{contraction}.correlation");
            if (correlation is < 1 or > 3)
            {
                throw archive.Unsupported(contraction, $"correlation {correlation}");
            }

            for (int order = 1; order <= correlation; order++)
            {
                Add(polynomial, contraction, order, correlation, outputs, (2 * degree) + 1, (elements, components, channels));
            }

            outputs += (2 * degree) + 1;
        }

        return Assemble(polynomial, outputs, channels);
    }

    // One non-zero of U: value times the weight of path k, [nElements or 1, nPaths, channels].
    readonly record struct Share(double Value, int Path, int PathCount, double[] Weights, bool ForAllElements);

    void Add(
        SortedDictionary<(int, int, int), SortedDictionary<int, List<Share>>> polynomial, string path, int order, int correlation,
        int firstOutput, int outputs, (int Elements, int Components, int Channels) sizes)
    {
        ModelTensor u = archive.Tensor($"{path}.U_matrix_{order}");
        string weightPath = order == correlation ? $"{path}.weights_max" : $"{path}.weights.{correlation - 1 - order}";
        ModelTensor weights = archive.Tensor(weightPath);
        int[] inner = [.. u.Shape.Skip(outputs == 1 && u.Shape.Length == order + 1 ? 0 : 1)];
        int paths = u.Shape.LastOrDefault();
        bool fits = inner.Length == order + 1 && inner.Take(order).All(n => n == sizes.Components)
            && u.Values.Length == outputs * (int)Math.Pow(sizes.Components, order) * paths
            && weights.Shape.Length == 3 && (weights.Shape[0] == sizes.Elements || weights.Shape[0] == 1)
            && weights.Shape[1] == paths && weights.Shape[2] == sizes.Channels;
        if (!fits)
        {
            throw archive.Error(path, $"the coupling tensor of order {order} and its weights do not fit");
        }

        Span<int> factors = stackalloc int[3];
        for (int i = 0; i < u.Values.Length; i++)
        {
            if (u.Values[i] == 0)
            {
                continue;
            }

            (int rest, int k) = Math.DivRem(i, paths);
            for (int f = order - 1; f >= 0; f--)
            {
                (rest, factors[f]) = Math.DivRem(rest, sizes.Components);
            }

            // The factors are equal, x_p x_q = x_q x_p: permutations of one monomial are added up.
            factors[..order].Sort();
            (int, int, int) monomial = (factors[0], order > 1 ? factors[1] : -1, order > 2 ? factors[2] : -1);
            Share share = new(u.Values[i], k, paths, weights.Values, weights.Shape[0] == 1);
            SortedDictionary<int, List<Share>> terms = Get(polynomial, monomial);
            Get(terms, firstOutput + rest).Add(share);
        }
    }

    static TValue Get<TKey, TValue>(SortedDictionary<TKey, TValue> dictionary, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!dictionary.TryGetValue(key, out TValue? value))
        {
            value = new TValue();
            dictionary.Add(key, value);
        }

        return value;
    }

    static SymmetricContraction Assemble(
        SortedDictionary<(int P, int Q, int R), SortedDictionary<int, List<Share>>> polynomial, int outputs, int channels)
    {
        List<ContractionTerm> terms = [];
        List<Share[]> shares = [];
        int monomial = 0;
        foreach (SortedDictionary<int, List<Share>> byOutput in polynomial.Values)
        {
            foreach ((int output, List<Share> list) in byOutput)
            {
                terms.Add(new ContractionTerm(monomial, output));
                shares.Add([.. list]);
            }

            monomial++;
        }

        return new SymmetricContraction
        {
            OutputCount = outputs,
            Monomials = [.. polynomial.Keys],
            Terms = [.. terms],
            Coefficients = element => Coefficients(shares, element, channels),
        };
    }

    // c_t(z, c) = Σ_k U_k W[z, k, c]
    static double[] Coefficients(List<Share[]> shares, int element, int channels)
    {
        double[] coefficients = new double[shares.Count * channels];
        for (int t = 0; t < shares.Count; t++)
        {
            Span<double> row = coefficients.AsSpan(t * channels, channels);
            foreach (Share share in shares[t])
            {
                int start = (((share.ForAllElements ? 0 : element) * share.PathCount) + share.Path) * channels;
                for (int c = 0; c < channels; c++)
                {
                    row[c] += share.Value * share.Weights[start + c];
                }
            }
        }

        return coefficients;
    }
}
