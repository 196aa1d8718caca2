using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>Which columns of a block are energy, intensity and error, and in which unit, as far as the header tells.</summary>
/// <param name="Energy">Column of the energies.</param>
/// <param name="Intensity">Column of the intensities.</param>
/// <param name="Error">Column of the errors; -1 if there is none.</param>
/// <param name="Unit">Unit of the energies; null if the header does not tell.</param>
/// <param name="Format">Layout of the file, for people.</param>
internal sealed record MeasuredColumns(int Energy, int Intensity, int Error, EnergyUnit? Unit, string Format)
{
    static readonly string[] WavenumberWords = ["cm-1", "cm^-1", "cm⁻¹", "1/cm", "cm^{-1}", "wavenumber"];
    static readonly string[] EnergyWords = ["energy", "wavenumber", "omega", "transfer", "frequency", "x", .. WavenumberWords, "mev"];
    static readonly string[] ErrorWords = ["err", "error", "errors", "e", "sigma", "uncertainty", "std", "dy"];

    /// <summary>Finds the columns of a block.</summary>
    /// <exception cref="InsInputException">The columns cannot be told, or the one asked for is not there.</exception>
    public static MeasuredColumns Of(MeasuredText text, MeasuredText.Block block, MeasuredFileOptions options)
    {
        int count = block.Rows[0].Length;
        string[]? names = Names(text, count);
        int energy = names is null ? 0 : Math.Max(0, Array.FindIndex(names, n => EnergyWords.Any(w => Has(n, w))));
        bool isIsis = !text.IsDelimited && count == 3 && text.Header.Exists(l => l.Contains("COUNTS", StringComparison.OrdinalIgnoreCase));
        bool isMantid = block.Number is not null || text.Header.Exists(l => l.StartsWith("X , Y", StringComparison.Ordinal) || l.StartsWith("X, Y", StringComparison.Ordinal));
        int[] errors = names is not null && !isIsis
            ? [.. Enumerable.Range(0, count).Where(i => i != energy && IsError(names[i]))]
            : count % 2 == 1 ? [.. Enumerable.Range(0, count / 2).Select(k => 2 + (2 * k))] : [];
        int[] intensities = [.. Enumerable.Range(0, count).Where(i => i != energy && !errors.Contains(i))];
        int chosen = Choose(text, block, options, names, intensities);
        return new(energy, chosen, errors.Contains(chosen + 1) ? chosen + 1 : -1, UnitOf(text, names?[energy]), isIsis ? "ISIS INS database" : isMantid ? "Mantid ASCII" : text.IsDelimited ? "CSV" : "columns");
    }

    static int Choose(MeasuredText text, MeasuredText.Block block, MeasuredFileOptions options, string[]? names, int[] intensities)
    {
        if (options.Column is { } wanted)
        {
            int found = Array.FindIndex(names ?? [], n => string.Equals(n, wanted, StringComparison.OrdinalIgnoreCase));
            return found >= 0 ? found : throw text.Error(block.Line, $"has no column \"{wanted}\"", names is null ? "the file names no columns" : $"choose one of: {string.Join(", ", names)}");
        }

        int place = block.Number is null ? options.Spectrum - 1 : 0;
        return place >= 0 && place < intensities.Length
            ? intensities[place]
            : throw text.Error(block.Line, $"has {intensities.Length} column(s) of intensities, not {options.Spectrum}", "choose another by --spectrum or --column");
    }

    // The last header line with as many words as there are columns; ISIS' header has a blank within "C    (CM-1)".
    static string[]? Names(MeasuredText text, int count) =>
        text.Header.Select(text.Fields).LastOrDefault(f => f.Length == count && f.All(n => n.Length > 0 && !double.TryParse(n, out _)));

    static EnergyUnit? UnitOf(MeasuredText text, string? name) =>
        (name is null ? null : UnitIn([name])) ?? UnitIn(text.Header);

    // A header that names both units tells nothing.
    static EnergyUnit? UnitIn(IReadOnlyList<string> lines)
    {
        bool isWavenumber = lines.Any(l => WavenumberWords.Any(w => l.Contains(w, StringComparison.OrdinalIgnoreCase)));
        bool isMeV = lines.Any(l => l.Contains("mev", StringComparison.OrdinalIgnoreCase));
        return isWavenumber == isMeV ? null : isMeV ? EnergyUnit.Millielectronvolt : EnergyUnit.Wavenumber;
    }

    static bool IsError(string name)
    {
        string bare = name.ToLowerInvariant().TrimEnd([.. "0123456789"]);
        return ErrorWords.Contains(bare) || bare.Contains("error", StringComparison.Ordinal) || bare.Contains("uncert", StringComparison.Ordinal);
    }

    // One letter must be the whole name; words may be part of one.
    static bool Has(string name, string word) =>
        word.Length == 1 ? string.Equals(name, word, StringComparison.OrdinalIgnoreCase) : name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
