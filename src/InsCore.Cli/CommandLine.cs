using System.CommandLine;

namespace InsCore.Cli;

/// <summary>The call as provenance shows it.</summary>
internal static class CommandLine
{
    // Folders say nothing about a calculation and may hold names of people and machines; the inputs' hashes tell them apart.
    public static string Of(ParseResult parse) =>
        "inscore " + string.Join(" ", parse.Tokens.Select(t => Path.IsPathRooted(t.Value) ? Path.GetFileName(t.Value) : t.Value));
}
