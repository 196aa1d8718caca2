using System.Numerics;
using InsCore.Kernels;
using InsCore.Native;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

[Collection(nameof(ProcessWideTests))]
[Trait("needs", "libinscore")]
public sealed class NativeAllOrderKernelTests
{
    // Rounding of arguments up to 30; relative to the sum of the magnitudes of all terms.
    const double Tolerance = 2e-14;

    [Theory]
    [InlineData("INS_ISA_GENERIC")]
    [InlineData("INS_ISA_AVX2")]
    [InlineData("INS_ISA_AVX512")]
    public void Accumulate_EveryLength_MatchesThePlainSum(string isa)
    {
        NativeKernelsTests.SkipWithoutLibrary();
        InsStatus status = InscoreMethods.ins_select_isa(Enum.Parse<InsIsa>(isa));
        Assert.SkipUnless(status == InsStatus.INS_OK, $"{isa}: not supported by this processor");
        try
        {
            for (int times = 0; times <= 257; times++)
            {
                CheckAgainstPlainSum(
                    NativeAllOrderKernel.Accumulate, "native all-order sum (relative)", "plain sum, every instruction set, 0 to 257 times", times, orders: times % 3, directions: 1 + (times % 4));
            }
        }
        finally
        {
            NativeKernels.ThrowIfFailed(InscoreMethods.ins_select_isa(InsIsa.INS_ISA_BEST));
        }
    }

    [Fact]
    public void Accumulate_ShortArrays_AreRefused()
    {
        NativeKernelsTests.SkipWithoutLibrary();
        Assert.Throws<ArgumentException>(
            () => NativeAllOrderKernel.Accumulate(4, 0, new double[47], new double[6], [1], [1], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(
            () => NativeAllOrderKernel.Accumulate(4, 1, new double[48], new double[6], [1], [1], new double[8], new double[7]));
        Assert.Throws<ArgumentException>(() => NativeAllOrderKernel.Accumulate(
            1, 128, new double[12], new double[6], [1], [1], new double[129], new double[129]));
    }

    /// <summary>Adds the directions of one atom: <see cref="AllOrderKernel.Accumulate"/> or another with its arguments.</summary>
    internal delegate void Accumulate(
        int times, int orders, ReadOnlySpan<double> tensor, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> damping, ReadOnlySpan<double> weights,
        Span<double> re, Span<double> im);

    /// <summary>Compares a kernel with plain sums of complex exponentials.</summary>
    internal static void CheckAgainstPlainSum(Accumulate kernel, string name, string against, int times, int orders, int directions)
    {
        Random random = new(times);
        double[] tensor = Numbers(random, 12 * times, 0.05), coefficients = Numbers(random, 6 * directions, 100);
        double[] damping = [.. Numbers(random, directions, 5).Select(Math.Abs)], weights = Numbers(random, directions, 1);
        double[] re = new double[(orders + 1) * times], im = new double[(orders + 1) * times];
        kernel(times, orders, tensor, coefficients, damping, weights, re, im);
        for (int t = 0; t < times; t++)
        {
            Complex[] sums = new Complex[orders + 1];
            double[] sizes = new double[orders + 1];
            for (int d = 0; d < directions; d++)
            {
                Complex z = 0;
                double size = 0;
                for (int k = 0; k < 6; k++)
                {
                    Complex part = coefficients[(6 * d) + k] * new Complex(tensor[(k * times) + t], tensor[((6 + k) * times) + t]);
                    z += part;
                    size += part.Magnitude;
                }

                Complex power = weights[d] * Math.Exp(-damping[d]);
                double powerSize = power.Magnitude;
                sums[0] += weights[d] * Complex.Exp(z - damping[d]);
                sizes[0] += Math.Abs(weights[d]) * Math.Exp(z.Real - damping[d]);
                for (int n = 1; n <= orders; n++)
                {
                    power *= z / n;
                    sums[n] += power;
                    powerSize *= size / n;
                    sizes[n] += powerSize;
                }
            }

            for (int n = 0; n <= orders; n++)
            {
                Complex actual = new(re[(n * times) + t], im[(n * times) + t]);
                double error = (sums[n] - actual).Magnitude;
                Assert.True(error <= Tolerance * sizes[n], $"{times} times, order {n}: {actual} is not {sums[n]}");
                AchievedError.Check(
                    $"Kernels: {name}", against, error / sizes[n], Tolerance);
            }
        }
    }

    static double[] Numbers(Random random, int count, double size) =>
        [.. Enumerable.Range(0, count).Select(_ => size * ((2 * random.NextDouble()) - 1))];
}
