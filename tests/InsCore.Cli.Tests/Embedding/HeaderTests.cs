using System.Text.RegularExpressions;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Embedding;

/// <summary>The header declares what the library exports.</summary>
[Collection(nameof(EmbeddedTests))]
public sealed partial class HeaderTests
{
    // C's name of a type, and C#'s of the same.
    static readonly Dictionary<string, string> Types = new()
    {
        ["int32_t"] = "int", ["double"] = "double", ["char"] = "byte", ["inscore_handle"] = "ulong", ["inscore_status"] = "int",
        ["inscore_structure"] = "StructureArgument", ["inscore_spectrum_options"] = "SpectrumArgument",
    };

    static readonly string Sources = Path.Combine(TestData.Root, "src", "InsCore.Embedding");

    static string Header => Comment().Replace(File.ReadAllText(Path.Combine(Sources, "include", "inscore_embed.h")), "");

    [Fact]
    public void Functions_HaveTheSignaturesOfTheExports()
    {
        Dictionary<string, string> declared = Declaration().Matches(Header).ToDictionary(
            m => m.Groups[2].Value, m => Signature([m.Groups[1].Value, .. Parameters(m.Groups[3].Value)], isC: true));
        Dictionary<string, string> exported = Directory.GetFiles(Sources, "*.cs").SelectMany(f => Export().Matches(File.ReadAllText(f))).ToDictionary(
            m => m.Groups[1].Value, m => Signature([m.Groups[2].Value, .. Parameters(m.Groups[3].Value)], isC: false));
        Assert.True(declared.Count > 15);
        Assert.Equal(declared.OrderBy(d => d.Key), exported.OrderBy(e => e.Key));
    }

    [Fact]
    public void Functions_AreTheSymbolsOfTheLibrary()
    {
        ChildProcess? nm = ChildProcess.TryRun("nm", EmbeddedLibrary.Folder, null, "-D", "--defined-only", "libinscore_embed.so");
        Assert.SkipWhen(nm is null, "nm is not installed");
        IEnumerable<string> symbols = nm!.Output.Split('\n').Select(l => l.Split(' ')).Where(w => w is [_, "T", _]).Select(w => w[2].Split('@')[0]);
        Assert.Equal(Declaration().Matches(Header).Select(m => m.Groups[2].Value).Order(), symbols.Order());
    }

    [Fact]
    public void Numbers_AreThoseOfTheSources()
    {
        string abi = Regex.Match(Header, @"#define INSCORE_EMBED_ABI (\d+)").Groups[1].Value;
        Assert.Contains($"const int Abi = {abi};", File.ReadAllText(Path.Combine(Sources, "LibraryExports.cs")), StringComparison.Ordinal);
        Assert.Contains($"\nABI = {abi}\n", File.ReadAllText(Path.Combine(TestData.Root, "bindings", "python", "inscore.py")), StringComparison.Ordinal);
        string[] declared = [.. Regex.Matches(Header, @"INSCORE_(OK|ARGUMENT|MEMORY|NUMERICAL|BACKEND|INTERNAL) = (\d+)").Select(m => $"{m.Groups[1].Value} = {m.Groups[2].Value}")];
        string[] returned = [.. Regex.Matches(File.ReadAllText(Path.Combine(Sources, "Status.cs")), @"^    (\w+) = (\d+),", RegexOptions.Multiline).Select(m => $"{m.Groups[1].Value.ToUpperInvariant()} = {m.Groups[2].Value}")];
        Assert.Equal(6, declared.Length);
        Assert.Equal(declared, returned);
    }

    static string[] Parameters(string list) => list.Trim() is "" or "void" ? [] : list.Split(',');

    // Types and names in C#'s words: "int* ulong model double* energy".
    static string Signature(IEnumerable<string> parts, bool isC) => string.Join("; ", parts.Select(part =>
    {
        string text = Regex.Replace(part.Replace("const ", ""), @"\s+", " ").Replace(" *", "* ").Replace("*const", "*").Trim();
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string type = words[0].TrimEnd('*');
        string name = words.Length > 1 ? words[1].Replace("_", "").ToLowerInvariant() : "";
        return $"{(isC ? Types[type] : type)}{words[0][type.Length..]} {name}";
    }));

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^((?:const )?\w+ \*?)(inscore_\w+)\(([^)]*)\);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"EntryPoint = ""(\w+)"", CallConvs = \[typeof\(CallConvCdecl\)\]\)\]\s+public static (\w+\*?) \w+\(([^)]*)\)")]
    private static partial Regex Export();
}
