using System.Buffers.Binary;
using System.Text;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Tells kinds of files apart by their first bytes.</summary>
internal static class ModelSignature
{
    const string GiveModel = "give the .model file that MACE wrote, or one made by inscore convert";

    /// <summary>A zip archive, as torch.save writes.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>A safetensors file: the length of a JSON object, then the object.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> head, long fileLength) =>
        head.Length > 8 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)fileLength;

    /// <summary>What a file that is neither seems to be, and what to do about it.</summary>
    public static (string Problem, string Remedy) Explain(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t');
        return text switch
        {
            "" => ("is empty", "download or copy it again"),
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) =>
                ("a Git LFS pointer, not the model itself", "fetch the file with git lfs pull"),
            _ when text.StartsWith('<') => ("a web page, not a model", "download the file itself, not the page that shows it"),
            _ when text.StartsWith('{') => ("JSON or a NequIP-type model (.nqx), which is not a MACE model", GiveModel),
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x80]) =>
                ("a bare pickle, as torch wrote before version 1.6", "load it with torch and save it again, or " + GiveModel),
            _ when text.StartsWith("\u0089HDF", StringComparison.Ordinal) => ("an HDF5 file, not a MACE model", GiveModel),
            _ => ("not a kind of file that is known", GiveModel),
        };
    }
}
