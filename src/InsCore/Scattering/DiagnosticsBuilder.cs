using InsCore.Spectra;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Measures what belongs beside a spectrum.</summary>
internal static class DiagnosticsBuilder
{
    static readonly double[] ProbeEnergies = [100, 500, 1000, 1500, 3000];
    static readonly double[] RegionEdges = [30, 200, 800, 1600, 2600, 3400, 4000];

    // Modes within this share of the energy are averaged over.
    const double ProbeWidth = 0.1;

    /// <summary>What the almost-isotropic form would give at the energies where there are modes.</summary>
    public static IReadOnlyList<AlmostIsotropicError> AlmostIsotropic(
        SpectralTensors tensors, DetectorBank bank, ScatteringOptions options)
    {
        List<AlmostIsotropicError> errors = [];
        foreach (double energy in ProbeEnergies.Where(e => e <= options.MaximumEnergy && bank.Allows(e)))
        {
            double qSquared = bank.QSquared(energy);
            double exact = 0, approximate = 0, estimate = 0;
            foreach (AtomTensor atom in tensors.Atoms)
            {
                double weight = atom.Multiplicity * options.CrossSections.Of(atom.AtomicNumber, atom.Mass).Value(options.Weighting);
                SymmetricTensor a = atom.Displacement(tensors.Temperature);
                SymmetricTensor average = OnePhonon.Weight(a, qSquared);
                for (int k = 0; k < atom.Energies.Length; k++)
                {
                    double place = atom.Energies[k] * Constants.EvInWavenumbers;
                    if (Math.Abs(place - energy) > ProbeWidth * energy || !(atom.Amplitudes[k].Trace > 0))
                    {
                        continue;
                    }

                    SymmetricTensor b = (BoseEinstein.Occupation(atom.Energies[k], tensors.Temperature) + 1) * atom.Amplitudes[k];
                    double intensity = weight * qSquared * SymmetricTensor.DoubleDot(average, b);
                    exact += intensity;
                    approximate += weight * OnePhonon.AlmostIsotropic(a, b, qSquared);
                    estimate += intensity * Math.Exp(-0.5 * qSquared * qSquared * OnePhonon.SecondCumulant(a, b));
                }
            }

            if (exact > 0)
            {
                errors.Add(new(energy, qSquared, estimate / exact, approximate / exact));
            }
        }

        return errors;
    }

    /// <summary>Share of orders 2 and higher by region; none where the region holds next to nothing of the spectrum.</summary>
    public static IReadOnlyList<MultiphononShare> Multiphonon(double[] energies, BankSpectrum bank)
    {
        double[] first = bank.OfOrder(1);
        double least = SpectrumRegion.LeastShare * bank.Total.Sum();
        int last = Array.FindLastIndex(bank.Total, s => s != 0);
        List<MultiphononShare> shares = [];
        for (int region = 1; region < RegionEdges.Length; region++)
        {
            double all = 0, one = 0;
            double to = double.NaN;
            for (int bin = 0; bin <= last; bin++)
            {
                if (energies[bin] >= RegionEdges[region - 1] && energies[bin] < RegionEdges[region])
                {
                    all += bank.Total[bin];
                    one += first[bin] + (bank.Coherent?[bin] ?? 0);
                    to = energies[bin];
                }
            }

            double from = Math.Max(RegionEdges[region - 1], energies[0]);
            if (to > from)
            {
                shares.Add(new(bank.Name, from, to == energies[last] ? to : RegionEdges[region], all > least ? 1 - (one / all) : null));
            }
        }

        return shares;
    }

    /// <summary>Smallest share of ħ²/2M found in ∫ ω G dω.</summary>
    public static double RecoilCompleteness(SpectralTensors tensors) => tensors.Atoms.Min(atom =>
        atom.FirstMoment().Trace / 3 / (Constants.HbarSquaredPerMass / (2 * atom.Mass)));

    /// <summary>What the reader must know.</summary>
    /// <param name="census">Which modes took part.</param>
    /// <param name="accuracy">Wanted.</param>
    /// <param name="achieved">Of everything but the coherent part.</param>
    /// <param name="coherent">Of the coherent part; null without one.</param>
    /// <param name="directions">How many its average may take at each |Q|.</param>
    public static IReadOnlyList<string> Warnings(ModeCensus census, double accuracy, double achieved, double? coherent = null, int directions = 0)
    {
        List<string> warnings = [];
        void Warn(bool condition, FormattableString text)
        {
            if (condition)
            {
                warnings.Add(FormattableString.Invariant(text));
            }
        }

        Warn(
            census.Imaginary > 0,
            $"{census.Imaginary} of {census.Modes} modes are imaginary or zero, the largest {census.LargestImaginary:f1}i cm⁻¹: {(census.ImaginaryTreatment == ImaginaryModes.Absolute ? "their absolute values were used" : "left out")}");
        Warn(
            census.Soft > 0,
            $"{census.Soft} of {census.Modes} modes, all up to {census.HighestSoft:g3} cm⁻¹, are left out: with them ⟨u²⟩ of an atom would reach {census.SoftDisplacement:g3} Å², and harmonic motion ends well below {SoftModes.LargestDisplacement} Å²; relax the structure or check the potential");
        Warn(
            census.TranslationShare < 0.9,
            $"the translations at Γ are mixed with other modes (share {census.TranslationShare:f2}): the acoustic sum rule is broken");
        Warn(
            census is { GammaOnly: true, AcousticCorrection: false },
            $"Γ is the only wave vector: displacements lack the acoustic modes: use a mesh, or give sound speeds (--sound-speeds)");
        Warn(
            census is { GammaOnly: false, GammaWeight: > 0.05, AcousticCorrection: false },
            $"Γ stands for {100 * census.GammaWeight:f0} % of the zone, whose acoustic modes are missing: use a finer mesh, or put a Debye sphere in their place (--acoustic)");
        Warn(achieved > accuracy, $"the numerical accuracy reached is {achieved:e1}, not {accuracy:e1}");
        Warn(
            coherent > accuracy,
            $"the coherent part is accurate to {coherent:e1} of its maximum, not {accuracy:e1}: raise --directions, {directions} now, or be content with --accuracy {coherent:e0}");
        return warnings;
    }
}
