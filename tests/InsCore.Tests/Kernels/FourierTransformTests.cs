using System.Numerics;
using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

public class FourierTransformTests
{
    // Relative to the largest output; the error of a transform grows as log N only.
    const double Tolerance = 1e-14;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(512)]
    public void ForwardAndBackward_AgreeWithTheSumItself(int length)
    {
        Random random = new(length);
        Complex[] input = [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
        FourierTransform fourier = new(length);
        foreach (int sign in new[] { -1, 1 })
        {
            (double[] re, double[] im) = Parts(input);
            if (sign < 0)
            {
                fourier.Forward(re, im);
            }
            else
            {
                fourier.Backward(re, im);
            }

            for (int k = 0; k < length; k++)
            {
                Complex sum = 0;
                for (int m = 0; m < length; m++)
                {
                    // The product is reduced first: sine and cosine of large arguments lose digits.
                    sum += input[m] * Complex.Exp(new Complex(0, sign * 2 * Math.PI * (k * m % length) / length));
                }

                Assert.InRange((sum - new Complex(re[k], im[k])).Magnitude, 0, Tolerance * length);
            }
        }
    }

    [Fact]
    public void BackwardAfterForward_RestoresALongInput()
    {
        const int length = 65536;
        Random random = new(1);
        Complex[] input = [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
        (double[] re, double[] im) = Parts(input);
        FourierTransform fourier = new(length);
        fourier.Forward(re, im);
        fourier.Backward(re, im);
        for (int k = 0; k < length; k++)
        {
            Assert.InRange((input[k] - (new Complex(re[k], im[k]) / length)).Magnitude, 0, Tolerance);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void Constructor_RefusesOtherLengths(int length) =>
        Assert.Throws<ArgumentException>(() => new FourierTransform(length));

    static (double[] Re, double[] Im) Parts(Complex[] values) =>
        (Array.ConvertAll(values, v => v.Real), Array.ConvertAll(values, v => v.Imaginary));
}
