using InsCore.Dynamics;

namespace InsCore.Studies;

/// <summary>Settings of the molecular dynamics of a study.</summary>
public sealed record DynamicsSettings
{
    /// <summary>Ensemble, temperature, times; the pressure is that of the study.</summary>
    public DynamicsOptions Run { get; init; } = new();

    /// <summary>Divisions of the supercell that moves.</summary>
    public IReadOnlyList<int> Cells { get; init; } = [1, 1, 1];

    /// <summary>Trajectories at each pressure; their seeds follow that of <see cref="Run"/>.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Arithmetic of the forces, "float32" or "float64"; null for that of the study.</summary>
    public string? Precision { get; init; }
}
