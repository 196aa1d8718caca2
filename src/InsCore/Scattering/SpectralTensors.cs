using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>The spectral tensors of the inequivalent atoms of a cell: the one interface between dynamics and scattering.</summary>
/// <param name="Temperature">K; 0 for the ground state.</param>
/// <param name="Atoms">One for each inequivalent atom.</param>
/// <param name="Census">Which modes they hold.</param>
public sealed record SpectralTensors(double Temperature, IReadOnlyList<AtomTensor> Atoms, ModeCensus Census)
{
    /// <summary>Builds the tensors from phonons on a mesh.</summary>
    /// <param name="modes">Modes of a full mesh, or of one reduced by the space group and time reversal, with its weights.</param>
    /// <param name="spaceGroup">The group over which the tensors are averaged; must be the one that reduced the mesh.</param>
    /// <param name="temperature">T ≥ 0, K.</param>
    /// <param name="imaginary">What to do with imaginary modes.</param>
    /// <param name="acoustic">Whether to replace the acoustic modes missing at Γ.</param>
    /// <param name="lowestEnergy">See <see cref="ScatteringOptions.LowestEnergy"/>, cm⁻¹.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <remarks>
    /// B0 = ħ²/(2 M E) w_q Re(e eᴴ), averaged over the operations R of the group that take an atom j to this one: R B0_j Rᵀ. The
    /// three translations at Γ are left out; real modes, however low, are kept as long as no atom
    /// moves by more than ⟨u²⟩ = 1 Å², unless a lowest energy is chosen.
    /// </remarks>
    /// <exception cref="InsInputException">The temperature is negative, or a mode is imaginary and that is to be an error.</exception>
    public static SpectralTensors FromModes(
        PhononModes modes,
        SpaceGroup spaceGroup,
        double temperature,
        ImaginaryModes imaginary = ImaginaryModes.Exclude,
        AcousticCorrection? acoustic = null,
        double lowestEnergy = 0,
        CancellationToken cancellation = default) =>
        SpectralTensorBuilder.Build(
            modes, SiteSymmetry.Of(spaceGroup, modes.Crystal), temperature, imaginary, acoustic ?? new(), lowestEnergy, cancellation);
}
