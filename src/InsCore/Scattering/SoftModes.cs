namespace InsCore.Scattering;

/// <summary>Finds modes so soft that their harmonic displacement means nothing.</summary>
/// <remarks>
/// ⟨u²⟩ of a mode grows as coth(E/2kT)/E without bound, while no potential is harmonic over the distance between atoms. Crystals melt near
/// ⟨u²⟩ = 0.1 to 0.3 Å² (Lindemann), so that a whole Å² is reached only where the structure is no minimum or the potential is poor.
/// </remarks>
internal static class SoftModes
{
    /// <summary>Largest mean square displacement along any direction that is taken for physical, Å².</summary>
    public const double LargestDisplacement = 1;

    // Members of a degenerate set differ by rounding, and leave together.
    const double Degenerate = 1 + 1e-6;

    /// <summary>The energy up to which modes have to be left out, eV; 0 if none.</summary>
    /// <param name="atoms">Tensors of all modes.</param>
    /// <param name="temperature">K.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <remarks>Modes are added from the highest down until a displacement tensor has an eigenvalue above the bound.</remarks>
    public static double Limit(IReadOnlyList<AtomTensor> atoms, double temperature, CancellationToken cancellation)
    {
        double limit = 0;
        foreach (AtomTensor atom in atoms.Where(a => Largest(a.Displacement(temperature)) > LargestDisplacement))
        {
            int[] descending = [.. Enumerable.Range(0, atom.Energies.Length).OrderByDescending(k => atom.Energies[k])];
            SymmetricTensor sum = default;
            foreach (int k in descending)
            {
                cancellation.ThrowIfCancellationRequested();
                sum += BoseEinstein.Coth(atom.Energies[k], temperature) * atom.Amplitudes[k];
                if (sum.Trace > LargestDisplacement && Largest(sum) > LargestDisplacement)
                {
                    limit = Math.Max(limit, atom.Energies[k] * Degenerate);
                    break;
                }
            }
        }

        return limit;
    }

    /// <summary>Largest mean square displacement of any atom along any direction, Å².</summary>
    public static double Largest(IEnumerable<AtomTensor> atoms, double temperature) => atoms.Max(a => Largest(a.Displacement(temperature)));

    static double Largest(SymmetricTensor displacement) => displacement.Eigen().Values.Z;
}
