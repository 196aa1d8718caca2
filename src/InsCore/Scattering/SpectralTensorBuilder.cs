using InsCore.Phonons;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Turns modes into the spectral tensors of the inequivalent atoms, one set of wave vectors after another.</summary>
/// <remarks>
/// With a bin width the sticks are shared between the bins of a grid as they come (<see cref="StickShares"/>), so that memory
/// does not grow with the number of wave vectors. Modes below the first bin keep sticks of their own.
/// </remarks>
internal sealed class SpectralTensorBuilder
{
    // A frequency below 0.001 cm⁻¹ is zero within the accuracy of any force constants.
    const double ZeroEnergy = 0.001 * Constants.WavenumberInEv;

    readonly TensorSettings settings;
    readonly SymmetryAverage average;
    readonly Structures.Crystal crystal;
    readonly StickStore own, binned;
    readonly double[] dyads, softDisplacement;
    readonly List<LongWave> longWaves = [];
    double weight, gammaWeight, share = 1, largest, lowest = double.MaxValue, highestSoft;
    int wavevectors, modeCount, translations, unstable, kept, soft;

    /// <summary>Begins with no modes.</summary>
    /// <exception cref="InsInputException">The temperature is negative, or the crystal has no lattice.</exception>
    public SpectralTensorBuilder(Structures.Crystal crystal, SiteSymmetry symmetry, TensorSettings settings)
    {
        if (!(settings.Temperature >= 0) || !double.IsFinite(settings.Temperature))
        {
            throw new InsInputException(
                "temperature", null, FormattableString.Invariant($"{settings.Temperature} K is not possible"), "give 0 K or more");
        }

        if (crystal.Lattice is null)
        {
            throw new InsInputException("phonon modes", null, "a molecule has no lattice", "put it into a cell");
        }

        (this.crystal, this.settings) = (crystal, settings);
        average = new(crystal, symmetry);
        dyads = new double[average.Length];
        softDisplacement = new double[average.Length - 2];
        (own, binned) = (new(average.Length - 2), new(average.Length - 2));
    }

    double Limit => settings.LowestEnergy * Constants.WavenumberInEv;

    /// <summary>Adds modes at some wave vectors; the weights of all calls add up to 1.</summary>
    public void Add(PhononModes modes, CancellationToken cancellation = default)
    {
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            cancellation.ThrowIfCancellationRequested();
            AcousticModes? acoustic = AcousticModes.Find(modes, q);
            weight += modes.Weights[q];
            wavevectors++;
            modeCount += modes.ModeCount;
            longWaves.Add(LongWave.Of(modes, q));
            if (acoustic is not null)
            {
                translations += acoustic.Modes.Length;
                share = Math.Min(share, acoustic.SmallestShare);
                gammaWeight += modes.Weights[q];
            }

            for (int mode = 0; mode < modes.ModeCount; mode++)
            {
                if (acoustic is null || !acoustic.Modes.Contains(mode))
                {
                    Add(modes, q, mode);
                }
            }
        }
    }

    /// <summary>The tensors of all modes added.</summary>
    /// <exception cref="InsInputException">No mode is left, or one is imaginary or too soft and that is to be an error.</exception>
    public SpectralTensors Build(AcousticCorrection acoustic, CancellationToken cancellation = default)
    {
        if (Math.Abs(weight - 1) > 1e-6)
        {
            throw new ArgumentException("the weights of the wave vectors must add up to 1");
        }

        ModeCensus census = Checked(Census());
        List<AtomTensor> atoms = Tensors();
        if (soft > 0)
        {
            census = WithoutSoft(census, soft, highestSoft, LargestWithSoft(atoms), kept == 0);
        }
        else if (settings.LowestEnergy == 0 && SoftModes.Limit(atoms, settings.Temperature, cancellation) is > 0 and double limit)
        {
            double displacement = SoftModes.Largest(atoms, settings.Temperature);
            (int some, double low) = own.RemoveBelow(limit);
            (int more, double high) = binned.RemoveBelow(limit);
            atoms = Tensors();
            lowest = atoms[0].Energies.Length == 0 ? 0 : atoms[0].Energies.Min();
            census = WithoutSoft(census, some + more, Math.Max(low, high), displacement, atoms[0].Energies.Length == 0);
        }

        (double[] energies, double[] amplitudes) = acoustic.Sticks(crystal, longWaves, census);
        double added = energies.Zip(amplitudes, (e, b) => b * BoseEinstein.Coth(e, settings.Temperature)).Sum();
        return new(
            settings.Temperature,
            added > 0 ? [.. atoms.Select(atom => WithSound(atom, energies, amplitudes))] : atoms,
            census with { AcousticCorrection = added > 0, AcousticDisplacement = added });
    }

    void Add(PhononModes modes, int q, int mode)
    {
        double energy = modes.EnergiesAt(q)[mode];
        if (!(energy > ZeroEnergy))
        {
            unstable++;
            largest = Math.Max(largest, -energy);
            energy = -energy;
            if (settings.Imaginary != ImaginaryModes.Absolute || !(energy > ZeroEnergy))
            {
                return;
            }
        }

        average.Evaluate(modes.EigenvectorsAt(q).Slice(mode * modes.ModeCount, modes.ModeCount), dyads);
        Place(energy, modes.Weights[q] / energy, dyads.AsSpan(..^2));
    }

    void Place(double energy, double scale, ReadOnlySpan<double> tensors)
    {
        if (energy < Limit)
        {
            soft++;
            highestSoft = Math.Max(highestSoft, energy);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
                tensors, scale * BoseEinstein.Coth(energy, settings.Temperature), softDisplacement, softDisplacement);
            return;
        }

        kept++;
        lowest = Math.Min(lowest, energy);
        double h = settings.BinWidth;
        if (h == 0 || energy < h)
        {
            own.Append(energy, scale, tensors);
            return;
        }

        int j = (int)(energy / h);
        (double low, double high) = StickShares.Between(energy / h, j, h, settings.Temperature);
        binned.AddToBin(j - 1, h, low * scale, tensors, 1);
        binned.AddToBin(j, h, high * scale, tensors, 0);
    }

    List<AtomTensor> Tensors()
    {
        List<double> energies = [];
        List<SymmetricTensor>[] amplitudes = [.. average.Atoms.Select(_ => new List<SymmetricTensor>())];
        own.CopyTo(energies, amplitudes);
        binned.CopyTo(energies, amplitudes);
        double[] shared = [.. energies];
        return [.. average.Atoms.Select((a, k) => new AtomTensor(
            a.Atom, a.Multiplicity, crystal.AtomicNumbers[a.Atom], crystal.Masses[a.Atom], shared, [.. amplitudes[k]]))];
    }

    static AtomTensor WithSound(AtomTensor atom, double[] energies, double[] amplitudes) => new(
        atom.Atom,
        atom.Multiplicity,
        atom.AtomicNumber,
        atom.Mass,
        [.. atom.Energies, .. energies],
        [.. atom.Amplitudes, .. amplitudes.Select(SymmetricTensor.Isotropic)]);

    double LargestWithSoft(IReadOnlyList<AtomTensor> atoms) => atoms.Select((atom, k) =>
    {
        ReadOnlySpan<double> t = softDisplacement.AsSpan(6 * k, 6);
        SymmetricTensor all = atom.Displacement(settings.Temperature) + new SymmetricTensor(t[0], t[1], t[2], t[3], t[4], t[5]);
        return all.Eigen().Values.Z;
    }).Max();

    ModeCensus WithoutSoft(ModeCensus census, int modes, double highestEnergy, double displacement, bool nothingLeft)
    {
        double highest = highestEnergy * Constants.EvInWavenumbers;
        if (nothingLeft || (census.ImaginaryTreatment == ImaginaryModes.Error && settings.LowestEnergy == 0))
        {
            throw new InsInputException(
                "phonon modes",
                null,
                FormattableString.Invariant($"{modes} modes up to {highest:g3} cm⁻¹ are so soft that ⟨u²⟩ of an atom reaches {displacement:g3} Å²"),
                "relax the structure, lower the temperature, or choose the lowest energy");
        }

        return census with
        {
            Soft = modes,
            HighestSoft = highest,
            SoftDisplacement = displacement,
            LowestKept = lowest * Constants.EvInWavenumbers,
        };
    }

    ModeCensus Census() => new()
    {
        WaveVectors = wavevectors,
        Modes = modeCount,
        Translations = translations,
        TranslationShare = share,
        GammaWeight = gammaWeight,
        Imaginary = unstable,
        LargestImaginary = largest * Constants.EvInWavenumbers,
        ImaginaryTreatment = settings.Imaginary,
        LowestKept = kept == 0 ? 0 : lowest * Constants.EvInWavenumbers,
        AcousticCorrection = false,
        AcousticDisplacement = 0,
    };

    ModeCensus Checked(ModeCensus census)
    {
        if (kept + soft == 0)
        {
            throw new InsInputException("phonon modes", null, "no mode of positive energy is left", "relax the structure first");
        }

        return census is { Imaginary: > 0, ImaginaryTreatment: ImaginaryModes.Error }
            ? throw new InsInputException(
                "phonon modes",
                null,
                FormattableString.Invariant($"{census.Imaginary} imaginary modes, the largest {census.LargestImaginary:f1}i cm⁻¹"),
                "relax the structure, or choose to exclude them or to take their absolute values")
            : census;
    }
}
