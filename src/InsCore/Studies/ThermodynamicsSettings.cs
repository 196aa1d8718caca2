namespace InsCore.Studies;

/// <summary>What thermodynamics a study computes.</summary>
public sealed record ThermodynamicsSettings
{
    /// <summary>Temperatures of tables and figures, K.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [.. Enumerable.Range(0, 31).Select(i => 10.0 * i)];

    /// <summary>True for volumes at temperature and pressure, from phonons at four volumes or more.</summary>
    public bool QuasiHarmonic { get; init; }

    /// <summary>Temperatures of spectra in the cell that the quasi-harmonic approximation gives, K.</summary>
    public IReadOnlyList<double> Spectra { get; init; } = [];

    /// <summary>Temperatures of displacement tensors written as CIF, K.</summary>
    public IReadOnlyList<double> Displacements { get; init; } = [];
}
