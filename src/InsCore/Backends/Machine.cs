using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace InsCore.Backends;

/// <summary>The machine that a program runs on, as far as it bears on results and times.</summary>
public static class Machine
{
    const string Processors = "/proc/cpuinfo";

    /// <summary>Operating system, runtime, processor, instruction sets, threads, and memory in bytes.</summary>
    public static JsonObject Describe() => new()
    {
        ["system"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.OSArchitecture.ToString(),
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["processor"] = Processor(),
        ["instructionSets"] = new JsonArray([.. Backend.InstructionSets.Select(f => JsonValue.Create(f))]),
        ["threads"] = Environment.ProcessorCount,
        ["memory"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
    };

    // Linux alone says it in a file.
    static string? Processor()
    {
        try
        {
            return File.Exists(Processors)
                ? File.ReadLines(Processors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
