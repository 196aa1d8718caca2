namespace InsCore;

/// <summary>Writes files so that a reader sees either the old or the whole new content, never a part.</summary>
public static class AtomicFile
{
    static int count;

    /// <summary>Writes text (UTF-8, no byte-order mark).</summary>
    public static void WriteAllText(string path, string text) =>
        Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new System.Text.UTF8Encoding(false), leaveOpen: true);
            writer.Write(text);
        });

    /// <summary>Writes a file through a temporary neighbour, flushed to disk and renamed over the target.</summary>
    /// <param name="path">The file; its folder is created if need be.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InsInputException">The folder or file cannot be written, or the disk is full; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        // Several machines may write into one folder, where the number of a process alone is not its own.
        string temporary = $"{full}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref count)}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                Results.ResultRecord.Current?.Take(full, stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new InsInputException(
                    path, null, $"cannot be written ({e.Message})", "check the folder and its free space, or choose another with --output", e);
            }

            throw;
        }
    }

    static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
