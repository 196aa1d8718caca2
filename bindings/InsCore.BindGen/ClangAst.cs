using System.Diagnostics;
using System.Text.Json;

namespace InsCore.BindGen;

/// <summary>Reads the declarations of a header from the syntax tree that clang prints as JSON.</summary>
static class ClangAst
{
    /// <summary>The declarations of one header, in order.</summary>
    public static IReadOnlyList<Declaration> Declarations(ResponseFile options)
    {
        using JsonDocument tree = JsonDocument.Parse(RunClang(options), new() { MaxDepth = 1024 });
        List<Declaration> result = [];
        string file = "";
        foreach (JsonElement node in Inner(tree.RootElement))
        {
            // clang names the file of a location only where it differs from the location printed before.
            TrackFile(node.GetProperty("loc"), ref file);
            bool wanted = file.Length > 0 && Path.GetFullPath(file) == options.Traverse;
            TrackFile(node, ref file);
            if (wanted && Read(node) is { } declaration && !options.Excluded.Contains(declaration.Name))
            {
                result.Add(declaration);
            }
        }

        return result;
    }

    static string RunClang(ResponseFile options)
    {
        ProcessStartInfo start = new("clang") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-Xclang", "-ast-dump=json", "-fparse-all-comments", "-fsyntax-only", "-x", "c", "-std=c11",
            .. options.IncludeFolders.Select(folder => $"-I{folder}"), options.Header,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process clang = Process.Start(start)!;
        Task<string> errors = clang.StandardError.ReadToEndAsync();
        string json = clang.StandardOutput.ReadToEnd();
        clang.WaitForExit();
        return clang.ExitCode == 0 ? json : throw new BindGenException($"{options.Header}: clang: {errors.Result}");
    }

    static void TrackFile(JsonElement node, ref string file)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement element in node.EnumerateArray())
            {
                TrackFile(element, ref file);
            }
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in node.EnumerateObject())
            {
                if (property.NameEquals("file"))
                {
                    file = property.Value.GetString()!;
                }
                else if (!property.NameEquals("includedFrom"))
                {
                    TrackFile(property.Value, ref file);
                }
            }
        }
    }

    static Declaration? Read(JsonElement node) => Text(node, "kind") switch
    {
        "FunctionDecl" => Function(node),
        "EnumDecl" => new EnumDeclaration(Text(node, "name"), Summary(node), Constants(node)),
        "RecordDecl" when node.TryGetProperty("completeDefinition", out _) =>
            new StructDeclaration(Text(node, "name"), Summary(node), Fields(node)),
        "TypedefDecl" => null, // only the form "typedef enum x { ... } x;", whose tag carries the name
        string kind => throw new BindGenException($"a {kind} ('{Text(node, "name")}') cannot be bound"),
    };

    static FunctionDeclaration Function(JsonElement node)
    {
        string type = Text(node.GetProperty("type"), "qualType");
        IEnumerable<JsonElement> comment = Comment(node);
        var documented = comment.Where(c => Text(c, "kind") == "ParamCommandComment").ToDictionary(c => Text(c, "param"));
        return new FunctionDeclaration(
            Text(node, "name"),
            Summary(node),
            type[..type.IndexOf('(', StringComparison.Ordinal)].Trim(),
            string.Join(" ", comment.Where(c => Text(c, "kind") == "BlockCommandComment").Select(Prose)),
            [.. Inner(node).Where(p => Text(p, "kind") == "ParmVarDecl").Select(p => Argument(p, documented))]);
    }

    static Parameter Argument(JsonElement node, Dictionary<string, JsonElement> documented)
    {
        string name = Text(node, "name");
        bool isDocumented = documented.TryGetValue(name, out JsonElement comment);
        bool isExplicit = isDocumented && comment.TryGetProperty("explicit", out JsonElement e) && e.GetBoolean();
        return new Parameter(
            name,
            Text(node.GetProperty("type"), "qualType"),
            isExplicit ? Text(comment, "direction") : null,
            isDocumented ? Prose(comment) : "");
    }

    static List<EnumConstant> Constants(JsonElement node)
    {
        List<EnumConstant> constants = [];
        long next = 0;
        foreach (JsonElement child in Inner(node).Where(c => Text(c, "kind") == "EnumConstantDecl"))
        {
            JsonElement value = Inner(child).FirstOrDefault(c => Text(c, "kind") == "ConstantExpr");
            next = value.ValueKind == JsonValueKind.Object
                ? long.Parse(Text(value, "value"), System.Globalization.CultureInfo.InvariantCulture)
                : next;
            constants.Add(new EnumConstant(Text(child, "name"), Summary(child), next++));
        }

        return constants;
    }

    static List<StructField> Fields(JsonElement node) =>
    [
        .. Inner(node).Where(c => Text(c, "kind") == "FieldDecl").Select(field => new StructField(
            Text(field, "name"), Text(field.GetProperty("type"), "qualType"), Summary(field))),
    ];

    // The first paragraph; what follows in the header would lose its layout here.
    static string Summary(JsonElement node) =>
        Comment(node).Where(c => Text(c, "kind") == "ParagraphComment").Select(Prose).FirstOrDefault(p => p.Length > 0, "");

    static IEnumerable<JsonElement> Comment(JsonElement node) =>
        Inner(node).Where(c => Text(c, "kind") == "FullComment").SelectMany(Inner);

    // All text below a comment node, with single spaces.
    static string Prose(JsonElement node)
    {
        string text = Text(node, "text") + string.Concat(Inner(node).Select(child => " " + Prose(child)));
        return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    static IEnumerable<JsonElement> Inner(JsonElement node) =>
        node.TryGetProperty("inner", out JsonElement inner) ? inner.EnumerateArray() : [];

    static string Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement value) ? value.GetString() ?? "" : "";
}
