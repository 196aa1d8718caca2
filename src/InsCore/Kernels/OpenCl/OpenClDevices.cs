using System.Globalization;

namespace InsCore.Kernels.OpenCl;

/// <summary>The devices there are, and the choice of one.</summary>
/// <remarks>
/// A choice is written alike in --device, in a study file and in INSCORE_OPENCL_DEVICE: a part of the device's name, its number among all
/// ("0"), platform and device ("0:1"), or "automatic": the first GPU, else the first device.
/// </remarks>
internal static class OpenClDevices
{
    /// <summary>The variable that chooses where nothing else does; "none" for no OpenCL at all.</summary>
    public const string Variable = "INSCORE_OPENCL_DEVICE";

    /// <summary>The choice that leaves the device to the program.</summary>
    public const string Automatic = "automatic";

    /// <summary>The choice of no device.</summary>
    public const string None = "none";

    /// <summary>If set to 1, all devices count as GPUs: what is for them can then be tested on a processor.</summary>
    public const string AsGpuVariable = "INSCORE_OPENCL_AS_GPU";

    static readonly Lazy<(OpenClDeviceInfo[] Devices, string? Problem)> found = new(Find);

    /// <summary>All devices of all platforms.</summary>
    public static IReadOnlyList<OpenClDeviceInfo> All => found.Value.Devices;

    /// <summary>Why there is no device, or null.</summary>
    public static string? Problem => found.Value.Problem;

    /// <summary>True if the environment asks for no OpenCL.</summary>
    public static bool AreSwitchedOff => Environment.GetEnvironmentVariable(Variable) == None;

    /// <summary>The device that is meant.</summary>
    /// <param name="wish">As above; null for what the environment says.</param>
    /// <exception cref="InsBackendException">There is no such device; the message lists those that are there.</exception>
    public static OpenClDeviceInfo Choose(string? wish = null)
    {
        string? variable = Environment.GetEnvironmentVariable(Variable);
        (string source, string choice) = wish is { Length: > 0 } && !IsAutomatic(wish) ? ("device", wish.Trim())
            : variable is { Length: > 0 } ? (Variable, variable.Trim())
            : ("device", Automatic);
        if (choice == None)
        {
            throw new InsBackendException($"OpenCL: {source} is none, which switches it off");
        }

        if (Problem is { } problem)
        {
            throw new InsBackendException($"OpenCL: {problem}");
        }

        return Match(All, choice) ?? throw new InsBackendException(
            $"OpenCL: {source} \"{choice}\" is no device; there are {string.Join(", ", All.Select(d => $"{d.Index} {d.Name}"))}");
    }

    /// <summary>The device of a list that a choice means, or null.</summary>
    public static OpenClDeviceInfo? Match(IReadOnlyList<OpenClDeviceInfo> devices, string choice)
    {
        if (IsAutomatic(choice))
        {
            return devices.FirstOrDefault(d => d is { IsGpu: true, HasFloat64: true }) ?? devices.FirstOrDefault(d => d.IsGpu) ?? devices.FirstOrDefault();
        }

        // A number that is no index may be part of a name.
        bool isNumber = int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        return isNumber && index < devices.Count ? devices[index]
            : devices.FirstOrDefault(d => d.Index == choice)
            ?? devices.FirstOrDefault(d => d.Name.Contains(choice, StringComparison.OrdinalIgnoreCase));
    }

    static bool IsAutomatic(string choice) => choice.Trim().Equals(Automatic, StringComparison.OrdinalIgnoreCase);

    // A driver that is broken is as good as none: the processor's own kernels always serve.
    static (OpenClDeviceInfo[] Devices, string? Problem) Find()
    {
        if (OpenClApi.Problem is { } problem)
        {
            return ([], problem);
        }

        try
        {
            nint[] platforms = OpenClApi.Platforms();
            bool areGpus = Environment.GetEnvironmentVariable(AsGpuVariable) == "1";
            OpenClDeviceInfo[] devices =
            [
                .. platforms.SelectMany((platform, p) => OpenClApi.Devices(platform).Select((device, d) => OpenClApi.Describe(p, platform, d, device)))
                    .Select(d => areGpus ? d with { IsGpu = true } : d),
            ];
            return (devices, devices.Length > 0 ? null
                : platforms.Length > 0 ? "the installed drivers have no device"
                : "no driver is installed (for the processor: Debian's pocl-opencl-icd; for a GPU: its vendor's)");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ([], $"the drivers cannot be used: {e.Message}");
        }
    }
}
