using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>The whole way from the default model to frequencies, by finite displacements.</summary>
public class DefaultModelPhononsTests
{
    // cm⁻¹; found: 0.003. The reference is made of the same central differences, but without the symmetry, which its Pbca cells
    // obey within 1e-5 only.
    const double WavenumberTolerance = 0.01;

    static readonly MacePotential Potential = MacePotential.Load();

    public static TheoryData<string> Names => ["pbcn_0.0", "pbcn_1.5", "pbca_0.0", "pbca_1.5"];

    [Theory, MemberData(nameof(Names))]
    public void FromForces_InOneCell_GivesTheReferenceAtGamma(string name)
    {
        ReferenceCrystal reference = ReferenceCrystal.Read(name);
        double[] found = TestCrystals.Wavenumbers(Constants(new Supercell(reference.Crystal, 1, 1, 1)), default);
        CheckGamma(reference, found);
    }

    [Theory]
    [InlineData("pbcn_0.0")]
    [InlineData("pbcn_1.5")]
    public void FromForces_InADoubledCell_GivesTheReferenceAtTheZoneBoundary(string name) => CheckDoubledCell(name);

    // 144 atoms, 54 displacements: some ten seconds each.
    [Theory(Explicit = true)]
    [InlineData("pbca_0.0")]
    [InlineData("pbca_1.5")]
    public void FromForces_InADoubledCellOfPbca_GivesTheReferenceAtTheZoneBoundary(string name) => CheckDoubledCell(name);

    static void CheckDoubledCell(string name)
    {
        ReferenceCrystal reference = ReferenceCrystal.Read(name);
        Vector3d q = reference.BoundaryPoint;
        ForceConstants constants = Constants(
            new Supercell(reference.Crystal, 1 + (int)(2 * q.X), 1 + (int)(2 * q.Y), 1 + (int)(2 * q.Z)));
        Check("zone boundary", LargestDifference(reference.Boundary, TestCrystals.Wavenumbers(constants, q), first: 0));
        CheckGamma(reference, TestCrystals.Wavenumbers(constants, default));
    }

    static void CheckGamma(ReferenceCrystal reference, double[] found) => Check("Γ", LargestDifference(reference.Gamma, found, first: 3));

    static void Check(string place, double error) => AchievedError.Check(
        $"Phonons: finite displacements, {place} (cm⁻¹)", "reference implementation, 2 crystals × 2 pressures", error, WavenumberTolerance);

    static ForceConstants Constants(Supercell supercell)
    {
        Displacements displacements = Displacements.Plan(supercell, SpaceGroup.Find(supercell.Unit));
        return ForceConstants.FromForces(displacements, displacements.EvaluateForces(Potential));
    }

    static double LargestDifference(double[] expected, double[] actual, int first) =>
        Enumerable.Range(first, expected.Length - first).Max(n => Math.Abs(expected[n] - actual[n]));
}
