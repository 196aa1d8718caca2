using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>From the reference force constants of the default model to its frequencies and shifts under pressure.</summary>
public class ReferenceHessianTests
{
    const double WavenumberTolerance = 1e-3;    // cm⁻¹: the reference does not impose the sum rule, which moves modes by 1.2e-4
    const double AcousticTolerance = 1e-3;      // cm⁻¹

    public static TheoryData<string> Names => ["pbcn_0.0", "pbcn_1.5", "pbca_0.0", "pbca_1.5"];

    [Theory, MemberData(nameof(Names))]
    public void Solve_ReferenceForceConstants_GivesReferenceFrequencies(string name)
    {
        ReferenceCrystal reference = ReferenceCrystal.Read(name);
        PhononModes modes = Modes(name, reference);
        double worst = 0;
        for (int n = 3; n < modes.ModeCount; n++)
        {
            worst = Math.Max(worst, Math.Abs((modes.Energies[n] * Constants.EvInWavenumbers) - reference.Gamma[n]));
        }

        AchievedError.Check(
            "Phonons: Γ frequencies from given force constants (cm⁻¹)", "reference implementation, 2 crystals × 2 pressures", worst, WavenumberTolerance);
        Assert.Equal([0, 1, 2], AcousticModes.Find(modes, 0)!.Modes);
        StabilityReport report = StabilityReport.Of(modes);
        Assert.True(report.IsStable);
        AchievedError.Check(
            "Phonons: acoustic modes at Γ (cm⁻¹)", "zero, 2 crystals × 2 pressures", report.AcousticResidual!.Value * Constants.EvInWavenumbers, AcousticTolerance);
    }

    static PhononModes Modes(string name, ReferenceCrystal reference) =>
        PhononSolver.Solve(new ForceConstants(new Supercell(reference.Crystal, 1, 1, 1), ReferenceCrystal.ReadHessian(name)), [Vector3d.Zero]);
}
