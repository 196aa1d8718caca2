namespace InsCore.Scattering;

/// <summary>How a stick is shared between the two bins around it.</summary>
/// <remarks>
/// A stick at E between the bins j h and (j+1) h is shared as B0_j, B0_j+1, each with the thermal factors n(jh) + 1 and n(jh)
/// of its own bin, so that S(-ω) = S(ω) exp(-ω/kT) holds exactly on the grid for all orders. The two shares are fixed by two
/// conditions: Σ_j jh B0_j = E B0 (the recoil) and Σ_j coth(jh/2kT) B0_j = coth(E/2kT) B0 (the displacement tensor). Because coth(E)/E falls
/// with E the shares are never negative. Below the first bin the remainder goes to ω = 0, where it adds to A alone. What is left is
/// a displacement of intensity by less than one bin, with the centre of gravity unchanged.
/// </remarks>
internal static class StickShares
{
    /// <summary>The shares of the lower and the upper bin.</summary>
    /// <param name="place">E/h.</param>
    /// <param name="bin">j, the lower bin.</param>
    /// <param name="spacing">h, eV.</param>
    /// <param name="temperature">K.</param>
    public static (double Low, double High) Between(double place, int bin, double spacing, double temperature)
    {
        double own = BoseEinstein.Coth(place * spacing, temperature);
        double above = BoseEinstein.Coth((bin + 1) * spacing, temperature);
        if (bin == 0)
        {
            return (own - (place * above), place);
        }

        double below = BoseEinstein.Coth(bin * spacing, temperature);
        double determinant = (bin * above) - ((bin + 1) * below);
        return (((place * above) - ((bin + 1) * own)) / determinant, ((bin * own) - (place * below)) / determinant);
    }
}
