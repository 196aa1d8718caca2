using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests;

/// <summary>docs/validation.md has a row for every reference file.</summary>
public class ValidationPageTests
{
    // For ./build.sh Validation, after all other tests.
    [Fact(Explicit = true)]
    public void Write_FreshPage()
    {
        string path = Path.Combine(TestData.Root, "artifacts", "validation.md");
        File.WriteAllText(path, ValidationPage.Fresh());
        Assert.Contains("| MACE: ", File.ReadAllText(path));
    }

    [Fact]
    public void EveryReferenceFile_HasAnErrorOrAReason()
    {
        IReadOnlyList<string> files = ReferenceFiles.All();
        Assert.SkipWhen(files.Count == 0, "shared/peer-data is not beside this checkout");
        HashSet<string> measured = Measured();
        Assert.Equal([], files.Where(f => !measured.Contains(f) && !ReferenceFiles.Reasons.ContainsKey(f)));
        Assert.Equal([], ReferenceFiles.Reasons.Keys.Where(f => measured.Contains(f) || !files.Contains(f)));
    }

    // A reason that names a test names one that exists.
    [Fact]
    public void ReasonsNameTestsThatExist()
    {
        HashSet<string> types = [.. typeof(ValidationPageTests).Assembly.GetTypes().Select(t => t.Name)];
        string[] named = [.. ReferenceFiles.Reasons.Values.SelectMany(r => r.Split(' ', ',', ';', '.')).Where(w => w.EndsWith("Tests", StringComparison.Ordinal))];
        Assert.True(named.Length > 0);
        Assert.Equal([], named.Where(n => !types.Contains(n)));
    }

    // Copies in the checkout are the files they are listed as.
    [Fact]
    public void OwnCopies_AreTheSharedFiles()
    {
        (string Own, string Shared)[] files =
            [.. Directory.GetFiles(TestData.Own("ins")).Select(own => (own, TestData.Shared($"reference/ins/derived/{Path.GetFileName(own)}")))];
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(f.Shared), File.ReadAllBytes(f.Own)));
    }

    // Rows of the committed page that hold a number: | `file` | quantity | achieved | tolerance |, under a heading with the folder.
    static HashSet<string> Measured()
    {
        HashSet<string> files = [];
        string folder = "";
        foreach (string line in File.ReadLines(ValidationPage.Path))
        {
            folder = line.StartsWith("### ", StringComparison.Ordinal) ? line[4..] : folder;
            if (line.Replace("\\|", "", StringComparison.Ordinal).Split('|') is [_, var name, _, var achieved, ..] && name.Trim() is ['`', .., '`'] quoted && achieved.Trim().Length > 0)
            {
                files.Add($"{folder}/{quoted[1..^1]}");
            }
        }

        return files;
    }
}
