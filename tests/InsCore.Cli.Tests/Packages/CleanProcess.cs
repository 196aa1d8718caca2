namespace InsCore.Cli.Tests.Packages;

/// <summary>Programs that the tests of packages start: no server outlives the test, and nothing of this run's build leaks into that one.</summary>
internal static class CleanProcess
{
    // Restoring and compiling ahead of time on a busy machine.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Runs a program that must succeed, and returns what it printed.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="folder">Where.</param>
    /// <param name="packages">Folder for packages; null for the user's.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string Run(string program, string folder, string? packages, params IEnumerable<string> arguments)
    {
        Dictionary<string, string?> settings = new()
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MSBuildSDKsPath"] = null,
            ["MSBUILD_EXE_PATH"] = null,
        };
        if (packages is not null)
        {
            settings["NUGET_PACKAGES"] = packages;
        }

        return ChildProcess.Run(program, folder, settings, Limit, arguments);
    }
}
