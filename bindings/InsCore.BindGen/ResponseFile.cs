namespace InsCore.BindGen;

/// <summary>
/// The settings of one generated file, in the response-file format of ClangSharp's generator, one token a line. Only the
/// options listed in <see cref="Read"/> are understood; anything else is an error rather than a surprise.
/// </summary>
/// <remarks>
/// Without --libraryPath the functions become a table of function pointers, filled from a library handle at run time, for
/// libraries that are alternatives of each other.
/// </remarks>
sealed class ResponseFile
{
    readonly Dictionary<string, List<string>> options = [];

    ResponseFile(string root) => Root = root;

    /// <summary>The folder that paths are relative to.</summary>
    public string Root { get; }

    public string Header => Absolute(Single("--file"));

    public string Traverse => Absolute(Single("--traverse"));

    public string Output => Absolute(Single("--output"));

    public string Namespace => Single("--namespace");

    public string ClassName => Single("--methodClassName");

    public string? Library => options.TryGetValue("--libraryPath", out List<string>? values) ? values[^1] : null;

    public string Access => All("--with-access-specifier").Contains("*=Internal") ? "internal" : "public";

    public IEnumerable<string> IncludeFolders => All("--include-directory").Select(Absolute);

    public IReadOnlyCollection<string> Excluded => All("--exclude");

    public IReadOnlyDictionary<string, string> Remapped =>
        All("--remap").Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Reads a file and those that it includes by @path.</summary>
    public static ResponseFile Read(string root, string path)
    {
        HashSet<string> known =
        [
            "--file", "--traverse", "--output", "--namespace", "--methodClassName", "--libraryPath", "--include-directory",
            "--exclude", "--remap", "--config", "--with-access-specifier",
        ];
        ResponseFile result = new(root);
        List<string>? values = null;
        foreach (string token in Tokens(root, path))
        {
            if (!token.StartsWith("--", StringComparison.Ordinal))
            {
                (values ?? throw new BindGenException($"{path}: '{token}' follows no option")).Add(token);
            }
            else if (!known.Contains(token))
            {
                throw new BindGenException($"{path}: option '{token}' is not understood");
            }
            else if (!result.options.TryGetValue(token, out values))
            {
                result.options[token] = values = [];
            }
        }

        return result;
    }

    static IEnumerable<string> Tokens(string root, string path) =>
        File.ReadLines(Path.Combine(root, path))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .SelectMany(line => line.StartsWith('@') ? Tokens(root, line[1..]) : [line]);

    IReadOnlyList<string> All(string option) => options.TryGetValue(option, out List<string>? values) ? values : [];

    string Single(string option) => All(option) is [string value]
        ? value
        : throw new BindGenException($"option {option} is needed exactly once");

    string Absolute(string path) => Path.GetFullPath(path, Root);
}
