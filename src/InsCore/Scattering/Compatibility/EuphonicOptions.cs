using InsCore.Phonons;
using InsCore.Scattering.Coherent;

namespace InsCore.Scattering.Compatibility;

/// <summary>Settings of Euphonic's programs for densities of states and maps; the defaults are theirs.</summary>
public sealed record EuphonicOptions
{
    /// <summary>What modes count with.</summary>
    public EuphonicWeighting Weighting { get; init; } = EuphonicWeighting.Dos;

    /// <summary>Temperature of Bose and Debye–Waller factors of the structure factor, K; null leaves both out.</summary>
    public double? Temperature { get; init; }

    /// <summary>Directions of a powder average.</summary>
    public SphereSampling Sampling { get; init; } = SphereSampling.Golden;

    /// <summary>Directions at each |Q|.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Directions at each |Q| for each Å⁻² of Q², between <see cref="LeastPoints"/> and <see cref="MostPoints"/>; null for <see cref="Points"/>.</summary>
    public double? PointDensity { get; init; }

    /// <summary>Least number of directions where a density is given.</summary>
    public int LeastPoints { get; init; } = 100;

    /// <summary>Largest number of directions where a density is given.</summary>
    public int MostPoints { get; init; } = 10000;

    /// <summary>Seed of the movement of each direction within its cell; null for none. Euphonic draws other numbers each time.</summary>
    public int? Jitter { get; init; }

    /// <summary>Number of bins in energy.</summary>
    public int EnergyBins { get; init; } = 200;

    /// <summary>Lower edge of the first bin, cm⁻¹; null for 0, or the lowest imaginary mode.</summary>
    public double? MinimumEnergy { get; init; }

    /// <summary>Upper edge of the last bin, cm⁻¹; null for 5 % above the highest mode; of a powder, 20 % above the highest at ½ ½ ½.</summary>
    public double? MaximumEnergy { get; init; }

    /// <summary>Lower edge of the first bin in |Q|, Å⁻¹.</summary>
    public double QMinimum { get; init; }

    /// <summary>Upper edge of the last bin in |Q|, Å⁻¹.</summary>
    public double QMaximum { get; init; } = 3;

    /// <summary>Largest width of a bin in |Q|, or step along a path, Å⁻¹.</summary>
    public double QSpacing { get; init; } = 0.025;

    /// <summary>Full width at half maximum along the energy, cm⁻¹: one number, or a polynomial in the energy; empty for none.</summary>
    public IReadOnlyList<double> EnergyBroadening { get; init; } = [];

    /// <summary>Full width at half maximum along |Q|, Å⁻¹; 0 for none.</summary>
    public double QBroadening { get; init; }

    /// <summary>Shape of the lines.</summary>
    public LineShape Shape { get; init; }

    /// <summary>True to give each mode of a density of states a width by its gradient.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>Factor on the adaptive widths.</summary>
    public double AdaptiveScale { get; init; } = 1;

    /// <summary>True to let the dipole–dipole interaction take part in the gradients; Euphonic leaves its change out.</summary>
    public bool HasDipoleSlopes { get; init; }

    /// <summary>True to mix few kernels in place of a Gaussian for each mode.</summary>
    public bool IsAdaptiveFast { get; init; }

    /// <summary>Error allowed where kernels are mixed, adaptive or polynomial.</summary>
    public double WidthError { get; init; } = EuphonicBroadening.DefaultError;

    /// <summary>How the spacing of the kernels follows from the error.</summary>
    public EuphonicWidthFit WidthFit { get; init; } = EuphonicWidthFit.ChebyLog;

    /// <summary>Incident energy of direct geometry, cm⁻¹, that masks a map; null for none.</summary>
    public double? IncidentEnergy { get; init; }

    /// <summary>Final energy of indirect geometry, cm⁻¹, that masks a map; null for none.</summary>
    public double? FinalEnergy { get; init; }

    /// <summary>Where detectors stand around the sample, from and to, degrees.</summary>
    public (double From, double To) Angles { get; init; } = (0, 180);

    /// <summary>Threads; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>The cross section of a weighted density of states; null for the bare one, or the structure factor.</summary>
    internal Weighting? CrossSection => Weighting switch
    {
        EuphonicWeighting.CoherentDos => Scattering.Weighting.Coherent,
        EuphonicWeighting.IncoherentDos => Scattering.Weighting.Incoherent,
        EuphonicWeighting.CoherentPlusIncoherentDos => Scattering.Weighting.Total,
        _ => null,
    };

    /// <summary>Number of bins in |Q|.</summary>
    internal int QBins => Math.Max(1, (int)Math.Ceiling(((QMaximum - QMinimum) / QSpacing) - 1e-9));

    /// <summary>Refuses settings that make no sense.</summary>
    /// <exception cref="InsInputException">A setting is out of range.</exception>
    internal void Check()
    {
        Require(Temperature is null or (>= 0 and <= 5000), "--temperature", "must be between 0 and 5000 K", "leave it out for no temperature");
        Require(Points is >= 6 and <= 1_000_000, "--npts", "must be 6 to 1000000 directions", "write e.g. 1000");
        Require(PointDensity is null or (> 0 and <= 1e6), "--npts-density", "must be a positive number of directions for each Å⁻²", "write e.g. 1000");
        Require(LeastPoints >= 6 && MostPoints >= LeastPoints && MostPoints <= 1_000_000, "--npts-min", "must be at least 6, and --npts-max not less", "write e.g. 100");
        Require(EnergyBins is >= 10 and <= 100_000, "--ebins", "must be 10 to 100000", "write e.g. 200");
        Require(QMinimum >= 0 && QMaximum > QMinimum && QMaximum <= 100, "--q-max", "must be above --q-min, and at most 100 1/Å", "write e.g. 3");
        Require(QSpacing > 0 && QBins is >= 2 and <= 5000, "--q-spacing", "must give 2 to 5000 bins", "write e.g. 0.025");
        Require(EnergyBroadening.All(double.IsFinite) && EnergyBroadening is not [< 0], "--energy-broadening", "must not be negative", "write a full width, or coefficients of a polynomial in the energy");
        Require(EnergyBroadening.Count <= 1 || Shape == LineShape.Gaussian, "--shape", "is gauss where widths follow a polynomial", "leave out --shape");
        Require(QBroadening is >= 0 and < 100, "--q-broadening", "must not be negative", "write e.g. 0.05");
        Require(AdaptiveScale is > 0 and < 1e3, "--adaptive-scale", "must be positive", "write e.g. 1");
        Require(IncidentEnergy is null or (> 0 and < 1e6), "--e-i", "must be positive", "write e.g. \"60 meV\"");
        Require(FinalEnergy is null or (> 0 and < 1e6), "--e-f", "must be positive", "write e.g. \"32 cm-1\"");
        Require(IncidentEnergy is null || FinalEnergy is null, "--e-i", "fixes the incident energy where --e-f fixes the final one", "give one of them");
        Require(Angles.From <= Angles.To && Angles.To - Angles.From <= 360 && Math.Abs(Angles.From) <= 720, "--angle-range", "must rise, by a turn at most", "write e.g. \"3 140\"");
    }

    static void Require(bool holds, string flag, string problem, string remedy)
    {
        if (!holds)
        {
            throw new InsInputException(flag, null, problem, remedy);
        }
    }
}
