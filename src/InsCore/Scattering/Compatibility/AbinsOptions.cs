namespace InsCore.Scattering.Compatibility;

/// <summary>Settings of the AbINS-compatible calculation. Every peculiarity of AbINS is an option that has AbINS' value by default.</summary>
public sealed record AbinsOptions
{
    /// <summary>Temperature, K.</summary>
    public double Temperature { get; init; } = 10;

    /// <summary>Instrument, by name; tosca-abins has the final energy of 32 cm⁻¹ that AbINS gives TOSCA.</summary>
    public string Instrument { get; init; } = "tosca-abins";

    /// <summary>Incident energies of direct geometry, meV, a bank each; empty for the usual one.</summary>
    public IReadOnlyList<double> IncidentEnergies { get; init; } = [];

    /// <summary>Frequencies of the choppers, Hz; empty for the usual ones.</summary>
    public IReadOnlyList<double> Frequencies { get; init; } = [];

    /// <summary>Resolution model, by name; null for the instrument's own.</summary>
    public string? Resolution { get; init; }

    /// <summary>Highest energy transfer, cm⁻¹.</summary>
    public double MaximumEnergy { get; init; } = 4100;

    /// <summary>Width of the bins, cm⁻¹; the first one begins at zero.</summary>
    public double BinWidth { get; init; } = 1;

    /// <summary>Highest order, 1 to 10.</summary>
    public int Orders { get; init; } = 10;

    /// <summary>Orders computed mode by mode, 1 or 2; those above are convolutions with the first.</summary>
    public int AnalyticOrders { get; init; } = 2;

    /// <summary>Cross section that multiplies each atom.</summary>
    public Weighting Weighting { get; init; } = Weighting.Incoherent;

    /// <summary>Powder average of order 1.</summary>
    public AbinsPowderAverage Fundamentals { get; init; } = AbinsPowderAverage.AlmostIsotropic;

    /// <summary>Energy at or below which modes are left out, at every wave vector, cm⁻¹.</summary>
    public double LowestEnergy { get; init; } = 10;

    /// <summary>Value that elements of the zero-point tensors smaller than it are replaced by, Å².</summary>
    public double TensorFloor { get; init; } = 1e-14;

    /// <summary>True to use in order 1 the displacement tensor of the mode's own wave vector; false for that of the zone.</summary>
    public bool OwnWaveVector { get; init; } = true;

    /// <summary>True to average displacement tensors over the symmetry of the sites, which a mesh reduced by symmetry needs; AbINS does not.</summary>
    public bool Symmetrise { get; init; }

    /// <summary>True to pair modes in order 2 at the same wave vector only; false for all pairs, by tensor histograms.</summary>
    public bool OwnPairs { get; init; } = true;

    /// <summary>True to count an overtone, a mode paired with itself, half.</summary>
    public bool HalfOvertones { get; init; } = true;

    /// <summary>One-phonon intensity at Q = 1 Å⁻¹ at or below which a mode takes no part in order 2 when higher orders follow.</summary>
    public double PruningThreshold { get; init; } = 1e-7;

    /// <summary>Bins of the convolutions in each bin of the result.</summary>
    public int FineBins { get; init; } = 10;

    /// <summary>True to convolve histograms by their lower edges, which moves each further order down by half a fine bin.</summary>
    public bool DropHalfBins { get; init; } = true;

    /// <summary>How the resolution is applied.</summary>
    public AbinsBroadeningScheme Broadening { get; init; } = AbinsBroadeningScheme.Interpolate;

    /// <summary>Bins in energy of a map, from 0 to the incident energy; null for AbINS' 500, or 1000 without an instrument.</summary>
    public int? EnergyBins { get; init; }

    /// <summary>Bins in |Q| of a map; null for AbINS' 100, or 200 without an instrument.</summary>
    public int? QBins { get; init; }

    /// <summary>Where a map ends in |Q|, Å⁻¹; null for what detectors see and 5 % beyond, or 20 without an instrument.</summary>
    public double? QMaximum { get; init; }

    /// <summary>What of a map is left out because no detector sees it.</summary>
    public AbinsMask Mask { get; init; } = AbinsMask.Centres;

    /// <summary>Threads; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>The least number of modes that pruning leaves.</summary>
    internal const int KeptModes = 2;

    /// <summary>Refuses settings that make no sense.</summary>
    internal void Check()
    {
        Require(Temperature >= 0 && double.IsFinite(Temperature), "temperature", Temperature, "give 0 K or more");
        Require(BinWidth > 0 && BinWidth <= 50, "bin width", BinWidth, "give more than 0 and at most 50 cm⁻¹");
        Require(MaximumEnergy >= 10 * BinWidth && MaximumEnergy <= 1e5, "maximum energy", MaximumEnergy, "give at least ten bins and at most 100000 cm⁻¹");
        Require(MaximumEnergy / BinWidth * FineBins <= 1 << 22, "bin width", BinWidth, "choose wider bins or a lower maximum energy");
        Require(Orders is >= 1 and <= 10, "orders", Orders, "AbINS knows orders 1 to 10");
        Require(AnalyticOrders is 1 or 2, "analytic orders", AnalyticOrders, "give 1 or 2");
        Require(FineBins is >= 1 and <= 100, "fine bins", FineBins, "give 1 to 100");
        Require(EnergyBins is null or (>= 10 and <= 20_000), "energy bins", EnergyBins ?? 0, "give 10 to 20000");
        Require(QBins is null or (>= 2 and <= 5000), "Q bins", QBins ?? 0, "give 2 to 5000");
        Require(QMaximum is null or (> 0 and <= 100), "maximum Q", QMaximum ?? 0, "give up to 100 1/Å");
        Require(LowestEnergy >= 0, "lowest energy", LowestEnergy, "give 0 or more, cm⁻¹");
    }

    static void Require(bool condition, string setting, double value, string remedy)
    {
        if (!condition)
        {
            throw new InsInputException(setting, null, FormattableString.Invariant($"{value} is out of range"), remedy);
        }
    }
}
