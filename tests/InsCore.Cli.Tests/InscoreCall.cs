namespace InsCore.Cli.Tests;

/// <summary>A call of the command within this process, for the many that end before anything is computed.</summary>
internal static class InscoreCall
{
    static readonly Lock Gate = new();

    /// <summary>Calls it; nothing else in this process writes to standard error.</summary>
    /// <returns>Exit code and standard error.</returns>
    public static (int ExitCode, string Error) Run(params IEnumerable<string> arguments)
    {
        (int code, _, string error) = RunForOutput(arguments);
        return (code, error);
    }

    /// <summary>Calls it; nothing else in this process writes to its streams.</summary>
    /// <returns>Exit code, standard output and standard error.</returns>
    public static (int ExitCode, string Output, string Error) RunForOutput(params IEnumerable<string> arguments)
    {
        lock (Gate)
        {
            (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
            using StringWriter outputWriter = new(), errorWriter = new();
            Console.SetOut(outputWriter);
            Console.SetError(errorWriter);
            try
            {
                return (Program.Main([.. arguments]).GetAwaiter().GetResult(), outputWriter.ToString(), errorWriter.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
            }
        }
    }
}
