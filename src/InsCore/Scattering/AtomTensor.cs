namespace InsCore.Scattering;

/// <summary>
/// The two-sided spectral tensor G_ij(ω) of one atom, Å² per energy, held as sticks: everything that scattering needs to know of its motion.
/// </summary>
/// <remarks>
/// G(ω) = Σ_k B0_k [ (n_k + 1) δ(ω - E_k) + n_k δ(ω + E_k) ]; B0_k includes the weight of the wave vector. The average over symmetry
/// and time reversal is done: tensors are real and symmetric. A = ∫ G dω = Σ_k (2 n_k + 1) B0_k.
/// </remarks>
public sealed class AtomTensor
{
    /// <summary>Makes the tensor of an atom.</summary>
    /// <param name="atom">Index of the atom in the cell.</param>
    /// <param name="multiplicity">Atoms equal to this one by symmetry, itself included.</param>
    /// <param name="atomicNumber">1 to 118.</param>
    /// <param name="mass">u.</param>
    /// <param name="energies">[nSticks], E &gt; 0, eV; may be shared by several atoms.</param>
    /// <param name="amplitudes">[nSticks], B0, Å².</param>
    public AtomTensor(int atom, int multiplicity, int atomicNumber, double mass, double[] energies, SymmetricTensor[] amplitudes)
    {
        if (energies.Length != amplitudes.Length || Array.Exists(energies, e => !(e > 0)))
        {
            throw new ArgumentException("one tensor is needed for each energy, and energies must be positive", nameof(energies));
        }

        Atom = atom;
        Multiplicity = multiplicity;
        AtomicNumber = atomicNumber;
        Mass = mass;
        Energies = energies;
        Amplitudes = amplitudes;
    }

    /// <summary>Index of the atom in the cell.</summary>
    public int Atom { get; }

    /// <summary>Atoms equal to this one by symmetry, itself included.</summary>
    public int Multiplicity { get; }

    /// <summary>Atomic number.</summary>
    public int AtomicNumber { get; }

    /// <summary>Mass, u.</summary>
    public double Mass { get; }

    /// <summary>Energies of the sticks, [nSticks], eV, positive.</summary>
    public double[] Energies { get; }

    /// <summary>Tensors B0 of the sticks without thermal factor, [nSticks], Å².</summary>
    public SymmetricTensor[] Amplitudes { get; }

    /// <summary>The displacement tensor ⟨u uᵀ⟩, Å².</summary>
    /// <param name="temperature">K.</param>
    public SymmetricTensor Displacement(double temperature)
    {
        SymmetricTensor sum = default;
        for (int k = 0; k < Energies.Length; k++)
        {
            sum += BoseEinstein.Coth(Energies[k], temperature) * Amplitudes[k];
        }

        return sum;
    }

    /// <summary>First moment ∫ ω G dω = Σ_k E_k B0_k, eV Å²; ħ²/2M times the unit tensor if no mode is missing.</summary>
    public SymmetricTensor FirstMoment()
    {
        SymmetricTensor sum = default;
        for (int k = 0; k < Energies.Length; k++)
        {
            sum += Energies[k] * Amplitudes[k];
        }

        return sum;
    }
}
