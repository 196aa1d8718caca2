using InsCore.Backends;
using InsCore.Kernels.OpenCl;
using InsCore.TestSupport;
using InsCore.Tests.Scattering;
using Xunit;

namespace InsCore.Tests.Kernels.OpenCl;

/// <summary>The all-order sums on OpenCL by the tests of the others, as on a processor and as on a GPU.</summary>
[Trait("needs", "opencl")]
public sealed class OpenClAllOrderKernelTests
{
    const double SpectrumTolerance = 1e-9;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Accumulate_EveryLength_MatchesThePlainSum(bool asGpu)
    {
        OpenClAllOrderKernel kernel = new(Device(asGpu));
        for (int times = 0; times <= 257; times += times < 40 ? 1 : 31)
        {
            NativeAllOrderKernelTests.CheckAgainstPlainSum(
                kernel.Accumulate, "OpenCL all-order sum (relative)", "plain sum, 0 to 257 times", times, orders: times % 3, directions: 1 + (times % 40));
        }
    }

    [Fact]
    public void Accumulate_ShortArrays_AreRefused()
    {
        OpenClAllOrderKernel kernel = new(Device(asGpu: false));
        Assert.Throws<ArgumentException>(() => kernel.Accumulate(4, 0, new double[47], new double[6], [1], [1], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => kernel.Accumulate(4, 1, new double[48], new double[6], [1], [1], new double[8], new double[7]));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    public void Spectra_AgreeWithTheReference_AndWithTheProcessor(int entry, bool asGpu)
    {
        AllOrderExecutor executor = new(new OpenClAllOrderKernel(Device(asGpu)), 0);
        double[] actual = SpeciesScatteringTests.CheckTrajectory(entry, executor, "Scattering: all orders by OpenCL on the TOSCA trajectory (relative)");
        double[] expected = SpeciesScatteringTests.CheckTrajectory(
            entry, AllOrderExecutor.Processor, "Scattering: all orders on the TOSCA trajectory (relative)");
        double error = expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max() / expected.Max();
        AchievedError.Check("Scattering: spectra by OpenCL (relative)", "the processor, model hydrogen", error, SpectrumTolerance);
    }

    static OpenClDevice Device(bool asGpu) => OpenClDevice.Open(OpenClDeviceTests.Info() with { IsGpu = asGpu });
}
