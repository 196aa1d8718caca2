namespace InsCore.BindGen;

/// <summary>A response file or a header that the generator does not understand.</summary>
sealed class BindGenException(string message) : Exception(message);
