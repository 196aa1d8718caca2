using InsCore.Phonons;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>What `inscore bands` and `inscore dos` are asked for beyond the structure and the potential.</summary>
public sealed record DispersionOptions
{
    /// <summary>Divisions of the mesh of exact matrices that is interpolated; null for exact matrices at every wave vector.</summary>
    public IReadOnlyList<int>? Interpolate { get; init; }

    /// <summary>The path; null for the standard path of the lattice.</summary>
    public string? Path { get; init; }

    /// <summary>Largest step along the path, Å⁻¹ with 2π.</summary>
    public double Step { get; init; } = 0.02;

    /// <summary>True to follow branches through crossings.</summary>
    public bool Connect { get; init; }

    /// <summary>True to keep the eigenvectors of bands and write them for Euphonic.</summary>
    public bool Eigenvectors { get; init; }

    /// <summary>Unit of figures and tables.</summary>
    public EnergyUnit Unit { get; init; } = EnergyUnit.Wavenumber;

    /// <summary>Width of the bins of the density, in the unit; null for 1 cm⁻¹ or 0.1 meV.</summary>
    public double? Bin { get; init; }

    /// <summary>Full width at half maximum of the lines of the density: c0, c1, … of a polynomial in the energy, in the unit; null for 10 cm⁻¹ or 1.25 meV.</summary>
    public IReadOnlyList<double>? Width { get; init; }

    /// <summary>True to give each mode a width by its slope, in place of <see cref="Width"/>.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>The widths that hold, null where they are adaptive.</summary>
    /// <remarks>The usual ones are what a molecular crystal needs on a coarse mesh.</remarks>
    internal IReadOnlyList<double>? Widths => IsAdaptive ? null : Width ?? [Unit == EnergyUnit.Millielectronvolt ? 1.25 : 10 / Unit.Wavenumbers];

    /// <summary>Line shape of the density.</summary>
    public LineShape Shape { get; init; }

    /// <summary>How a file with force constants is read.</summary>
    public PhononInputOptions Reading { get; init; } = new();
}
