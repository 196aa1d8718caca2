using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Scattering.Coherent;

/// <summary>Unit vectors and weights of a spherical average.</summary>
/// <param name="Directions">[n], unit vectors.</param>
/// <param name="Weights">[n], adding up to 1.</param>
/// <remarks>The five samplings that Euphonic offers give its points in its order; there every point has the same weight.</remarks>
public sealed record SphereDirections(Vector3d[] Directions, double[] Weights)
{
    const double GoldenRatio = 1.6180339887498948482;

    /// <summary>Makes a set of directions.</summary>
    /// <param name="sampling">The rule.</param>
    /// <param name="count">Points wanted, at least 6; grids and the quadrature round up to what their shape allows.</param>
    /// <param name="jitter">Moves each point at random within its own cell; null for none. <see cref="SphereSampling.RandomSphere"/> needs it.</param>
    public static SphereDirections Make(SphereSampling sampling, int count, Random? jitter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 6);
        return sampling switch
        {
            SphereSampling.Quadrature => Quadrature((int)Math.Ceiling(Math.Sqrt(count)), jitter?.NextDouble() ?? 0),
            SphereSampling.Golden => Equal(Golden(count, jitter)),
            SphereSampling.SphereProjectedGrid => Equal(ProjectedGrid(GridColumns(count), jitter)),
            SphereSampling.SphericalPolarGrid => Equal(PolarGrid(GridColumns(count), jitter)),
            SphereSampling.SphericalPolarImproved => Equal(Rings(count, jitter)),
            SphereSampling.RandomSphere => Equal(RandomPoints(count, jitter ?? throw new ArgumentNullException(nameof(jitter)))),
            _ => throw new ArgumentOutOfRangeException(nameof(sampling)),
        };
    }

    /// <summary>The product rule of n polar and 2n azimuthal points, half of it: n² points, exact for even polynomials of degree up to 2n - 1.</summary>
    /// <param name="order">n; made even.</param>
    /// <param name="turn">Turns the azimuths by this part of a step: other points of the same accuracy.</param>
    public static SphereDirections Quadrature(int order, double turn = 0)
    {
        int n = Math.Max(2, order + (order % 2)), rings = n / 2;
        (double[] nodes, double[] nodeWeights) = GaussLegendre.Rule(n);
        Vector3d[] directions = new Vector3d[n * n];
        double[] weights = new double[n * n];
        for (int k = 0; k < directions.Length; k++)
        {
            int ring = rings + (k / (2 * n));
            directions[k] = OfCosine(nodes[ring], Math.PI * ((k % (2 * n)) + 0.5 + turn) / n);
            weights[k] = nodeWeights[ring] / (2 * n);
        }

        return new(directions, weights);
    }

    /// <summary>The same rule in another frame, that no symmetry of a crystal takes to the first: other points of the same accuracy.</summary>
    public SphereDirections InOtherFrame()
    {
        // Turned by 1 rad about (1, 2, 3) (Rodrigues' formula).
        Vector3d axis = 1 / Math.Sqrt(14) * new Vector3d(1, 2, 3);
        (double sin, double cos) = Math.SinCos(1);
        return this with
        {
            Directions = Array.ConvertAll(
                Directions, n => (cos * n) + (sin * Vector3d.Cross(axis, n)) + ((1 - cos) * Vector3d.Dot(axis, n) * axis)),
        };
    }

    static SphereDirections Equal(Vector3d[] directions)
    {
        double[] weights = new double[directions.Length];
        Array.Fill(weights, 1.0 / directions.Length);
        return new(directions, weights);
    }

    static Vector3d[] Golden(int count, Random? jitter)
    {
        Vector3d[] points = new Vector3d[count];
        for (int i = 0; i < count; i++)
        {
            (double x, double y) = Offset(jitter, 1 / Math.Sqrt(count), 1 / Math.Sqrt(count));
            points[i] = OfSquare(Fraction(((double)i / count) + (0.5 / count) + x), Fraction((i / GoldenRatio) + y));
        }

        return points;
    }

    static Vector3d[] ProjectedGrid(int columns, Random? jitter) => Grid(columns, 2 * columns, jitter, (i, j, x, y) =>
        OfSquare((i + 0.5 + x) / columns, (j + 0.5 + y) / (2 * columns)));

    static Vector3d[] PolarGrid(int rows, Random? jitter) => Grid(2 * rows, rows, jitter, (i, j, x, y) =>
        OfAngles(Math.PI * (j + 0.5 + y) / rows, -Math.PI + (Math.PI * (i + x) / rows)));

    static Vector3d[] Grid(int outer, int inner, Random? jitter, Func<int, int, double, double, Vector3d> point)
    {
        Vector3d[] points = new Vector3d[outer * inner];
        for (int k = 0; k < points.Length; k++)
        {
            (double x, double y) = Offset(jitter, 1, 1);
            points[k] = point(k / inner, k % inner, x, y);
        }

        return points;
    }

    // Rings at equal steps of θ; point k of N lies at the arc length k L/(N - 1) of all circumferences laid end to end, and so in a ring.
    static Vector3d[] Rings(int count, Random? jitter)
    {
        int rings = (int)Math.Sqrt(Math.PI / 4 * count);
        double[] ends = new double[rings];
        for (int r = 0; r < rings; r++)
        {
            ends[r] = (r == 0 ? 0 : ends[r - 1]) + (2 * Math.PI * Math.Abs(Math.Sin(Math.PI * (r + 0.5) / rings)));
        }

        int[] counts = new int[rings];
        for (int k = 0; k < count; k++)
        {
            double place = k * ends[^1] / (count - 1);
            int ring = Array.FindIndex(ends, e => place < e);
            counts[ring < 0 ? rings - 1 : ring]++;
        }

        List<Vector3d> points = [];
        for (int r = 0; r < rings; r++)
        {
            for (int j = 0; j < counts[r]; j++)
            {
                (double x, double y) = Offset(jitter, 2 * Math.PI / counts[r], Math.PI / rings);
                points.Add(OfAngles((Math.PI * (r + 0.5) / rings) + y, -Math.PI + (2 * Math.PI * j / counts[r]) + x));
            }
        }

        return [.. points];
    }

    static Vector3d[] RandomPoints(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => OfSquare(random.NextDouble(), random.NextDouble()))];

    // A grid of n × 2n points.
    static int GridColumns(int count) => (int)Math.Ceiling(Math.Sqrt(count / 2.0));

    static (double X, double Y) Offset(Random? jitter, double width, double height) =>
        jitter is null ? (0, 0) : ((jitter.NextDouble() - 0.5) * width, (jitter.NextDouble() - 0.5) * height);

    static double Fraction(double x) => x - Math.Floor(x);

    // Equal areas: the cosine of the polar angle is 2x - 1.
    static Vector3d OfSquare(double x, double y) => OfCosine((2 * x) - 1, 2 * Math.PI * y);

    static Vector3d OfCosine(double cosine, double azimuth)
    {
        double sine = Math.Sqrt(Math.Max(0, 1 - (cosine * cosine)));
        return new(sine * Math.Cos(azimuth), sine * Math.Sin(azimuth), cosine);
    }

    static Vector3d OfAngles(double polar, double azimuth) =>
        new(Math.Cos(azimuth) * Math.Sin(polar), Math.Sin(azimuth) * Math.Sin(polar), Math.Cos(polar));
}
