using InsCore.Kernels.OpenCl;
using Xunit;

namespace InsCore.Tests.Kernels.OpenCl;

public sealed class OpenClDevicesTests
{
    static readonly OpenClDeviceInfo[] Two =
    [
        Device(0, 0, "pthread-AMD EPYC", isGpu: false), Device(1, 0, "Radeon RX 580", isGpu: true, float64: false), Device(1, 1, "Instinct MI210", isGpu: true),
    ];

    [Theory]
    [InlineData("automatic", "Instinct MI210")] // a GPU with double precision before one without, and before processors
    [InlineData("Automatic", "Instinct MI210")]
    [InlineData("0", "pthread-AMD EPYC")]
    [InlineData("1:0", "Radeon RX 580")]
    [InlineData("1:1", "Instinct MI210")]
    [InlineData("epyc", "pthread-AMD EPYC")]
    [InlineData("580", "Radeon RX 580")] // no index: a part of a name
    [InlineData("3", null)]
    [InlineData("2:0", null)]
    [InlineData("Arc", null)]
    public void Match_NameIndexOrAutomatic(string choice, string? expected) => Assert.Equal(expected, OpenClDevices.Match(Two, choice)?.Name);

    [Fact]
    public void Lanes_AreOneOnGpusAndAVectorOnProcessors()
    {
        Assert.Equal((1, 1), (Two[1].Lanes(8), Two[1].Lanes(4)));
        Assert.Equal((8, 16), (Two[0].Lanes(8), Two[0].Lanes(4)));
    }

    [Fact]
    public void Choose_UnknownName_NamesWhatIsThere()
    {
        OpenClDeviceInfo device = OpenClDeviceTests.Info();
        InsBackendException e = Assert.Throws<InsBackendException>(() => OpenClDevices.Choose("no such device"));
        Assert.Contains("no such device", e.Message, StringComparison.Ordinal);
        Assert.Contains($"{device.Index} {device.Name}", e.Message, StringComparison.Ordinal);
        Assert.Same(device, OpenClDevices.Choose(device.Index));
        Assert.Same(device, OpenClDevices.Choose(device.Name.ToUpperInvariant()));
    }

    static OpenClDeviceInfo Device(int platform, int index, string name, bool isGpu, bool float64 = true) => new()
    {
        PlatformIndex = platform, DeviceIndex = index, Id = 0, Name = name, Platform = "p", PlatformVersion = "v", Driver = "d", IsGpu = isGpu,
        HasFloat64 = float64, ComputeUnits = 2, Memory = 1 << 30, LargestBuffer = 1 << 28, LocalMemory = 1 << 15, LargestGroup = 256, VectorBytes = 64,
    };
}
