using System.Numerics.Tensors;

namespace InsCore.Relaxation;

/// <summary>Quasi-Newton directions from the last steps and gradient changes, started from a preconditioner.</summary>
/// <remarks>
/// Two-loop recursion, Nocedal and Wright, Numerical Optimization (2006), algorithm 7.4, with H₀ = γ S P⁻¹ S,
/// γ = sᵀy / (yᵀ S P⁻¹ S y) of the newest pair, and S the projection that keeps the space group.
/// </remarks>
internal sealed class LimitedMemoryBfgs(SpringPreconditioner preconditioner, EnthalpySurface surface)
{
    // More than the symmetric coordinates of most crystals, where the method becomes BFGS; costs nothing beside the potential.
    const int Capacity = 60;

    // A pair of less curvature than this (cosine of step and gradient change) would spoil the matrix.
    const double SmallestCosine = 1e-8;

    readonly List<(double[] Step, double[] Change)> pairs = [];

    /// <summary>The pairs kept, oldest first.</summary>
    public IReadOnlyList<(double[] Step, double[] Change)> Pairs => pairs;

    /// <summary>Forgets all pairs.</summary>
    public void Clear() => pairs.Clear();

    /// <summary>Adds a step and the change of the gradient along it, unless the curvature is not positive.</summary>
    public void Add(double[] step, double[] change)
    {
        double product = TensorPrimitives.Dot<double>(step, change);
        if (product > SmallestCosine * TensorPrimitives.Norm<double>(step) * TensorPrimitives.Norm<double>(change))
        {
            if (pairs.Count == Capacity)
            {
                pairs.RemoveAt(0);
            }

            pairs.Add((step, change));
        }
    }

    /// <summary>-H g.</summary>
    public double[] Direction(ReadOnlySpan<double> gradient)
    {
        double[] q = new double[gradient.Length];
        TensorPrimitives.Negate(gradient, q);
        double[] alpha = new double[pairs.Count];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            (double[] s, double[] y) = pairs[k];
            alpha[k] = TensorPrimitives.Dot<double>(s, q) / TensorPrimitives.Dot<double>(s, y);
            TensorPrimitives.MultiplyAdd(y, -alpha[k], q, q);
        }

        Precondition(q);
        TensorPrimitives.Multiply(q, Scale(), q);
        for (int k = 0; k < pairs.Count; k++)
        {
            (double[] s, double[] y) = pairs[k];
            double beta = TensorPrimitives.Dot<double>(y, q) / TensorPrimitives.Dot<double>(s, y);
            TensorPrimitives.MultiplyAdd(s, alpha[k] - beta, q, q);
        }

        surface.Project(q);
        return q;
    }

    /// <summary>gᵀ S P⁻¹ S g, a measure of the gradient in which hard and soft coordinates count alike, eV.</summary>
    public double Square(double[] gradient)
    {
        double[] z = [.. gradient];
        Precondition(z);
        return TensorPrimitives.Dot<double>(gradient, z);
    }

    double Scale()
    {
        if (pairs.Count == 0)
        {
            return 1;
        }

        (double[] s, double[] y) = pairs[^1];
        return TensorPrimitives.Dot<double>(s, y) / Square(y);
    }

    void Precondition(Span<double> vector)
    {
        surface.Project(vector);
        preconditioner.Solve(vector);
        surface.Project(vector);
    }
}
