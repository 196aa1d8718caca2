namespace InsCore.Benchmarks;

/// <summary>Size and kind of a two-layer MACE model, l_max 3 and correlation 3, as published.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Degree">Highest l of the features between the layers.</param>
/// <param name="Cutoff">Å.</param>
/// <param name="RadialFunctions">Bessel functions.</param>
/// <param name="IsMaterial">Density blocks, Agnesi transform and ZBL repulsion (MP-0b3, MPA-0, OMAT-0) instead of plain blocks (OFF23).</param>
public sealed record MaceSize(string Name, int Channels, int Degree, double Cutoff, int RadialFunctions, bool IsMaterial)
{
    /// <summary>MACE-OFF23 small.</summary>
    public static MaceSize Off23Small { get; } = new("OFF23-small", 96, 0, 4.5, 8, false);

    /// <summary>MACE-OFF23 medium.</summary>
    public static MaceSize Off23Medium { get; } = new("OFF23-medium", 128, 1, 5, 8, false);

    /// <summary>MACE-MPA-0 and OMAT-0 medium.</summary>
    public static MaceSize MpMedium { get; } = new("MP-medium", 128, 1, 6, 10, true);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
