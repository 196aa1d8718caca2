using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One path of the convolution on a device.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClPath<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Highest degree of features that there are kernels for; published models have 2.</summary>
    public const int MostFeatureDegree = 2;

    /// <summary>Sorts the couplings of a path by what they lead to and by what they come from.</summary>
    /// <param name="program">Kernels.</param>
    /// <param name="plan">All paths.</param>
    /// <param name="index">Which one.</param>
    /// <param name="couplings">Where its couplings begin; moved to those of the next one.</param>
    /// <param name="offset">Offset of its degree in the message.</param>
    public OpenClPath(OpenClMaceProgram<T> program, NativeConvolutionPlan<T> plan, int index, ref int couplings, int offset)
    {
        ReadOnlySpan<int> row = plan.Paths.AsSpan(6 * index, 6);
        (Index, Feature, Harmonic, Message) = (index, row[0], row[1], row[2]);
        int block = NativeBlock.Of<T>();
        FirstRow = (offset / block) + ((row[4] - offset) / block * ((2 * Message) + 1));
        int n2 = (2 * Feature) + 1, n1 = (2 * Harmonic) + 1, n = (2 * Message) + 1;
        Products = n1 * n2;
        List<(int Product, int Component, T Value)> terms = [];
        for (int k = 0; k < n2 * n1 * n; k++)
        {
            T value = plan.Couplings[couplings + k];
            if (value != T.Zero)
            {
                terms.Add(((k / n % n1 * n2) + (k / n / n1), k % n, value));
            }
        }

        couplings += n2 * n1 * n;
        ByComponent = new(program, [.. terms.Select(t => (t.Component, t.Product, t.Value))], n);
        ByProduct = new(program, [.. terms], Products);
        ConvolveKernel = plan.HasFeatures ? $"convolve_{Harmonic}_{Feature}" : $"convolve_{Harmonic}";
        GatherKernel = $"gather_{Harmonic}_{Feature}";
    }

    /// <summary>Its number among all paths.</summary>
    public int Index { get; }

    /// <summary>l2 of the features.</summary>
    public int Feature { get; }

    /// <summary>l1 of the harmonics.</summary>
    public int Harmonic { get; }

    /// <summary>l of the message.</summary>
    public int Message { get; }

    /// <summary>Rows [nAtoms][block] of the message before those of this path.</summary>
    public int FirstRow { get; }

    /// <summary>Products of a harmonic and a feature.</summary>
    public int Products { get; }

    /// <summary>Couplings to each component of the message.</summary>
    public CouplingList ByComponent { get; }

    /// <summary>Couplings of each product.</summary>
    public CouplingList ByProduct { get; }

    /// <summary>Name of its kernel forward.</summary>
    public string ConvolveKernel { get; }

    /// <summary>Name of its kernel that gathers gradients of features.</summary>
    public string GatherKernel { get; }

    /// <summary>Couplings sorted by a key: where those of each key begin, their other index, their values.</summary>
    internal sealed class CouplingList
    {
        /// <summary>Sorts.</summary>
        public CouplingList(OpenClMaceProgram<T> program, (int Key, int Other, T Value)[] terms, int keys)
        {
            (int Key, int Other, T Value)[] sorted = [.. terms.OrderBy(t => t.Key)];
            int[] first = [.. Enumerable.Range(0, keys + 1).Select(key => sorted.Count(t => t.Key < key))];
            First = new OpenClArray<int>(program.Device).Fill(program.Queue, first);
            Other = new OpenClArray<int>(program.Device).Fill(program.Queue, Array.ConvertAll(sorted, t => t.Other));
            Values = new OpenClArray<T>(program.Device).Fill(program.Queue, Array.ConvertAll(sorted, t => t.Value));
        }

        /// <summary>[keys + 1].</summary>
        public OpenClArray<int> First { get; }

        /// <summary>Indices of the other side.</summary>
        public OpenClArray<int> Other { get; }

        /// <summary>Values.</summary>
        public OpenClArray<T> Values { get; }
    }
}

/// <summary>The paths of one layer with harmonics of one degree.</summary>
/// <param name="Harmonic">The degree.</param>
/// <param name="Paths">The paths.</param>
/// <param name="FirstProducts">[Paths], where the products of each begin among those of all of them.</param>
/// <param name="Products">Number of products of all of them.</param>
/// <param name="Plan">[Paths × 3], degree of the features, number, first product.</param>
/// <param name="ReverseKernel">Name of the kernel.</param>
internal sealed record OpenClDegree<T>(
    int Harmonic, OpenClPath<T>[] Paths, int[] FirstProducts, int Products, OpenClArray<int> Plan, string ReverseKernel)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The degrees of a layer.</summary>
    public static OpenClDegree<T>[] Of(OpenClMaceProgram<T> program, NativeLayer<T> layer)
    {
        int couplings = 0;
        List<OpenClPath<T>> paths = [];
        for (int p = 0; p < layer.Plan.PathCount; p++)
        {
            paths.Add(new(program, layer.Plan, p, ref couplings, layer.MessageLayout.Offsets[layer.Plan.Paths[(6 * p) + 2]]));
        }

        return [.. paths.GroupBy(path => path.Harmonic).OrderBy(group => group.Key).Select(group => Make(program, layer, group.Key, [.. group]))];
    }

    static OpenClDegree<T> Make(OpenClMaceProgram<T> program, NativeLayer<T> layer, int harmonic, OpenClPath<T>[] paths)
    {
        int[] first = new int[paths.Length];
        int products = 0;
        for (int p = 0; p < paths.Length; p++)
        {
            first[p] = products;
            products += paths[p].Products;
        }

        int[] plan = [.. paths.SelectMany((path, p) => new[] { path.Feature, path.Index, first[p] })];
        return new(
            harmonic, paths, first, products, new OpenClArray<int>(program.Device).Fill(program.Queue, plan),
            layer.Plan.HasFeatures ? $"reverse_features_{harmonic}" : $"reverse_{harmonic}");
    }
}
