using System.Diagnostics;
using System.Security.Cryptography;

namespace InsCore.Results;

/// <summary>What a run writes: stamps every file with where it comes from, and lists the files in a manifest.</summary>
/// <remarks>
/// A record holds for the call that begins it and all that it starts; files written through <see cref="AtomicFile"/> meanwhile belong to it. Nothing
/// is stamped before <see cref="Identify"/> has said where the results come from.
/// </remarks>
public sealed class ResultRecord : IDisposable
{
    static readonly AsyncLocal<ResultRecord?> Ambient = new();

    readonly Lock gate = new();
    readonly ResultRecord? outer = Ambient.Value;
    readonly Dictionary<string, WrittenFile?> written = [];
    readonly HashSet<string> reused = [];
    readonly Dictionary<string, Provenance> folders = [];
    string? line;

    ResultRecord()
    {
    }

    /// <summary>The record that holds here; null where none was begun.</summary>
    internal static ResultRecord? Current => Ambient.Value;

    /// <summary>Begins a record for this call; dispose it at the end.</summary>
    public static ResultRecord Begin() => Ambient.Value = new ResultRecord();

    /// <summary>Says where what is written from now on comes from.</summary>
    /// <param name="provenance">The block.</param>
    /// <param name="folder">The folder of the results, which gets a manifest; null for a single file somewhere.</param>
    /// <returns>The same block.</returns>
    public static Provenance Identify(Provenance provenance, string? folder)
    {
        if (Current is { } record)
        {
            lock (record.gate)
            {
                record.line = provenance.ToLine();
                if (folder is not null)
                {
                    record.folders[Path.GetFullPath(folder)] = provenance;
                }
            }
        }

        return provenance;
    }

    /// <summary>The line for files of the record that holds here; null where there is none.</summary>
    internal static string? Line => Current?.line;

    /// <summary>A file that grows outside <see cref="AtomicFile"/>; what it holds at the end counts.</summary>
    internal static void Grows(string path) => Current?.Note(path, null);

    /// <summary>A step was taken from an earlier run: the stamped files of its folder belong to the results although no manifest may have named them yet.</summary>
    internal static void Reuse(string folder)
    {
        if (Current is { } record)
        {
            lock (record.gate)
            {
                record.reused.Add(Path.GetFullPath(folder));
            }
        }
    }

    /// <summary>Stamps a finished file, unless it is a copy that bears a stamp, and takes its hash.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="stream">Its content, readable and writable.</param>
    internal void Take(string path, FileStream stream)
    {
        if (line is not null && ResultStamp.For(path) is { } stamp)
        {
            byte[] content = new byte[stream.Length];
            stream.Position = 0;
            stream.ReadExactly(content);
            if (!ResultStamp.IsOn(content))
            {
                byte[] stamped = stamp(content, line);
                stream.Position = 0;
                stream.Write(stamped);
                stream.SetLength(stamped.Length);
            }
        }

        stream.Position = 0;
        Note(path, new WrittenFile(Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length));
    }

    /// <summary>Writes manifest.json into each folder of results: what this record wrote there and below, and what an earlier manifest lists and is still there.</summary>
    /// <exception cref="InsInputException">The manifest cannot be written.</exception>
    public void WriteManifest()
    {
        lock (gate)
        {
            Dictionary<string, WrittenFile?> files = new(written);
            foreach ((string folder, Provenance provenance) in files.Count > 0 ? folders : [])
            {
                ResultManifest.Update(folder, files, reused, provenance);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Debug.Assert(Current == this, "records end in the order in which they began");
        Ambient.Value = outer;
    }

    void Note(string path, WrittenFile? file)
    {
        lock (gate)
        {
            written[Path.GetFullPath(path)] = file;
        }
    }
}

/// <summary>A file as it was written.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record WrittenFile(string Sha256, long Bytes);
