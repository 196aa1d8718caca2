namespace InsCore;

/// <summary>A file or a setting that cannot be used. The message names file, place and remedy in one line.</summary>
public sealed class InsInputException : Exception
{
    const int MaxLength = 2000;

    /// <summary>Makes the error.</summary>
    /// <param name="source">File, flag or setting at fault.</param>
    /// <param name="place">Line, key or byte in it; null if none.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">The cause, if any.</param>
    public InsInputException(string source, string? place, string problem, string remedy, Exception? inner = null)
        : base(OneLine($"{source}{(place is null ? "" : $", {place}")}: {problem}; {remedy}"), inner)
    {
    }

    // Place and problem may quote a damaged or hostile file: no line breaks, no terminal codes, no endless names.
    static string OneLine(string text) => string.Concat((text.Length <= MaxLength ? text : $"{text[..MaxLength]}...")
        .Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}

/// <summary>A calculation that failed: not converged, not finite, atoms overlapping. Says what, where, how far.</summary>
public sealed class InsNumericalException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A backend that is missing or broken. Says what was tried, in order.</summary>
public sealed class InsBackendException(string message, Exception? inner = null) : Exception(message, inner);
