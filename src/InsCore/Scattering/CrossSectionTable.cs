using System.Globalization;
using System.Security.Cryptography;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>A choice of bound cross sections: the built-in table, or that with entries replaced from a file.</summary>
public sealed class CrossSectionTable
{
    const long LargestFile = 1 << 20;
    const string Remedy = "write lines of label, coherent, incoherent and optionally total cross section in barn, e.g. 13C,4.81,0.034";

    // Within this, u, an atom is of the kind that a label names.
    const double MassTolerance = 1e-3;

    readonly List<(Species Kind, CrossSection Section)> replaced;

    CrossSectionTable(string name, List<(Species, CrossSection)> replaced, (string Name, string Sha256)? file = null) => (Name, this.replaced, Origin) = (name, replaced, file);

    /// <summary>The built-in table, <see cref="CrossSections"/>.</summary>
    public static CrossSectionTable Sears1992 { get; } = new(CrossSections.TableName, []);

    /// <summary>Name, to be written into every output; of a file with the beginning of its SHA-256.</summary>
    public string Name { get; }

    /// <summary>The file that it was read from, without folder, and its SHA-256; null for the built-in table.</summary>
    internal (string Name, string Sha256)? Origin { get; }

    /// <summary>Name of that file.</summary>
    internal string? FileName => Origin?.Name;

    /// <summary>Reads entries that replace those of the built-in table.</summary>
    /// <param name="path">Text: label (Cl, D, 13C), σ_coh, σ_inc and optionally σ_total in each line, barn; # begins a comment.</param>
    /// <exception cref="InsInputException">The file cannot be read, or a line is malformed.</exception>
    public static CrossSectionTable Read(string path)
    {
        byte[] content = Content(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        string[] lines = System.Text.Encoding.UTF8.GetString(content).Split('\n');
        List<(Species, CrossSection)> entries = [];
        for (int line = 0; line < lines.Length; line++)
        {
            string text = lines[line].Split('#')[0].Trim();
            if (text.Length > 0)
            {
                entries.Add(Entry(path, line + 1, text));
            }
        }

        return entries.Count > 0
            ? new($"{Path.GetFileName(path)} ({hash[..8]}), else {CrossSections.TableName}", entries, (Path.GetFileName(path), hash))
            : throw new InsInputException(path, null, "holds no cross sections", Remedy);
    }

    /// <summary>Cross sections of one atom.</summary>
    /// <param name="atomicNumber">1 to 118.</param>
    /// <param name="mass">Mass of the atom, u; decides between the natural element and an isotope.</param>
    /// <exception cref="InsInputException">There is no entry for this element.</exception>
    public CrossSection Of(int atomicNumber, double mass)
    {
        foreach ((Species kind, CrossSection section) in replaced)
        {
            if (kind.AtomicNumber == atomicNumber && Math.Abs(kind.Mass - mass) < MassTolerance)
            {
                return section;
            }
        }

        return CrossSections.Of(atomicNumber, mass);
    }

    static (Species Kind, CrossSection Section) Entry(string path, int line, string text)
    {
        string[] fields = text.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        double[] values = new double[fields.Length];
        bool isEntry = fields.Length is 3 or 4 && Species.TryParse(fields[0], out _);
        for (int k = 1; k < fields.Length && isEntry; k++)
        {
            isEntry = double.TryParse(fields[k], NumberStyles.Float, CultureInfo.InvariantCulture, out values[k])
                && values[k] >= 0 && double.IsFinite(values[k]);
        }

        if (!isEntry)
        {
            throw new InsInputException(path, $"line {line}", "is not a label with two or three cross sections", Remedy);
        }

        Species.TryParse(fields[0], out Species kind);
        return (kind, new CrossSection(kind.ToString(), values[1], values[2], fields.Length == 4 ? values[3] : values[1] + values[2]));
    }

    static byte[] Content(string path)
    {
        InputFile.Require(path, Remedy);
        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? File.ReadAllBytes(path)
                : throw new InsInputException(path, null, "is larger than 1 MiB", Remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", "check the path and its permissions", e);
        }
    }
}
