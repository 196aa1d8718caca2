using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsCore.Reports;

/// <summary>The report of a study: one HTML file that opens without a network, made from the results that the folder holds.</summary>
/// <remarks>
/// Whatever comes from files enters as encoded text, or as JSON in which &lt; &gt; &amp; are escaped; a content security policy allows no script
/// but the report's own, by its hash, and no request at all.
/// </remarks>
public static class StudyReport
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "report.html";

    // The default encoder escapes all that HTML could take for markup, and the line separators of JavaScript.
    static readonly JsonSerializerOptions Island = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Writes the report of a folder of results, or writes it anew.</summary>
    /// <param name="folder">Where `inscore run` left its results.</param>
    /// <returns>Path of the report.</returns>
    /// <exception cref="InsInputException">The folder holds no results, or they are damaged; or the file cannot be written.</exception>
    public static string Write(string folder)
    {
        ReportSource source = ReportSource.Read(folder);
        string page = ReportSource.Guard(folder, () => Page(source));
        string path = Path.Combine(folder, FileName);
        AtomicFile.WriteAllText(path, page);
        return path;
    }

    static string Page(ReportSource source)
    {
        JsonNode? origin = source.Summary["provenance"];
        ReportSubject subject = ReportSubject.Of(source);
        JsonObject data = ReportData.Of(source);
        Markup body = Markup.Join(
            AnswerSection.Render(source, subject),
            SpectraSection.Render(source),
            ShiftSection.Render(source, data["movie"] is not null),
            ComparisonSection.Render(source),
            EquationSection.Render(source),
            StabilitySection.Render(source),
            ThermodynamicsSection.Render(source),
            ProvenanceSection.Render(source));
        string script = Resource("report.js"), style = Resource("report.css");
        Dictionary<string, string> parts = new()
        {
            ["policy"] = $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Hash(script)}'",
            ["provenance"] = ((Markup)Provenance.Line(origin?["program"], origin?["inputs"], origin?["model"])).ToString(),
            ["title"] = ((Markup)subject.Question).ToString(),
            ["style"] = style,
            ["body"] = body.ToString(),
            ["data"] = data.ToJsonString(Island),
            ["script"] = script,
        };

        // One pass: what is put in is never looked through again.
        StringBuilder page = new();
        string[] pieces = Resource("report.html").Split("{{");
        page.Append(pieces[0]);
        foreach (string piece in pieces.Skip(1))
        {
            string[] halves = piece.Split("}}", 2);
            page.Append(parts[halves[0]]).Append(halves[1]);
        }

        return page.ToString();
    }

    static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string Resource(string name)
    {
        using Stream stream = typeof(StudyReport).Assembly.GetManifestResourceStream($"Reports/{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
