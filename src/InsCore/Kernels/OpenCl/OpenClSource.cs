using System.Text;

namespace InsCore.Kernels.OpenCl;

/// <summary>Kernel sources, embedded from native/opencl.</summary>
internal static class OpenClSource
{
    const string Include = "#include \"";

    /// <summary>A file with the files that it includes put in, each once.</summary>
    /// <param name="file">Name, e.g. "tangents.cl".</param>
    public static string Read(string file)
    {
        StringBuilder text = new();
        Append(file, [], text);
        return text.ToString();
    }

    static void Append(string file, HashSet<string> seen, StringBuilder text)
    {
        if (!seen.Add(file))
        {
            return;
        }

        using Stream stream = typeof(OpenClSource).Assembly.GetManifestResourceStream($"OpenCl/{file}")
            ?? throw new InvalidOperationException($"there is no kernel source {file}");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Include, StringComparison.Ordinal))
            {
                Append(line[Include.Length..].TrimEnd().TrimEnd('"'), seen, text);
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }
    }
}
