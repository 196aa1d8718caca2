namespace InsCore.Scattering.Instruments;

/// <summary>A resolution model of an instrument file.</summary>
/// <param name="Name">As the user types it.</param>
/// <param name="Kind">What gives the width.</param>
/// <param name="Factor">Multiplies the width: measured widths are often larger than calculated.</param>
/// <param name="Polynomial">For <see cref="WidthKind.Polynomial"/>.</param>
internal sealed record WidthModel(string Name, WidthKind Kind, double Factor, PolynomialWidth? Polynomial);

/// <summary>What gives a width.</summary>
internal enum WidthKind
{
    /// <summary>Polynomials in the energies.</summary>
    Polynomial,

    /// <summary>Paths and angles of the analysers.</summary>
    Analyser,

    /// <summary>Moderator, choppers and paths.</summary>
    Chopper,

    /// <summary>A polynomial through the widths of the choppers.</summary>
    ChopperFit,
}
