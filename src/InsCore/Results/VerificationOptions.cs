using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Results;

/// <summary>How results are verified.</summary>
public sealed record VerificationOptions
{
    /// <summary>Reads settings as provenance holds them; throws <see cref="InsInputException"/> where they are malformed.</summary>
    public required Func<JsonObject, StudyOptions> Settings { get; init; }

    /// <summary>Folders in which inputs are looked for by name, beside that of the results and the one around it.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The potential, "default" or a file; null for one that the results name and that is at hand.</summary>
    public string? Model { get; init; }

    /// <summary>False for hashes alone.</summary>
    public bool Recompute { get; init; } = true;

    /// <summary>Wave vectors that are computed again at each pressure.</summary>
    public int Samples { get; init; } = 3;

    /// <summary>Seed that chooses them.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 for all cores.</summary>
    public int Threads { get; init; }
}
