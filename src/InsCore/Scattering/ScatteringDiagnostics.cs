namespace InsCore.Scattering;

/// <summary>Measured facts that belong beside every spectrum.</summary>
public sealed record ScatteringDiagnostics
{
    /// <summary>Which modes took part.</summary>
    public required ModeCensus Census { get; init; }

    /// <summary>Largest residuals of the three exact laws over all species and Q² nodes, before resolution.</summary>
    public required LawResiduals Laws { get; init; }

    /// <summary>Share of the recoil ħ²Q²/2M that the modes carry, smallest over the atoms; below 1 if modes were left out.</summary>
    public required double RecoilCompleteness { get; init; }

    /// <summary>Largest difference from a calculation with more directions and other Q², relative to the maximum of S of the species.</summary>
    public required double AchievedAccuracy { get; init; }

    /// <summary>Grids used, one for each species.</summary>
    public required IReadOnlyList<SpeciesNumerics> Numerics { get; init; }

    /// <summary>What the almost-isotropic approximation would have given, at a few energies of the backward bank.</summary>
    public required IReadOnlyList<AlmostIsotropicError> AlmostIsotropic { get; init; }

    /// <summary>Share of orders 2 and higher in regions of the mean of all banks, or of each incident energy.</summary>
    public required IReadOnlyList<MultiphononShare> Multiphonon { get; init; }

    /// <summary>Measured error of the coherent part, relative to its maximum at a |Q|; null without one.</summary>
    public double? CoherentAccuracy { get; init; }

    /// <summary>Everything that the reader of the spectrum must know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>Numerical settings chosen for one species.</summary>
/// <param name="Label">Species.</param>
/// <param name="Atoms">Atoms in the cell.</param>
/// <param name="InequivalentAtoms">Atoms computed.</param>
/// <param name="GridLength">Bins of the two-sided energy grid.</param>
/// <param name="Nodes">Nodes in Q².</param>
/// <param name="Directions">Largest number of directions.</param>
public sealed record SpeciesNumerics(string Label, int Atoms, int InequivalentAtoms, int GridLength, int Nodes, int Directions);

/// <summary>Ratio of the almost-isotropic approximation to the exact one-phonon intensity of the modes near an energy.</summary>
/// <param name="Energy">cm⁻¹.</param>
/// <param name="QSquared">Q² there, Å⁻².</param>
/// <param name="Estimate">exp(-Q⁴ κ₂/2), averaged over the modes with their intensities.</param>
/// <param name="Actual">The ratio itself.</param>
public sealed record AlmostIsotropicError(double Energy, double QSquared, double Estimate, double Actual);

/// <summary>Share of multi-phonon scattering in a region.</summary>
/// <param name="Bank">all, or an incident energy.</param>
/// <param name="From">cm⁻¹; where the spectrum begins, if that is in the region.</param>
/// <param name="To">cm⁻¹; where the spectrum ends, if that is in the region.</param>
/// <param name="Share">Orders 2 and higher over all orders; null where the region holds less than <see cref="Spectra.SpectrumRegion.LeastShare"/> of the spectrum.</param>
public sealed record MultiphononShare(string Bank, double From, double To, double? Share);
