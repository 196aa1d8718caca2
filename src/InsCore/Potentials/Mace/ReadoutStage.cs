using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>What a layer adds to each atom's energy: scale · (h_0 w), or scale · (c silu(h_0 W) w), of one head.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed partial class ReadoutStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly FeatureLayout input;
    readonly PackedMatrix<T>? hidden;
    readonly PackedMatrix<T>? hiddenTranspose;
    readonly T activationScale;
    readonly T[] weights;

    /// <summary>Lays out the weights of one head.</summary>
    /// <param name="readout">The readout.</param>
    /// <param name="head">Which head.</param>
    /// <param name="scale">Factor of the interaction energy.</param>
    /// <param name="input">Layout of the features.</param>
    public ReadoutStage(Readout readout, int head, double scale, FeatureLayout input)
    {
        ReadoutHead part = readout.Heads[head];
        this.input = input;
        activationScale = T.CreateChecked(readout.ActivationScale);
        hidden = part.Hidden is null ? null : new PackedMatrix<T>(part.Hidden);
        hiddenTranspose = part.Hidden is null ? null : new PackedMatrix<T>(part.Hidden, transpose: true);
        weights = new T[Lanes<T>.Pad(part.Output.Length)];
        for (int c = 0; c < part.Output.Length; c++)
        {
            weights[c] = T.CreateChecked(scale * part.Output[c]);
        }
    }

    /// <summary>Adds to the energies, eV.</summary>
    /// <param name="features">h, [atoms × input].</param>
    /// <param name="energies">[atoms], in and out.</param>
    public void Compute(ReadOnlySpan<T> features, Span<double> energies)
    {
        Span<T> slopes = stackalloc T[weights.Length], values = stackalloc T[weights.Length];
        for (int i = 0; i < energies.Length; i++)
        {
            scoped ReadOnlySpan<T> scalars = features.Slice(i * input.Size, input.Widths[0]);
            if (hidden is not null)
            {
                Activate(hidden, scalars, values, slopes);
                scalars = values;
            }

            double sum = 0;
            for (int c = 0; c < weights.Length; c++)
            {
                sum += double.CreateTruncating(scalars[c]) * double.CreateTruncating(weights[c]);
            }

            energies[i] += sum;
        }
    }

    /// <summary>Adds dE/dh.</summary>
    /// <param name="atoms">Number of atoms.</param>
    /// <param name="features">h, [atoms × input].</param>
    /// <param name="gradient">[atoms × input], in and out.</param>
    public void Reverse(int atoms, ReadOnlySpan<T> features, Span<T> gradient)
    {
        Span<T> slopes = stackalloc T[weights.Length], values = stackalloc T[weights.Length];
        for (int i = 0; i < atoms; i++)
        {
            Span<T> target = gradient.Slice(i * input.Size, input.Widths[0]);
            if (hidden is null || hiddenTranspose is null)
            {
                for (int c = 0; c < weights.Length; c++)
                {
                    target[c] += weights[c];
                }

                continue;
            }

            Activate(hidden, features.Slice(i * input.Size, input.Widths[0]), values, slopes);
            for (int c = 0; c < weights.Length; c++)
            {
                slopes[c] *= weights[c];
            }

            MatrixKernel.Multiply(
                hiddenTranspose, RowLayout.Plain(1, weights.Length), slopes, RowLayout.Plain(1, target.Length), target, add: true);
        }
    }

    void Activate(PackedMatrix<T> matrix, ReadOnlySpan<T> scalars, Span<T> values, Span<T> slopes)
    {
        MatrixKernel.Multiply(matrix, RowLayout.Plain(1, scalars.Length), scalars, RowLayout.Plain(1, slopes.Length), slopes);
        ActivationKernel.Silu(activationScale, slopes, values);
    }
}
