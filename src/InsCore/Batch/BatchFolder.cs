namespace InsCore.Batch;

/// <summary>Where a batch keeps what: in a folder of its own within that of the results.</summary>
/// <remarks>
/// plan.json and scripts; units/NAME.json, a receipt for each finished unit; work/NAME.OWNER/, what one attempt at a unit writes, nobody else's;
/// log/NAME.OWNER.log, what that attempt did. No file is written by two processes, so that no lock is needed on any file system.
/// </remarks>
/// <param name="Output">Folder of the results.</param>
public sealed record BatchFolder(string Output)
{
    const string Name = "batch", PlanName = "plan.json";

    /// <summary>The batch's own folder.</summary>
    public string Root => Path.Combine(Output, Name);

    /// <summary>The plan.</summary>
    public string Plan => Path.Combine(Root, PlanName);

    /// <summary>Where receipts are.</summary>
    internal string Units => Path.Combine(Root, "units");

    /// <summary>Where attempts work.</summary>
    internal string Work => Path.Combine(Root, "work");

    /// <summary>Where attempts say what they did, and Slurm what they printed.</summary>
    public string Log => Path.Combine(Root, "log");

    /// <summary>The folder that a plan lies in, or that of the results that holds it.</summary>
    /// <exception cref="InsInputException">There is no plan.</exception>
    public static BatchFolder Find(string path)
    {
        string full = Path.GetFullPath(path);
        string? output = File.Exists(full) ? Path.GetDirectoryName(Path.GetDirectoryName(full))
            : Directory.Exists(full) ? full
            : null;
        return output is not null && new BatchFolder(output) is var folder && File.Exists(folder.Plan) && (Directory.Exists(full) || full == folder.Plan)
            ? folder
            : throw new InsInputException(path, null, "holds no plan of a batch", "make one with `inscore batch plan STUDY.yml`, and give its folder of results with --plan");
    }

    /// <summary>The receipt of a unit.</summary>
    internal string Receipt(BatchUnit unit) => Path.Combine(Units, unit.Name + ".json");
}
