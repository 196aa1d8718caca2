using System.Text.Json.Nodes;
using InsCore.Kernels;
using InsCore.Potentials;

namespace InsCore.Studies;

/// <summary>What every step of a study shares.</summary>
/// <param name="Options">The study's options.</param>
/// <param name="Potential">The potential; null for steps that need none.</param>
/// <param name="PotentialIdentity">What tells the potential from others: file hash, precision, head.</param>
/// <param name="Provenance">Block of every output.</param>
/// <param name="Progress">Where progress goes.</param>
/// <param name="Cancellation">Stops the study.</param>
internal sealed record StudyContext(
    StudyOptions Options,
    MacePotential? Potential,
    string PotentialIdentity,
    Provenance Provenance,
    IProgress<StepProgress>? Progress,
    CancellationToken Cancellation)
{
    /// <summary>Writes the JSON that marks a step as done: its key, its values, its provenance. The last file a step writes.</summary>
    public void Finish(string path, string key, JsonObject values)
    {
        values["key"] = key;
        values["provenance"] = Provenance.ToJson();
        AtomicFile.WriteAllText(path, values.ToJsonString(StudyJson.Indented) + "\n");
    }

    /// <summary>The stored values of a step, or null if it must be computed.</summary>
    /// <exception cref="InsInputException">It is not stored, and nothing may be computed.</exception>
    public JsonObject? Stored(string path, string key)
    {
        JsonObject? stored = Options.Force && !IsStoredOnly ? null : StepKey.Load(path, key);
        if (stored is not null)
        {
            Results.ResultRecord.Reuse(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        return stored is null && IsStoredOnly
            ? throw new InsInputException(path, null, "is missing, damaged, or computed from something else", "compute the unit of the batch again that makes it")
            : stored;
    }

    /// <summary>True where every step must have been computed before.</summary>
    public bool IsStoredOnly { get; init; }

    /// <summary>Progress of a step named after a pressure as well.</summary>
    public IProgress<StepProgress>? ProgressAt(string place) =>
        Progress is null ? null : new Relay(p => Progress.Report(p with { Stage = $"{place} {p.Stage}" }));

    // System.Progress<T> posts to a synchronisation context and may reorder; this one calls at once.
    sealed class Relay(Action<StepProgress> report) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => report(value);
    }
}
