using System.Text.Encodings.Web;
using System.Text.Json;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Names and rules that the writer and the reader of the container share.</summary>
internal static class ContainerKeys
{
    public const string Metadata = "__metadata__";
    public const string Format = "inscore.format";
    public const string Version = "mace-1";
    public const string Settings = "inscore.settings";
    public const string Sparse = "inscore.sparse";
    public const string DataHash = "inscore.data_sha256";
    public const string Name = "name";
    public const string Source = "source";
    public const string SourceHash = "source_sha256";
    public const string Licence = "licence";
    public const string LicenceText = "licence_text";
    public const string Caveats = "caveats";
    public const string Date = "date";
    public const string Creator = "creator";

    /// <summary>Suffixes of the two parts of a sparse tensor: row-major places (I32, ascending) and elements.</summary>
    public const string Places = "@places";
    public const string Elements = "@elements";

    /// <summary>A sparse tensor has at most this many elements for each one stored (MACE's U: up to 270).</summary>
    public const int LargestSparsity = 512;

    /// <summary>Text as it is: "+" in irreps is not dangerous here.</summary>
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
