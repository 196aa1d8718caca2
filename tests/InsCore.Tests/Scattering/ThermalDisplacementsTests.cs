using System.Globalization;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Phonons;
using Xunit;

namespace InsCore.Tests.Scattering;

public sealed class ThermalDisplacementsTests : IDisposable
{
    const double FactorTolerance = 2e-5; // CIF holds six digits of U, Å²

    readonly string path = Path.Combine(Path.GetTempPath(), $"inscore-{Guid.NewGuid():N}.cif");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Cif_GivesTheDebyeWallerFactors_OfATriclinicCrystal()
    {
        Crystal crystal = new(
            Lattice.FromParameters(new(5.1, 5.6, 6.2), new(82, 97, 104)), [6, 16, 1], [new(0.1, 0.2, 0.0), new(1.6, 0.3, 0.2), new(2.4, 1.9, 2.4)]);
        Check(crystal, SpaceGroup.Trivial(crystal), QMesh.Full((3, 3, 3)));
    }

    [Fact]
    public void Cif_GivesTheDebyeWallerFactors_OfAHexagonalCrystal_AndReadsBack()
    {
        Crystal crystal = TestCrystals.Wurtzite;
        SpaceGroup group = SpaceGroup.Find(crystal);
        Check(crystal, group, QMesh.Irreducible((3, 3, 2), group));
        Crystal read = StructureFile.Read(path);
        Assert.Equal(crystal.AtomCount, read.AtomCount);
        Assert.Equal(crystal.Volume, read.Volume, 1e-6);
    }

    [Fact]
    public void Orthogonal_IsTheTensorItself_AndAnIsotropicOneIsIsotropicInAnyCell()
    {
        Matrix3d u = new(0.02, 0.003, 0.001, 0.003, 0.03, -0.002, 0.001, -0.002, 0.04);
        Assert.Equal(u.Row1.X, AnisotropicDisplacement.ToCif(new Lattice(Matrix3d.Diagonal(5, 7, 9)), u)[1, 0], 1e-15);

        // Of hexagonal axes, U_12 = U_11 cos γ* with γ* = 60°.
        Matrix3d hexagonal = AnisotropicDisplacement.ToCif(Lattice.FromParameters(new(4, 4, 6), new(90, 90, 120)), 0.05 * Matrix3d.Identity);
        Assert.Equal(0.05, hexagonal[0, 0], 1e-12);
        Assert.Equal(0.025, hexagonal[0, 1], 1e-12);
    }

    // Every atom's factor from the file against exp(-Qᵀ W Q) of the scattering code.
    void Check(Crystal crystal, SpaceGroup group, QMesh mesh)
    {
        PhononModes modes = SpringCrystal.Solve(crystal, mesh);
        ThermalDisplacements displacements = ThermalDisplacements.Of(modes, group, 150);
        displacements.WriteCif(path);
        DebyeWallerTensors reference = DebyeWallerTensors.Compute(modes, 150, group);
        string[] lines = File.ReadAllLines(path);
        string[][] rows = [.. lines.SkipWhile(l => l != "_atom_site_aniso_U_12").Skip(1).Select(l => l.Split(' '))];
        int[] atoms = [.. group.Representatives().Distinct().Order()];
        Assert.Equal(atoms.Length, rows.Length);
        for (int k = 0; k < atoms.Length; k++)
        {
            double[] u = [.. rows[k].Skip(1).Select(x => double.Parse(x, CultureInfo.InvariantCulture))];
            Matrix3d cif = new(u[0], u[5], u[4], u[5], u[1], u[3], u[4], u[3], u[2]), reciprocal = crystal.PeriodicLattice.Reciprocal;
            foreach (Vector3d hkl in new Vector3d[] { new(1, 0, 0), new(0, 2, 0), new(1, -1, 2), new(-2, 1, 3) })
            {
                Vector3d scaled = new(hkl.X * reciprocal.Row0.Norm, hkl.Y * reciprocal.Row1.Norm, hkl.Z * reciprocal.Row2.Norm), q = 2 * Math.PI * (hkl * reciprocal);
                double expected = Math.Exp(-Vector3d.Dot(q, reference.Tensors[atoms[k]].ToMatrix() * q));
                double actual = Math.Exp(-2 * Math.PI * Math.PI * Vector3d.Dot(scaled, cif * scaled));
                AchievedError.Check("Displacements: Debye–Waller factors from U_ij of CIF", "W of the scattering code, triclinic and hexagonal", Math.Abs(actual - expected), FactorTolerance);
            }
        }
    }
}
