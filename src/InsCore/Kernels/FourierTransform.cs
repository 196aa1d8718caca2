using System.Numerics;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>Discrete Fourier transforms of one power-of-two length; real and imaginary parts in arrays of their own.</summary>
/// <remarks>Stockham's self-sorting radix-2 scheme (Van Loan 1992, section 1.7): no bit reversal, contiguous inner loops.</remarks>
internal sealed class FourierTransform
{
    readonly double[] cosine, sine;   // [length / 2], of 2πk/length
    readonly double[] workRe, workIm; // [length]

    /// <summary>Prepares transforms; an instance serves one thread at a time.</summary>
    /// <param name="length">A power of two, at least 2.</param>
    public FourierTransform(int length)
    {
        if (length < 2 || !BitOperations.IsPow2(length))
        {
            throw new ArgumentException("the length must be a power of two", nameof(length));
        }

        Length = length;
        (cosine, sine) = (new double[length / 2], new double[length / 2]);
        for (int k = 0; k < length / 2; k++)
        {
            (sine[k], cosine[k]) = Math.SinCos(2 * Math.PI * k / length);
        }

        (workRe, workIm) = (new double[length], new double[length]);
    }

    /// <summary>Number of points N.</summary>
    public int Length { get; }

    /// <summary>x_k → Σ_m x_m exp(-2πi km/N), in place.</summary>
    public void Forward(double[] re, double[] im) => Transform(re, im);

    /// <summary>x_m → Σ_k x_k exp(+2πi km/N), in place, without the factor 1/N.</summary>
    public void Backward(double[] re, double[] im) => Transform(im, re); // exchanging the parts conjugates the kernel

    void Transform(double[] re, double[] im)
    {
        double[] fromRe = re, fromIm = im, toRe = workRe, toIm = workIm;
        int stride = 1;
        for (int half = Length / 2; half >= 1; half /= 2)
        {
            for (int p = 0; p < half; p++)
            {
                int a = stride * p, b = a + (stride * half), c = 2 * a;
                Butterflies(
                    cosine[p * stride],
                    -sine[p * stride],
                    new(fromRe.AsSpan(a, stride), fromIm.AsSpan(a, stride)),
                    new(fromRe.AsSpan(b, stride), fromIm.AsSpan(b, stride)),
                    new(toRe.AsSpan(c, stride), toIm.AsSpan(c, stride)),
                    new(toRe.AsSpan(c + stride, stride), toIm.AsSpan(c + stride, stride)));
            }

            (fromRe, fromIm, toRe, toIm) = (toRe, toIm, fromRe, fromIm);
            stride *= 2;
        }

        if (BitOperations.Log2((uint)Length) % 2 == 1)
        {
            fromRe.CopyTo(re);
            fromIm.CopyTo(im);
        }
    }

    // sum = a + b, difference = (a - b) w, element by element.
    static void Butterflies(double wRe, double wIm, Part a, Part b, Part sum, Part difference)
    {
        int k = 0, length = a.Re.Length;
        if (length >= Vector<double>.Count)
        {
            for (; k < length; k += Vector<double>.Count)
            {
                nuint at = (nuint)k;
                Vector<double> ar = a.Load(a.Re, at), ai = a.Load(a.Im, at), br = b.Load(b.Re, at), bi = b.Load(b.Im, at);
                Vector<double> dr = ar - br, di = ai - bi;
                (ar + br).StoreUnsafe(ref MemoryMarshal.GetReference(sum.Re), at);
                (ai + bi).StoreUnsafe(ref MemoryMarshal.GetReference(sum.Im), at);
                ((dr * wRe) - (di * wIm)).StoreUnsafe(ref MemoryMarshal.GetReference(difference.Re), at);
                ((dr * wIm) + (di * wRe)).StoreUnsafe(ref MemoryMarshal.GetReference(difference.Im), at);
            }

            return;
        }

        for (; k < length; k++)
        {
            double dr = a.Re[k] - b.Re[k], di = a.Im[k] - b.Im[k];
            (sum.Re[k], sum.Im[k]) = (a.Re[k] + b.Re[k], a.Im[k] + b.Im[k]);
            (difference.Re[k], difference.Im[k]) = ((dr * wRe) - (di * wIm), (dr * wIm) + (di * wRe));
        }
    }

    readonly ref struct Part(Span<double> re, Span<double> im)
    {
        public readonly Span<double> Re = re, Im = im;

        public Vector<double> Load(Span<double> span, nuint at) =>
            Vector.LoadUnsafe(ref MemoryMarshal.GetReference(span), at);
    }
}
