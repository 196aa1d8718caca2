using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Tests.Phonons.Files;

/// <summary>Modes and force constants of a small crystal without symmetry, for files that are written and read again.</summary>
internal static class SmallPhonons
{
    static readonly Lazy<ForceConstants> Skewed = new(() => Constants(new Matrix3d(2, 1, 0, -1, 1, 0, 0, 0, 1)));

    /// <summary>At six wave vectors, three atoms.</summary>
    public static PhononModes Modes { get; } = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), QMesh.Full((2, 1, 3)));

    /// <summary>In a supercell of three cells that is not diagonal.</summary>
    public static ForceConstants ForceConstants => Skewed.Value;

    /// <summary>With charges.</summary>
    public static ForceConstants Polar { get; } = new(
        ForceConstants.Supercell, ForceConstants.Values, new()
        {
            SumRule = SumRule.None,
            Charges = new BornCharges(
                new Matrix3d(2, 0.1, 0, 0.1, 3, 0.2, 0, 0.2, 2.5),
                [new(1, 0.1, 0.2, 0.3, 1.1, 0.4, 0.5, 0.6, 1.2), new(-1, 0, 0.2, 0, -1, 0.1, 0, 0, -1), new(0, -0.1, -0.4, -0.3, -0.1, -0.5, -0.5, -0.6, -0.2)]),
        });

    static ForceConstants Constants(Matrix3d matrix)
    {
        Supercell supercell = new(TestCrystals.Triclinic, matrix);
        Displacements displacements = Displacements.Plan(supercell, SpaceGroup.Find(supercell.Unit), bothSigns: true);
        return ForceConstants.FromForces(displacements, displacements.EvaluateForces(AnalyticPotential.Organic));
    }
}
