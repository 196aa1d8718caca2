using InsCore.Kernels.OpenCl;

namespace InsCore.Backends;

/// <summary>Whether OpenCL is to serve, on which device, and why not.</summary>
/// <param name="Device">The device; null where OpenCL does not serve.</param>
/// <param name="Reason">Why it does not; empty where it does.</param>
internal sealed record OpenClChoice(OpenClDevice? Device, string Reason)
{
    /// <summary>The device that was asked for.</summary>
    /// <param name="device">See <see cref="OpenClDevices.Choose"/>; null for what the environment says.</param>
    /// <param name="needsFloat64">True for work that single precision cannot do.</param>
    /// <exception cref="InsBackendException">It cannot be had.</exception>
    public static OpenClDevice Require(string? device, bool needsFloat64)
    {
        OpenClDeviceInfo info = OpenClDevices.Choose(device);
        return info.HasFloat64 || !needsFloat64 ? OpenClDevice.Open(info) : throw new InsBackendException($"OpenCL: {NoFloat64(info)}");
    }

    /// <summary>The device that serves where nobody asked: a GPU, since on a processor the native kernels are faster.</summary>
    /// <param name="needsFloat64">True for work that single precision cannot do.</param>
    public static OpenClChoice Automatic(bool needsFloat64)
    {
        if (OpenClDevices.AreSwitchedOff)
        {
            return new(null, $"{OpenClDevices.Variable} is none");
        }

        if (OpenClDevices.Problem is { } problem)
        {
            return new(null, problem);
        }

        OpenClDeviceInfo info = OpenClDevices.Choose();
        return !info.IsGpu ? new(null, $"{info.Name} is no GPU")
            : needsFloat64 && !info.HasFloat64 ? new(null, NoFloat64(info))
            : new(OpenClDevice.Open(info), "");
    }

    /// <summary>Opens the device that a study will use, if any, before it begins: so it fails at once, and its provenance names it.</summary>
    /// <param name="device">What is asked for: see <see cref="Scattering.ScatteringOptions.Device"/>.</param>
    /// <exception cref="InsBackendException">It cannot be had.</exception>
    public static void Prepare(string? device)
    {
        if (device is null)
        {
            Automatic(needsFloat64: false);
        }
        else if (device != OpenClDevices.None)
        {
            Require(device, needsFloat64: false);
        }
    }

    static string NoFloat64(OpenClDeviceInfo info) => $"{info.Name} has no double precision, without which this cannot be computed";
}
