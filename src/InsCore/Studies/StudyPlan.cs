using System.Diagnostics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>What a study would do, and roughly what it costs.</summary>
/// <param name="Formula">Atoms of the primitive cell.</param>
/// <param name="SpaceGroup">Space group of the start.</param>
/// <param name="Pressures">GPa.</param>
/// <param name="Supercell">Divisions of the supercell at the start's cell.</param>
/// <param name="Displacements">Displaced supercells at each pressure.</param>
/// <param name="Mesh">Divisions of the q mesh.</param>
/// <param name="WaveVectors">Irreducible wave vectors.</param>
/// <param name="EvaluationSeconds">Time of one energy and forces of the primitive cell on one thread, measured.</param>
/// <param name="EstimatedSeconds">Time of relaxations and displacements on the threads given, estimated.</param>
public sealed record StudyPlan(
    string Formula,
    string SpaceGroup,
    IReadOnlyList<double> Pressures,
    (int A, int B, int C) Supercell,
    int Displacements,
    (int A, int B, int C) Mesh,
    int WaveVectors,
    double EvaluationSeconds,
    double EstimatedSeconds)
{
    // A molecular crystal takes about so many evaluations to relax; only used for the estimate.
    const int TypicalRelaxation = 150;

    internal static StudyPlan Of(StudyContext context, Crystal start)
    {
        StudyOptions options = context.Options;
        SpaceGroup group = Structures.SpaceGroup.Find(start);
        (int A, int B, int C) supercell = PhononStep.SupercellOf(start, options.Phonons), mesh = PhononStep.MeshOf(start, options.Phonons);
        Displacements displacements = Phonons.Displacements.Plan(
            new Supercell(start, supercell.A, supercell.B, supercell.C), group, PhononStep.DisplacementOf(options));
        context.Potential!.Evaluate(start, 1, context.Cancellation);
        Stopwatch watch = Stopwatch.StartNew();
        context.Potential.Evaluate(start, 1, context.Cancellation);
        double one = watch.Elapsed.TotalSeconds;
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        double evaluations = TypicalRelaxation + (displacements.Items.Count * (double)(supercell.A * supercell.B * supercell.C));
        return new StudyPlan(
            start.Formula,
            $"{group.Symbol} ({group.Number})",
            options.Pressures,
            supercell,
            displacements.Items.Count,
            mesh,
            QMesh.Irreducible(mesh, group).QPoints.Length,
            one,
            options.Pressures.Count * evaluations * one / threads);
    }

    /// <summary>The plan as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["formula"] = Formula,
        ["spaceGroup"] = SpaceGroup,
        ["pressures"] = new JsonArray([.. Pressures.Select(p => JsonValue.Create(p))]),
        ["supercell"] = new JsonArray(Supercell.A, Supercell.B, Supercell.C),
        ["displacements"] = Displacements,
        ["mesh"] = new JsonArray(Mesh.A, Mesh.B, Mesh.C),
        ["waveVectors"] = WaveVectors,
        ["evaluationSeconds"] = EvaluationSeconds,
        ["estimatedSeconds"] = EstimatedSeconds,
    };

    /// <summary>The plan for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"""
        crystal        {Formula}, {SpaceGroup}
        pressures      {string.Join(", ", Pressures)} GPa: relaxation of atoms and cell at each
        displacements  {Displacements} at each pressure, in {Supercell.A}×{Supercell.B}×{Supercell.C} cells
        wave vectors   {WaveVectors}, of a {Mesh.A}×{Mesh.B}×{Mesh.C} mesh
        cost           about {EstimatedSeconds:F0} s ({EvaluationSeconds * 1e3:F1} ms for energy and forces of one cell on one thread)
        """);
}
