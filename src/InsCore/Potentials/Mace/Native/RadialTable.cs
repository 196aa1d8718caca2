using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// Functions of the distance as polynomials on equal intervals from <see cref="Shortest"/> to the cutoff: the path weights of one layer,
/// envelope included, by pairs of elements, and beside them the density of an edge.
/// </summary>
/// <remarks>
/// The polynomials interpolate at Chebyshev nodes; the number of intervals is doubled until the error, measured between the nodes, is
/// that of rounding. The slope in use is that of the polynomial, so that forces are exact derivatives of the energy.
/// </remarks>
/// <typeparam name="T">double or float, the precision of the path weights; densities are in double.</typeparam>
internal sealed class RadialTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Shorter distances are not in the table, Å: nothing chemical is that short, and the functions grow steep.</summary>
    public const double Shortest = 0.4;

    const int MostPairsMeasured = 50;

    // Intervals to choose from. Few make a small table: the slice that one block of channels reads should stay in the second-level cache.
    static readonly int[] Choices = [32, 48, 64, 96, 128, 192, 256, 384, 512];

    // Of a path weight, relative to the largest one: forces then err by about a hundred times as much, as their derivation demands.
    static readonly double Tolerance = typeof(T) == typeof(double) ? 2e-12 : 3e-8;

    readonly RadialFunctions functions;
    readonly PolynomialFit fit = new(NativeConvolutionKernel.TableTerms<T>());
    readonly PolynomialFit densityFit = new(NativeConvolutionKernel.TableTerms<double>());
    readonly Dictionary<(int, int), int> pairs = [];
    // [nPairs][Intervals × terms]; replaced, never changed, as evaluations may be reading it.
    double[][] densities = [];
    readonly List<(int Sender, int Receiver)> missing = [];
    readonly Lock gate = new();

    /// <summary>Chooses the number of intervals.</summary>
    /// <param name="functions">What to tabulate.</param>
    public RadialTable(RadialFunctions functions)
    {
        this.functions = functions;
        int choice = 0;
        do
        {
            Intervals = Choices[choice++];
            Error = Measure(0, 0);
        }
        while (Error > Tolerance && choice < Choices.Length);
    }

    /// <summary>Intervals of each pair of elements.</summary>
    public int Intervals { get; }

    /// <summary>Largest error found in any path weight, relative to the largest path weight.</summary>
    public double Error { get; private set; }

    /// <summary>The error over pairs of all elements, or a good number of them.</summary>
    public double MeasureAll()
    {
        IEnumerable<(int, int)> keys = Enumerable.Range(0, functions.Elements)
            .SelectMany(sender => Enumerable.Range(0, functions.Elements).Select(receiver => functions.Key(sender, receiver))).Distinct();
        return Math.Max(Error, keys.Take(MostPairsMeasured).Max(key => Measure(key.Item1, key.Item2)));
    }

    /// <summary>Rows: intervals of all pairs known so far.</summary>
    public int Rows => pairs.Count * Intervals;

    /// <summary>[blocks × paths × Rows × terms × block].</summary>
    public T[] Values { get; private set; } = [];

    /// <summary>dx/dr, 1/Å, of the coordinate x that counts intervals.</summary>
    public double Steps => Intervals / (functions.CutoffRadius - Shortest);

    /// <summary>The table with all pairs of some elements, those that are missing made first.</summary>
    /// <param name="elements">[nAtoms], rows of the model's tables.</param>
    /// <param name="firstRows">[nElements × nElements], out: first row of each pair of sender and receiver that occurs.</param>
    public (T[] Values, int Rows) For(int[] elements, GrowingArray<int> firstRows)
    {
        int count = functions.Elements;
        Span<bool> occurs = stackalloc bool[count];
        foreach (int element in elements)
        {
            occurs[element] = true;
        }

        lock (gate)
        {
            missing.Clear();
            Span<int> rows = firstRows.Resize(count * count);
            for (int sender = 0; sender < count; sender++)
            {
                for (int receiver = 0; receiver < count; receiver++)
                {
                    rows[(sender * count) + receiver] = occurs[sender] && occurs[receiver] ? FirstRow((sender, receiver)) : -1;
                }
            }

            if (missing.Count > 0)
            {
                AddMissing();
            }

            return (Values, Rows);
        }
    }

    /// <summary>True if messages are divided by a density.</summary>
    public bool HasDensity => functions.HasDensity;

    /// <summary>Polynomials of the density, [Rows × terms], for all pairs known so far.</summary>
    public T[] DensityValues() => [.. densities.SelectMany(pair => pair).Select(T.CreateTruncating)];

    int FirstRow((int Sender, int Receiver) elements)
    {
        (int, int) key = functions.Key(elements.Sender, elements.Receiver);
        if (!pairs.TryGetValue(key, out int pair))
        {
            pair = pairs.Count;
            pairs.Add(key, pair);
            missing.Add(elements);
        }

        return pair * Intervals;
    }

    /// <summary>Row and place of a distance, counted from the first row of its pair.</summary>
    public (int Interval, double Place) Locate(double r)
    {
        double x = (r - Shortest) * Steps;
        int interval = Math.Clamp((int)x, 0, Intervals - 1);
        return (interval, (2 * (x - interval)) - 1);
    }

    /// <summary>Density of an edge and its derivative by t, in a row at place t.</summary>
    public (double Value, double Slope) Density(int row, double t)
    {
        int terms = densityFit.Terms;
        ReadOnlySpan<double> c = densities[row / Intervals].AsSpan(row % Intervals * terms, terms);
        double value = c[terms - 1], slope = 0;
        for (int k = terms - 2; k >= 0; k--)
        {
            slope = (slope * t) + value;
            value = (value * t) + c[k];
        }

        return (value, slope);
    }

    // Some 16 intervals are looked at, the one of the shortest distances always.
    double Measure(int sender, int receiver)
    {
        int[] intervals = [.. Enumerable.Range(0, Intervals).Where(k => k % (Intervals / 16) == 0)];
        double[] exact = functions.Weights(sender, receiver, Distances(intervals, fit.BetweenNodes));
        double[] nodes = functions.Weights(sender, receiver, Distances(intervals, fit.Nodes));
        double largest = 0, error = 0;
        int columns = functions.Columns, places = fit.BetweenNodes.Length;
        for (int k = 0; k < intervals.Length; k++)
        {
            double[] coefficients = fit.Coefficients(nodes.AsSpan(k * fit.Terms * columns, fit.Terms * columns), columns);
            for (int i = 0; i < places; i++)
            {
                ReadOnlySpan<double> expected = exact.AsSpan(((k * places) + i) * columns, columns);
                for (int c = 0; c < columns; c++)
                {
                    largest = Math.Max(largest, Math.Abs(expected[c]));
                    error = Math.Max(error, Math.Abs(expected[c] - fit.Evaluate(coefficients, columns, c, fit.BetweenNodes[i])));
                }
            }
        }

        return largest > 0 ? error / largest : 0;
    }

    double[] Distances(ReadOnlySpan<int> intervals, double[] places)
    {
        double[] distances = new double[intervals.Length * places.Length];
        for (int i = 0; i < distances.Length; i++)
        {
            (int k, int place) = Math.DivRem(i, places.Length);
            distances[i] = Shortest + ((intervals[k] + (0.5 * (places[place] + 1))) / Steps);
        }

        return distances;
    }

    // In each of [blocks × paths] slices the intervals of the new pairs come behind those of the others.
    void AddMissing()
    {
        int slices = functions.Columns / NativeBlock.Of<T>(), row = fit.Terms * NativeBlock.Of<T>();
        int before = Rows - (missing.Count * Intervals);
        T[] values = GC.AllocateUninitializedArray<T>(slices * Rows * row, pinned: true);
        for (int slice = 0; slice < slices; slice++)
        {
            Values.AsSpan(slice * before * row, before * row).CopyTo(values.AsSpan(slice * Rows * row));
        }

        int first = before;
        foreach ((int sender, int receiver) in missing)
        {
            for (int k = 0; k < Intervals; k++)
            {
                Store(sender, receiver, k, values.AsSpan((first + k) * row), Rows * row);
            }

            first += Intervals;
            Error = Math.Max(Error, Measure(sender, receiver));
        }

        if (functions.HasDensity)
        {
            int[] intervals = [.. Enumerable.Range(0, Intervals)];
            densities = [.. densities, .. missing.Select(pair => Densities(pair.Sender, pair.Receiver, intervals))];
        }

        Values = values;
    }

    // The polynomials of one interval, each block of channels of each path in its slice.
    void Store(int sender, int receiver, int interval, Span<T> target, int slice)
    {
        int block = NativeBlock.Of<T>(), columns = functions.Columns, paths = functions.Paths, blocks = columns / paths / block;
        double[] coefficients = fit.Coefficients(functions.Weights(sender, receiver, Distances([interval], fit.Nodes)), columns);
        for (int n = 0; n < fit.Terms; n++)
        {
            for (int c = 0; c < columns; c++)
            {
                (int path, int b) = Math.DivRem(c / block, blocks);
                target[(((b * paths) + path) * slice) + (n * block) + (c % block)] = T.CreateTruncating(coefficients[(n * columns) + c]);
            }
        }
    }

    double[] Densities(int sender, int receiver, int[] intervals)
    {
        int terms = densityFit.Terms;
        double[] values = functions.Densities(sender, receiver, Distances(intervals, densityFit.Nodes));
        double[] result = new double[values.Length];
        for (int k = 0; k < intervals.Length; k++)
        {
            densityFit.Coefficients(values.AsSpan(k * terms, terms), 1).CopyTo(result.AsSpan(k * terms));
        }

        return result;
    }
}
