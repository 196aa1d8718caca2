using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InsCore.Reports;
using Xunit;

namespace InsCore.Tests.Reports;

public sealed partial class StudyReportTests
{
    /// <summary>Texts that break out of naive pages.</summary>
    public static TheoryData<string> Hostile => [
        "</script><script>window.hacked=1</script>", "<img src=x onerror=window.hacked=1>", "\" onmouseover=\"window.hacked=1", "<!--<script>", "]]>", "{{data}}{{script}}",
        "line\u2028separator\u2029\0\r\n", "&lt;b&gt;", "'><svg/onload=window.hacked=1>", "\ud800 lone surrogate",
    ];

    [Fact]
    public void Report_SaysFirstWhichModesGoAgainstTheTrend()
    {
        using StoredStudy study = new();
        string page = File.ReadAllText(StudyReport.Write(study.Folder)), text = Text(page);
        Assert.Contains("Which vibrations of H₂O move the wrong way from 0 to 1.5 GPa, and why?", text, StringComparison.Ordinal);
        Assert.Contains("2 of 15 modes", text, StringComparison.Ordinal);
        Assert.Contains("while 13 harden", text, StringComparison.Ordinal);
        Assert.Contains("▼ −6.0", text, StringComparison.Ordinal);
        Assert.Contains("▼ −10.0", text, StringComparison.Ordinal);
        Assert.Contains("1 of 15 modes were followed with a confidence of 0.8 or less", text, StringComparison.Ordinal);
        Assert.Equal(15, Regex.Count(page, "<tr data-mode="));
        Assert.Contains("Why: weakening force constants within the molecule drive the bands at 454 cm⁻¹ (plain) and 3600 cm⁻¹ (plain).", text, StringComparison.Ordinal);
        Assert.Contains("1 of 15 modes keep less than half of their pattern", text, StringComparison.Ordinal);
        Assert.Contains("Avoided crossings (1 passed, 1 partial) are marked", text, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(text, @"0\.\d\d ×")); // modes 4, 5 and 6
        Assert.Contains("The spectrum at 1.5 GPa belongs to a structure held by its symmetry: plain.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("The spectrum at 0 GPa belongs", text, StringComparison.Ordinal);
        Assert.Contains("imaginary modes on the mesh", text, StringComparison.Ordinal);
        Assert.Contains("Molecular dynamics at 300 K, 1.5 GPa: plain", text, StringComparison.Ordinal);
        Assert.True(page.IndexOf("id=answer", StringComparison.Ordinal) < 0); // attributes are quoted
        Assert.True(page.IndexOf("id=\"answer\"", StringComparison.Ordinal) < page.IndexOf("id=\"spectra\"", StringComparison.Ordinal));
    }

    // Two modes close to the one at 454 cm⁻¹ rise: it is one of three, listed, but no reason for a headline beside the band at 3600 cm⁻¹.
    [Fact]
    public void SingleModeOfASet_IsNotTheAnswer()
    {
        using StoredStudy study = new();
        string path = Path.Combine(study.Folder, "summary.json");
        JsonNode summary = JsonNode.Parse(File.ReadAllText(path))!;
        foreach ((int n, double first) in ((int, double)[])[(6, 452), (8, 457)])
        {
            summary["shifts"]![0]!["modes"]![n]!["first"] = first;
            summary["shifts"]![0]!["modes"]![n]!["second"] = first + 5;
        }

        File.WriteAllText(path, summary.ToJsonString());
        string text = Text(File.ReadAllText(StudyReport.Write(study.Folder)));
        Assert.Contains("They form 1 band and 1 mode of 3 at 454 cm⁻¹.", text, StringComparison.Ordinal);
        Assert.Contains("Why: weakening force constants within the molecule drive the band at 3600 cm⁻¹ (plain).", text, StringComparison.Ordinal);
        Assert.Contains("1 of 3▼ −6.0", text, StringComparison.Ordinal);
    }

    // A verdict is a sentence, and the warning of it has no full stop.
    [Fact]
    public void Verdict_IsNotToldAgainAmongTheWarnings()
    {
        using StoredStudy study = new();
        string path = Path.Combine(study.Folder, "summary.json");
        JsonNode summary = JsonNode.Parse(File.ReadAllText(path))!;
        summary["points"]![0]!["dynamics"]!["verdict"] = "It melts.";
        summary["warnings"] = new JsonArray("0.0 GPa: It melts", "the mesh is coarse");
        File.WriteAllText(path, summary.ToJsonString());
        Assert.Contains("1 further warning of the calculation: the mesh is coarse.", Text(File.ReadAllText(StudyReport.Write(study.Folder))), StringComparison.Ordinal);
    }

    // Parts of a shift, γ, elasticity, dynamics, thermodynamics, the measurement: each figure where its section is.
    [Theory]
    [InlineData("modes", "−12.0")]
    [InlineData("modes", "+7.5")]
    [InlineData("modes", "1.50")]
    [InlineData("equation", "12.25")]
    [InlineData("equation", "mean bulk modulus between the two volumes 17.24 GPa")]
    [InlineData("stability", "0.0, 1.5 GPa: plain")]
    [InlineData("stability", "0.0010 ± 0.0005")]
    [InlineData("stability", "299.5 ± 1.5")]
    [InlineData("stability", "Single values scatter by 108.2 ± 2.4 K, where 109.5 K is exact (15 degrees of freedom).")]
    [InlineData("stability", "Mean volume 126.0 ± 0.5 Å³, +5.0 %; it fluctuates by 1.9 %, as a bulk modulus of 7.5 GPa makes it.")]
    [InlineData("stability", "no bond breaks or forms")]
    [InlineData("stability", "bonds change at 1.25 ps (plain)")]
    [InlineData("thermodynamics", "45.25")]
    [InlineData("thermodynamics", "unstable against sound waves at this pressure")]
    [InlineData("experiment", "456.5")]
    [InlineData("experiment", "11 (80 %)")]
    public void Section_HoldsItsFigure(string section, string figure)
    {
        using StoredStudy study = new();
        string page = File.ReadAllText(StudyReport.Write(study.Folder));
        Assert.Contains(figure, Text(page.Split($"<section id=\"{section}\">")[1].Split("</section>")[0]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileText_StaysText(string hostile)
    {
        using StoredStudy plain = new("plain"), study = new(hostile);
        string reference = File.ReadAllText(StudyReport.Write(plain.Folder)), page = File.ReadAllText(StudyReport.Write(study.Folder));

        // The same elements with the same attributes, whatever the texts are.
        static string[] Tags(string html) => [.. Tag().Matches(html).Select(m => Regex.Replace(m.Value, "\"[^\"]*\"", "\"\""))];
        Assert.Equal(Tags(reference), Tags(page));
        Assert.DoesNotContain("<script>window", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_AsksForNothing()
    {
        using StoredStudy study = new();
        string page = File.ReadAllText(StudyReport.Write(study.Folder));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(src|href)=\"(?!#|data:)", page);
        Assert.DoesNotContain("url(http", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)\\b(fetch|XMLHttpRequest|import)\\(|innerHTML|eval\\(|document\\.write", page);
    }

    // The numbers that the page draws are those of the files.
    [Fact]
    public void Island_HoldsTheStoredNumbers()
    {
        using StoredStudy study = new();
        JsonNode data = Island(File.ReadAllText(StudyReport.Write(study.Folder)));
        Assert.Equal([0, 1.5], data["pressures"]!.AsArray().Select(p => (double)p!));
        Assert.Equal(StoredStudy.First, data["modes"]!.AsArray().Select(m => (double)m!["nu"]![0]!));
        Assert.Equal(StoredStudy.Second, data["modes"]!.AsArray().Select(m => (double)m!["nu"]![1]!));
        Assert.Equal(2001, data["spectra"]![1]!["y"]!.AsArray().Count);
        Assert.Equal("molecular dynamics, 300 K", (string?)data["spectra"]![0]!["moving"]!["label"]);
        Assert.Equal((double)data["spectra"]![0]!["y"]![227]! / 2, (double)data["spectra"]![0]!["moving"]!["y"]![227]!, 1e-5);
        Assert.Null(data["spectra"]![1]!["moving"]);
        Assert.Equal(15, data["movie"]!["modes"]!.AsObject().Count);
        Assert.Equal(4, data["movie"]!["bonds"]!.AsArray().Count / 2);

        // Mode 5 is the motion of atom 1 along y alone.
        sbyte[] bytes = [.. Convert.FromBase64String((string)data["movie"]!["modes"]!["5"]!).Select(b => (sbyte)b)];
        Assert.Equal([0, 0, 0, 0, 127, 0], bytes[..6]);
    }

    [Fact]
    public void FiguresOfDynamics_HoldTheStoredCurves()
    {
        using StoredStudy study = new();
        string page = File.ReadAllText(StudyReport.Write(study.Folder));
        JsonNode motion = Island(page)["motion"]!;
        Assert.Equal(["0", "1.5"], motion.AsArray().Select(m => (string)m!["pressure"]!));
        Assert.Equal(["temperature", "cell", "within", "between", "temperature", "within", "between"], Regex.Matches(page, "data-kind=\"([a-z]+)\"").Select(m => m.Groups[1].Value));
        Assert.Equal([0, 5, 10], motion[0]!["volume"]!.AsArray().Select(v => (double)v!));
        Assert.Equal(5, (double)motion[0]!["mean"]!);
        Assert.Equal(2, (double)motion[0]!["axes"]![0]![1]!, 1e-5);
        Assert.Equal((300, 109.5), ((double)motion[0]!["target"]!, (double)motion[0]!["width"]!));
        Assert.Equal(["O-O", "plain"], motion[0]!["between"]!.AsArray().Select(p => (string)p!["pair"]!)); // like elements first
        Assert.Equal(["plain"], motion[0]!["within"]!.AsArray().Select(p => (string)p!["pair"]!)); // no other has any
        Assert.Null(motion[1]!["volume"]); // its cell is fixed
    }

    [Fact]
    public void SpectrumOfACrystalThatFellApart_IsMarked()
    {
        using StoredStudy study = new();
        string path = Path.Combine(study.Folder, "summary.json");
        JsonNode summary = JsonNode.Parse(File.ReadAllText(path))!;
        summary["points"]![1]!["dynamics"]!["velocities"]!["spectrum"] = true;
        File.WriteAllText(path, summary.ToJsonString());
        string page = File.ReadAllText(StudyReport.Write(study.Folder));
        Assert.False((bool)Island(page)["spectra"]![0]!["moving"]!["fell"]!);
        Assert.True((bool)Island(page)["spectra"]![1]!["moving"]!["fell"]!);
        Assert.Contains("NPT at 300 K and 0 GPa", Text(page), StringComparison.Ordinal);
        Assert.Contains("and 1.5 GPa: the crystal did not hold together", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void OnePressure_HasASpectrumAndNoShifts()
    {
        using StoredStudy study = new();
        string path = Path.Combine(study.Folder, "summary.json");
        JsonNode summary = JsonNode.Parse(File.ReadAllText(path))!;
        summary["points"]!.AsArray().RemoveAt(1);
        summary["shifts"] = new JsonArray();
        File.WriteAllText(path, summary.ToJsonString());
        string page = File.ReadAllText(StudyReport.Write(study.Folder));
        Assert.Contains("One pressure was computed", page, StringComparison.Ordinal);
        Assert.Contains("id=\"movie\"", page, StringComparison.Ordinal);
        Assert.Contains("Beside the measurement at 0 GPa: 1 peaks are in both, at positions that differ by 2.5 cm⁻¹", Text(page), StringComparison.Ordinal);
        Assert.Equal(40, (double)Island(page)["movie"]!["wavenumbers"]!["4"]!, 1e-9); // the three below are translations
        Assert.DoesNotContain("id=\"map\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"points\": [1]}")]
    [InlineData("{\"points\": [{\"relaxed\": {\"targetPressure\": 0}, \"spectrum\": 3}]}")]
    [InlineData("{\"points\": [{\"relaxed\": {\"targetPressure\": 0, \"formula\": 7}}], \"pressureSeries\": 5, \"shifts\": {}}")]
    public void DamagedSummary_IsRefusedInOneLine_OrMakesAPage(string summary)
    {
        using StoredStudy study = new();
        File.WriteAllText(Path.Combine(study.Folder, "summary.json"), summary);
        try
        {
            Assert.True(File.Exists(StudyReport.Write(study.Folder)));
        }
        catch (InsInputException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            Assert.False(File.Exists(Path.Combine(study.Folder, StudyReport.FileName)));
        }
    }

    [Fact]
    public void Numbers_AreSetWithTrueMinusSigns()
    {
        Assert.Equal("−4.3", ReportNumber.Signed(-4.32, 1));
        Assert.Equal("+0.5", ReportNumber.Signed(0.5, 1));
        Assert.Equal("0.0", ReportNumber.Signed(-0.01, 1));
        Assert.Equal("0.000", ReportNumber.Plain(-2e-5, "F3"));
        Assert.Equal("–", ReportNumber.Plain(double.NaN, "F1"));
    }

    internal static JsonNode Island(string page) => JsonNode.Parse(Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)!;

    static string Text(string page) => System.Net.WebUtility.HtmlDecode(Tag().Replace(page, ""));

    [GeneratedRegex("<[a-zA-Z/!][^>]*>")]
    private static partial Regex Tag();
}
