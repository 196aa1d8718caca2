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

    const int FewestIntervals = 32;
    const int MostIntervals = 512;

    // Below it nothing is gained: the networks themselves round by as much.
    static readonly double Tolerance = typeof(T) == typeof(double) ? 1e-14 : 1e-8;

    readonly RadialFunctions functions;
    readonly PolynomialFit fit = new(NativeConvolutionKernel.TableTerms<T>());
    readonly PolynomialFit densityFit = new(NativeConvolutionKernel.TableTerms<double>());
    readonly Dictionary<(int, int), int> pairs = [];
    readonly List<double[]> densities = [];
    readonly Lock gate = new();

    /// <summary>Chooses the number of intervals.</summary>
    /// <param name="functions">What to tabulate.</param>
    public RadialTable(RadialFunctions functions)
    {
        this.functions = functions;
        Intervals = FewestIntervals;
        while ((Error = Measure(0, 0)) > Tolerance && Intervals < MostIntervals)
        {
            Intervals *= 2;
        }
    }

    /// <summary>Intervals of each pair of elements.</summary>
    public int Intervals { get; }

    /// <summary>Largest error found in any path weight, relative to the largest path weight.</summary>
    public double Error { get; private set; }

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
            Span<int> rows = firstRows.Resize(count * count);
            for (int sender = 0; sender < count; sender++)
            {
                for (int receiver = 0; receiver < count; receiver++)
                {
                    rows[(sender * count) + receiver] = occurs[sender] && occurs[receiver] ? FirstRow(sender, receiver) : -1;
                }
            }

            return (Values, Rows);
        }
    }

    /// <summary>True if messages are divided by a density.</summary>
    public bool HasDensity => functions.HasDensity;

    int FirstRow(int sender, int receiver)
    {
        (int, int) key = functions.Key(sender, receiver);
        if (!pairs.TryGetValue(key, out int pair))
        {
            pair = pairs.Count;
            Add(sender, receiver);
            pairs.Add(key, pair);
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

    /// <summary>The polynomials of one interval of a pair, in double, for tests: [terms × columns].</summary>
    internal double[] Polynomials(int sender, int receiver, int interval)
    {
        double[] nodes = Array.ConvertAll(fit.Nodes, t => Distance(interval, t));
        return fit.Coefficients(functions.Weights(sender, receiver, nodes), functions.Columns);
    }

    /// <summary>The distance at place t of an interval, Å.</summary>
    public double Distance(int interval, double t) => Shortest + ((interval + (0.5 * (t + 1))) / Steps);

    // One interval in four is looked at, the shortest distances always.
    double Measure(int sender, int receiver)
    {
        double largest = 0, error = 0;
        double[] places = fit.BetweenNodes;
        for (int k = 0; k < Intervals; k += Math.Max(1, Intervals / 32))
        {
            double[] exact = functions.Weights(sender, receiver, Array.ConvertAll(places, t => Distance(k, t)));
            double[] coefficients = Polynomials(sender, receiver, k);
            for (int i = 0; i < places.Length; i++)
            {
                for (int c = 0; c < functions.Columns; c++)
                {
                    double value = exact[(i * functions.Columns) + c];
                    largest = Math.Max(largest, Math.Abs(value));
                    error = Math.Max(error, Math.Abs(value - fit.Evaluate(coefficients, functions.Columns, c, places[i])));
                }
            }
        }

        return largest > 0 ? error / largest : 0;
    }

    void Add(int sender, int receiver)
    {
        int block = NativeBlock.Of<T>(), terms = fit.Terms, columns = functions.Columns;
        T[] slice = new T[Intervals * terms * columns];
        double[] density = new double[functions.HasDensity ? Intervals * densityFit.Terms : 0];
        for (int k = 0; k < Intervals; k++)
        {
            double[] coefficients = Polynomials(sender, receiver, k);
            for (int c = 0; c < columns; c++)
            {
                for (int n = 0; n < terms; n++)
                {
                    slice[(((((c / block * Intervals) + k) * terms) + n) * block) + (c % block)] = T.CreateChecked(coefficients[(n * columns) + c]);
                }
            }

            if (functions.HasDensity)
            {
                int interval = k;
                double[] values = functions.Densities(sender, receiver, Array.ConvertAll(densityFit.Nodes, t => Distance(interval, t)));
                densityFit.Coefficients(values, 1).CopyTo(density.AsSpan(k * densityFit.Terms));
            }
        }

        Error = Math.Max(Error, Measure(sender, receiver));
        densities.Add(density);
        Append(slice);
    }

    // In each of [blocks × paths] slices the intervals of the new pair come behind those of the others.
    void Append(T[] slice)
    {
        int block = NativeBlock.Of<T>(), paths = functions.Paths, blocks = functions.Columns / paths / block;
        int length = Intervals * fit.Terms * block, before = pairs.Count * length;
        T[] values = GC.AllocateUninitializedArray<T>(Values.Length + slice.Length, pinned: true);
        for (int p = 0; p < paths; p++)
        {
            for (int b = 0; b < blocks; b++)
            {
                Span<T> target = values.AsSpan(((b * paths) + p) * (before + length), before + length);
                Values.AsSpan(((b * paths) + p) * before, before).CopyTo(target);
                slice.AsSpan(((p * blocks) + b) * length, length).CopyTo(target[before..]);
            }
        }

        Values = values;
    }
}
