
namespace InsCore.Embedding;

/// <summary>The text of the last failure on each thread, at an address that a caller may read until the next.</summary>
internal static unsafe class LastError
{
    // Pinned arrays stay where they are and go when their thread is gone.
    [ThreadStatic]
    static byte[]? text;

    static readonly byte[] None = GC.AllocateArray<byte>(1, pinned: true);

    /// <summary>Address of the text, UTF-8, ended by a zero.</summary>
    public static byte* Pointer => Text.Pinned(text ?? None);

    /// <summary>Keeps a text for the calling thread.</summary>
    public static void Set(string message) => text = Text.ToPinned(message);
}
