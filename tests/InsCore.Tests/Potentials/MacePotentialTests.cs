using System.Text.Json.Nodes;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

public sealed class MacePotentialTests
{
    const double DoubleTolerance = 1e-10;
    const double SingleTolerance = 2e-5;
    const double ThreadTolerance = 1e-12;

    public static TheoryData<string, string, Executor> Cases => MaceReference.ModelsStructuresAndExecutors;

    [Theory, MemberData(nameof(Cases))]
    public void Evaluate_Float64_EqualsTheReference(string model, string structure, Executor executor) =>
        Compare(model, structure, executor, Precision.Float64, DoubleTolerance);

    [Theory, MemberData(nameof(Cases))]
    public void Evaluate_Float32_EqualsTheReference(string model, string structure, Executor executor) =>
        Compare(model, structure, executor, Precision.Float32, SingleTolerance);

    [Theory, MemberData(nameof(Cases))]
    public void Evaluate_SeveralThreads_EqualsOneThread(string model, string structure, Executor executor)
    {
        MacePotential potential = MaceReference.Potential(model, executor: executor);
        Crystal crystal = MaceReference.Structure(structure);
        PotentialResult one = potential.Evaluate(crystal, threads: 1);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            PotentialResult several = potential.Evaluate(crystal, threads);
            CheckThreads(MaceReference.RelativeError(one.AtomEnergies, several.AtomEnergies));
            CheckThreads(MaceReference.RelativeError(one.Forces, several.Forces));
            CheckThreads(MaceReference.RelativeError(MaceReference.Rows(one.StrainGradient), MaceReference.Rows(several.StrainGradient)));
        }
    }

    [Theory, MemberData(nameof(MaceReference.ModelsAndStructures), MemberType = typeof(MaceReference))]
    public void Evaluate_ExactRadialFunctions_EqualsTheReference(string model, string structure)
    {
        MacePotential potential = MacePotential.Load(
            TestData.Own($"mace/{model}.safetensors"), head: MaceReference.Results(model)["molecule"]!["head"]!.ToString(), radial: RadialMethod.Exact);
        JsonNode expected = MaceReference.Results(model)[structure]!;
        PotentialResult result = potential.Evaluate(MaceReference.Structure(structure), threads: 1);
        double error = MaceReference.RelativeError(MaceReference.Vectors(expected["forces"]!), result.Forces);
        AchievedError.Check("MACE: forces, networks at every distance (relative)", "reference implementation, 5 models × 3 structures", error, DoubleTolerance);
    }

    static void CheckThreads(double error) =>
        AchievedError.Check("MACE: 2, 3 and 7 threads (relative)", "one thread, 5 models × 3 structures", error, ThreadTolerance);

    static void Compare(string model, string structure, Executor executor, Precision precision, double tolerance)
    {
        Crystal crystal = MaceReference.Structure(structure);
        JsonNode expected = MaceReference.Results(model)[structure]!;
        PotentialResult result = MaceReference.Potential(model, precision, executor).Evaluate(crystal, threads: 1);
        double energy = expected["energy"]!.GetValue<double>();
        Check("energy", Math.Abs((result.Energy / energy) - 1));

        // The free atoms' energies are large and exact; what the networks add is compared on its own scale.
        double interaction = expected["interaction_energy"]!.GetValue<double>();
        double own = result.Energy - (energy - interaction);
        Check("interaction energy", Math.Abs((own / interaction) - 1));
        Check("node energies", MaceReference.RelativeError(MaceReference.Numbers(expected["node_energy"]!), result.AtomEnergies));
        Check("forces", MaceReference.RelativeError(MaceReference.Vectors(expected["forces"]!), result.Forces));
        Vector3d[] virials = MaceReference.Vectors(expected["virials"]!);
        Check("virials", MaceReference.RelativeError(virials, MaceReference.Rows(-1 * result.StrainGradient)));
        if (crystal.Lattice is not null)
        {
            Vector3d[] stress = MaceReference.Vectors(expected["stress"]!);
            Check("stress", MaceReference.RelativeError(stress, MaceReference.Rows(result.Stress(crystal.Volume))));
        }

        void Check(string quantity, double error) => AchievedError.Check(
            $"MACE: {quantity}, {executor.ToString().ToLowerInvariant()} {precision.ToString().ToLowerInvariant()} (relative)",
            "reference implementation, 5 models × 3 structures", error, tolerance);
    }
}
