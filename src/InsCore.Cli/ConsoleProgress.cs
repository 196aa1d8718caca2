using System.Diagnostics;

namespace InsCore.Cli;

/// <summary>Shows progress on the error stream: one line that rewrites itself on a terminal, plain lines at intervals in a log.</summary>
internal sealed class ConsoleProgress(TextWriter writer, bool isTerminal, bool isQuiet) : IProgress<StepProgress>, IDisposable
{
    static readonly TimeSpan TerminalInterval = TimeSpan.FromSeconds(0.1);
    static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    readonly Lock gate = new();
    readonly Stopwatch total = Stopwatch.StartNew();
    readonly Stopwatch sinceLine = Stopwatch.StartNew();
    string stage = "";
    bool lineOpen;

    /// <summary>True when standard error is a terminal that can rewrite a line.</summary>
    public static bool IsTerminal => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    public void Report(StepProgress value)
    {
        if (isQuiet)
        {
            return;
        }

        lock (gate)
        {
            bool isNewStage = value.Stage != stage;
            bool isLast = value.Total > 0 && value.Done >= value.Total;
            if (!isNewStage && !isLast && sinceLine.Elapsed < (isTerminal ? TerminalInterval : LogInterval))
            {
                return;
            }

            if (isNewStage)
            {
                CloseLine();
                stage = value.Stage;
            }

            sinceLine.Restart();
            Write(Format(value));
        }
    }

    /// <summary>Prints a line that stays.</summary>
    public void Line(string text)
    {
        if (isQuiet)
        {
            return;
        }

        lock (gate)
        {
            CloseLine();
            stage = "";
            writer.WriteLine(text);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            CloseLine();
        }
    }

    string Format(StepProgress value)
    {
        string count = value.Total > 0 ? $"{value.Done}/{value.Total}" : value.Done > 0 ? $"{value.Done}" : "";
        return $"[{total.Elapsed:mm\\:ss}] {value.Stage,-24} {count,9}  {value.Detail}".TrimEnd();
    }

    void Write(string text)
    {
        if (!isTerminal)
        {
            writer.WriteLine(text);
            return;
        }

        // Clears to the end of the line, so that a shorter text leaves nothing of the longer one before it.
        writer.Write($"\r{Cut(text)}\x1b[K");
        writer.Flush();
        lineOpen = true;
    }

    void CloseLine()
    {
        if (lineOpen)
        {
            writer.WriteLine();
            lineOpen = false;
        }
    }

    static string Cut(string text)
    {
        int width = Console.WindowWidth > 20 ? Console.WindowWidth - 1 : 99;
        return text.Length <= width ? text : text[..width];
    }
}
