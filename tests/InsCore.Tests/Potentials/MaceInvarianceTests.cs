using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>Energies, forces and strain gradients under everything that must not change them.</summary>
public sealed class MaceInvarianceTests
{
    const double Tolerance = 1e-10;

    public static TheoryData<string> Models => [.. MaceReference.Models];

    [Theory, MemberData(nameof(Models))]
    public void Rotation_RotatesTheForces(string model)
    {
        foreach (string structure in MaceReference.Structures)
        {
            Crystal crystal = MaceReference.Structure(structure);

            // A rotation, and a rotation with inversion: both leave the energy.
            Matrix3d rotation = Rotation(new Vector3d(0.3, -0.8, 0.52), 1.234);
            foreach (Matrix3d r in new[] { rotation, -1 * rotation })
            {
                Crystal turned = crystal.With(
                    crystal.Lattice is null ? null : new Lattice(crystal.Lattice.Vectors * r), Map(crystal, x => x * r));
                Check(model, crystal, turned, (f, _) => f * r, s => r.Transpose * s * r);
            }
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Translation_ChangesNothing(string model)
    {
        foreach (string structure in MaceReference.Structures)
        {
            Crystal crystal = MaceReference.Structure(structure);
            Vector3d shift = new(17.3, -4.9, 103.2);
            Check(model, crystal, crystal.With(crystal.Lattice, Map(crystal, x => x + shift)), (f, _) => f, s => s);
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void LatticeTranslationOfSingleAtoms_ChangesNothing(string model)
    {
        Crystal crystal = MaceReference.Structure("cell9");
        Vector3d[] positions = crystal.Positions.ToArray();
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += new Vector3d(i - 4, (2 * i) - 7, 3 - i) * crystal.PeriodicLattice.Vectors;
        }

        Check(model, crystal, crystal.With(crystal.Lattice, positions), (f, _) => f, s => s);
    }

    [Theory, MemberData(nameof(Models))]
    public void Permutation_PermutesTheForces(string model)
    {
        foreach (string structure in MaceReference.Structures)
        {
            Crystal crystal = MaceReference.Structure(structure);
            int[] order = [.. Enumerable.Range(0, crystal.AtomCount)];
            new Random(3).Shuffle(order);
            int[] numbers = [.. order.Select(i => crystal.AtomicNumbers[i])];
            Vector3d[] positions = [.. order.Select(i => crystal.Positions[i])];
            PotentialResult expected = MaceReference.Potential(model).Evaluate(crystal, threads: 1);
            PotentialResult actual = MaceReference.Potential(model).Evaluate(new Crystal(crystal.Lattice, numbers, positions), threads: 1);
            Record(MaceReference.RelativeError(order.Select(i => expected.AtomEnergies[i]), actual.AtomEnergies));
            Record(MaceReference.RelativeError(order.Select(i => expected.Forces[i]), actual.Forces));
            Record(MaceReference.RelativeError(MaceReference.Rows(expected.StrainGradient), MaceReference.Rows(actual.StrainGradient)));
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void OtherCellOfTheSameLattice_ChangesNothing(string model)
    {
        // Unimodular: sheared, reduced, and left-handed cells.
        Matrix3d[] transformations =
        [
            new(1, 0, 0, 2, 1, 0, -1, 3, 1), new(1, -1, 0, 0, 1, 0, 1, 0, 1), new(0, 1, 0, 1, 0, 0, 0, 0, 1), new(-1, 0, 0, 0, -1, 0, 0, 0, -1),
        ];
        foreach (string structure in new[] { "cell9", "cell36" })
        {
            Crystal crystal = MaceReference.Structure(structure);
            foreach (Matrix3d m in transformations)
            {
                Lattice other = new(m * crystal.PeriodicLattice.Vectors);
                Check(model, crystal, crystal.With(other, crystal.Positions), (f, _) => f, s => s);
            }
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Supercell_HasTheSameForcesAndAsManyTimesTheEnergy(string model)
    {
        Crystal crystal = MaceReference.Structure("cell9");
        Matrix3d cell = crystal.PeriodicLattice.Vectors;
        Vector3d[] images = [default, cell.Row0, cell.Row2, cell.Row0 + cell.Row2];
        Crystal large = new(
            new Lattice(new Matrix3d(2 * cell.Row0, cell.Row1, 2 * cell.Row2)),
            [.. images.SelectMany(_ => crystal.AtomicNumbers.ToArray())],
            [.. images.SelectMany(image => Map(crystal, x => x + image))]);
        PotentialResult one = MaceReference.Potential(model).Evaluate(crystal, threads: 1);
        PotentialResult four = MaceReference.Potential(model).Evaluate(large, threads: 1);
        Record(MaceReference.RelativeError(images.SelectMany(_ => one.AtomEnergies), four.AtomEnergies));
        Record(MaceReference.RelativeError(images.SelectMany(_ => one.Forces), four.Forces));
        Record(MaceReference.RelativeError(MaceReference.Rows(4 * one.StrainGradient), MaceReference.Rows(four.StrainGradient)));
    }

    static void Check(
        string model, Crystal original, Crystal changed, Func<Vector3d, int, Vector3d> force, Func<Matrix3d, Matrix3d> strain)
    {
        PotentialResult expected = MaceReference.Potential(model).Evaluate(original, threads: 1);
        PotentialResult actual = MaceReference.Potential(model).Evaluate(changed, threads: 1);
        Record(MaceReference.RelativeError(expected.AtomEnergies, actual.AtomEnergies));
        Record(MaceReference.RelativeError(expected.Forces.Select(force), actual.Forces));
        Record(MaceReference.RelativeError(MaceReference.Rows(strain(expected.StrainGradient)), MaceReference.Rows(actual.StrainGradient)));
    }

    static void Record(double error) => AchievedError.Check(
        "MACE: rotated, moved, permuted, recut, repeated (relative)", "the structure as it was, 5 models × 3 structures", error, Tolerance);

    static Vector3d[] Map(Crystal crystal, Func<Vector3d, Vector3d> map) => [.. crystal.Positions.ToArray().Select(map)];

    // Rodrigues' formula.
    static Matrix3d Rotation(Vector3d axis, double angle)
    {
        Vector3d n = (1 / axis.Norm) * axis;
        Matrix3d cross = new(0, -n.Z, n.Y, n.Z, 0, -n.X, -n.Y, n.X, 0);
        return Matrix3d.Identity + (Math.Sin(angle) * cross) + ((1 - Math.Cos(angle)) * (cross * cross));
    }
}
