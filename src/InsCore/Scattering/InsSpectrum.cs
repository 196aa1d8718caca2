namespace InsCore.Scattering;

/// <summary>A predicted inelastic neutron scattering spectrum: every bank, its parts, and how it was made.</summary>
/// <remarks>
/// Intensity: I = Σ_κ σ_κ/(4π) S_κ(Q(ω), ω), summed over the atoms of the cell and averaged over powder directions; the double
/// differential cross section without its factor k_f/k_i, which no instrument software leaves in. The elastic line is left out.
/// </remarks>
public sealed class InsSpectrum
{
    internal InsSpectrum(
        double[] energies,
        IReadOnlyList<BankSpectrum> banks,
        ScatteringOptions options,
        Instrument instrument,
        ResolutionModel resolution,
        ScatteringDiagnostics diagnostics)
    {
        (Energies, Banks, Options, Instrument) = (energies, banks, options, instrument);
        (Resolution, Diagnostics) = (resolution, diagnostics);
    }

    /// <summary>Unit of every intensity.</summary>
    public const string IntensityUnit = "barn/sr per cm⁻¹ per cell";

    /// <summary>Centres of the energy bins, [nBins], cm⁻¹: 0, one width, two widths, … Positive is neutron energy loss.</summary>
    public double[] Energies { get; }

    /// <summary>Name of the mean of all banks.</summary>
    public const string AllBanks = "all";

    /// <summary>The banks of the instrument, and last their mean, "all"; without a mean where they have different incident energies.</summary>
    public IReadOnlyList<BankSpectrum> Banks { get; }

    /// <summary>What is looked at whole: the mean of all banks, or the spectrum of each incident energy. At least one.</summary>
    public IReadOnlyList<BankSpectrum> Spectra => Whole(Banks);

    /// <summary>The settings.</summary>
    public ScatteringOptions Options { get; }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The resolution model that was used.</summary>
    public ResolutionModel Resolution { get; }

    /// <summary>What was measured and noticed on the way.</summary>
    public ScatteringDiagnostics Diagnostics { get; }

    /// <summary>A bank by name: backward, forward, an incident energy such as 300 meV, or all.</summary>
    public BankSpectrum Bank(string name) =>
        Banks.FirstOrDefault(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InsInputException(
            "bank", null, $"\"{name}\" is not known", $"choose one of: {string.Join(", ", Banks.Select(b => b.Name))}");

    internal static IReadOnlyList<BankSpectrum> Whole(IReadOnlyList<BankSpectrum> banks) => banks[^1].Name == AllBanks ? [banks[^1]] : banks;
}
