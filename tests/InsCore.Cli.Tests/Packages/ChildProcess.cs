using System.Diagnostics;
using Xunit;

namespace InsCore.Cli.Tests.Packages;

/// <summary>Programs that the tests of packages start.</summary>
internal static class ChildProcess
{
    // Restoring and compiling ahead of time on a busy machine.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Runs a program that must succeed, and returns what it printed.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="folder">Where.</param>
    /// <param name="packages">Folder for packages; null for the user's.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string> Run(string program, string folder, string? packages, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // No server outlives the test, and nothing of this run's build leaks into that one.
        (string Name, string? Value)[] settings =
        [
            ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"), ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("DOTNET_NOLOGO", "1"),
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("MSBuildSDKsPath", null), ("MSBUILD_EXE_PATH", null),
        ];
        foreach ((string name, string? value) in packages is null ? settings : [.. settings, ("NUGET_PACKAGES", packages)])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string printed = await output;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{printed}{await error}");
        return printed;
    }
}
