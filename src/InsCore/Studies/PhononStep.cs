using System.Numerics;
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
        (int, int, int) mesh = MeshOf(crystal, settings);
        (int, int, int)? supercell = settings.Method == PhononMethod.Exact ? null : SupercellOf(crystal, settings);
        double? step = settings.Method == PhononMethod.Displacements ? DisplacementOf(context.Options) : null;
        string key = StepKey.Of("phonons", crystal, context.PotentialIdentity, mesh, settings.Method, supercell, step);
        string json = Path.Combine(folder, "phonons.json"), h5 = Path.Combine(folder, ModesFile);
        if (context.Stored(json, key) is { } stored && File.Exists(h5))
        {
            return PhononResult.FromJson(stored, PhononFile.Read(h5).Modes);
        }

        PhononResult result = Compute(context, crystal, mesh, key, folder, place);
        PhononFile.Write(h5, result.Modes, context.Provenance.ToLine());
        PhononTables.WriteGamma(Path.Combine(folder, "gamma.csv"), result.Modes);
        PhononTables.WriteDensityOfStates(
            Path.Combine(folder, "dos.csv"), DensityOfStates.Compute(result.Modes, DosBin, DosBroadening));
        context.Finish(json, key, result.ToJson());
        DeleteScratch(folder);
        return result;
    }

    /// <summary>Divisions of the supercell that the settings ask for.</summary>
    public static (int A, int B, int C) SupercellOf(Crystal crystal, PhononSettings settings) =>
        Divisions(settings.Supercell) ?? Supercell.ForDistance(crystal.PeriodicLattice, settings.SupercellDistance);

    /// <summary>Divisions of the mesh that the settings ask for.</summary>
    /// <exception cref="InsInputException">The mesh has no points, or more than can be held.</exception>
    public static (int A, int B, int C) MeshOf(Crystal crystal, PhononSettings settings)
    {
        StudyChecks.CheckSpacing(settings);
        (int, int, int) divisions = Divisions(settings.Mesh) ?? QMesh.DivisionsForSpacing(crystal.PeriodicLattice, settings.Spacing);
        QGrid.Check(divisions);
        return divisions;
    }

    /// <summary>Length of the displacements that the settings ask for, Å.</summary>
    public static double DisplacementOf(StudyOptions options) =>
        options.Phonons.Displacement ?? (options.Precision == "float32" ? SingleAmplitude : Displacements.DefaultAmplitude);

    static PhononResult Compute(
        StudyContext context, Crystal crystal, (int, int, int) mesh, string key, string folder, string place)
    {
        IProgress<StepProgress>? progress = context.ProgressAt(place);
        int threads = context.Options.Threads;
        SpaceGroup group = SpaceGroup.Find(crystal);
        double residual = context.Potential!.Evaluate(crystal, threads, context.Cancellation).LargestForce;
        progress?.Report(new StepProgress("second derivatives", 0, 0, "preparing"));
        (IDynamicalMatrix matrices, string method) = context.Options.Phonons.Method switch
        {
            PhononMethod.Exact => (Exact(context, crystal, Scratch(folder)), "exact D(q)"),
            PhononMethod.Interpolated => Interpolated(context, crystal, Scratch(folder), progress),
            _ => FromDisplacements(context, crystal, group, Path.Combine(folder, "forces"), progress),
        };
        PhononModes modes = PhononSolver.Solve(matrices, QMesh.Irreducible(mesh, group), threads, progress, context.Cancellation);
        progress?.Report(new StepProgress("sound waves", 0, 0, "13 directions near Γ"));
        StabilityReport sound = LongWaves.Examine(matrices, threads, context.Cancellation);
        string? unstable = sound.IsStable
            ? null
            : FormattableString.Invariant(
                $"unstable sound waves near Γ ({sound.ImaginaryModes} imaginary modes at 13 short wave vectors): this symmetry is not a minimum, relax a copy with broken symmetry");
        return new PhononResult(modes, mesh, method, residual, unstable, key);
    }

    /// <summary>One of several parts of the matrices or forces that <see cref="Run"/> needs, computed and kept for it.</summary>
    /// <param name="context">The study.</param>
    /// <param name="crystal">The structure.</param>
    /// <param name="folder">Of the pressure.</param>
    /// <param name="place">Pressure, for progress.</param>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">Number of parts; every so-manyth matrix goes into one, so that they take about equally long.</param>
    public static void RunPart(StudyContext context, Crystal crystal, string folder, string place, int part, int parts)
    {
        IProgress<StepProgress>? progress = context.ProgressAt(place);
        PhononSettings settings = context.Options.Phonons;
        SpaceGroup group = SpaceGroup.Find(crystal);
        int threads = context.Options.Threads;
        if (settings.Method == PhononMethod.Displacements)
        {
            (int A, int B, int C) n = SupercellOf(crystal, settings);
            Displacements displacements = Displacements.Plan(new Supercell(crystal, n.A, n.B, n.C), group, DisplacementOf(context.Options));
            displacements.EvaluatePart(context.Potential!, new ForceStore(Path.Combine(folder, "forces"), context.PotentialIdentity), part, parts, threads, progress, context.Cancellation);
            return;
        }

        // Interpolated matrices are cheap; the exact ones behind them are not.
        Vector3d[] points = settings.Method == PhononMethod.Exact
            ? [.. QMesh.Irreducible(MeshOf(crystal, settings), group).QPoints, .. LongWaves.Points(crystal.PeriodicLattice)]
            : [.. QMesh.Irreducible(SupercellOf(crystal, settings), [], shifted: false).QPoints, .. InterpolationError.TestPoints(SupercellOf(crystal, settings))];
        SymmetricDynamicalMatrix matrices = Exact(context, crystal, Scratch(folder));
        Vector3d[] own = [.. points.Select(matrices.RepresentativeOf).Distinct().Where((_, k) => k % parts == part)];
        int size = 3 * crystal.AtomCount, done = 0;
        ParallelLoop.For(
            own.Length,
            threads,
            () => new Complex[size * size],
            (k, matrix) =>
            {
                matrices.Evaluate(own[k], matrix);
                progress?.Report(new StepProgress("matrices", Interlocked.Increment(ref done), own.Length, ""));
            },
            context.Cancellation);
    }

    /// <summary>Exact matrices, kept in a folder so that a stopped calculation goes on.</summary>
    /// <remarks>Symmetry that the relaxed crystal obeys closely saves work; what only looks like it does not count here.</remarks>
    internal static SymmetricDynamicalMatrix Exact(StudyContext context, Crystal crystal, string folder)
    {
        SpaceGroup group = SpaceGroup.Find(crystal, MaceDynamicalMatrix.SymmetryTolerance);
        MaceDynamicalMatrix exact = new(context.Potential!, crystal, 1, context.Cancellation, group);
        string identity = StepKey.Of("exact", crystal, context.PotentialIdentity, group.Operations.Count);
        return new SymmetricDynamicalMatrix(new StoredDynamicalMatrix(exact, folder, identity), group);
    }

    static (IDynamicalMatrix Matrices, string Method) Interpolated(
        StudyContext context, Crystal crystal, string folder, IProgress<StepProgress>? progress)
    {
        (int A, int B, int C) n = SupercellOf(crystal, context.Options.Phonons);
        int threads = context.Options.Threads;
        SymmetricDynamicalMatrix exact = Exact(context, crystal, folder);
        ForceConstants constants = MeshInterpolation.ForceConstants(exact, n, null, threads, progress, context.Cancellation);
        InterpolationError error = InterpolationError.Measure(constants, exact, n, threads, context.Cancellation);
        return (constants, FormattableString.Invariant($"exact D(q) on a {n.A}×{n.B}×{n.C} mesh, interpolated ({error})"));
    }

    static (IDynamicalMatrix Matrices, string Method) FromDisplacements(
        StudyContext context, Crystal crystal, SpaceGroup group, string folder, IProgress<StepProgress>? progress)
    {
        (int A, int B, int C) n = SupercellOf(crystal, context.Options.Phonons);
        Displacements displacements = Displacements.Plan(new Supercell(crystal, n.A, n.B, n.C), group, DisplacementOf(context.Options));
        ForceStore store = new(folder, context.PotentialIdentity);
        Vector3d[][] forces = displacements.EvaluateForces(context.Potential!, store, context.Options.Threads, progress, context.Cancellation);
        ForceConstants constants = ForceConstants.FromForces(displacements, forces);
        return (constants, FormattableString.Invariant(
            $"{displacements.Items.Count} displacements of {n.A}×{n.B}×{n.C} cells ({constants.Correction})"));
    }

    /// <summary>Where a folder of results keeps matrices.</summary>
    internal static string Scratch(string folder) => Path.Combine(folder, "matrices");

    /// <summary>Deletes them: the modes hold all that the matrices did; only a stopped calculation needs them.</summary>
    internal static void DeleteScratch(string folder)
    {
        if (Directory.Exists(Scratch(folder)))
        {
            Directory.Delete(Scratch(folder), recursive: true);
        }
    }

    static (int, int, int)? Divisions(IReadOnlyList<int>? list) => list is [var a, var b, var c] ? (a, b, c) : null;
}
