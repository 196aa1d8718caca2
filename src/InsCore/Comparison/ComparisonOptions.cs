namespace InsCore.Comparison;

/// <summary>How a computed spectrum is compared with a measured one.</summary>
public sealed record ComparisonOptions
{
    /// <summary>File of the measured spectrum.</summary>
    public string Experiment { get; init; } = "";

    /// <summary>What that file does not say of itself.</summary>
    public MeasuredFileOptions File { get; init; } = new();

    /// <summary>In a study: the pressure of the measurement, GPa; null for the first of the study.</summary>
    public double? Pressure { get; init; }

    /// <summary>Bank of the computed spectrum; "all" for the mean of all.</summary>
    public string Bank { get; init; } = "all";

    /// <summary>Ends of the regions that get a scale of their own, cm⁻¹, ascending; empty for one region of all that both spectra cover.</summary>
    public IReadOnlyList<double> Regions { get; init; } = [];

    /// <summary>What may lie under the measured spectrum.</summary>
    public Background Background { get; init; } = Background.None;

    /// <summary>Smallest prominence of a peak, relative to the span of its spectrum.</summary>
    public double Prominence { get; init; } = 0.02;

    /// <summary>Smallest prominence of a measured peak, in standard deviations of its noise.</summary>
    public double Significance { get; init; } = 5;

    /// <summary>Largest difference of the positions of one peak, cm⁻¹; at energies where 5 % is more, that.</summary>
    public double Tolerance { get; init; } = 25;

    /// <summary>Largest difference of positions at an energy, cm⁻¹.</summary>
    public double ToleranceAt(double energy) => Math.Max(Tolerance, RelativeTolerance * energy);

    // Errors of potentials grow with the energy.
    const double RelativeTolerance = 0.05;

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="InsInputException">One is.</exception>
    public void Check()
    {
        string? problem = Regions.Count == 1 ? "regions need two ends at least"
            : Regions.Zip(Regions.Skip(1)).Any(p => !(p.Second > p.First)) ? "the ends of regions must ascend"
            : Prominence is not (> 0 and < 1) ? "the prominence must be between 0 and 1"
            : Significance is not (>= 0 and <= 1000) ? "the significance must be 0 to 1000 standard deviations"
            : Tolerance is not (> 0 and <= 1000) ? "the tolerance must be 0 to 1000 cm⁻¹"
            : File.Spectrum < 1 ? "spectra are counted from 1"
            : null;
        if (problem is not null)
        {
            throw new InsInputException("compare", null, problem, "see docs/compare.md");
        }
    }
}
