using System.Globalization;

namespace InsCore.Batch;

/// <summary>What tells a process from all others that may write into a shared folder.</summary>
/// <remarks>Machine, name space of process numbers (containers have their own), process number, and its start, since numbers return.</remarks>
internal static class BatchOwner
{
    const char Separator = '~';

    static readonly string Place = $"{new string([.. Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')])}{Separator}{NameSpace()}";

    /// <summary>This process.</summary>
    public static string Current { get; } = $"{Place}{Separator}{Environment.ProcessId}{Separator}{Start(Environment.ProcessId)}";

    /// <summary>True if the owner ran on this machine and has ended: what it left is nobody's.</summary>
    public static bool IsGone(string owner) => Parse(owner) is { } p && p.Start != Start(p.Process);

    /// <summary>True if the owner runs on this machine.</summary>
    public static bool IsAlive(string owner) => Parse(owner) is { } p && p.Start == Start(p.Process);

    // Null for owners elsewhere, of whom nothing is known.
    static (int Process, string Start)? Parse(string owner) =>
        owner.StartsWith(Place + Separator, StringComparison.Ordinal)
        && owner[(Place.Length + 1)..].Split(Separator) is [var process, { Length: > 0 } start]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (number, start)
            : null;

    // Field 22 of /proc/PID/stat, ticks since the machine was started; the name in field 2 may hold anything, parentheses too.
    static string Start(int process)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? "ended" : fields[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return "";
        }
    }

    static string NameSpace()
    {
        try
        {
            return string.Concat((File.ResolveLinkTarget("/proc/self/ns/pid", false)?.Name ?? "").Where(char.IsAsciiDigit));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
