namespace InsCore.Kernels.OpenCl;

/// <summary>A compiled program, from the cache where it is there.</summary>
internal sealed class OpenClProgram
{
    readonly OpenClHandle program;
    readonly OpenClDeviceInfo device;

    /// <summary>Compiles, or reads what was compiled before.</summary>
    public OpenClProgram(OpenClDevice device, OpenClHandle context, string name, string source, string options)
    {
        OpenClDeviceInfo info = this.device = device.Info;
        CacheKey = OpenClCache.Key("program", source, options, info.Name, info.Driver, info.PlatformVersion);
        byte[]? binary = device.Cache.Read(CacheKey);
        OpenClHandle? kept = binary is null ? null : OpenClApi.BuildFromBinary(context, info.Id, binary, options);
        IsFromCache = kept is not null;
        program = kept ?? OpenClApi.BuildFromSource(context, info.Id, name, source, options);
        if (!IsFromCache && OpenClApi.Binary(program) is { Length: > 0 } compiled)
        {
            device.Cache.Write(CacheKey, compiled);
        }
    }

    /// <summary>Its entry of the cache.</summary>
    public string CacheKey { get; }

    /// <summary>True if nothing had to be compiled.</summary>
    public bool IsFromCache { get; }

    /// <summary>A kernel of it, for one thread at a time.</summary>
    public OpenClKernel Kernel(string name) => new(OpenClApi.CreateKernel(program, name), name, device.Id);
}
