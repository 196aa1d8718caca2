namespace InsCore.BuildTools;

/// <summary>Reads an Apptainer definition, and checks it against the folder that it copies into the image.</summary>
/// <remarks>A header of "Key: value" lines, then sections that begin with %name; see the manual of Apptainer, "Definition Files".</remarks>
internal sealed record ContainerDefinition(IReadOnlyDictionary<string, string> Header, IReadOnlyDictionary<string, string[]> Sections)
{
    static readonly string[] Known = ["setup", "files", "environment", "post", "runscript", "startscript", "test", "labels", "help", "arguments"];

    /// <summary>Reads it.</summary>
    /// <param name="text">The file's content.</param>
    /// <exception cref="InsInputException">A line belongs nowhere.</exception>
    public static ContainerDefinition Parse(string text)
    {
        Dictionary<string, string> header = [];
        Dictionary<string, List<string>> sections = [];
        List<string>? section = null;
        foreach (string line in text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Trim().Length > 0))
        {
            if (line[0] == '%')
            {
                string name = line[1..].Split(' ')[0];
                section = Known.Contains(name) && sections.TryAdd(name, [])
                    ? sections[name]
                    : throw new InsInputException("definition", line, "is no section, or is there twice", $"known are {string.Join(", ", Known)}");
            }
            else if (section is not null)
            {
                section.Add(line.Trim());
            }
            else if (line[0] != '#')
            {
                string[] pair = line.Split(':', 2);
                header[pair[0].Trim()] = pair.Length == 2 ? pair[1].Trim() : throw new InsInputException("definition", line, "is no \"Key: value\"", "begin a section, or make it a comment");
            }
        }

        return new(header, sections.ToDictionary(s => s.Key, s => s.Value.Where(l => l[0] != '#').ToArray()));
    }

    /// <summary>Checks a definition against a published folder.</summary>
    /// <param name="path">The definition.</param>
    /// <param name="folder">What the image is to hold, as the definition names it.</param>
    /// <returns>What does not fit, a line each.</returns>
    public static IReadOnlyList<string> Check(string path, string folder)
    {
        ContainerDefinition definition = Parse(File.ReadAllText(path));
        List<string> problems = [];
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add($"{path}: {problem}");
            }
        }

        string[] Section(string name) => definition.Sections.GetValueOrDefault(name, []);
        Require(definition.Header.GetValueOrDefault("Bootstrap") == "docker" && definition.Header.GetValueOrDefault("From", "").StartsWith("debian:12", StringComparison.Ordinal), "the base is not Debian 12, for which the packages are named");
        Require(Section("files").Any(l => l.Split(' ')[0] == folder), $"%files does not copy {folder}");
        string target = Section("files").Select(l => l.Split(' ')).FirstOrDefault(p => p[0] == folder)?[^1] ?? "";
        Require(Section("post").FirstOrDefault() == "set -e", "%post goes on after an error");
        Require(Section("runscript").Any(l => l == $"exec {target}/inscore \"$@\""), "%runscript does not hand over to the program");
        Require(Section("test").Length > 0, "there is no %test");
        foreach (string file in (string[])["inscore", "LICENSE", "THIRD-PARTY-NOTICES.md", "README.md"])
        {
            Require(File.Exists(Path.Combine(folder, file)), $"{folder}/{file} is missing; publish first");
        }

        return problems;
    }
}
