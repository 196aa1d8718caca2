using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>An instrument as its file describes it, with settings, incident energies and frequencies still to be chosen.</summary>
public sealed class InstrumentDefinition
{
    const string Extension = ".yml", ResourcePrefix = "Instruments/";
    const long LargestFile = 1 << 18;

    static readonly Lazy<IReadOnlyDictionary<string, Lazy<InstrumentDefinition>>> Library = new(Embedded);

    readonly string origin;
    readonly IReadOnlyDictionary<string, InstrumentParts> parts;

    InstrumentDefinition(YamlValue file, string text, string origin)
    {
        (this.origin, Text) = (origin, text);
        InstrumentSection head = new(file, origin);
        Name = head.Text("name");
        Title = head.Text("title");
        Source = head.Text("source");
        Checked = head.Text("checked");
        Geometry = head.Choice("geometry", "", "direct", "indirect") == "direct" ? InstrumentGeometry.Direct : InstrumentGeometry.Indirect;
        Dictionary<string, InstrumentParts> read = [];
        InstrumentSection? settings = head.Optional("settings");
        YamlValue bare = file.Without("settings");
        foreach (string setting in settings?.Keys ?? [""])
        {
            YamlValue own = settings is null ? bare : bare.With(file.Map!.First(m => m.Key == "settings").Value.Map!.First(m => m.Key == setting).Value);
            InstrumentSection merged = new(own, origin);
            Array.ForEach(["name", "title", "source", "checked", "geometry"], key => merged.Text(key));
            read.Add(setting, InstrumentReader.Read(merged, Geometry));
            merged.Finish();
        }

        parts = read.Count > 0 ? read : throw head.Error("settings", "settings is empty", "add a setting, or leave the key out");
        if (Name.Length == 0 || Name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            throw head.Error("name", $"\"{Name}\" cannot be a name", "use letters, digits, - and _");
        }
    }

    /// <summary>Name, as the user types it.</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Title { get; }

    /// <summary>Which neutron energy is fixed.</summary>
    public InstrumentGeometry Geometry { get; }

    /// <summary>Where the numbers come from.</summary>
    public string Source { get; }

    /// <summary>Against what the resolution was compared.</summary>
    public string Checked { get; }

    /// <summary>The file.</summary>
    public string Text { get; }

    /// <summary>Names of the settings, e.g. chopper packages, the usual one first; empty if there is only one.</summary>
    public IReadOnlyList<string> Settings => [.. parts.Keys.Where(k => k.Length > 0)];

    /// <summary>Hash of the file, so that results are not taken for those of another version of it.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>True if this is an instrument that comes with InsCore, unchanged.</summary>
    public bool IsShipped => Library.Value.TryGetValue(Name, out Lazy<InstrumentDefinition>? shipped) && shipped.Value.Text == Text;

    /// <summary>Names of the instruments that come with InsCore.</summary>
    public static IReadOnlyList<string> Names => [.. Library.Value.Keys];

    /// <summary>An instrument that comes with InsCore.</summary>
    /// <param name="name">Upper or lower case.</param>
    /// <exception cref="InsInputException">There is none of this name.</exception>
    public static InstrumentDefinition ByName(string name) => Library.Value.TryGetValue(name, out Lazy<InstrumentDefinition>? found)
        ? found.Value
        : throw new InsInputException("instrument", null, $"\"{name}\" is not known", $"choose one of: {string.Join(", ", Names)}; or give a file NAME{Extension}");

    /// <summary>Reads an instrument file.</summary>
    /// <exception cref="InsInputException">The file cannot be read or is not a sound instrument file; the line is named.</exception>
    public static InstrumentDefinition Read(string path)
    {
        InputFile.Require(path, "give an instrument file, a short YAML text");
        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? Parse(File.ReadAllText(path), Path.GetFileName(path))
                : throw new InsInputException(path, null, $"is larger than {LargestFile >> 10} KiB", "give an instrument file, a short YAML text");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", "check the path and its permissions", e);
        }
    }

    /// <summary>Reads the text of an instrument file.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="InsInputException">It is not a sound instrument file; the line is named.</exception>
    public static InstrumentDefinition Parse(string text, string source) => new(YamlValue.Parse(text, source), text, source);

    /// <summary>True if a text names a file, not an instrument that comes with InsCore.</summary>
    public static bool IsFile(string text) => FileEnd(text) > 0;

    /// <summary>The file named; null for an instrument of the library.</summary>
    internal static string? FileOf(string text) => FileEnd(text.Trim()) is > 0 and var end ? text.Trim()[..end] : null;

    /// <summary>Finds an instrument and its setting: NAME, NAME:SETTING, FILE.yml or FILE.yml:SETTING.</summary>
    /// <exception cref="InsInputException">There is no such instrument or setting.</exception>
    public static (InstrumentDefinition Definition, string? Setting) Find(string text)
    {
        string trimmed = text.Trim();
        int end = FileEnd(trimmed);
        bool isFile = end > 0;
        int colon = isFile ? (end < trimmed.Length ? end : -1) : trimmed.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? trimmed : trimmed[..colon];
        return (isFile ? Read(name) : ByName(name), colon < 0 ? null : trimmed[(colon + 1)..].Trim());
    }

    /// <summary>What may be set, for one setting: the incident energy first, of direct geometry, then the frequencies.</summary>
    public IReadOnlyList<SettableRange> Ranges(string? setting = null)
    {
        InstrumentParts chosen = parts[Setting(setting)];
        return [.. Geometry == InstrumentGeometry.Direct ? [chosen.IncidentEnergy!] : Array.Empty<SettableRange>(), .. chosen.Frequencies];
    }

    /// <summary>The instrument with everything chosen.</summary>
    /// <param name="setting">One of <see cref="Settings"/>; null for the usual one.</param>
    /// <param name="incidentEnergies">Of direct geometry, meV, each giving a bank; null or empty for the usual one.</param>
    /// <param name="frequencies">Hz, in the order of <see cref="Ranges"/>; null or empty for the usual ones.</param>
    /// <exception cref="InsInputException">Something is out of range, or the choppers let nothing pass.</exception>
    public Instrument Configure(string? setting = null, IReadOnlyList<double>? incidentEnergies = null, IReadOnlyList<double>? frequencies = null)
    {
        string chosen = Setting(setting);
        return InstrumentBuilder.Build(this, chosen, parts[chosen], incidentEnergies ?? [], frequencies ?? []);
    }

    /// <summary>The instrument in each of its settings that can have these energies and frequencies.</summary>
    /// <param name="incidentEnergies">As for <see cref="Configure"/>.</param>
    /// <param name="frequencies">As for <see cref="Configure"/>.</param>
    public IReadOnlyList<Instrument> ConfigureAll(IReadOnlyList<double>? incidentEnergies = null, IReadOnlyList<double>? frequencies = null)
    {
        List<Instrument> all = [];
        foreach (string setting in Settings)
        {
            try
            {
                all.Add(Configure(setting, incidentEnergies, frequencies));
            }
            catch (InsInputException)
            {
                // Closed, or out of the range of this setting: not to be compared.
            }
        }

        return all;
    }

    string Setting(string? setting) => setting is null
        ? parts.Keys.First()
        : parts.Keys.FirstOrDefault(k => k.Length > 0 && string.Equals(k, setting, StringComparison.OrdinalIgnoreCase))
        ?? throw new InsInputException(
            origin, null, $"the instrument has no setting \"{setting}\"", Settings.Count > 0 ? $"choose one of: {string.Join(", ", Settings)}" : "leave out the colon and what follows");

    // End of the file name in FILE.yml or FILE.yml:SETTING; 0 if there is none.
    static int FileEnd(string text)
    {
        foreach (string extension in (string[])[Extension, ".yaml"])
        {
            int at = text.LastIndexOf(extension, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && (at + extension.Length == text.Length || text[at + extension.Length] == ':'))
            {
                return at + extension.Length;
            }
        }

        return 0;
    }

    static SortedDictionary<string, Lazy<InstrumentDefinition>> Embedded()
    {
        Assembly assembly = typeof(InstrumentDefinition).Assembly;
        SortedDictionary<string, Lazy<InstrumentDefinition>> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            string file = resource[ResourcePrefix.Length..];
            found.Add(Path.GetFileNameWithoutExtension(file), new(() =>
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
                return Parse(reader.ReadToEnd(), file);
            }));
        }

        return found;
    }
}
