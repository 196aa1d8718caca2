namespace InsCore.Phonons.Tracking;

/// <summary>What the force constants between two kinds of atoms contribute to the shift of a mode.</summary>
/// <remarks>
/// -w1ᴴ ΔΦ w0 with w = u_i - u_j the relative displacement in the mode: nothing where both move alike. ΔΦ is the symmetric part of the 3 × 3
/// block; what is left is of three and more atoms and belongs to no pair.
/// </remarks>
/// <param name="First">Name of one atom: element and number among those not equivalent by symmetry, e.g. C2.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="IsIntramolecular">True for atoms of one molecule.</param>
/// <param name="IsBonded">True for a bond of that molecule.</param>
/// <param name="Distance">Å, at the first pressure; of the nearest images where they belong to different molecules.</param>
/// <param name="DistanceAfter">The same at the last pressure.</param>
/// <param name="Shift">cm⁻¹, all equivalent pairs together.</param>
public sealed record PairContribution(string First, string Second, bool IsIntramolecular, bool IsBonded, double Distance, double DistanceAfter, double Shift)
{
    /// <summary>A bond or any other pair in words, e.g. C2–I1 or I1···S1 3.71 Å.</summary>
    public override string ToString() =>
        IsBonded ? $"{First}–{Second}" : FormattableString.Invariant($"{First}···{Second} {Distance:F2} Å");
}
