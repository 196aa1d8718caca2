using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

internal sealed partial class ReadoutStage<T>
{
    /// <summary>Padded number of hidden units; 0 for a linear readout, which has no curvature.</summary>
    public int HiddenUnits => hidden is null ? 0 : weights.Length;

    /// <summary>d²E/dz² of the hidden units' arguments z = h_0 W, of one atom.</summary>
    /// <param name="features">h, [input].</param>
    /// <param name="curvature">[HiddenUnits], out.</param>
    public void Curvature(ReadOnlySpan<T> features, Span<T> curvature)
    {
        Span<T> z = stackalloc T[weights.Length], unused = stackalloc T[weights.Length];
        Project(1, features, z);
        ActivationJetKernel.Silu(activationScale, z, unused, unused, curvature);
        for (int c = 0; c < weights.Length; c++)
        {
            curvature[c] *= weights[c];
        }
    }

    /// <summary>z = h_0 W.</summary>
    /// <param name="rows">Number of atoms, or of tangents of one.</param>
    /// <param name="features">h, [rows × input].</param>
    /// <param name="z">[rows × HiddenUnits], out.</param>
    public void Project(int rows, ReadOnlySpan<T> features, Span<T> z) => MatrixKernel.Multiply(
        hidden!, RowLayout.Plain(rows, input.Size), features, RowLayout.Plain(rows, weights.Length), z);
}
