namespace InsCore.Phonons.Files;

/// <summary>A format of phonon files: how its content is recognised, and its reader.</summary>
/// <param name="Recognises">Whether a file's beginning is of this format.</param>
/// <param name="Read">The reader.</param>
internal sealed record PhononFormat(Func<PhononSource, bool> Recognises, Func<PhononSource, PhononInputOptions, PhononInput> Read);

/// <summary>The formats of phonon files that are read.</summary>
internal static class PhononFormats
{
    /// <summary>What to give instead of a file that cannot be read.</summary>
    public const string Remedy =
        "give modes of `inscore phonons`, CASTEP .phonon or .castep_bin, a phonopy file, Euphonic JSON, vasprun.xml, a Gaussian .log or a CRYSTAL .out";

    // By signatures that exclude each other, the surest first; the last one decides by the names of members at the left margin.
    static readonly PhononFormat[] All =
    [
        new(s => s.Head.StartsWith("\u0089HDF\r\n", StringComparison.Ordinal), Hdf5PhononReader.Read),
        new(s => CastepBinReader.Recognises(s.Bytes), CastepBinReader.Read),
        new(VasprunReader.Recognises, VasprunReader.Read),
        new(GaussianReader.Recognises, (s, _) => GaussianReader.Read(s)),
        new(CrystalReader.Recognises, (s, _) => CrystalReader.Read(s)),
        new(s => s.Head.AsSpan().TrimStart("\u00ef\u00bb\u00bf \t\r\n").StartsWith("{"), EuphonicReader.Read),
        new(s => s.Head.AsSpan().TrimStart().StartsWith("BEGIN header"), (s, _) => CastepPhononReader.Read(s)),
        new(PhonopyForceConstantsText.Recognises, PhonopyReader.ReadForceConstantsText),
        new(PhonopyFit.Recognises, PhonopyReader.ReadForceSets),
        new(PhonopyReader.Recognises, PhonopyReader.ReadYaml),
    ];

    /// <summary>The format of a file, or null.</summary>
    public static PhononFormat? Find(PhononSource source) => Array.Find(All, f => f.Recognises(source));

    /// <summary>The format of a file.</summary>
    /// <exception cref="InsInputException">None is known.</exception>
    public static PhononFormat Of(PhononSource source) => Find(source) ?? throw source.Error(null, "is in no phonon format known", Remedy);
}
