using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>What a tangent sweep keeps of all atoms: how the features that enter each layer change with every displacement.</summary>
/// <remarks>
/// A complex tangent is two real ones, along the cosine and the sine of the displacement wave; rows are (atom displaced, axis,
/// cosine or sine), only those atoms that matter.
/// </remarks>
internal sealed class TangentState
{
    /// <summary>Makes room.</summary>
    public TangentState(MaceLinearization linearization)
    {
        Features = new double[linearization.Layers.Length][][];
        Sent = new double[linearization.Layers.Length][][];
        for (int t = 1; t < Features.Length; t++)
        {
            LayerStages<double> layer = linearization.Layers[t].Stages;
            int[][] active = linearization.Layers[t - 1].Active;
            Features[t] = Array.ConvertAll(active, atoms => new double[atoms.Length * SixRows.Count * layer.InputLayout.Size]);
            Sent[t] = Array.ConvertAll(active, atoms => new double[atoms.Length * SixRows.Count * layer.SentLayout.Size]);
        }
    }

    /// <summary>[nLayers][nAtoms][rows × input].</summary>
    public double[][][] Features { get; }

    /// <summary>[nLayers][nAtoms][rows × sent].</summary>
    public double[][][] Sent { get; }

    /// <summary>Six rows.</summary>
    public static Span<double> Rows(double[] tangents, int slot, int size) =>
        tangents.AsSpan(slot * SixRows.Count * size, SixRows.Count * size);
}

/// <summary>What one worker collects of the second derivatives.</summary>
internal sealed class CurvatureSums(int atoms)
{
    /// <summary>Σ of real products of tangents, [nAtoms × nAtoms × 6 × 6], second atom not before the first.</summary>
    public double[] Products { get; } = new double[atoms * atoms * SixRows.Count * SixRows.Count];

    /// <summary>Half of the rest, [3·nAtoms × 3·nAtoms]: the other half is its adjoint.</summary>
    public Complex[] Half { get; } = new Complex[9 * atoms * atoms];

    /// <summary>Products of tangents along displacements of two atoms.</summary>
    public Span<double> Block(int first, int second) =>
        Products.AsSpan(((first * atoms) + second) * SixRows.Count * SixRows.Count, SixRows.Count * SixRows.Count);

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        Array.Clear(Products);
        Array.Clear(Half);
    }

    /// <summary>Adds another worker's.</summary>
    public void Add(CurvatureSums other)
    {
        for (int k = 0; k < Products.Length; k++)
        {
            Products[k] += other.Products[k];
        }

        for (int k = 0; k < Half.Length; k++)
        {
            Half[k] += other.Half[k];
        }
    }

    /// <summary>Puts the parts together: Φ = H_cc + H_ss + i (H_cs - H_sc) of cosines c and sines s, plus the rest.</summary>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], out.</param>
    public void Fold(Span<Complex> matrix)
    {
        int size = 3 * atoms;
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                Span<double> block = Block(row / 3, column / 3);
                int at = (2 * (row % 3) * SixRows.Count) + (2 * (column % 3)), below = at + SixRows.Count;
                Complex product = new(block[at] + block[below + 1], block[at + 1] - block[below]);
                Complex value = product + Half[(row * size) + column] + Complex.Conjugate(Half[(column * size) + row]);
                matrix[(row * size) + column] = value;
                matrix[(column * size) + row] = Complex.Conjugate(value);
            }
        }
    }
}
