using System.Globalization;
using System.Text;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Instruments;

/// <summary>The part of docs/instruments.md about each instrument is written from its file; a stale page fails and is written anew beside it.</summary>
public class InstrumentPageTests
{
    const string Start = "<!-- written from the instrument files -->\n", End = "<!-- end -->\n";

    static readonly string Page = Path.Combine(TestData.Root, "docs", "instruments.md");

    [Fact]
    public void Page_SaysWhatTheFilesSay()
    {
        string page = File.ReadAllText(Page);
        int start = page.IndexOf(Start, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start > 0 && end > start, "the page has its two marks");
        string fresh = page[..(start + Start.Length)] + Sections() + page[end..];
        string written = Path.Combine(TestData.Root, "artifacts", "instruments.md");
        File.WriteAllText(written, fresh);
        Assert.True(fresh == page, "docs/instruments.md is stale: replace it by artifacts/instruments.md");
    }

    [Fact]
    public void EveryInstrument_HasItsFigure()
    {
        foreach (string name in InstrumentDefinition.Names)
        {
            FileInfo figure = new(Path.Combine(TestData.Root, "docs", "images", "instruments", name + ".png"));
            Assert.True(figure.Exists && figure.Length is > 2000 and < 60_000, $"{name} has a small figure");
        }
    }

    // The example in the page is an instrument file.
    [Fact]
    public void Example_CanBeRead()
    {
        string page = File.ReadAllText(Page);
        string yaml = page.Split("```yaml\n")[1].Split("```")[0];
        InstrumentDefinition definition = InstrumentDefinition.Parse(yaml, "example.yml");
        Assert.True(definition.Configure().Resolution().Sigma(0, definition.Configure().Banks[0]) > 0, "the example has a width");
    }

    static string Sections()
    {
        StringBuilder text = new();
        foreach (InstrumentDefinition d in InstrumentDefinition.Names.Select(InstrumentDefinition.ByName))
        {
            Instrument instrument = d.Configure();
            InstrumentReport report = new(instrument, null, d.ConfigureAll());
            text.Append(CultureInfo.InvariantCulture, $"\n### {d.Name}\n\n{d.Title}.");
            text.Append(d.Settings.Count > 0 ? $" Settings: {string.Join(", ", d.Settings)}." : "");
            text.Append(d.Ranges().Count > 0 ? $" May be set: {string.Join("; ", d.Ranges().Select(Range))}." : "");
            text.Append(CultureInfo.InvariantCulture, $" Resolution: {string.Join(", ", instrument.Resolutions.Select(r => r.Name))}.\n\n");
            text.Append(CultureInfo.InvariantCulture, $"![σ(E) of {d.Name}](images/instruments/{d.Name}.png)\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{instrument.Name}, {report.Conditions()}, {instrument.Banks[0].Name}:\n\n");
            WidthRow[] rows = [.. report.Rows.Where(r => r.Bank == instrument.Banks[0].Name)];
            text.Append(CultureInfo.InvariantCulture, $"| E ({report.Unit}) | {string.Join(" | ", rows.Select(r => Number(r.Energy / report.UnitInWavenumbers)))} |\n");
            text.Append('|').Insert(text.Length, "---|", rows.Length + 1).Append('\n');
            for (int m = 0; m < report.Resolutions.Count; m++)
            {
                text.Append(CultureInfo.InvariantCulture, $"| σ {report.Resolutions[m].Name} ({report.Unit}) | {string.Join(" | ", rows.Select(r => Number(r.Sigmas[m] / report.UnitInWavenumbers)))} |\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"\nSource: {d.Source}\n\nChecked against: {d.Checked}\n");
        }

        return text.Append('\n').ToString();
    }

    static string Range(SettableRange r) => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Lowest} to {r.Highest} {r.Unit} (usual {r.Usual})");

    static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
