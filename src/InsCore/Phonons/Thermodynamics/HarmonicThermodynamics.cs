using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Thermodynamics;

/// <summary>Free energy, energy, entropy and heat capacity of independent harmonic modes on a mesh of wave vectors.</summary>
/// <remarks>
/// With x = E/kT and weights w of the wave vectors: F = Σ w [E/2 + kT ln(1 - e^-x)], S = k Σ w [x/(e^x - 1) - ln(1 - e^-x)],
/// C_V = k Σ w (x/2 / sinh x/2)². The three translations at Γ are left out, and imaginary modes, which have no harmonic state, too; how many is told.
/// </remarks>
public sealed class HarmonicThermodynamics
{
    readonly double[] energies, weights;

    HarmonicThermodynamics(Crystal crystal, double[] energies, double[] weights) => (Crystal, this.energies, this.weights) = (crystal, energies, weights);

    /// <summary>The cell.</summary>
    public Crystal Crystal { get; }

    /// <summary>½ Σ E, eV per cell.</summary>
    public double ZeroPointEnergy => 0.5 * System.Numerics.Tensors.TensorPrimitives.Dot<double>(energies, weights);

    /// <summary>Modes per cell that are counted: 3n if none is missing.</summary>
    public double ModeCount => weights.Sum();

    /// <summary>Modes per cell missing as translations at Γ; a mesh without Γ misses none.</summary>
    public required double Translations { get; init; }

    /// <summary>Imaginary modes among all wave vectors listed.</summary>
    public required int ImaginaryModes { get; init; }

    /// <summary>Modes per cell missing because they are imaginary.</summary>
    public required double ImaginaryShare { get; init; }

    /// <summary>Formula units in the cell: the greatest common divisor of the numbers of atoms.</summary>
    public int FormulaUnits => Crystal.AtomicNumbers.ToArray().GroupBy(z => z).Select(g => g.Count()).Aggregate(Divisor);

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Warnings => ImaginaryModes == 0
        ? []
        : [FormattableString.Invariant($"{ImaginaryModes} imaginary modes ({ImaginaryShare:G3} of {3 * Crystal.AtomCount} per cell) have no harmonic free energy and are left out of it")];

    /// <summary>Takes the modes of a mesh.</summary>
    /// <param name="modes">With weights that sum to one; eigenvectors are needed at Γ, to tell the translations.</param>
    public static HarmonicThermodynamics Of(PhononModes modes)
    {
        List<double> energies = [], weights = [];
        double translations = 0, imaginaryShare = 0;
        int imaginary = 0;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            int[] left = modes.HasEigenvectors ? AcousticModes.Find(modes, q)?.Modes ?? [] : Lowest(modes, q);
            for (int n = 0; n < modes.ModeCount; n++)
            {
                double energy = modes.EnergiesAt(q)[n];
                if (left.Contains(n))
                {
                    translations += modes.Weights[q];
                }
                else if (energy > 0)
                {
                    energies.Add(energy);
                    weights.Add(modes.Weights[q]);
                }
                else
                {
                    imaginary++;
                    imaginaryShare += modes.Weights[q];
                }
            }
        }

        return new(modes.Crystal, [.. energies], [.. weights]) { Translations = translations, ImaginaryModes = imaginary, ImaginaryShare = imaginaryShare };
    }

    /// <summary>The functions at a temperature.</summary>
    /// <param name="temperature">T ≥ 0, K.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is negative or not finite.</exception>
    public ThermodynamicPoint At(double temperature)
    {
        if (!(temperature >= 0) || !double.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), "a temperature is 0 K or more");
        }

        double zero = ZeroPointEnergy, thermal = Constants.Boltzmann * temperature;
        if (temperature == 0)
        {
            return new(0, zero, zero, 0, 0);
        }

        double logarithms = 0, energy = 0, capacity = 0;
        for (int k = 0; k < energies.Length; k++)
        {
            double x = energies[k] / thermal, occupation = 1 / double.ExpM1(x);
            logarithms += weights[k] * (x > 1 ? double.LogP1(-Math.Exp(-x)) : Math.Log(-double.ExpM1(-x)));
            energy += weights[k] * energies[k] * occupation;
            capacity += weights[k] * x * x * occupation * (occupation + 1);
        }

        return new(
            temperature,
            zero + (thermal * logarithms),
            zero + energy,
            (energy / temperature) - (Constants.Boltzmann * logarithms),
            double.IsFinite(capacity) ? Constants.Boltzmann * capacity : 0);
    }

    // Without eigenvectors the three modes at Γ nearest to zero are taken for the translations.
    static int[] Lowest(PhononModes modes, int q)
    {
        double[] energies = modes.EnergiesAt(q).ToArray();
        return AcousticModes.IsGamma(modes.QPoints[q]) ? [.. Enumerable.Range(0, energies.Length).OrderBy(n => Math.Abs(energies[n])).Take(3)] : [];
    }

    static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
