using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Instruments;

public class InstrumentFileTests
{
    const double MeV = Constants.MillielectronvoltInWavenumbers;

    const string Direct = """
        name: mine
        title: an instrument of my own
        geometry: direct
        source: nowhere
        checked: nothing
        incident-energy: { usual: 100 meV, lowest: 10 meV, highest: 0.5 eV }
        frequencies:
          fermi: { usual: 300 Hz, highest: 600 Hz }
        detectors: { coverage: [-30 to 40 deg, 50 to 60 deg], angles: 10 }
        chopper: { model: fermi, distance: 10 m, aperture-distance: 8 m, sample-distance: 2 m, detector-distance: 4 m, aperture-width: 90 mm, slit: 1 mm, radius: 50 mm, curvature: 1.3 m }
        moderator:
          angle: 10 deg
          measured:
            2 A: 40 us
            1 A: 20 us
          chi-squared: { constant: 40 mm, root: 0.5 mm }
        resolution:
          formula: { model: chopper, width-factor: 1.2 }
          plain: { unit: meV, energy: [1, 0.01] }
        settings:
          A: {}
          B: { chopper: { slit: 2 mm } }
        """;

    const string Indirect = """
        name: other
        title: an instrument of my own
        geometry: indirect
        source: nowhere
        checked: nothing
        banks:
          backward: { angles: [130 deg, 140 deg], analyser: { bragg-angle: 47 deg, primary-path: 17 m, secondary-path: 0.6 m, focused: false } }
        resolution:
          geometry: { model: analyser }
        """;

    [Fact]
    public void Parse_ReadsAnInstrumentOfTheUsersOwn()
    {
        InstrumentDefinition definition = InstrumentDefinition.Parse(Direct, "mine.yml");
        Assert.Equal(["A", "B"], definition.Settings);
        Instrument a = definition.Configure(null, [100, 400], [200]), b = definition.Configure("b", [100], [200]);
        Assert.Equal(("mine:A", "mine:B"), (a.Name, b.Name));
        Assert.Equal(["100 meV", "400 meV"], a.Banks.Select(x => x.Name));
        Assert.Equal([new(0, 40), new(50, 60)], a.Banks[0].Coverage);
        Assert.Equal([2.5, 7.5, 12.5, 17.5, 22.5, 27.5, 32.5, 37.5, 52.5, 57.5], a.Banks[0].Angles);
        double narrow = a.Resolution().Sigma(100, a.Banks[0]), wide = b.Resolution().Sigma(100, b.Banks[0]);
        Assert.True(wide > 1.2 * narrow, "a wider slit broadens");
        Assert.Equal("formula*1.2", a.Resolution().Name);
        Assert.Equal(1.5 * MeV, a.Resolution("plain").Sigma(50 * MeV, a.Banks[0]), 1e-12);
    }

    [Fact]
    public void Ranges_HoldLimitsInTheUnitInside()
    {
        SettableRange[] ranges = [.. InstrumentDefinition.Parse(Direct, "mine.yml").Ranges()];
        Assert.Equal(new SettableRange("incident energy", "meV", 100, 10, 500), ranges[0]);
        Assert.Equal(new SettableRange("fermi frequency", "Hz", 300, 0, 600), ranges[1]);
    }

    [Fact]
    public void Bank_OfAnAnalyser_TakesItsFinalEnergy()
    {
        DetectorBank bank = InstrumentDefinition.Parse(Indirect, "other.yml").Configure().Banks[0];
        // E = (π ħ / (d sin θ))² / 2m with ħ²/2m = 2.072125 meV Å².
        double expected = 2.072125 * Math.PI * Math.PI / Math.Pow(3.348 * Math.Sin(47 * Math.PI / 180), 2) * MeV;
        Assert.Equal(expected, bank.Kinematics.FixedEnergy, 1e-3);
        Assert.Equal([130, 140], bank.Angles);
    }

    // Line of the fault, what must be named, what replaces what.
    [Theory]
    [InlineData(6, "lowest", "lowest: 10 meV", "lowest: 10 mev")]
    [InlineData(6, "usual", "usual: 100 meV", "usual: 5 meV")]
    [InlineData(6, "out of range", "usual: 100 meV", "usual: -5 meV")]
    [InlineData(9, "coverage", "-30 to 40 deg", "40 to -30 deg")]
    [InlineData(9, "coverage", "-30 to 40 deg", "30")]
    [InlineData(9, "angles", "angles: 10", "angles: many")]
    [InlineData(9, "angles", "angles: 10", "angles: 100000")]
    [InlineData(10, "unknown key chopper.slitt", "slit: 1 mm", "slitt: 1 mm, slit: 1 mm")]
    [InlineData(10, "chopper.slit is missing", "slit: 1 mm, ", "")]
    [InlineData(10, "m, cm, mm", "slit: 1 mm", "slit: 1")]
    [InlineData(10, "nan", "slit: 1 mm", "slit: nan mm")]
    [InlineData(10, "slit", "slit: 1 mm", "slit: [1 mm]")]
    [InlineData(10, "fermi, disks", "model: fermi", "model: drum")]
    [InlineData(10, "a second time", "slit: 1 mm", "slit: 1 mm, slit: 2 mm")]
    [InlineData(14, "such a quantity", "2 A: 40 us", "2: 40 us")]
    [InlineData(12, "0 laws", "  chi-squared", "  #chi-squared")]
    [InlineData(18, "twice", "unit: meV", "unit: meV, gives: twice")]
    [InlineData(18, "width-factor", "width-factor: 1.2", "width-factor: 0")]
    [InlineData(19, "energy", "energy: [1, 0.01]", "energy: []")]
    [InlineData(22, "unknown key chopper.sloot", "slit: 2 mm", "sloot: 2 mm")]
    [InlineData(8, "fermi.usual", "fermi: { usual", "fermi: { used")]
    [InlineData(3, "sideways", "geometry: direct", "geometry: sideways")]
    [InlineData(1, "cannot be a name", "name: mine", "name: m ine")]
    [InlineData(2, "anchor", "title: an", "title: &a an")]
    [InlineData(2, "alias", "title: an instrument of my own", "title: *a")]
    [InlineData(2, "tag", "title: an", "title: !!str an")]
    [InlineData(18, "needs an analyser", "model: chopper", "model: analyser")]
    public void Parse_OfAFault_NamesLineAndRemedy(int line, string named, string original, string fault)
    {
        Assert.Contains(original, Direct, StringComparison.Ordinal);
        string text = Direct.Replace(original, fault, StringComparison.Ordinal);
        InsInputException e = Assert.Throws<InsInputException>(() => InstrumentDefinition.Parse(text, "mine.yml"));
        Assert.StartsWith("mine.yml, line ", e.Message, StringComparison.Ordinal);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        int found = int.Parse(e.Message["mine.yml, line ".Length..e.Message.IndexOf(':', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(found, line - 1, line + 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("word")]
    [InlineData("name: x\n---\nname: y")]
    [InlineData("name: [")]
    [InlineData("\"")]
    public void Parse_OfSomethingElse_IsRefused(string text) =>
        Assert.Throws<InsInputException>(() => InstrumentDefinition.Parse(text, "mine.yml"));

    [Fact]
    public void Parse_OfEndlessNesting_IsRefused() =>
        Assert.Throws<InsInputException>(() => InstrumentDefinition.Parse(new string('[', 200_000), "mine.yml"));

    [Fact]
    public void Configure_OutOfRange_SaysWhatIsAllowed()
    {
        InstrumentDefinition definition = InstrumentDefinition.Parse(Direct, "mine.yml");
        Assert.Contains("10 to 500 meV", Assert.Throws<InsInputException>(() => definition.Configure(null, [5])).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 600 Hz", Assert.Throws<InsInputException>(() => definition.Configure(null, null, [601])).Message, StringComparison.Ordinal);
        Assert.Contains("give 1", Assert.Throws<InsInputException>(() => definition.Configure(null, null, [300, 100])).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<InsInputException>(() => definition.Configure(null, [100, 100])).Message, StringComparison.Ordinal);
        Assert.Contains("A, B", Assert.Throws<InsInputException>(() => definition.Configure("C")).Message, StringComparison.Ordinal);
        Assert.Contains("γ", Assert.Throws<InsInputException>(() => definition.Configure("A", [10], [600])).Message, StringComparison.Ordinal);
        Assert.Contains("white beam", Assert.Throws<InsInputException>(() => Instrument.ByName("tosca", [10])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ByName_OfAFile_ReadsIt_WithItsSetting()
    {
        string path = Path.Combine(Path.GetTempPath(), $"inscore-{Guid.NewGuid():N}.yml");
        try
        {
            File.WriteAllText(path, Direct);
            Assert.Equal("mine:A", Instrument.ByName(path).Name);
            Assert.Equal("mine:B", Instrument.ByName(path + ":B", [50]).Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("tosca.yml", true)]
    [InlineData("a/b.yaml:A", true)]
    [InlineData("maps:A", false)]
    [InlineData("tosca", false)]
    [InlineData(".yml", false)]
    public void IsFile_KnowsFilesFromNames(string text, bool isFile) => Assert.Equal(isFile, InstrumentDefinition.IsFile(text));

    // What a user copies must be read, and say the same as the original.
    [Fact]
    public void EveryInstrument_IsNamedAsItsFile_AndSurvivesACopy()
    {
        Assert.Equal(13, InstrumentDefinition.Names.Count);
        foreach (string name in InstrumentDefinition.Names)
        {
            InstrumentDefinition original = InstrumentDefinition.ByName(name), copy = InstrumentDefinition.Parse(original.Text, "copy.yml");
            Assert.Equal(name, original.Name);
            Assert.Equal(original.Settings, copy.Settings);
            Assert.True(original.Source.Length > 20 && original.Checked.Length > 20, name);
            foreach (string? setting in original.Settings.Cast<string?>().DefaultIfEmpty(null))
            {
                Instrument instrument = copy.Configure(setting);
                foreach (DetectorBank bank in instrument.Banks)
                {
                    Assert.All(bank.Angles, a => Assert.Contains(bank.Coverage, c => c.Contains(a)));
                    double end = Math.Min(0.9 * bank.HighestEnergy, 4000);
                    foreach (ResolutionModel model in instrument.Resolutions)
                    {
                        double[] widths = [.. Enumerable.Range(0, 50).Select(k => model.Sigma(bank.LowestMeasured + ((end - bank.LowestMeasured) * k / 49), bank))];
                        Assert.All(widths, w => Assert.InRange(w, 1e-3, bank.Kinematics.Geometry == InstrumentGeometry.Direct ? bank.Kinematics.FixedEnergy : 200));
                    }
                }
            }
        }
    }
}
