using System.Numerics.Tensors;

namespace InsCore.Potentials.Mace;

/// <summary>Interpolation at Chebyshev nodes by a polynomial in t, -1 to 1: f(t) = Σ_n c_n t^n.</summary>
/// <remarks>
/// By way of the Chebyshev series f = Σ_n a_n T_n, whose terms fall off as fast as the function is smooth: so the large integers in the
/// powers of the high T_n meet small a_n only, and rounding stays where it was.
/// </remarks>
internal sealed class PolynomialFit
{
    // [n × node], values at the nodes → a; [power × n], a → c.
    readonly double[] transform;
    readonly double[] powers;

    /// <summary>Prepares.</summary>
    /// <param name="terms">Number of coefficients, degree + 1.</param>
    public PolynomialFit(int terms)
    {
        Terms = terms;
        Nodes = [.. Enumerable.Range(0, terms).Select(k => Math.Cos(Math.PI * (k + 0.5) / terms))];
        BetweenNodes = [.. Enumerable.Range(0, terms + 1).Select(k => Math.Cos(Math.PI * k / terms))];
        transform = new double[terms * terms];
        powers = new double[terms * terms];
        for (int n = 0; n < terms; n++)
        {
            for (int k = 0; k < terms; k++)
            {
                transform[(n * terms) + k] = (n == 0 ? 1.0 : 2.0) / terms * Math.Cos(Math.PI * n * (k + 0.5) / terms);
            }

            for (int power = 0; power < terms; power++)
            {
                // T_0 = 1, T_1 = t, T_n = 2 t T_(n-1) - T_(n-2)
                powers[(power * terms) + n] = n < 2 ? (power == n ? 1 : 0)
                    : (power > 0 ? 2 * powers[((power - 1) * terms) + n - 1] : 0) - powers[(power * terms) + n - 2];
            }
        }
    }

    /// <summary>Number of coefficients.</summary>
    public int Terms { get; }

    /// <summary>Where values are needed, [terms].</summary>
    public double[] Nodes { get; }

    /// <summary>Where the error is largest: the ends, and between the nodes, [terms + 1].</summary>
    public double[] BetweenNodes { get; }

    /// <summary>c of several functions.</summary>
    /// <param name="values">[terms × columns], values at the nodes.</param>
    /// <param name="columns">Number of functions.</param>
    /// <returns>[terms × columns], lowest power first.</returns>
    public double[] Coefficients(ReadOnlySpan<double> values, int columns) => Multiply(powers, Multiply(transform, values, columns), columns);

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

    double[] Multiply(double[] matrix, ReadOnlySpan<double> values, int columns)
    {
        double[] result = new double[Terms * columns];
        for (int i = 0; i < Terms; i++)
        {
            Span<double> target = result.AsSpan(i * columns, columns);
            for (int k = 0; k < Terms; k++)
            {
                TensorPrimitives.MultiplyAdd(values.Slice(k * columns, columns), matrix[(i * Terms) + k], target, target);
            }
        }

        return result;
    }
}
