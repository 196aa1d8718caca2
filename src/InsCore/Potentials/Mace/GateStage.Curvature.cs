using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

internal sealed partial class GateStage<T>
{
    /// <summary>First and second derivatives of the gate of one atom along tangents.</summary>
    /// <param name="rows">Number of tangents.</param>
    /// <param name="x">[input], the atom.</param>
    /// <param name="gradient">γ = dE/dy, [output].</param>
    /// <param name="dx">[rows × input], tangents of x.</param>
    /// <param name="dy">[rows × output], tangents of y, out.</param>
    /// <param name="curved">[rows × input], Σ γ ∂²y/∂x∂x dx, out.</param>
    public void Linearize(int rows, ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, ReadOnlySpan<T> dx, Span<T> dy, Span<T> curved)
    {
        int scalars = InputLayout.Widths[0], channels = output.Widths[0];
        Span<T> values = stackalloc T[scalars], slopes = stackalloc T[scalars], curvatures = stackalloc T[scalars];
        Jets(x, values, slopes, curvatures);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> tangent = dx.Slice(row * InputLayout.Size, InputLayout.Size);
            Span<T> target = dy.Slice(row * output.Size, output.Size), curve = curved.Slice(row * InputLayout.Size, InputLayout.Size);
            curve.Clear();
            for (int v = 0; v < channels; v += Vector<T>.Count)
            {
                Vector<T> d = At(tangent, v);
                (At(slopes, v) * d).CopyTo(target[v..]);
                (At(gradient, v) * At(curvatures, v) * d).CopyTo(curve[v..]);
            }

            for (int l = 1; l < output.Widths.Length; l++)
            {
                for (int m = 0; m <= 2 * l; m++)
                {
                    int from = InputLayout.Offsets[l] + (m * channels), to = output.Offsets[l] + (m * channels);
                    for (int v = 0; v < channels; v += Vector<T>.Count)
                    {
                        // y = σ(g) x: dy = σ dx + σ' x dg
                        int g = (l * channels) + v;
                        Vector<T> dg = At(tangent, g), d = At(tangent, from + v), value = At(x, from + v), adjoint = At(gradient, to + v);
                        Vector<T> slope = At(slopes, g);
                        ((At(values, g) * d) + (slope * value * dg)).CopyTo(target[(to + v)..]);
                        (adjoint * slope * dg).CopyTo(curve[(from + v)..]);
                        (At(curve, g) + (adjoint * ((slope * d) + (At(curvatures, g) * value * dg)))).CopyTo(curve[g..]);
                    }
                }
            }
        }
    }

    /// <summary>The activations of the scalars of one atom, with two derivatives.</summary>
    /// <param name="x">[input], the atom.</param>
    /// <param name="values">[scalars], out.</param>
    /// <param name="slopes">[scalars], out.</param>
    /// <param name="curvatures">[scalars], out.</param>
    public void Jets(ReadOnlySpan<T> x, Span<T> values, Span<T> slopes, Span<T> curvatures)
    {
        int scalars = InputLayout.Widths[0], channels = output.Widths[0];
        ActivationJetKernel.Silu(scalarScale, x[..channels], values[..channels], slopes[..channels], curvatures[..channels]);
        ActivationJetKernel.Sigmoid(gateScale, x[channels..scalars], values[channels..], slopes[channels..], curvatures[channels..]);
    }

    static Vector<T> At(ReadOnlySpan<T> values, int element) => new(values[element..]);
}
