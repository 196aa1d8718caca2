namespace InsCore.Kernels.OpenCl;

/// <summary>What a device says of itself.</summary>
internal sealed record OpenClDeviceInfo
{
    /// <summary>Number of its platform.</summary>
    public required int PlatformIndex { get; init; }

    /// <summary>Number of the device on its platform.</summary>
    public required int DeviceIndex { get; init; }

    /// <summary>The device to OpenCL.</summary>
    public required nint Id { get; init; }

    /// <summary>Name of the device.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the platform.</summary>
    public required string Platform { get; init; }

    /// <summary>OpenCL's version and the platform's own.</summary>
    public required string PlatformVersion { get; init; }

    /// <summary>Version of the driver.</summary>
    public required string Driver { get; init; }

    /// <summary>True for a GPU: channels belong to work items; false where work items should be vectors of them.</summary>
    public required bool IsGpu { get; init; }

    /// <summary>True if double precision is there.</summary>
    public required bool HasFloat64 { get; init; }

    /// <summary>Number of compute units.</summary>
    public required int ComputeUnits { get; init; }

    /// <summary>Bytes of memory.</summary>
    public required long Memory { get; init; }

    /// <summary>Largest buffer, bytes.</summary>
    public required long LargestBuffer { get; init; }

    /// <summary>Bytes of local memory of a work group.</summary>
    public required long LocalMemory { get; init; }

    /// <summary>Work items of the largest work group.</summary>
    public required int LargestGroup { get; init; }

    /// <summary>Bytes of the widest vector that the device computes with at once; of one double at least.</summary>
    public required int VectorBytes { get; init; }

    /// <summary>Numbers that one work item computes with at once: 1 on GPUs, a full vector on processors.</summary>
    /// <param name="bytes">Size of a number.</param>
    public int Lanes(int bytes) => IsGpu ? 1 : Math.Clamp(VectorBytes / bytes, 1, 16);

    /// <summary>Platform and device as --device takes them.</summary>
    public string Index => $"{PlatformIndex}:{DeviceIndex}";

    /// <summary>One line: name, kind, double precision, driver.</summary>
    public string Describe() =>
        $"{Name} ({(IsGpu ? "GPU" : "processor")}, {ComputeUnits} compute units, {(HasFloat64 ? "fp64" : "no fp64")}, driver {Driver}, {Platform})";
}
