using System.Text.Json.Nodes;
using InsCore.Backends;
using InsCore.Results;
using InsCore.Scattering.Instruments;

namespace InsCore.Studies;

/// <summary>Provenance of what a study writes.</summary>
internal static class StudyProvenance
{
    /// <summary>The block, which stamps all files from here on.</summary>
    /// <param name="commandLine">How the program was called.</param>
    /// <param name="options">What was asked for; the files that it names are inputs.</param>
    /// <param name="files">The other files that were read.</param>
    /// <param name="model">The potential; empty where none was used.</param>
    /// <param name="warnings">What a reader should know.</param>
    /// <param name="executor">What evaluates the potential, if anything does.</param>
    public static Provenance Of(
        string commandLine, StudyOptions options, IEnumerable<string> files, JsonObject model, IReadOnlyList<string> warnings, string? executor = null) =>
        ResultRecord.Identify(new Provenance(
            commandLine,
            Hashes([.. files, .. Named(options)], options.Scattering.CrossSections.Origin),
            model,
            Backend.Describe(options.Threads) + (executor is null ? "" : $"; potential: {executor}"),
            warnings)
        {
            Settings = StudySettings.ToJson(options),
            Seed = options.Dynamics?.Run.Seed,
        }, options.Output);

    static IEnumerable<string> Named(StudyOptions options)
    {
        IEnumerable<string?> files =
        [
            .. options.Comparisons.Select(c => c.Experiment),
            options.PhononFile.Cells, options.PhononFile.Forces, options.PhononFile.Born,
            .. ((string?[])[options.Scattering.Instrument, options.Map.Instrument]).Where(i => i is not null && InstrumentDefinition.IsFile(i)).Select(InstrumentFile),
        ];
        return files.OfType<string>().Where(File.Exists);
    }

    // FILE.yml:SETTING names the file too.
    static string InstrumentFile(string? name) => File.Exists(name) ? name : name![..Math.Max(0, name!.LastIndexOf(':'))];

    static Dictionary<string, string> Hashes(string[] files, (string Name, string Sha256)? read)
    {
        Dictionary<string, string> hashes = [];
        foreach (string file in files.Distinct())
        {
            hashes[UniqueName(file, files)] = Provenance.Sha256(file);
        }

        if (read is var (name, hash))
        {
            hashes[name] = hash;
        }

        return hashes;
    }

    /// <summary>A file's name, with as many of its folders as tell it from the others: whole paths would show whose machine it was.</summary>
    internal static string UniqueName(string file, IReadOnlyCollection<string> all)
    {
        string[] parts = Parts(file);
        string[][] others = [.. all.Where(f => f != file).Select(Parts)];
        int count = 1;
        while (count < parts.Length && others.Any(o => o.TakeLast(count).SequenceEqual(parts.TakeLast(count))))
        {
            count++;
        }

        return string.Join('/', parts.TakeLast(count));
    }

    static string[] Parts(string file) => [.. file.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p is not ("." or ".."))];
}
