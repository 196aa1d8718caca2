using System.Diagnostics;

namespace InsCore.Cli.Tests;

/// <summary>Runs the command as a user does: a process of its own, exit code and both streams.</summary>
internal sealed record InscoreProcess(int ExitCode, string Output, string Error)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static InscoreProcess Run(string folder, params IEnumerable<string> arguments) => RunAndSignal(folder, null, null, arguments);

    /// <summary>Runs it in another environment.</summary>
    public static InscoreProcess RunWith(string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments) =>
        Run(folder, variables, null, null, arguments);

    /// <summary>Runs it and, when a line of its progress contains a text, sends it a signal (e.g. "TERM").</summary>
    public static InscoreProcess RunAndSignal(string folder, string? signalAt, string? signal, params IEnumerable<string> arguments) =>
        Run(folder, [], signalAt, signal, arguments);

    /// <summary>Runs it and kills it a while after a line of its progress contains a text: nothing of it ends in order.</summary>
    public static InscoreProcess RunAndKill(string folder, string killAfter, TimeSpan delay, params IEnumerable<string> arguments) =>
        Run(folder, [], killAfter, "KILL", arguments, delay);

    static InscoreProcess Run(
        string folder, IEnumerable<KeyValuePair<string, string>> variables, string? signalAt, string? signal, IEnumerable<string> arguments, TimeSpan delay = default)
    {
        // Tests that run in the background of a script inherit an ignored SIGINT, which a terminal's user does not.
        ProcessStartInfo start = new("env", ["--default-signal=INT", "dotnet"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "InsCore.Cli.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = ReadAndSignal(process, signalAt, signal, delay);
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new TimeoutException("inscore did not end");
        }

        return new InscoreProcess(process.ExitCode, output.Result, error.Result);
    }

    static async Task<string> ReadAndSignal(Process process, string? signalAt, string? signal, TimeSpan delay)
    {
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (signalAt is not null && line.Contains(signalAt, StringComparison.Ordinal))
            {
                signalAt = null;
                await Task.Delay(delay);
                using Process kill = Process.Start("kill", ["-s", signal!, $"{process.Id}"]);
                await kill.WaitForExitAsync();
            }
        }

        return string.Join("\n", lines);
    }
}
