using System.Globalization;
using System.Runtime.CompilerServices;

namespace InsCore.Native;

/// <summary>The folder beside which libraries lie: that of the program, or of the shared library that this code was compiled into.</summary>
internal static class ProgramFolder
{
    static readonly Lazy<string> path = new(() => FolderOfImage() ?? AppContext.BaseDirectory);

    /// <summary>Its path.</summary>
    public static string Path => path.Value;

    // Compiled ahead of time into a plug-in, .NET takes the folder of the host, e.g. of python3, for its own.
    static unsafe string? FolderOfImage()
    {
        if (RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux())
        {
            return null;
        }

        delegate*<string?> here = &FolderOfImage;
        try
        {
            return File.ReadLines("/proc/self/maps").Select(line => FileAt(line, (ulong)here)).FirstOrDefault(file => file is not null) is { } image
                ? System.IO.Path.GetDirectoryName(image)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // start-end permissions offset device inode path
    static string? FileAt(string line, ulong address)
    {
        int dash = line.IndexOf('-'), end = line.IndexOf(' '), file = line.IndexOf('/');
        return dash > 0 && end > dash && file > end
            && ulong.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(line.AsSpan(dash + 1, end - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong last)
            && address >= first && address < last
            ? line[file..]
            : null;
    }
}
