namespace InsCore;

/// <summary>Says in plain words why a name is no file that can be read, before it is opened.</summary>
public static class InputFile
{
    /// <summary>Refuses an empty or impossible name, a folder, and a file without content, as which devices and pipes show that would never end.</summary>
    /// <param name="path">What the user gave.</param>
    /// <param name="remedy">What to give instead.</param>
    /// <exception cref="InsInputException">It is one of these.</exception>
    public static void Require(string path, string remedy)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InsInputException("input", null, "the name of a file is empty", remedy);
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InsInputException("input", null, "the name of a file holds a null character", remedy);
        }

        if (Directory.Exists(path))
        {
            throw new InsInputException(path, null, "is a folder", remedy);
        }

        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            throw new InsInputException(path, null, "is empty", remedy);
        }
    }
}
