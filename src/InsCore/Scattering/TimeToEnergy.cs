using InsCore.Kernels;

namespace InsCore.Scattering;

/// <summary>S_j = (1/N) Σ_m F(t_m) exp(-2πi jm/N) for Hermitian F, of which t = 0 … N/2 is given.</summary>
internal static class TimeToEnergy
{
    /// <summary>Transforms rows, two at a time: their transforms are real and share one complex transform.</summary>
    /// <param name="re">[rows][≥ N/2 + 1], real part of F.</param>
    /// <param name="im">The same, imaginary part.</param>
    /// <param name="length">N.</param>
    /// <returns>[rows][N], periodic in j.</returns>
    public static double[][] Transform(double[][] re, double[][] im, int length)
    {
        FourierTransform fourier = new(length);
        double[] none = new double[(length / 2) + 1];
        double[][] rows = new double[re.Length][];
        for (int row = 0; row < re.Length; row += 2)
        {
            bool paired = row + 1 < re.Length;
            (double[] a, double[] b) = Pack(
                re[row], im[row], paired ? re[row + 1] : none, paired ? im[row + 1] : none, length);
            fourier.Forward(a, b);
            rows[row] = a;
            if (paired)
            {
                rows[row + 1] = b;
            }
        }

        return rows;
    }

    // Z = (F + iG)/N, with F(-t) = F*(t) and G(-t) = G*(t).
    static (double[] Re, double[] Im) Pack(double[] fRe, double[] fIm, double[] gRe, double[] gIm, int length)
    {
        double[] re = new double[length], im = new double[length];
        double scale = 1.0 / length;
        (re[0], im[0]) = (scale * fRe[0], scale * gRe[0]);
        for (int m = 1; m <= length / 2; m++)
        {
            (re[m], im[m]) = (scale * (fRe[m] - gIm[m]), scale * (fIm[m] + gRe[m]));
            (re[length - m], im[length - m]) = (scale * (fRe[m] + gIm[m]), scale * (gRe[m] - fIm[m]));
        }

        return (re, im);
    }
}
