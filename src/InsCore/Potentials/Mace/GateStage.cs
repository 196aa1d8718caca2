using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The gate: y_0 = c silu(x_0) and y_(l m) = c' σ(g_l) x_(l m), where the scalar block of x is [x_0 | g_1 | g_2 | …].
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed partial class GateStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly FeatureLayout output;
    readonly T scalarScale;
    readonly T gateScale;

    /// <summary>Makes the stage.</summary>
    /// <param name="gate">Its constants.</param>
    /// <param name="output">Layout of y, uniform.</param>
    public GateStage(Gate gate, FeatureLayout output)
    {
        this.output = output;
        (scalarScale, gateScale) = (T.CreateChecked(gate.ScalarScale), T.CreateChecked(gate.GateScale));
        int[] widths = [.. output.Widths];
        widths[0] *= output.Widths.Length;
        InputLayout = new FeatureLayout(widths);
    }

    /// <summary>Layout of x.</summary>
    public FeatureLayout InputLayout { get; }

    /// <summary>y of a number of atoms.</summary>
    /// <param name="atoms">Number.</param>
    /// <param name="x">[atoms × input].</param>
    /// <param name="y">[atoms × output], out.</param>
    public void Compute(int atoms, ReadOnlySpan<T> x, Span<T> y)
    {
        int scalars = InputLayout.Widths[0], channels = output.Widths[0];
        Span<T> slopes = stackalloc T[scalars], values = stackalloc T[scalars];
        for (int i = 0; i < atoms; i++)
        {
            ReadOnlySpan<T> source = x.Slice(i * InputLayout.Size, InputLayout.Size);
            Span<T> target = y.Slice(i * output.Size, output.Size);
            Activate(source[..scalars], values, slopes);
            values[..channels].CopyTo(target);
            for (int l = 1; l < output.Widths.Length; l++)
            {
                ReadOnlySpan<Vector<T>> gate = Lanes<T>.Vectors(values.Slice(l * channels, channels));
                for (int m = 0; m <= 2 * l; m++)
                {
                    ReadOnlySpan<Vector<T>> from = Row(source, InputLayout, l, m);
                    Span<Vector<T>> to = Row(target, output, l, m);
                    for (int v = 0; v < gate.Length; v++)
                    {
                        to[v] = gate[v] * from[v];
                    }
                }
            }
        }
    }

    /// <summary>dE/dx from dE/dy.</summary>
    /// <param name="atoms">Number.</param>
    /// <param name="x">[atoms × input], as before.</param>
    /// <param name="dy">[atoms × output].</param>
    /// <param name="dx">[atoms × input], out.</param>
    public void Reverse(int atoms, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
    {
        int scalars = InputLayout.Widths[0], channels = output.Widths[0];
        Span<T> slopes = stackalloc T[scalars], values = stackalloc T[scalars];
        for (int i = 0; i < atoms; i++)
        {
            ReadOnlySpan<T> source = x.Slice(i * InputLayout.Size, InputLayout.Size), gradient = dy.Slice(i * output.Size, output.Size);
            Span<T> target = dx.Slice(i * InputLayout.Size, InputLayout.Size);
            Activate(source[..scalars], values, slopes);
            Span<Vector<T>> slope = Lanes<T>.Vectors(slopes), scalarGradient = Lanes<T>.Vectors(target[..scalars]);
            scalarGradient.Clear();
            Lanes<T>.Vectors(gradient[..channels]).CopyTo(scalarGradient);
            for (int l = 1; l < output.Widths.Length; l++)
            {
                ReadOnlySpan<Vector<T>> gate = Lanes<T>.Vectors(values.Slice(l * channels, channels));
                Span<Vector<T>> gateGradient = scalarGradient.Slice(l * gate.Length, gate.Length);
                for (int m = 0; m <= 2 * l; m++)
                {
                    ReadOnlySpan<Vector<T>> from = Row(source, InputLayout, l, m), d = Row(gradient, output, l, m);
                    Span<Vector<T>> to = Row(target, InputLayout, l, m);
                    for (int v = 0; v < gate.Length; v++)
                    {
                        to[v] = gate[v] * d[v];
                        gateGradient[v] = Lanes<T>.MultiplyAdd(from[v], d[v], gateGradient[v]);
                    }
                }
            }

            for (int v = 0; v < slope.Length; v++)
            {
                scalarGradient[v] *= slope[v];
            }
        }
    }

    void Activate(ReadOnlySpan<T> scalars, Span<T> values, Span<T> slopes)
    {
        int channels = output.Widths[0];
        scalars.CopyTo(slopes);
        ActivationKernel.Silu(scalarScale, slopes[..channels], values[..channels]);
        ActivationKernel.Sigmoid(gateScale, slopes[channels..], values[channels..]);
    }

    static ReadOnlySpan<Vector<T>> Row(ReadOnlySpan<T> features, FeatureLayout layout, int l, int m) =>
        Lanes<T>.Vectors(features.Slice(layout.Offsets[l] + (m * layout.Widths[l]), layout.Widths[l]));

    static Span<Vector<T>> Row(Span<T> features, FeatureLayout layout, int l, int m) =>
        Lanes<T>.Vectors(features.Slice(layout.Offsets[l] + (m * layout.Widths[l]), layout.Widths[l]));
}
