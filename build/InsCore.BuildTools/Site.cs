using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace InsCore.BuildTools;

/// <summary>What the generator of the documentation does not do: a first page, comments that it can read, links that work from any folder, and a check of all.</summary>
internal static partial class Site
{
    /// <summary>What the generator writes for the root of the site.</summary>
    public const string RootMark = "inscore-site-root/";

    // A spectrum of three lines.
    const string Logo = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 28h5l2-9 2 9h4L18 5l3 23h4l1-5 1 5h3" fill="none" stroke="#c8500a" stroke-width="2.5" stroke-linejoin="round"/></svg>""";

    // Keeps the generator from taking a shape, [n], at the beginning of a text for a command; it shows as nothing.
    const char Joiner = '\u2060';

    /// <summary>Makes the folders that the generator reads.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="library">Folder with InsCore.dll and its comments.</param>
    /// <param name="staging">Gets the pages in "docs" and the library in "bin".</param>
    public static void Prepare(string root, string library, string staging)
    {
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        Copy(Path.Combine(root, "docs"), Path.Combine(staging, "docs"));
        Copy(library, Path.Combine(staging, "bin"));
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).Replace("](docs/", "](", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(staging, "docs", "index.md"), readme);
        foreach (string name in (string[])["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "THIRD-PARTY-NOTICES.md"])
        {
            string target = name.EndsWith(".md", StringComparison.Ordinal) ? name : name + ".md";
            File.WriteAllText(Path.Combine(staging, "docs", target), (target == name ? "" : "# Licence\n\n") + File.ReadAllText(Path.Combine(root, name)).Replace("](docs/", "](", StringComparison.Ordinal));
        }

        foreach (string page in Directory.GetFiles(Path.Combine(staging, "docs"), "*.md"))
        {
            File.WriteAllText(page, Outside(File.ReadAllText(page)));
        }

        foreach (string comments in Directory.GetFiles(Path.Combine(staging, "bin"), "*.xml"))
        {
            Soften(comments);
        }
    }

    /// <summary>Makes links relative, and looks for what they lead to.</summary>
    /// <param name="site">The generated folder.</param>
    /// <returns>What is wrong with it, a line each.</returns>
    public static IReadOnlyList<string> Finish(string site)
    {
        List<string> problems = [];
        string[] pages = [.. Directory.GetFiles(site, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (string file in Directory.GetFiles(site, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".html" or ".json" or ".txt" or ".md"))
        {
            int depth = Path.GetRelativePath(site, file).Count(c => c == '/');
            string root = string.Concat(Enumerable.Repeat("../", depth));
            string text = Repository().Replace(File.ReadAllText(file), "")
                .Replace("{{fsdocs-license-link}}", RootMark + "LICENSE.html", StringComparison.Ordinal)
                .Replace("{{fsdocs-release-notes-link}}", RootMark + "CHANGELOG.html", StringComparison.Ordinal)
                .Replace("img/logo.png", "img/logo.svg", StringComparison.Ordinal).Replace("img/favicon.ico", "img/logo.svg", StringComparison.Ordinal)
                .Replace(RootMark, root, StringComparison.Ordinal);

            // Comments may name types that are not public, of which there is no page.
            File.WriteAllText(file, Reference().Replace(text, link => Leads(file, link.Groups[1].Value) ? link.Value : link.Groups[2].Value));
        }

        // Of the generator's own build, and texts for machines under the name of the folder of the checkout.
        foreach (string other in (string[])["NuGet.config", "llms.txt", "llms-full.txt"])
        {
            File.Delete(Path.Combine(site, other));
        }

        Directory.CreateDirectory(Path.Combine(site, "img"));
        File.WriteAllText(Path.Combine(site, "img", "logo.svg"), Logo);

        foreach (string page in pages)
        {
            problems.AddRange(Links(File.ReadAllText(page)).Where(l => !Leads(page, l)).Distinct().Select(l => $"{Path.GetRelativePath(site, page)}: {l} leads nowhere"));
        }

        foreach (string needed in (string[])["index.html", "cli.html", "trust.html", "reference/index.html"])
        {
            if (!File.Exists(Path.Combine(site, needed)))
            {
                problems.Add($"{needed} is missing");
            }
        }

        return problems;
    }

    // Files of the checkout that are no pages of the site are named, not linked.
    static string Outside(string markdown) => OutsideLink().Replace(markdown, "$1 (`$2`)");

    static void Soften(string comments)
    {
        XDocument document = XDocument.Load(comments, LoadOptions.PreserveWhitespace);
        foreach (XText text in document.DescendantNodes().OfType<XText>().Where(t => t.Value.TrimStart().StartsWith('[')).ToArray())
        {
            text.Value = Joiner + text.Value.TrimStart();
        }

        document.Save(comments, SaveOptions.DisableFormatting);
    }

    static IEnumerable<string> Links(string html) => Target().Matches(html).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value))
        .Where(l => l.Length > 0 && !l.StartsWith('#') && !l.StartsWith("data:", StringComparison.Ordinal) && !l.StartsWith("mailto:", StringComparison.Ordinal) && !l.Contains("://", StringComparison.Ordinal) && !l.StartsWith("//", StringComparison.Ordinal));

    static bool Leads(string page, string link)
    {
        string path = Uri.UnescapeDataString(link.Split('#', '?')[0]);
        string target = Path.Combine(Path.GetDirectoryName(page)!, path);
        return path.Length == 0 || File.Exists(target) || File.Exists(Path.Combine(target, "index.html"));
    }

    static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    [GeneratedRegex("<a href=\"([^\"]*reference/[^\"]*)\"[^>]*>(.*?)</a>")]
    private static partial Regex Reference();

    [GeneratedRegex("<li[^>]*>\\s*<a[^>]*\\{\\{fsdocs-repository-link\\}\\}[^>]*>[^<]*</a>\\s*</li>|<a[^>]*\\{\\{fsdocs-repository-link\\}\\}[^>]*>\\s*(?:<iconify-icon[^>]*></iconify-icon>)?[^<]*</a>")]
    private static partial Regex Repository();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Target();

    [GeneratedRegex(@"\[([^\]]*)\]\(((?:\.\./)*(?:examples|src|benchmarks|tests|native|LICENSE|CITATION|packaging|build)[^)#]*)(?:#[^)]*)?\)")]
    private static partial Regex OutsideLink();
}
