using System.Runtime.InteropServices;
using System.Text;

namespace InsCore.Embedding;

/// <summary>Texts of C: UTF-8, ended by a zero.</summary>
internal static unsafe class Text
{
    /// <summary>A text in an array that does not move; control characters become spaces.</summary>
    public static byte[] ToPinned(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        byte[] bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(line) + 1, pinned: true);
        Encoding.UTF8.GetBytes(line, bytes);
        return bytes;
    }

    /// <summary>Address of an array that does not move.</summary>
    public static byte* Pinned(byte[] bytes) => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);

    /// <summary>Copies a text into a caller's buffer, cut off between characters if it is too long; null and 0 take nothing.</summary>
    /// <exception cref="InsInputException">The capacity is negative.</exception>
    public static void CopyTo(string text, byte* buffer, int capacity)
    {
        Argument.Check(capacity >= 0, "capacity", $"{capacity} is negative", "give the number of bytes");
        if (buffer is null || capacity == 0)
        {
            return;
        }

        Span<byte> room = new(buffer, capacity);
        Encoding.UTF8.GetEncoder().Convert(text, room[..^1], flush: true, out _, out int used, out _);
        room[used] = 0;
    }
}
