using System.Text;

namespace InsCore.Phonons.Files;

/// <summary>The bytes of a phonon file, and errors that name it.</summary>
/// <param name="path">The file, for messages and to find its companions.</param>
/// <param name="bytes">Its content.</param>
internal sealed class PhononSource(string path, byte[] bytes)
{
    /// <summary>Largest file that is read, bytes.</summary>
    public const long MaximumBytes = 1L << 30;

    // Formats are recognised within this many characters; Gaussian and CRYSTAL put long preambles first.
    const int HeadLength = 16384;

    string? text;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Its content.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Its beginning as text, whatever it is.</summary>
    public string Head { get; } = Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, HeadLength)));

    /// <summary>All of it as text.</summary>
    /// <exception cref="InsInputException">It is not text.</exception>
    public string Text => text ??= bytes.AsSpan().Contains((byte)0)
        ? throw Error(null, "is not a text file", "copy it again")
        : Encoding.UTF8.GetString(bytes);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InsInputException">It is absent, unreadable, empty or too large.</exception>
    public static PhononSource Open(string path) => Open(path, MaximumBytes);

    /// <summary>Reads the beginning of a file, by which its format is recognised.</summary>
    /// <exception cref="InsInputException">It is absent, unreadable or empty.</exception>
    public static PhononSource OpenHead(string path) => Open(path, HeadLength);

    static PhononSource Open(string path, long limit)
    {
        InputFile.Require(path, "give the path of a phonon file");
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaximumBytes && limit == MaximumBytes)
            {
                throw new InsInputException(path, null, $"is larger than {MaximumBytes >> 20} MB", "split the list of wave vectors, or give force constants");
            }

            // A length of zero is also that of devices, which would never end.
            byte[] content = new byte[Math.Min(stream.Length, limit)];
            stream.ReadExactly(content);
            return content.Length > 0 ? new PhononSource(path, content) : throw new InsInputException(path, null, "is empty", "give a phonon file");
        }
        catch (FileNotFoundException e)
        {
            throw new InsInputException(path, null, "there is no such file", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", "check the name and the permissions", e);
        }
    }

    /// <summary>An error of this file.</summary>
    public InsInputException Error(string? place, string problem, string remedy, Exception? inner = null) => new(path, place, problem, remedy, inner);
}
