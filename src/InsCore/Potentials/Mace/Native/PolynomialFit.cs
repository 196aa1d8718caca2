namespace InsCore.Potentials.Mace;

/// <summary>Interpolation at Chebyshev nodes by a polynomial in t, -1 to 1: f(t) = Σ_n c_n t^n.</summary>
internal sealed class PolynomialFit
{
    // [terms × terms], from values at the nodes to coefficients.
    readonly double[] inverse;

    /// <summary>Prepares.</summary>
    /// <param name="terms">Number of coefficients, degree + 1.</param>
    public PolynomialFit(int terms)
    {
        Terms = terms;
        Nodes = [.. Enumerable.Range(0, terms).Select(k => -Math.Cos(Math.PI * (k + 0.5) / terms))];
        BetweenNodes = [.. Enumerable.Range(0, terms + 1).Select(k => -Math.Cos(Math.PI * k / terms))];
        inverse = new double[terms * terms];
        for (int k = 0; k < terms; k++)
        {
            Lagrange(k).CopyTo(inverse.AsSpan(k * terms));
        }
    }

    /// <summary>Number of coefficients.</summary>
    public int Terms { get; }

    /// <summary>Where values are needed, [terms], ascending.</summary>
    public double[] Nodes { get; }

    /// <summary>Where the error is largest: the ends, and between the nodes, [terms + 1].</summary>
    public double[] BetweenNodes { get; }

    /// <summary>c of several functions.</summary>
    /// <param name="values">[terms × columns], values at the nodes.</param>
    /// <param name="columns">Number of functions.</param>
    /// <returns>[terms × columns], lowest power first.</returns>
    public double[] Coefficients(double[] values, int columns)
    {
        double[] coefficients = new double[Terms * columns];
        for (int node = 0; node < Terms; node++)
        {
            ReadOnlySpan<double> row = values.AsSpan(node * columns, columns);
            for (int n = 0; n < Terms; n++)
            {
                Span<double> target = coefficients.AsSpan(n * columns, columns);
                double factor = inverse[(node * Terms) + n];
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(row, factor, target, target);
            }
        }

        return coefficients;
    }

    /// <summary>Value of one of the functions.</summary>
    public double Evaluate(double[] coefficients, int columns, int column, double t)
    {
        double value = 0;
        for (int n = Terms - 1; n >= 0; n--)
        {
            value = (value * t) + coefficients[(n * columns) + column];
        }

        return value;
    }

    // Coefficients of the polynomial that is 1 at node k and 0 at the others.
    double[] Lagrange(int k)
    {
        double[] c = new double[Terms];
        c[0] = 1;
        int degree = 0;
        for (int j = 0; j < Terms; j++)
        {
            if (j != k)
            {
                degree++;
                for (int n = degree; n >= 0; n--)
                {
                    c[n] = ((n > 0 ? c[n - 1] : 0) - (Nodes[j] * c[n])) / (Nodes[k] - Nodes[j]);
                }
            }
        }

        return c;
    }
}
