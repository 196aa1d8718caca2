namespace InsCore.Phonons.Files;

/// <summary>A format of phonon files: its name, how its content is recognised, and its reader.</summary>
/// <param name="Name">As shown to the user.</param>
/// <param name="Recognises">Whether a file's beginning is of this format.</param>
/// <param name="Read">The reader.</param>
internal sealed record PhononFormat(string Name, Func<PhononSource, bool> Recognises, Func<PhononSource, PhononInputOptions, PhononInput> Read);

/// <summary>The formats of phonon files that are read.</summary>
internal static class PhononFormats
{
    /// <summary>What to give instead of a file that cannot be read.</summary>
    public const string Remedy =
        "give modes of `inscore phonons`, CASTEP .phonon or .castep_bin, a phonopy file, Euphonic JSON, vasprun.xml, a Gaussian .log or a CRYSTAL .out";

    static readonly PhononFormat[] All =
    [
        new("InsCore HDF5", s => s.Head.StartsWith("\u0089HDF\r\n", StringComparison.Ordinal), (s, _) => Hdf5PhononReader.Read(s)),
        new("Euphonic JSON", s => s.Head.AsSpan().TrimStart("\ufeff \t\r\n").StartsWith("{"), (s, _) => EuphonicReader.Read(s)),
        new("CASTEP .phonon", s => s.Head.AsSpan().TrimStart().StartsWith("BEGIN header"), (s, _) => CastepPhononReader.Read(s)),
    ];

    /// <summary>The format of a file.</summary>
    /// <exception cref="InsInputException">None is known.</exception>
    public static PhononFormat Of(PhononSource source) =>
        Array.Find(All, f => f.Recognises(source)) ?? throw source.Error(null, "is in no phonon format known", Remedy);
}
