namespace InsCore.Cli.Tests;

/// <summary>A call of the command within this process, for the many that end before anything is computed.</summary>
internal static class InscoreCall
{
    static readonly Lock Gate = new();

    /// <summary>Calls it; nothing else in this process writes to standard error.</summary>
    /// <returns>Exit code and standard error.</returns>
    public static (int ExitCode, string Error) Run(params IEnumerable<string> arguments)
    {
        lock (Gate)
        {
            TextWriter error = Console.Error;
            using StringWriter writer = new();
            Console.SetError(writer);
            try
            {
                return (Program.Main([.. arguments]).GetAwaiter().GetResult(), writer.ToString());
            }
            finally
            {
                Console.SetError(error);
            }
        }
    }
}
