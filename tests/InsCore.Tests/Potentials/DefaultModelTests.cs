using System.Text.Json.Nodes;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>The model that comes with InsCore at the relaxed crystals of shared/models/diiodothiophene.</summary>
public sealed class DefaultModelTests
{
    const double EnergyTolerance = 1e-8;   // eV, of the whole cell
    const double StressTolerance = 1e-6;   // GPa
    const double ForceTolerance = 1e-4;    // eV/Å: the structures are relaxed to that

    const string Reference = "reference implementation, 2 crystals × 2 pressures";

    static readonly Lazy<MacePotential> Potential = new(() => MacePotential.Load());

    [Theory]
    [InlineData("pbca_0.0")]
    [InlineData("pbca_1.5")]
    [InlineData("pbcn_0.0")]
    [InlineData("pbcn_1.5")]
    public void Evaluate_RelaxedCrystal_HasTheExpectedEnergyNoForceAndThePressure(string name)
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(TestData.Shared($"models/diiodothiophene/expected/expected_{name}.json")))!;
        Vector3d[] cell = MaceReference.Vectors(expected["cell"]!);
        Lattice lattice = new(new Matrix3d(cell[0], cell[1], cell[2]));
        int[] numbers = [.. expected["symbols"]!.AsArray().Select(s => Element.AtomicNumber(s!.GetValue<string>()))];
        Vector3d[] positions = Array.ConvertAll(MaceReference.Vectors(expected["scaled_positions"]!), lattice.ToCartesian);
        PotentialResult result = Potential.Value.Evaluate(new Crystal(lattice, numbers, positions));
        double error = Math.Abs(result.Energy - expected["energy_eV"]!.GetValue<double>());
        AchievedError.Check("Default model: energy of the relaxed cell (eV)", Reference, error, EnergyTolerance);
        double[] voigt = MaceReference.Numbers(expected["stress_GPa_voigt"]!);
        Matrix3d stress = Constants.EvPerCubicAngstromInGpa * result.Stress(lattice.Volume);
        double[] own = [stress[0, 0], stress[1, 1], stress[2, 2], stress[1, 2], stress[0, 2], stress[0, 1]];
        double stressError = voigt.Zip(own, (a, b) => Math.Abs(a - b)).Max();
        AchievedError.Check("Default model: stress of the relaxed cell (GPa)", Reference, stressError, StressTolerance);
        AchievedError.Check("Default model: largest force in the relaxed cell (eV/Å)", "zero, 2 crystals × 2 pressures", result.LargestForce, ForceTolerance);
    }
}
