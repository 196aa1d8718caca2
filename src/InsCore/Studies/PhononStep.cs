using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Computes the phonons of a structure, or finds that it was done before.</summary>
internal static class PhononStep
{
    const string ModesFile = "modes.h5";

    // Figures of merit of the density of states, cm⁻¹: narrow enough for molecular crystals.
    const double DosBin = 1, DosBroadening = 5;

    // Forces in float32 carry errors of about 1e-6 eV/Å; a longer displacement keeps their share in the force constants small.
    const double SingleAmplitude = 0.01;

    public static PhononResult Run(StudyContext context, Crystal crystal, string folder, string place)
    {
        PhononSettings settings = context.Options.Phonons;
        (int, int, int) supercell = SupercellOf(crystal, settings), mesh = MeshOf(crystal, settings);
        string key = StepKey.Of("phonons", crystal, context.PotentialIdentity, supercell, mesh, DisplacementOf(context.Options));
        string json = Path.Combine(folder, "phonons.json"), h5 = Path.Combine(folder, ModesFile);
        if (context.Stored(json, key) is { } stored && File.Exists(h5))
        {
            return PhononResult.FromJson(stored, PhononFile.Read(h5).Modes);
        }

        PhononResult result = Compute(context, crystal, supercell, mesh, key, Path.Combine(folder, "forces"), place);
        PhononFile.Write(h5, result.Modes, context.Provenance.ToJson().ToJsonString(StudyJson.Indented));
        PhononTables.WriteGamma(Path.Combine(folder, "gamma.csv"), result.Modes);
        PhononTables.WriteDensityOfStates(
            Path.Combine(folder, "dos.csv"), DensityOfStates.Compute(result.Modes, DosBin, DosBroadening));
        context.Finish(json, key, result.ToJson());
        return result;
    }

    /// <summary>Divisions of the supercell that the settings ask for.</summary>
    public static (int A, int B, int C) SupercellOf(Crystal crystal, PhononSettings settings) =>
        Divisions(settings.Supercell) ?? Supercell.ForDistance(crystal.PeriodicLattice, settings.SupercellDistance);

    /// <summary>Divisions of the mesh that the settings ask for.</summary>
    public static (int A, int B, int C) MeshOf(Crystal crystal, PhononSettings settings) =>
        Divisions(settings.Mesh) ?? QMesh.DivisionsForSpacing(crystal.PeriodicLattice, settings.Spacing);

    /// <summary>Length of the displacements that the settings ask for, Å.</summary>
    public static double DisplacementOf(StudyOptions options) =>
        options.Phonons.Displacement ?? (options.Precision == "float32" ? SingleAmplitude : Displacements.DefaultAmplitude);

    static PhononResult Compute(
        StudyContext context, Crystal crystal, (int A, int B, int C) divisions, (int, int, int) mesh, string key, string forceFolder, string place)
    {
        IProgress<StepProgress>? progress = context.ProgressAt(place);
        int threads = context.Options.Threads;
        SpaceGroup group = SpaceGroup.Find(crystal);
        double residual = context.Potential!.Evaluate(crystal, threads, context.Cancellation).LargestForce;
        Supercell supercell = new(crystal, divisions.A, divisions.B, divisions.C);
        Displacements displacements = Displacements.Plan(supercell, group, DisplacementOf(context.Options));
        ForceStore store = new(forceFolder, context.PotentialIdentity);
        Vector3d[][] forces = displacements.EvaluateForces(context.Potential, store, threads, progress, context.Cancellation);
        ForceConstants constants = ForceConstants.FromForces(displacements, forces);
        PhononModes modes = PhononSolver.Solve(constants, QMesh.Irreducible(mesh, group), threads, progress, context.Cancellation);
        StabilityReport sound = LongWaves.Examine(constants, threads, context.Cancellation);
        string? unstable = sound.IsStable
            ? null
            : FormattableString.Invariant(
                $"unstable sound waves near Γ ({sound.ImaginaryModes} of 39 imaginary): this symmetry is not a minimum, relax a copy with broken symmetry");
        return new PhononResult(
            modes, mesh, divisions, displacements.Items.Count, constants.Correction.ToString(), residual, unstable, key);
    }

    static (int, int, int)? Divisions(IReadOnlyList<int>? list) => list is [var a, var b, var c] ? (a, b, c) : null;
}
