using InsCore.Dynamics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Spectral tensors of the velocities of molecular dynamics, with the harmonic quantum correction.</summary>
/// <remarks>
/// A classical oscillator of energy E has ⟨v vᵀ⟩ = kT/M e eᵀ, a quantum one B0 = ħ²/(2 M E) e eᵀ; so B0(E) dE = ħ² P(E) dE/(2 E kT), exact for harmonic
/// motion, with the occupation n(E) of the temperature that the scattering is wanted for. The first moment ∫ E B0 dE = ħ²/2M holds as M tr∫ P dE = 3 kT does.
/// </remarks>
internal static class VelocityTensors
{
    /// <summary>Name of the quantum correction, for reports.</summary>
    public const string Correction = "harmonic quantum correction (each frequency gets the occupation of a quantum oscillator)";

    // Bins of Hann's window, in units of the inverse length of a piece: below, a line at zero is not told from a vibration.
    const double LowestBins = 2;

    // Share of the kinetic energy above the highest energy that is kept: noise and the feet of lines.
    const double HighestShare = 1e-4;

    /// <summary>Builds the tensors of a cell.</summary>
    /// <param name="velocities">Of the atoms that moved: one cell or several.</param>
    /// <param name="unit">The cell that the spectrum is of.</param>
    /// <param name="unitAtoms">[atoms that moved], which atom of the cell each is.</param>
    /// <param name="group">The space group of the cell, over which is averaged.</param>
    /// <param name="kinetic">Temperature of the velocities, K.</param>
    /// <param name="temperature">T of the scattering, K.</param>
    /// <exception cref="InsInputException">The trajectory is too short for a spectrum.</exception>
    public static SpectralTensors Build(
        VelocitySpectrum velocities, Crystal unit, IReadOnlyList<int> unitAtoms, SpaceGroup group, double kinetic, double temperature)
    {
        if (!velocities.IsUsable)
        {
            throw new InsInputException("molecular dynamics", null, "the trajectory is too short for a spectrum", "run longer (--time)");
        }

        (int first, int last) = Range(velocities);
        double[] energies = [.. Enumerable.Range(first, last - first + 1).Select(velocities.Energy)];
        double factor = Constants.ReducedPlanck * Constants.ReducedPlanck / (2 * Constants.Boltzmann * kinetic);
        SymmetricTensor[][] own = Sum(velocities, unit.AtomCount, unitAtoms, first, energies.Length);
        SiteSymmetry symmetry = SiteSymmetry.Of(group, unit);
        double copies = (double)velocities.Crystal.AtomCount / unit.AtomCount;
        List<AtomTensor> atoms = [];
        foreach ((int atom, int multiplicity) in symmetry.InequivalentAtoms())
        {
            (int Source, Matrix3d Rotation)[] arriving = [.. symmetry.Arriving(atom)];
            SymmetricTensor[] amplitudes = new SymmetricTensor[energies.Length];
            for (int k = 0; k < energies.Length; k++)
            {
                double scale = factor / (energies[k] * arriving.Length * copies);
                foreach ((int source, Matrix3d rotation) in arriving)
                {
                    amplitudes[k] += scale * own[source][k].Rotate(rotation);
                }
            }

            atoms.Add(new AtomTensor(atom, multiplicity, unit.AtomicNumbers[atom], unit.Masses[atom], energies, amplitudes));
        }

        return new SpectralTensors(temperature, atoms, Census(velocities.Crystal, (int)Math.Round(copies), energies[0]));
    }

    // [atom of the cell][bin], summed over the copies.
    static SymmetricTensor[][] Sum(VelocitySpectrum velocities, int unitCount, IReadOnlyList<int> unitAtoms, int first, int count)
    {
        SymmetricTensor[][] sums = [.. Enumerable.Range(0, unitCount).Select(_ => new SymmetricTensor[count])];
        for (int atom = 0; atom < unitAtoms.Count; atom++)
        {
            for (int k = 0; k < count; k++)
            {
                sums[unitAtoms[atom]][k] += Tensor(velocities, atom, first + k);
            }
        }

        return sums;
    }

    static SymmetricTensor Tensor(VelocitySpectrum velocities, int atom, int bin)
    {
        Span<double> t = stackalloc double[6];
        velocities.Weight(atom, bin, t);
        return new(t[0], t[1], t[2], t[3], t[4], t[5]);
    }

    static (int First, int Last) Range(VelocitySpectrum velocities)
    {
        double[] kinetic = new double[velocities.BinCount];
        for (int bin = 0; bin < kinetic.Length; bin++)
        {
            for (int atom = 0; atom < velocities.Crystal.AtomCount; atom++)
            {
                kinetic[bin] += velocities.Crystal.Masses[atom] * Tensor(velocities, atom, bin).Trace;
            }
        }

        double above = 0, all = kinetic.Sum();
        int last = kinetic.Length - 1;
        while (last > 1 && above + kinetic[last] < HighestShare * all)
        {
            above += kinetic[last--];
        }

        double lowest = LowestBins / 1.44 * velocities.Resolution * Constants.WavenumberInEv;
        int first = Enumerable.Range(1, last).FirstOrDefault(bin => velocities.Energy(bin) >= lowest, last);
        return (first, last);
    }

    static ModeCensus Census(Crystal crystal, int cells, double lowest) => new()
    {
        WaveVectors = cells,
        Modes = 3 * crystal.AtomCount,
        Translations = 3,
        TranslationShare = 1,
        GammaWeight = 1.0 / cells,
        Imaginary = 0,
        LargestImaginary = 0,
        ImaginaryTreatment = ImaginaryModes.Exclude,
        LowestKept = lowest * Constants.EvInWavenumbers,
        AcousticCorrection = false,
        AcousticDisplacement = 0,
    };
}
