namespace InsCore.Cli;

/// <summary>Exit codes of the command.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int BadInput = 1;
    public const int NumericalFailure = 2;
    public const int MissingBackend = 3;

    /// <summary>Stopped by a signal; the same command goes on from there.</summary>
    public const int Stopped = 85;
}
