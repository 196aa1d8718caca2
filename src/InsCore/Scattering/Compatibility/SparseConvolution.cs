using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Scattering.Compatibility;

/// <summary>Convolution of two histograms of one length, cut at that length: term by term where one is sparse, else by Fourier transforms.</summary>
internal static class SparseConvolution
{
    // Cost of a product by transforms, in units of length; a term of the direct sum costs about one.
    const int TransformCost = 200;

    /// <summary>Σ_i a_i b_k-i for k below the common length.</summary>
    public static double[] Apply(double[] a, double[] b) => b.Count(x => x != 0) <= TransformCost ? Direct(a, b) : ByTransform(a, b);

    static double[] Direct(double[] a, double[] b)
    {
        double[] result = new double[a.Length];
        for (int i = 0; i < b.Length; i++)
        {
            if (b[i] != 0)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(a.AsSpan(0, a.Length - i), b[i], result.AsSpan(i), result.AsSpan(i));
            }
        }

        return result;
    }

    // Both are real, so they go through one transform as the parts of a complex sequence z: the transform of a ∗ b is that of z², over 2i.
    static double[] ByTransform(double[] a, double[] b)
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * a.Length));
        FourierTransform fourier = new(length);
        double[] re = new double[length], im = new double[length];

        // Scaled alike, so that neither drowns in the rounding of the other.
        double scaleA = 1 / a.Max(Math.Abs), scaleB = 1 / b.Max(Math.Abs);
        for (int k = 0; k < a.Length; k++)
        {
            (re[k], im[k]) = (scaleA * a[k], scaleB * b[k]);
        }

        if (!double.IsFinite(scaleA) || !double.IsFinite(scaleB))
        {
            return new double[a.Length];
        }

        fourier.Forward(re, im);
        for (int k = 0; k < length; k++)
        {
            (re[k], im[k]) = ((re[k] * re[k]) - (im[k] * im[k]), 2 * re[k] * im[k]);
        }

        fourier.Backward(re, im);
        double scale = 0.5 / (length * scaleA * scaleB);
        double[] result = new double[a.Length];
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = scale * im[k];
        }

        return result;
    }
}
