using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering.Coherent;

/// <summary>The Debye–Waller tensors of a crystal: exp(-Qᵀ W_κ Q) multiplies the amplitude that atom κ scatters.</summary>
/// <remarks>
/// W_κ = ħ²/(4 M_κ) Σ_q w_q Σ_s Re(e eᴴ) coth(E/2kT)/E: half of the mean square displacement ⟨u uᵀ⟩, as Euphonic defines it. A sum over a mesh
/// reduced by symmetry is right only if it is averaged over the space group: W_κ ← mean of R W_j Rᵀ over the operations that take j to κ.
/// </remarks>
public sealed class DebyeWallerTensors
{
    /// <summary>Energy at or below which modes are left out unless another is chosen, eV: 0.01 meV, as Euphonic has it.</summary>
    public const double DefaultLowestEnergy = 1e-5;

    DebyeWallerTensors(double temperature, SymmetricTensor[] tensors) => (Temperature, this.tensors) = (temperature, tensors);

    readonly SymmetricTensor[] tensors;

    /// <summary>Temperature, K.</summary>
    public double Temperature { get; }

    /// <summary>W of each atom, [nAtoms], Å².</summary>
    public ReadOnlySpan<SymmetricTensor> Tensors => tensors;

    /// <summary>Sums the tensors over the modes of a mesh.</summary>
    /// <param name="modes">Modes on a mesh, whole or reduced.</param>
    /// <param name="temperature">T ≥ 0, K.</param>
    /// <param name="group">The space group to average over; null to leave the sums as they are.</param>
    /// <param name="lowestEnergy">Modes at or below it are left out, imaginary ones among them, eV.</param>
    /// <param name="hbarSquaredPerMass">ħ²/(1 u · 1 Å²), eV; another than <see cref="Constants.HbarSquaredPerMass"/> to repeat older numbers digit for digit.</param>
    public static DebyeWallerTensors Compute(
        PhononModes modes,
        double temperature,
        SpaceGroup? group = null,
        double lowestEnergy = DefaultLowestEnergy,
        double hbarSquaredPerMass = Constants.HbarSquaredPerMass)
    {
        if (!(temperature >= 0) || !double.IsFinite(temperature))
        {
            throw new InsInputException("temperature", null, FormattableString.Invariant($"{temperature} K is not possible"), "give 0 K or more");
        }

        SymmetricTensor[] sum = new SymmetricTensor[modes.Crystal.AtomCount];
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            ReadOnlySpan<double> energies = modes.EnergiesAt(q);
            for (int n = 0; n < energies.Length; n++)
            {
                if (energies[n] > lowestEnergy)
                {
                    double factor = modes.Weights[q] * hbarSquaredPerMass / (4 * energies[n]) * BoseEinstein.Coth(energies[n], temperature);
                    Add(sum, factor, modes.Crystal.Masses, modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount));
                }
            }
        }

        return new(temperature, group is null ? sum : Average(sum, SiteSymmetry.Of(group, modes.Crystal)));
    }

    /// <summary>Tensors known from elsewhere.</summary>
    /// <param name="temperature">T ≥ 0, K.</param>
    /// <param name="tensors">W of each atom, [nAtoms], Å².</param>
    public static DebyeWallerTensors Of(double temperature, ReadOnlySpan<SymmetricTensor> tensors) => new(temperature, tensors.ToArray());

    static void Add(SymmetricTensor[] sum, double factor, ReadOnlySpan<double> masses, ReadOnlySpan<Complex> vector)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += factor / masses[i] * SymmetricTensor.RealDyad(vector.Slice(3 * i, 3));
        }
    }

    static SymmetricTensor[] Average(SymmetricTensor[] tensors, SiteSymmetry symmetry)
    {
        SymmetricTensor[] averaged = new SymmetricTensor[tensors.Length];
        for (int i = 0; i < averaged.Length; i++)
        {
            foreach ((int source, Matrix3d rotation) in symmetry.Arriving(i))
            {
                averaged[i] += 1.0 / symmetry.Rotations.Length * tensors[source].Rotate(rotation);
            }
        }

        return averaged;
    }
}
