using System.Diagnostics.CodeAnalysis;

namespace InsCore.Embedding;

/// <summary>Where exceptions end: no exported function lets one through.</summary>
internal static class Boundary
{
    /// <summary>Runs the body of an exported function; a failure leaves its text for the calling thread.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "an exception that leaves an exported function ends the host")]
    public static int Run(Action body)
    {
        try
        {
            body();
            return (int)Status.Ok;
        }
        catch (Exception e)
        {
            (Status status, string text) = Explain(e);
            LastError.Set(text);
            return (int)status;
        }
    }

    /// <summary>What an exception says to a caller in C: without the name of a C# parameter, which .NET appends.</summary>
    public static string Text(Exception exception)
    {
        string text = exception.Message;
        int end = exception is ArgumentException { ParamName: { } name } ? text.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? text
            : exception is ArgumentOutOfRangeException { ActualValue: { } value } ? FormattableString.Invariant($"{text[..end]}: {value}") : text[..end];
    }

    static (Status Status, string Text) Explain(Exception exception) => exception switch
    {
        InsInputException or ArgumentException => (Status.Argument, Text(exception)),
        InsNumericalException => (Status.Numerical, exception.Message),
        InsBackendException => (Status.Backend, exception.Message),
        OutOfMemoryException => (Status.Memory, "no memory left"),
        _ => (Status.Internal, $"a defect of InsCore: {exception.GetType().Name}: {exception.Message}"),
    };
}
