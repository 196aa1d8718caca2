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
        FromModes(modes, spaceGroup, new TensorSettings(temperature, imaginary, lowestEnergy, 0), acoustic ?? new(), cancellation);

    /// <summary>Builds the tensors from dynamical matrices on a mesh, block by block: no more than one block of modes is held.</summary>
    /// <param name="matrices">Source of the dynamical matrices; called from several threads at once.</param>
    /// <param name="mesh">The wave vectors, full or reduced by the space group.</param>
    /// <param name="spaceGroup">The group over which the tensors are averaged; must be the one that reduced the mesh.</param>
    /// <param name="options">Temperature, bin width, treatment of imaginary and soft modes, threads.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">The temperature is negative, or a mode is imaginary and that is to be an error.</exception>
    public static SpectralTensors FromMatrices(
        IDynamicalMatrix matrices,
        QMesh mesh,
        SpaceGroup spaceGroup,
        ScatteringOptions options,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        SpectralTensorBuilder builder = new(matrices.Crystal, SiteSymmetry.Of(spaceGroup, matrices.Crystal), Settings(options));
        foreach (PhononModes block in PhononSolver.Stream(
            matrices, mesh.QPoints, mesh.Weights, threads: options.Threads, progress: progress, cancellation: cancellation))
        {
            builder.Add(block, cancellation);
        }

        return builder.Build(options.Acoustic, cancellation);
    }

    /// <summary>Tensors on the energy grid of a spectrum, for a calculation that needs no single mode.</summary>
    internal static SpectralTensors Binned(
        PhononModes modes, SpaceGroup spaceGroup, ScatteringOptions options, CancellationToken cancellation) =>
        FromModes(modes, spaceGroup, Settings(options), options.Acoustic, cancellation);

    static TensorSettings Settings(ScatteringOptions o) =>
        new(o.Temperature, o.Imaginary, o.LowestEnergy, o.BinWidth * Units.Constants.WavenumberInEv);

    static SpectralTensors FromModes(
        PhononModes modes, SpaceGroup spaceGroup, TensorSettings settings, AcousticCorrection acoustic, CancellationToken cancellation)
    {
        SpectralTensorBuilder builder = new(modes.Crystal, SiteSymmetry.Of(spaceGroup, modes.Crystal), settings);
        builder.Add(modes, cancellation);
        return builder.Build(acoustic, cancellation);
    }
}
