using System.Buffers.Binary;
using System.Text;
using InsCore.Potentials.ModelFiles;

namespace InsCore.Results;

/// <summary>Puts the line of provenance into a file where its format has a place for it.</summary>
/// <remarks>
/// Comment lines in CSV, text, YAML and CIF; a key in the second line of extended XYZ; &lt;metadata&gt; in SVG; a tEXt chunk in PNG; a root
/// attribute in HDF5. JSON of ours and the report have a block of their own; phonopy's FORCE_CONSTANTS and BORN, CASTEP's .phonon and Euphonic's JSON have no place
/// that their readers promise to skip: the manifest speaks for them.
/// </remarks>
internal static class ResultStamp
{
    /// <summary>Name of the block wherever a name is wanted.</summary>
    public const string Key = "provenance";

    // CIF allows 2048 characters a line.
    const int LongestCifLine = 2000;

    // Signature, and the header chunk: length, name, 13 bytes, checksum.
    const int PngHeader = 8 + 4 + 4 + 13 + 4;

    /// <summary>Whether a file says where it comes from.</summary>
    public static bool IsOn(ReadOnlySpan<byte> content) =>
        content.IndexOf("\"program\":\"InsCore "u8) >= 0 || content.IndexOf("\"program\": \"InsCore "u8) >= 0 || content.IndexOf("&quot;program&quot;:&quot;InsCore "u8) >= 0;

    /// <summary>What stamps a file of this name; null where it must be done elsewhere or cannot.</summary>
    public static Func<byte[], string, byte[]>? For(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" or ".dat" => (content, line) => Insert(content, AfterFirstComment(content), $"# {Key}: {line}\n"),
        ".yml" or ".yaml" => (content, line) => Insert(content, 0, $"# {Key}: {line}\n"),
        ".cif" => (content, line) => Insert(content, 0, string.Concat($"{Key}: {line}".Chunk(LongestCifLine).Select(c => $"# {new string(c)}\n"))),
        ".xyz" or ".extxyz" => (content, line) => Insert(content, EndOfLine(content, EndOfLine(content, 0) + 1), $" {OfFrame(line)}"),
        ".svg" => (content, line) => Insert(content, After(content, "<svg", ">"), $"<metadata>{Escape(line)}</metadata>"),
        ".png" => Png,
        _ => null,
    };

    /// <summary>What the first frame of a trajectory in extended XYZ says in its second line, with a blank before; nothing without a record.</summary>
    public static string OfFirstFrame() => ResultRecord.Line is { } line ? $" {OfFrame(line)}" : "";

    // The line holds no apostrophe.
    static string OfFrame(string line) => $"{Key}='{line}'";

    static byte[] Insert(byte[] content, int at, string text) => [.. content.AsSpan(0, at), .. Encoding.UTF8.GetBytes(text), .. content.AsSpan(at)];

    static byte[] Png(byte[] content, string line)
    {
        byte[] body = [.. "tEXt"u8, .. Encoding.ASCII.GetBytes(Key), 0, .. Encoding.ASCII.GetBytes(line)];
        byte[] length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(body));
        return [.. content.AsSpan(0, PngHeader), .. length, .. body, .. checksum, .. content.AsSpan(PngHeader)];
    }

    // The first comment is the title, which readers show.
    static int AfterFirstComment(byte[] content) => content is [(byte)'#', ..] ? Math.Min(content.Length, EndOfLine(content, 0) + 1) : 0;

    static int EndOfLine(byte[] content, int from) => content.AsSpan(Math.Min(from, content.Length)).IndexOf((byte)'\n') is >= 0 and var at ? from + at : content.Length;

    static int After(byte[] content, string start, string end)
    {
        int at = content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(start));
        return at + content.AsSpan(at).IndexOf(Encoding.ASCII.GetBytes(end)) + end.Length;
    }

    // JSON of ASCII between tags.
    static string Escape(string line) => line.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
