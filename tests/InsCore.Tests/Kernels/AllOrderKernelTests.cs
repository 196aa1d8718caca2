using InsCore.Kernels;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

public class AllOrderKernelTests
{
    // Both kernels are accurate to a few units in the last place of sums of this size.
    const double Tolerance = 1e-13;

    [Trait("needs", "libinscore")]
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public void ManagedAndNative_Agree(int orders)
    {
        Assert.SkipUnless(NativeKernels.AreAvailable, "libinscore has not been built");
        const int times = AllOrderKernel.Block, directions = 17;
        Random random = new(orders);
        double[] tensor = Numbers(random, 12 * times, 0.03);
        double[] coefficients = Numbers(random, 6 * directions, 50), damping = Numbers(random, directions, 3), weights = Numbers(random, directions, 1);
        double[] re = new double[(orders + 1) * times], im = new double[re.Length], nativeRe = new double[re.Length], nativeIm = new double[re.Length];
        AllOrderKernel.Accumulate(times, orders, tensor, coefficients, damping, weights, re, im);
        NativeAllOrderKernel.Accumulate(times, orders, tensor, coefficients, damping, weights, nativeRe, nativeIm);
        double scale = re.Concat(im).Max(Math.Abs);
        for (int k = 0; k < re.Length; k++)
        {
            double error = Math.Max(Math.Abs(re[k] - nativeRe[k]), Math.Abs(im[k] - nativeIm[k])) / scale;
            AchievedError.Check("Kernels: managed all-order sum (relative)", "native kernel", error, Tolerance);
        }
    }

    static double[] Numbers(Random random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
}
