using System.CommandLine;
using InsCore.Backends;
using InsCore.Results;

namespace InsCore.Cli;

/// <summary>The call as provenance shows it.</summary>
internal static class CommandLine
{
    // Folders say nothing about a calculation and may hold names of people and machines; the inputs' hashes tell them apart.
    public static string Of(ParseResult parse) =>
        "inscore " + string.Join(" ", parse.Tokens.Select(t => Path.IsPathRooted(t.Value) ? Path.GetFileName(t.Value) : t.Value));

    /// <summary>Says where the files come from that a verb without a study of its own writes.</summary>
    /// <param name="parse">The call.</param>
    /// <param name="inputs">Files that were read.</param>
    /// <param name="folder">The folder of what is written.</param>
    public static Provenance Identify(ParseResult parse, IReadOnlyList<string> inputs, string folder) => ResultRecord.Identify(
        new Provenance(Of(parse), inputs.ToDictionary(i => Path.GetFileName(i), Provenance.Sha256), [], Backend.Describe(), []), folder);
}
