namespace InsCore.Scattering.Instruments;

/// <summary>A rotating package of curved slits: how long it is open for neutrons of one energy.</summary>
/// <param name="Slit">Width of a slit, m.</param>
/// <param name="Radius">Of the package, m.</param>
/// <param name="Curvature">Radius of curvature of the slits, m.</param>
internal sealed record FermiChopper(double Slit, double Radius, double Curvature)
{
    /// <summary>From this γ on no neutron passes.</summary>
    public const double Closed = 4;

    /// <summary>γ = (2R²/p) |1/ρ - 2Ω/v|: how far neutrons miss the curved slit, 0 for the energy it is made for.</summary>
    /// <param name="energy">Neutron energy, meV.</param>
    /// <param name="frequency">Hz.</param>
    public double Mismatch(double energy, double frequency) =>
        2 * Radius * Radius / Slit * Math.Abs((1 / Curvature) - (4 * Math.PI * frequency / NeutronTime.RoundedSpeed(energy)));

    /// <summary>Full width at half maximum of the burst, squared, s²; NaN if nothing passes.</summary>
    /// <remarks>C. J. Carlile, A. D. Taylor and W. G. Williams, RAL-85-052; T. G. Perring, ICANS XII (1993).</remarks>
    /// <param name="energy">Neutron energy, meV.</param>
    /// <param name="frequency">Hz.</param>
    public double WidthSquared(double energy, double frequency)
    {
        double gamma = Mismatch(energy, frequency), root = Math.Sqrt(gamma);
        double shape = gamma switch
        {
            >= Closed or double.NaN => double.NaN,
            <= 1 => (1 - (gamma * gamma * gamma * gamma / 10)) / (1 - (gamma * gamma / 6)),
            _ => 0.6 * gamma * (root - 2) * (root - 2) * (root + 8) / (root + 4),
        };
        double time = Slit / (4 * Math.PI * frequency * Radius);
        return time * time / 6 * shape * NeutronTime.WidthSquaredOverVariance;
    }
}
