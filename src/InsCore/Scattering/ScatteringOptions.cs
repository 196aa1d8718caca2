namespace InsCore.Scattering;

/// <summary>What to compute and for which instrument.</summary>
public sealed record ScatteringOptions
{
    /// <summary>Temperature of the sample, K; 0 for the ground state.</summary>
    public double Temperature { get; init; } = 10;

    /// <summary>Instrument: NAME, NAME:SETTING, FILE.yml or FILE.yml:SETTING.</summary>
    public string Instrument { get; init; } = "tosca";

    /// <summary>Incident energies of a direct-geometry instrument, meV, a bank each; empty for the instrument's usual one.</summary>
    public IReadOnlyList<double> IncidentEnergies { get; init; } = [];

    /// <summary>Frequencies of the instrument's choppers, Hz; empty for the usual ones.</summary>
    public IReadOnlyList<double> Frequencies { get; init; } = [];

    /// <summary>Resolution model, by name; null for the instrument's own.</summary>
    public string? Resolution { get; init; }

    /// <summary>Lowest energy transfer, cm⁻¹; negative for neutron energy gain.</summary>
    public double MinimumEnergy { get; init; }

    /// <summary>Highest energy transfer, cm⁻¹.</summary>
    public double MaximumEnergy { get; init; } = 4100;

    /// <summary>Width of the energy bins, cm⁻¹; also the spacing of the grid on which orders are combined.</summary>
    public double BinWidth { get; init; } = 1;

    /// <summary>Orders to resolve in the tables, 1 to 30; the total always holds all orders.</summary>
    public int Orders { get; init; } = 5;

    /// <summary>What is kept apart beside the orders: elements or atoms.</summary>
    public Resolved Resolved { get; init; } = Resolved.Elements;

    /// <summary>Cross section that multiplies each atom.</summary>
    public Weighting Weighting { get; init; } = Weighting.Total;

    /// <summary>True for coherent one-phonon scattering where one phonon would else count in the incoherent approximation; takes force constants.</summary>
    public bool IsCoherent { get; init; }

    /// <summary>Largest number of directions at each |Q| of the powder average of the coherent part, those equal by symmetry counted once.</summary>
    public int Directions { get; init; } = CoherentOnePhonon.DefaultDirections;

    /// <summary>Where cross sections come from.</summary>
    public CrossSectionTable CrossSections { get; init; } = CrossSectionTable.Sears1992;

    /// <summary>Numerical error allowed before resolution, relative to the maximum of S of a species; verified, and reported as achieved.</summary>
    public double Accuracy { get; init; } = 1e-4;

    /// <summary>What to do with imaginary modes.</summary>
    public ImaginaryModes Imaginary { get; init; } = ImaginaryModes.Exclude;

    /// <summary>Energy below which modes are left out, with a warning, cm⁻¹; 0 (default): automatic.</summary>
    /// <remarks>
    /// The automatic choice keeps every mode unless an atom then moves by more than ⟨u²⟩ = 1 Å² along some direction; it leaves out as many
    /// of the lowest modes as bring it below. With <see cref="ImaginaryModes.Error"/> it refuses instead.
    /// </remarks>
    public double LowestEnergy { get; init; }

    /// <summary>What to do about the acoustic modes missing at Γ.</summary>
    public AcousticCorrection Acoustic { get; init; } = new();

    /// <summary>Threads; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// OpenCL device of the sums over directions: part of its name, its number, platform and number ("0:1"), "automatic" for the first, or
    /// "none"; null (default) for a GPU where the work is worth it, else the processor.
    /// </summary>
    public string? Device { get; init; }

    // The two-sided grid on which orders are combined has some ten times as many.
    const double LeastBin = 1e-3, MostBins = 200_000;

    /// <summary>Refuses settings that make no sense.</summary>
    internal void Check()
    {
        Require(BinWidth >= LeastBin && BinWidth <= 50, "bin width", BinWidth, FormattableString.Invariant($"give {LeastBin} to 50 cm⁻¹"));
        Require(
            MaximumEnergy >= 10 * BinWidth && MaximumEnergy <= 1e5,
            "maximum energy",
            MaximumEnergy,
            "give at least ten bins and at most 100000 cm⁻¹");
        Require(MinimumEnergy is <= 0 and >= -1e5, "minimum energy", MinimumEnergy, "give 0, or less for energy gain, cm⁻¹");
        Require(
            (MaximumEnergy - MinimumEnergy) / BinWidth <= MostBins,
            "bin width",
            BinWidth,
            FormattableString.Invariant($"the range would have {(MaximumEnergy - MinimumEnergy) / BinWidth:G3} bins; give wider ones, so that they are at most {MostBins}"));
        Require(
            LowestEnergy >= 0 && LowestEnergy < MaximumEnergy,
            "lowest energy",
            LowestEnergy,
            "give 0 for the automatic choice, or an energy below the maximum, cm⁻¹");
        Require(Directions is >= 12 and <= 1_000_000, "directions", Directions, "give 12 to 1000000");
        Require(Orders is >= 1 and <= 30, "orders", Orders, "give 1 to 30");
        Require(Accuracy is >= 1e-12 and <= 1e-2, "accuracy", Accuracy, "give 1e-12 to 1e-2");
    }

    static void Require(bool condition, string setting, double value, string remedy)
    {
        if (!condition)
        {
            throw new InsInputException(setting, null, FormattableString.Invariant($"{value} is out of range"), remedy);
        }
    }
}
