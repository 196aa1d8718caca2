using System.Globalization;

namespace InsCore.Batch;

/// <summary>One process's attempt at a unit: a folder and a log that nobody else writes to.</summary>
internal sealed class UnitAttempt
{
    readonly BatchFolder folder;
    readonly BatchUnit unit;
    readonly string log;

    UnitAttempt(BatchFolder folder, BatchUnit unit)
    {
        (this.folder, this.unit) = (folder, unit);
        Name = $"{unit.Name}.{BatchOwner.Current}";
        log = Path.Combine(folder.Log, Name + ".log");
    }

    /// <summary>Name of its folder.</summary>
    public string Name { get; }

    /// <summary>Its folder.</summary>
    public string Folder => Path.Combine(folder.Work, Name);

    /// <summary>True if it goes on with what an earlier one left.</summary>
    public bool IsContinued { get; private set; }

    /// <summary>Begins, or goes on with what an earlier attempt has left.</summary>
    public static UnitAttempt Begin(BatchFolder folder, BatchUnit unit)
    {
        UnitAttempt attempt = new(folder, unit);
        Directory.CreateDirectory(folder.Log);
        Directory.CreateDirectory(folder.Work);
        attempt.IsContinued = attempt.Others().Any(attempt.TryTakeOver);
        Directory.CreateDirectory(attempt.Folder);
        return attempt;
    }

    /// <summary>Notes what was done, with the time.</summary>
    public void Note(string text) => File.AppendAllText(
        log, $"{DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}  {text.ReplaceLineEndings(" ")}\n");

    /// <summary>Deletes what is there and begins anew.</summary>
    public void Clear()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        IsContinued = false;
    }

    /// <summary>Deletes the folder.</summary>
    public void Discard() => Directory.Delete(Folder, recursive: true);

    /// <summary>Its results: all files in the unit's folders but those that were fetched, and those that only serve to go on.</summary>
    public IReadOnlyList<UnitFile> Results(IReadOnlySet<string> fetched) =>
    [
        .. unit.Folders.Select(f => Path.Combine(Folder, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Folder, f))
            .Where(f => !fetched.Contains(f) && !IsPassing(f))
            .Order(StringComparer.Ordinal)
            .Select(f => UnitFile.Of(Folder, f)),
    ];

    static bool IsPassing(string path) => path.EndsWith(".tmp", StringComparison.Ordinal) || path.EndsWith(".checkpoint", StringComparison.Ordinal);

    // The latest first; not those that still run here, which would be two at one work.
    IEnumerable<DirectoryInfo> Others() => new DirectoryInfo(folder.Work).EnumerateDirectories()
        .Where(d => d.Name != Name && OwnerOf(d.Name) is { } owner && !BatchOwner.IsAlive(owner))
        .OrderByDescending(Latest)
        .ToArray();

    // Null for the folders of other units; no owner has a dot in its name, but units have.
    string? OwnerOf(string name) => name.StartsWith(unit.Name + ".", StringComparison.Ordinal) && name.LastIndexOf('.') == unit.Name.Length
        ? name[(unit.Name.Length + 1)..]
        : null;

    static DateTime Latest(DirectoryInfo directory)
    {
        try
        {
            return directory.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.LastWriteTimeUtc).DefaultIfEmpty(directory.LastWriteTimeUtc).Max();
        }
        catch (IOException)
        {
            return DateTime.MinValue; // taken over by somebody else in this moment
        }
    }

    // What a dead process of this machine left is taken; what was left elsewhere is copied, since nobody here knows whether it is dead.
    bool TryTakeOver(DirectoryInfo other)
    {
        try
        {
            bool isGone = BatchOwner.IsGone(OwnerOf(other.Name)!);

            // Asked for after the owner: one that finished has left a receipt before it ended, and its folder is the result, or a damaged one.
            if (UnitReceipt.Load(folder, unit)?.Folder == other.Name)
            {
                return false;
            }

            if (isGone)
            {
                Directory.Move(other.FullName, Folder);
                foreach (string temporary in Directory.EnumerateFiles(Folder, "*.tmp", SearchOption.AllDirectories))
                {
                    File.Delete(temporary);
                }

                return true;
            }

            return Copy(other);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Restart files first: they refer to what was written before them, and what is written meanwhile only becomes longer.
    bool Copy(DirectoryInfo other)
    {
        FileInfo[] files = [.. other.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Extension != ".tmp").OrderBy(f => f.Extension is ".restart" or ".checkpoint" ? 0 : 1)];
        foreach (FileInfo file in files)
        {
            string target = Path.Combine(Folder, Path.GetRelativePath(other.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target, overwrite: true);
        }

        return files.Length > 0;
    }
}
