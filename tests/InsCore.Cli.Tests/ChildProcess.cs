using System.ComponentModel;
using System.Diagnostics;

namespace InsCore.Cli.Tests;

/// <summary>A program that was run to its end.</summary>
internal sealed record ChildProcess(int ExitCode, string Output, string Error)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program; null if there is none of this name.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="folder">Where.</param>
    /// <param name="environment">Variables to set, or with null to remove; null for none.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildProcess? TryRun(string program, string folder, IReadOnlyDictionary<string, string?>? environment, params IEnumerable<string> arguments) =>
        TryRun(program, folder, environment, Limit, arguments);

    /// <summary>The same with a limit of its own, after which the program and all that it started are killed.</summary>
    public static ChildProcess? TryRun(
        string program, string folder, IReadOnlyDictionary<string, string?>? environment, TimeSpan limit, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{program} did not end");
            }

            return new(process.ExitCode, output.Result, error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>What a program prints that must be there and succeed.</summary>
    public static string Run(string program, string folder, IReadOnlyDictionary<string, string?>? environment, params IEnumerable<string> arguments) =>
        Run(program, folder, environment, Limit, arguments);

    /// <summary>The same with a limit of its own.</summary>
    public static string Run(
        string program, string folder, IReadOnlyDictionary<string, string?>? environment, TimeSpan limit, IEnumerable<string> arguments)
    {
        ChildProcess? process = TryRun(program, folder, environment, limit, arguments);
        Xunit.Assert.True(process is { ExitCode: 0 }, $"{program} {string.Join(' ', arguments)}: exit code {process?.ExitCode}\n{process?.Output}{process?.Error}");
        return process!.Output;
    }
}
