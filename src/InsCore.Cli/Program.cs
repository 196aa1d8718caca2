using System.CommandLine;
using System.CommandLine.Parsing;
using InsCore.Cli.Commands;

namespace InsCore.Cli;

internal static class Program
{
    // A relaxation step or a block of forces is finished and its checkpoint written before the process ends.
    static readonly TimeSpan GraceAfterSignal = TimeSpan.FromMinutes(2);

    internal static async Task<int> Main(string[] args)
    {
        RootCommand root = Root();
        root.HelpName = "inscore";
        ParseResult parse = root.Parse(args);
        return parse.Errors.Count > 0
            ? Refuse(parse)
            : await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = GraceAfterSignal });
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand Root() => new("From a crystal and a machine-learned potential to inelastic neutron scattering spectra.")
    {
        RunCommand.Create(),
        BatchCommand.Create(),
        RelaxCommand.Create(),
        PressureCommand.Create(),
        PhononsCommand.Create(),
        MdCommand.Create(),
        BandsCommand.Create(),
        DosCommand.Create(),
        ThermoCommand.Create(),
        InsCommand.Create(),
        TrackCommand.Create(),
        SqwCommand.Create(),
        CompareCommand.Create(),
        ReportCommand.Create(),
        VerifyCommand.Create(),
        InstrumentsCommand.Create(),
        ConvertCommand.Create(),
        ExportCommand.Create(),
        InfoCommand.Create(),
    };

    static int Refuse(ParseResult parse)
    {
        string verb = parse.CommandResult.Command is RootCommand ? "" : $"{Verb(parse.CommandResult)} ";
        Console.Error.WriteLine($"inscore: error: {Plain(string.Join(" ", parse.Errors.Select(e => e.Message)))} {Meant(parse)}Try `inscore {verb}--help`.");
        return ExitCode.BadInput;
    }

    // With the one that it is part of, as in `batch task`.
    static string Verb(CommandResult result) =>
        result.Parent is CommandResult { Command: not RootCommand } parent ? $"{Verb(parent)} {result.Command.Name}" : result.Command.Name;

    // A flag with a wrong letter leaves its value unmatched as well.
    static string Meant(ParseResult parse)
    {
        string[] flags = [.. parse.CommandResult.Command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.StartsWith("--", StringComparison.Ordinal))];
        return string.Concat(parse.UnmatchedTokens
            .Where(t => t.StartsWith("--", StringComparison.Ordinal))
            .Select(t => t.Split('=')[0][2..])
            .Select(t => (Typed: t, Nearest: StudyKeys.Nearest(flags.Select(f => f[2..]), t)))
            .Where(p => p.Nearest is not null)
            .Select(p => $"Did you mean --{p.Nearest} for --{p.Typed}? "));
    }

    // The parser names types of .NET.
    static string Plain(string text) => text
        .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Nullable`1[System.Double]'", "as a number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Boolean'", "as true or false", StringComparison.Ordinal);
}
