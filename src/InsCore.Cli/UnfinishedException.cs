namespace InsCore.Cli;

/// <summary>Nothing is wrong, but not everything is done: the same command goes on later.</summary>
internal sealed class UnfinishedException(string message) : Exception(message);
