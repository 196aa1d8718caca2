using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>Trained files of MACE 0.2.0 (2023): float32, l up to 2, correlation 2, settings of later versions absent.</summary>
public sealed class PublishedModelTests
{
    const double Step = 2e-4;
    const double Tolerance = 1e-7;   // relative to the largest force

    // An ethanol molecule, distorted.
    static readonly Crystal Molecule = new(
        null, [6, 6, 8, 1, 1, 1, 1, 1, 1],
        [
            new(-0.75, 0.02, 0.05), new(0.74, -0.03, -0.04), new(1.28, 1.24, 0.11), new(-1.12, -1.01, -0.08), new(-1.17, 0.49, 0.92),
            new(-1.12, 0.58, -0.83), new(1.10, -0.55, 0.88), new(1.12, -0.60, -0.91), new(0.96, 1.75, -0.63),
        ]);

    [Theory]
    [InlineData("model.model")]
    [InlineData("model_swa.model")]
    public void Evaluate_Molecule_IsFiniteAndConsistent(string name)
    {
        MacePotential potential = MacePotential.Load(TestData.Shared($"peer-data/mlip/mace-tutorials/{name}"));
        PotentialResult result = potential.Evaluate(Molecule);
        Assert.Equal([1, 6, 8], potential.Elements);
        Assert.Equal(3, potential.CutoffRadius);

        // Trained on GFN-xTB: about -310 eV (-11.39 hartree) for ethanol at rest; the crude geometry costs some eV.
        Assert.InRange(result.Energy, -311, -290);
        Assert.InRange(result.LargestForce, 0.1, 20);
        for (int k = 0; k < 3 * Molecule.AtomCount; k++)
        {
            double slope = (Energy(k, Step) - Energy(k, -Step)) / (2 * Step), twice = (Energy(k, 2 * Step) - Energy(k, -2 * Step)) / (4 * Step);
            double error = Math.Abs((((4 * slope) - twice) / 3) + result.Forces[k / 3][k % 3]) / result.LargestForce;
            AchievedError.Check("MACE: published files of 0.2.0, forces (relative)", "central differences of the energy, 2 files", error, Tolerance);
        }

        double Energy(int coordinate, double step)
        {
            Vector3d[] positions = Molecule.Positions.ToArray();
            positions[coordinate / 3] += step * new Vector3d(coordinate % 3 == 0 ? 1 : 0, coordinate % 3 == 1 ? 1 : 0, coordinate % 3 == 2 ? 1 : 0);
            return potential.Evaluate(Molecule.With(null, positions), threads: 1).Energy;
        }
    }
}
