using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>First and second derivatives of the symmetric contraction of one atom, for every channel a small matrix.</summary>
internal sealed class ContractionCurvature
{
    readonly SymmetricContraction contraction;
    readonly int components;
    readonly int channels;
    readonly int padded;
    readonly Lazy<double[]>[] coefficients;

    /// <summary>Takes over a layer's contraction.</summary>
    public ContractionCurvature(MaceLayer layer, int elements)
    {
        contraction = layer.Contraction;
        components = (layer.Degrees.Message + 1) * (layer.Degrees.Message + 1);
        channels = layer.Channels.Node;
        padded = Lanes<double>.Pad(channels);
        coefficients = [.. Enumerable.Range(0, elements).Select(z => new Lazy<double[]>(() => Pad(contraction.Coefficients(z))))];
    }

    /// <summary>Elements of ∂B/∂x.</summary>
    public int JacobianSize => contraction.OutputCount * components * padded;

    /// <summary>Elements of Σ_o b_o ∂²B_o/∂x∂x.</summary>
    public int CurvatureSize => components * components * padded;

    /// <summary>Computes both.</summary>
    /// <param name="element">Row of the atom's element.</param>
    /// <param name="x">[components × channels].</param>
    /// <param name="gradient">b = dE/dB, [outputs × channels].</param>
    /// <param name="jacobian">∂B/∂x, [outputs × components × channels], out.</param>
    /// <param name="curvature">Σ_o b_o ∂²B_o/∂x∂x, [components × components × channels], out.</param>
    public void Compute(int element, ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, Span<double> jacobian, Span<double> curvature)
    {
        jacobian.Clear();
        curvature.Clear();
        ReadOnlySpan<double> c = coefficients[element].Value;
        for (int v = 0; v < padded; v += Vector<double>.Count)
        {
            for (int t = 0; t < contraction.Terms.Length; t++)
            {
                ContractionTerm term = contraction.Terms[t];
                Vector<double> factor = new(c[((t * padded) + v)..]);
                (int p, int q, int r) = contraction.Monomials[term.Monomial];
                AddSlopes((p, q, r), x[v..], factor, jacobian[((term.Output * components * padded) + v)..]);
                if (q >= 0)
                {
                    AddCurvatures((p, q, r), x[v..], factor * new Vector<double>(gradient[((term.Output * padded) + v)..]), curvature[v..]);
                }
            }
        }
    }

    void AddSlopes((int P, int Q, int R) m, ReadOnlySpan<double> x, Vector<double> factor, Span<double> row)
    {
        Vector<double> p = Factor(x, m.P), q = Factor(x, m.Q), r = Factor(x, m.R);
        Add(row, m.P, factor * q * r);
        if (m.Q >= 0)
        {
            Add(row, m.Q, factor * p * r);
        }

        if (m.R >= 0)
        {
            Add(row, m.R, factor * p * q);
        }
    }

    // ∂²(x_p x_q x_r): each pair of places in both orders, which is right for equal factors too.
    void AddCurvatures((int P, int Q, int R) m, ReadOnlySpan<double> x, Vector<double> factor, Span<double> matrix)
    {
        AddPair(matrix, m.P, m.Q, factor * Factor(x, m.R));
        if (m.R >= 0)
        {
            AddPair(matrix, m.P, m.R, factor * Factor(x, m.Q));
            AddPair(matrix, m.Q, m.R, factor * Factor(x, m.P));
        }
    }

    void AddPair(Span<double> matrix, int p, int q, Vector<double> value)
    {
        Add(matrix, (p * components) + q, value);
        Add(matrix, (q * components) + p, value);
    }

    Vector<double> Factor(ReadOnlySpan<double> x, int p) => p < 0 ? Vector<double>.One : new Vector<double>(x[(p * padded)..]);

    void Add(Span<double> target, int row, Vector<double> value)
    {
        Span<double> at = target[(row * padded)..];
        (new Vector<double>(at) + value).CopyTo(at);
    }

    double[] Pad(double[] values)
    {
        double[] result = new double[contraction.Terms.Length * padded];
        for (int t = 0; t < contraction.Terms.Length; t++)
        {
            values.AsSpan(t * channels, channels).CopyTo(result.AsSpan(t * padded));
        }

        return result;
    }
}
