using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.TestSupport;
using InsCore.Tests.Potentials;
using Xunit;

namespace InsCore.Tests.Kernels.OpenCl;

public sealed class OpenClCrossoverTests
{
    [Theory]
    [InlineData(10, 2, 110, 3, 11, 21.111111111111111)] // 1.9 + 0.01 w there, 0.1 w here
    [InlineData(10, 2, 110, 12, 11, double.PositiveInfinity)] // as slow there per work as here
    [InlineData(10, 0.1, 110, 0.1, 11, 1)] // as fast with more work: launches alone
    public void Solve_IsWhereBothTakeAsLong(double small, double first, double large, double second, double other, double expected) =>
        Assert.Equal(expected, OpenClCrossover.Solve(small, first, large, second, other), 1e-9);

    [Fact]
    [Trait("needs", "opencl")]
    public void Of_MeasuresOnce_AndKeepsWhatItFound()
    {
        string folder = Directory.CreateTempSubdirectory("inscore-opencl-").FullName;
        try
        {
            int calls = 0;
            OpenClDevice device = new(OpenClDeviceTests.Info(), new OpenClCache(folder));
            double Measure(string processor) => OpenClCrossover.Of(device, "test", processor, 1, 2, _ => calls++, _ => Thread.Sleep(5), 1);
            double first = Measure("a");
            int once = calls;
            Assert.True(once > 0 && double.IsFinite(first));
            Assert.Equal(first, Measure("a"));
            Assert.Equal(once, calls);
            Measure("b");
            Assert.Equal(2 * once, calls);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait("needs", "opencl")]
    public void SecondDerivatives_RunOnTheDeviceThatIsAskedFor_AndElseNotOnAProcessor()
    {
        OpenClDeviceInfo info = OpenClDeviceTests.Info();
        TangentKernels Kernels(string? device)
        {
            MacePotential potential = MacePotential.Load(TestData.Own("mace/off_L0.safetensors")); // one of its own: others share theirs
            potential.Device = device;
            return new MaceDynamicalMatrix(potential, MaceReference.Structure("cell9")).Kernels;
        }

        Assert.Equal(info, Assert.IsType<OpenClTangentKernels>(Kernels("automatic")).Device.Info);
        Assert.IsNotType<OpenClTangentKernels>(Kernels("none"));
        Assert.True(info.IsGpu || Kernels(null) is not OpenClTangentKernels);
        Assert.Throws<InsBackendException>(() => Kernels("no such device"));
    }
}
