using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Turns modes on a mesh into the spectral tensors of the inequivalent atoms.</summary>
internal static class SpectralTensorBuilder
{
    // A frequency below 0.001 cm⁻¹ is zero within the accuracy of any force constants.
    const double ZeroEnergy = 0.001 * Constants.WavenumberInEv;

    /// <summary>See <see cref="SpectralTensors.FromModes"/>.</summary>
    public static SpectralTensors Build(
        PhononModes modes,
        SiteSymmetry symmetry,
        double temperature,
        ImaginaryModes imaginary,
        AcousticCorrection acoustic,
        double lowestEnergy,
        CancellationToken cancellation)
    {
        if (!(temperature >= 0) || !double.IsFinite(temperature))
        {
            throw new InsInputException(
                "temperature", null, FormattableString.Invariant($"{temperature} K is not possible"), "give 0 K or more");
        }

        if (modes.Crystal.Lattice is null)
        {
            throw new InsInputException("phonon modes", null, "a molecule has no lattice", "put it into a cell");
        }

        if (Math.Abs(modes.Weights.Sum() - 1) > 1e-6)
        {
            throw new ArgumentException("the weights of the wave vectors must add up to 1", nameof(modes));
        }

        (List<Stick> sticks, ModeCensus census) = Select(modes, imaginary);
        List<AtomTensor> atoms = Tensors(modes, symmetry, sticks, cancellation);
        double limit = lowestEnergy > 0
            ? lowestEnergy * Constants.WavenumberInEv
            : SoftModes.Limit(atoms, temperature, cancellation);
        if (sticks.Exists(s => s.Energy < limit))
        {
            census = WithoutSoft(census, sticks, limit, SoftModes.Largest(atoms, temperature), lowestEnergy > 0);
            sticks.RemoveAll(s => s.Energy < limit);
            atoms = Tensors(modes, symmetry, sticks, cancellation);
        }

        (double[] energies, double[] amplitudes) = acoustic.Sticks(modes, census);
        double added = energies.Zip(amplitudes, (e, b) => b * BoseEinstein.Coth(e, temperature)).Sum();
        return new(
            temperature,
            added > 0 ? [.. atoms.Select(atom => WithSound(atom, energies, amplitudes))] : atoms,
            census with { AcousticCorrection = added > 0, AcousticDisplacement = added });
    }

    static List<AtomTensor> Tensors(
        PhononModes modes, SiteSymmetry symmetry, List<Stick> sticks, CancellationToken cancellation)
    {
        double[] energies = [.. sticks.Select(s => s.Energy)];
        List<AtomTensor> atoms = [];
        foreach ((int atom, int multiplicity) in symmetry.InequivalentAtoms())
        {
            double mass = modes.Crystal.Masses[atom];
            SymmetricTensor[] amplitudes = Amplitudes(modes, sticks, [.. symmetry.Arriving(atom)], mass, cancellation);
            atoms.Add(new(atom, multiplicity, modes.Crystal.AtomicNumbers[atom], mass, energies, amplitudes));
        }

        return atoms;
    }

    static AtomTensor WithSound(AtomTensor atom, double[] energies, double[] amplitudes) => new(
        atom.Atom,
        atom.Multiplicity,
        atom.AtomicNumber,
        atom.Mass,
        [.. atom.Energies, .. energies],
        [.. atom.Amplitudes, .. amplitudes.Select(SymmetricTensor.Isotropic)]);

    static ModeCensus WithoutSoft(ModeCensus census, List<Stick> sticks, double limit, double displacement, bool chosen)
    {
        double[] soft = [.. sticks.Select(s => s.Energy).Where(e => e < limit)];
        double highest = soft.Max() * Constants.EvInWavenumbers;
        if (soft.Length == sticks.Count || (census.ImaginaryTreatment == ImaginaryModes.Error && !chosen))
        {
            throw new InsInputException(
                "phonon modes",
                null,
                FormattableString.Invariant($"{soft.Length} modes up to {highest:g3} cm⁻¹ are so soft that ⟨u²⟩ of an atom reaches {displacement:g3} Å²"),
                "relax the structure, lower the temperature, or choose the lowest energy");
        }

        return census with
        {
            Soft = soft.Length,
            HighestSoft = highest,
            SoftDisplacement = displacement,
            LowestKept = sticks.Where(s => s.Energy >= limit).Min(s => s.Energy) * Constants.EvInWavenumbers,
        };
    }

    static (List<Stick> Sticks, ModeCensus Census) Select(PhononModes modes, ImaginaryModes imaginary)
    {
        List<Stick> sticks = [];
        int translations = 0, unstable = 0;
        double share = 1, gammaWeight = 0, largest = 0;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            AcousticModes? acoustic = AcousticModes.Find(modes, q);
            if (acoustic is not null)
            {
                translations += acoustic.Modes.Length;
                share = Math.Min(share, acoustic.SmallestShare);
                gammaWeight += modes.Weights[q];
            }

            for (int mode = 0; mode < modes.ModeCount; mode++)
            {
                double energy = modes.EnergiesAt(q)[mode];
                if (acoustic is not null && acoustic.Modes.Contains(mode))
                {
                    continue;
                }

                if (energy > ZeroEnergy)
                {
                    sticks.Add(new(energy, q, mode));
                    continue;
                }

                unstable++;
                largest = Math.Max(largest, -energy);
                if (imaginary == ImaginaryModes.Absolute && -energy > ZeroEnergy)
                {
                    sticks.Add(new(-energy, q, mode));
                }
            }
        }

        ModeCensus census = new()
        {
            WaveVectors = modes.QPoints.Length,
            Modes = modes.QPoints.Length * modes.ModeCount,
            Translations = translations,
            TranslationShare = share,
            GammaWeight = gammaWeight,
            Imaginary = unstable,
            LargestImaginary = largest * Constants.EvInWavenumbers,
            ImaginaryTreatment = imaginary,
            LowestKept = sticks.Count == 0 ? 0 : sticks.Min(s => s.Energy) * Constants.EvInWavenumbers,
            AcousticCorrection = false,
            AcousticDisplacement = 0,
        };
        return Checked(sticks, census);
    }

    static (List<Stick> Sticks, ModeCensus Census) Checked(List<Stick> sticks, ModeCensus census)
    {
        if (sticks.Count == 0)
        {
            throw new InsInputException("phonon modes", null, "no mode of positive energy is left", "relax the structure first");
        }

        return census is { Imaginary: > 0, ImaginaryTreatment: ImaginaryModes.Error }
            ? throw new InsInputException(
                "phonon modes",
                null,
                FormattableString.Invariant($"{census.Imaginary} imaginary modes, the largest {census.LargestImaginary:f1}i cm⁻¹"),
                "relax the structure, or choose to exclude them or to take their absolute values")
            : (sticks, census);
    }

    // B0 = ħ²/(2 M E) w_q (1/|G|) Σ_R R Re(e_j e_jᴴ) Rᵀ, j the atom that R takes to this one.
    static SymmetricTensor[] Amplitudes(
        PhononModes modes,
        List<Stick> sticks,
        (int Source, Matrix3d Rotation)[] arriving,
        double mass,
        CancellationToken cancellation)
    {
        SymmetricTensor[] amplitudes = new SymmetricTensor[sticks.Count];
        for (int k = 0; k < sticks.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            (double energy, int q, int mode) = sticks[k];
            ReadOnlySpan<Complex> e = modes.EigenvectorsAt(q).Slice(mode * modes.ModeCount, modes.ModeCount);
            SymmetricTensor sum = default;
            foreach ((int source, Matrix3d rotation) in arriving)
            {
                sum += Dyad(rotation, e.Slice(3 * source, 3));
            }

            double scale = modes.Weights[q] * Constants.HbarSquaredPerMass / (2 * mass * energy * arriving.Length);
            amplitudes[k] = scale * sum;
        }

        return amplitudes;
    }

    // Re(e eᴴ) of the rotated vector: the real and imaginary parts rotate apart.
    static SymmetricTensor Dyad(Matrix3d rotation, ReadOnlySpan<Complex> e)
    {
        Vector3d a = rotation * new Vector3d(e[0].Real, e[1].Real, e[2].Real);
        Vector3d b = rotation * new Vector3d(e[0].Imaginary, e[1].Imaginary, e[2].Imaginary);
        return new(
            (a.X * a.X) + (b.X * b.X),
            (a.Y * a.Y) + (b.Y * b.Y),
            (a.Z * a.Z) + (b.Z * b.Z),
            (a.Y * a.Z) + (b.Y * b.Z),
            (a.X * a.Z) + (b.X * b.Z),
            (a.X * a.Y) + (b.X * b.Y));
    }

    readonly record struct Stick(double Energy, int WaveVector, int Mode);
}
