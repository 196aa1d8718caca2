using System.Collections.Concurrent;

namespace InsCore.Kernels;

/// <summary>Gauss–Legendre nodes and weights on [-1, 1], exact for polynomials of degree 2n - 1.</summary>
internal static class GaussLegendre
{
    static readonly ConcurrentDictionary<int, (double[] Nodes, double[] Weights)> Rules = new();

    /// <summary>The rule of n points, ascending; shared, not to be changed.</summary>
    public static (double[] Nodes, double[] Weights) Rule(int points) => Rules.GetOrAdd(points, Make);

    static (double[] Nodes, double[] Weights) Make(int n)
    {
        double[] nodes = new double[n], weights = new double[n];
        for (int i = 0; i < (n + 1) / 2; i++)
        {
            double x = -Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int iteration = 0; iteration < 100; iteration++)
            {
                (double value, slope) = Legendre(n, x);
                double step = value / slope;
                x -= step;
                if (Math.Abs(step) < 1e-16)
                {
                    break;
                }
            }

            slope = Legendre(n, x).Slope;
            (nodes[i], nodes[n - 1 - i]) = (x, -x);
            weights[i] = weights[n - 1 - i] = 2 / ((1 - (x * x)) * slope * slope);
        }

        if (n % 2 == 1)
        {
            nodes[n / 2] = 0;
        }

        return (nodes, weights);
    }

    static (double Value, double Slope) Legendre(int n, double x)
    {
        double before = 1, value = x;
        for (int k = 2; k <= n; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, n * ((x * value) - before) / ((x * x) - 1));
    }
}
