using System.Diagnostics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>What a study would do, and roughly what it costs.</summary>
/// <param name="Formula">Atoms of the primitive cell.</param>
/// <param name="SpaceGroup">Space group of the start.</param>
/// <param name="Pressures">GPa.</param>
/// <param name="Method">How the dynamical matrices would be made.</param>
/// <param name="Mesh">Divisions of the q mesh.</param>
/// <param name="WaveVectors">Irreducible wave vectors.</param>
/// <param name="EvaluationSeconds">Time of one energy and forces of the primitive cell on one thread, measured.</param>
/// <param name="EstimatedSeconds">Time of relaxations and phonons on the threads given, estimated.</param>
public sealed record StudyPlan(
    string Formula,
    string SpaceGroup,
    IReadOnlyList<double> Pressures,
    string Method,
    (int A, int B, int C) Mesh,
    int WaveVectors,
    double EvaluationSeconds,
    double EstimatedSeconds)
{
    // Measured on molecular crystals of 36 and 72 atoms; only used for the estimate: evaluations of a relaxation, and evaluations
    // that one exact dynamical matrix costs for each of its 3n directions.
    const int TypicalRelaxation = 50;
    const double EvaluationsPerDirection = 0.3;

    /// <summary>What would move, and how long; null without molecular dynamics.</summary>
    public string? Dynamics { get; init; }

    internal static StudyPlan Of(StudyContext context, Crystal start)
    {
        StudyOptions options = context.Options;
        SpaceGroup group = Structures.SpaceGroup.Find(start);
        (int A, int B, int C) mesh = PhononStep.MeshOf(start, options.Phonons);
        int waveVectors = QMesh.Irreducible(mesh, group).QPoints.Length;
        (string method, double evaluations) = Phonons(options, start, group, waveVectors);
        context.Potential!.Evaluate(start, 1, context.Cancellation);
        Stopwatch watch = Stopwatch.StartNew();
        context.Potential.Evaluate(start, 1, context.Cancellation);
        double one = watch.Elapsed.TotalSeconds;
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        return new StudyPlan(
            start.Formula,
            $"{group.Symbol} ({group.Number})",
            options.Pressures,
            method,
            mesh,
            waveVectors,
            one,
            ((Relaxations(options) * TypicalRelaxation) + ((options.Pressures.Count + Warm(options)) * evaluations) + (options.Pressures.Count * Steps(options))) * one / threads)
        {
            Dynamics = options.Dynamics is { Run: var run } md
                ? FormattableString.Invariant($"{run.Ensemble.ToString().ToUpperInvariant()} at {run.Temperature} K, {run.Time * 1e-3} ps in steps of {run.TimeStep} fs, {string.Join("×", md.Cells)} cells, at each pressure")
                : null,
        };
    }

    // On the way out, back, and in quasi-harmonic cells.
    static int Relaxations(StudyOptions options) => (options.Pressures.Count * (options.Hysteresis ? 2 : 1)) + Warm(options);

    static int Warm(StudyOptions options) => options.Pressures.Count * options.Thermodynamics.Spectra.Count;

    // Evaluations of one cell that molecular dynamics costs at a pressure.
    static double Steps(StudyOptions options) => options.Dynamics is { Run: var run, Cells: var n, Replicas: var replicas }
        ? replicas * (run.Time + run.Equilibration) / run.TimeStep * n[0] * n[1] * n[2]
        : 0;

    static (string Method, double Evaluations) Phonons(StudyOptions options, Crystal start, SpaceGroup group, int waveVectors)
    {
        if (options.Phonons.Method == PhononMethod.Exact)
        {
            return ("exact D(q) of the primitive cell", waveVectors * 3 * start.AtomCount * EvaluationsPerDirection);
        }

        (int A, int B, int C) n = PhononStep.SupercellOf(start, options.Phonons);
        if (options.Phonons.Method == PhononMethod.Interpolated)
        {
            int matrices = QMesh.Irreducible(n, [], shifted: false).QPoints.Length + InterpolationError.TestPoints(n).Length;
            return ($"exact D(q) at {matrices} wave vectors of a {n.A}×{n.B}×{n.C} mesh, interpolated", matrices * 3 * start.AtomCount * EvaluationsPerDirection);
        }

        int count = Displacements.Plan(new Supercell(start, n.A, n.B, n.C), group, PhononStep.DisplacementOf(options)).Items.Count;
        return ($"{count} displacements at each pressure, in {n.A}×{n.B}×{n.C} cells", count * (double)(n.A * n.B * n.C));
    }

    /// <summary>The plan as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["formula"] = Formula,
        ["spaceGroup"] = SpaceGroup,
        ["pressures"] = new JsonArray([.. Pressures.Select(p => JsonValue.Create(p))]),
        ["method"] = Method,
        ["mesh"] = new JsonArray(Mesh.A, Mesh.B, Mesh.C),
        ["waveVectors"] = WaveVectors,
        ["dynamics"] = Dynamics,
        ["evaluationSeconds"] = EvaluationSeconds,
        ["estimatedSeconds"] = EstimatedSeconds,
    };

    /// <summary>The plan for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"""
        crystal        {Formula}, {SpaceGroup}
        pressures      {string.Join(", ", Pressures)} GPa: relaxation of atoms and cell at each
        phonons        {Method}
        wave vectors   {WaveVectors}, of a {Mesh.A}×{Mesh.B}×{Mesh.C} mesh
        dynamics       {Dynamics ?? "none"}
        cost           about {EstimatedSeconds:F0} s ({EvaluationSeconds * 1e3:F1} ms for energy and forces of one cell on one thread)
        """);
}
