using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using InsCore.Potentials;
using InsCore.Results;
using Spectre.Console;

namespace InsCore.Cli;

/// <summary>What every verb shares: --json and --quiet, progress, the mapping of errors to exit codes.</summary>
internal sealed class Invocation
{
    static readonly Option<bool> Json = new("--json") { Description = "Print the result as JSON on standard output; messages go to standard error." };
    static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress." };

    Invocation(ParseResult parse)
    {
        IsJson = parse.GetValue(Json);
        Progress = new ConsoleProgress(Console.Error, ConsoleProgress.IsTerminal, parse.GetValue(Quiet));
        Terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            // A log has no width; 100 columns is what the tables are laid out for.
            Terminal.Profile.Width = 100;
        }
    }

    /// <summary>What the process ends with where nothing goes wrong.</summary>
    public int ExitCode { get; set; } = Cli.ExitCode.Done;

    /// <summary>True when only JSON may go to standard output.</summary>
    public bool IsJson { get; }

    /// <summary>Progress on standard error.</summary>
    public ConsoleProgress Progress { get; }

    /// <summary>Tables and text on standard output.</summary>
    public IAnsiConsole Terminal { get; }

    /// <summary>Prints a line of the result, unless only JSON may be printed.</summary>
    public void WriteLine(string text)
    {
        if (!IsJson)
        {
            Progress.Dispose();
            Console.Out.WriteLine(text);
        }
    }

    /// <summary>Prints a warning on standard error, always.</summary>
    public void Warn(string text)
    {
        Progress.Dispose();
        Console.Error.WriteLine($"inscore: warning: {text}");
    }

    /// <summary>Says which potential is used and what it is not good for.</summary>
    public void ShowCard(ModelCard card)
    {
        Progress.Line($"potential {card.Name}{(card.Licence is { } licence ? $", {licence}" : "")}");
        if (card.Caveats is { } caveats)
        {
            Progress.Line(TextWrap.Wrap($"caveats: {caveats}", "  "));
        }
    }

    /// <summary>Gives a command its common flags and its body.</summary>
    public static void Attach(Command command, Func<Invocation, ParseResult, CancellationToken, JsonNode?> body)
    {
        AddFlags(command);
        command.SetAction((parse, cancellation) => Task.Run(() => Run(body, parse, cancellation), CancellationToken.None));
    }

    /// <summary>Gives a command the flags that every verb has.</summary>
    public static void AddFlags(Command command)
    {
        command.Options.Add(Json);
        command.Options.Add(Quiet);
    }

    static int Run(Func<Invocation, ParseResult, CancellationToken, JsonNode?> body, ParseResult parse, CancellationToken cancellation)
    {
        Invocation invocation = new(parse);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using IDisposable? user = UserSignal(stop);
        using ResultRecord record = ResultRecord.Begin();
        try
        {
            JsonNode? result = body(invocation, parse, stop.Token);
            record.WriteManifest();
            invocation.Progress.Dispose();
            if (invocation.IsJson && result is not null)
            {
                Console.Out.WriteLine(result.ToJsonString(new() { WriteIndented = true }));
            }

            return invocation.ExitCode;
        }
        catch (Exception e)
        {
            invocation.Progress.Dispose();
            return Report(e);
        }
    }

    // Batch systems announce the end of a job's time by it; .NET has no name for it.
    static PosixSignalRegistration? UserSignal(CancellationTokenSource stop)
    {
        const PosixSignal User1 = (PosixSignal)10;
        return !OperatingSystem.IsLinux() ? null : PosixSignalRegistration.Create(User1, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
    }

    // .NET adds the parameter of its own method, and the value on a line of its own; neither means anything to who typed a flag.
    static string Plain(ArgumentException e)
    {
        string parameter = $" (Parameter '{e.ParamName}')";
        int at = e.ParamName is null ? -1 : e.Message.IndexOf(parameter, StringComparison.Ordinal);
        return at < 0 ? e.Message : e.Message[..at];
    }

    static int Report(Exception e)
    {
        (int code, string text) = e switch
        {
            OperationCanceledException => (Cli.ExitCode.Stopped, "stopped; run the same command again to go on from here"),
            AggregateException { InnerExceptions: [var inner] } => (-1, ""),
            UnfinishedException => (Cli.ExitCode.Stopped, e.Message),
            InsInputException => (Cli.ExitCode.BadInput, e.Message),
            ArgumentException a => (Cli.ExitCode.BadInput, Plain(a)),
            InsNumericalException => (Cli.ExitCode.NumericalFailure, e.Message),
            InsBackendException => (Cli.ExitCode.MissingBackend, e.Message),
            IOException or UnauthorizedAccessException => (Cli.ExitCode.BadInput, e.Message),
            _ => (Cli.ExitCode.NumericalFailure, $"internal error, please report it: {e}"),
        };
        if (code < 0)
        {
            return Report(e.InnerException!);
        }

        Console.Error.WriteLine($"inscore: {(code == Cli.ExitCode.Stopped ? "" : "error: ")}{text.ReplaceLineEndings(" ")}");
        return code;
    }
}
