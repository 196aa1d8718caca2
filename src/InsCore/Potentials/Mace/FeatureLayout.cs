using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Where one atom's features lie: degree l after degree l, component m after m, channels innermost and padded.</summary>
internal sealed class FeatureLayout
{
    /// <summary>Makes a layout.</summary>
    /// <param name="widths">Padded channels of each component, by degree.</param>
    public FeatureLayout(params int[] widths)
    {
        Widths = widths;
        Offsets = new int[widths.Length];
        for (int l = 0; l < widths.Length; l++)
        {
            Offsets[l] = Size;
            Size += ((2 * l) + 1) * widths[l];
        }
    }

    /// <summary>Padded channels of each component, by degree.</summary>
    public int[] Widths { get; }

    /// <summary>First element of each degree.</summary>
    public int[] Offsets { get; }

    /// <summary>Elements of one atom.</summary>
    public int Size { get; }

    /// <summary>Highest degree.</summary>
    public int MaxDegree => Widths.Length - 1;

    /// <summary>The same number of channels for every degree.</summary>
    public static FeatureLayout Uniform<T>(int maxDegree, int channels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] widths = new int[maxDegree + 1];
        Array.Fill(widths, Lanes<T>.Pad(channels));
        return new FeatureLayout(widths);
    }

    /// <summary>Rows of one degree of several atoms.</summary>
    public RowLayout Rows(int atoms, int degree) => new(atoms, (2 * degree) + 1, Size, Widths[degree]);
}
