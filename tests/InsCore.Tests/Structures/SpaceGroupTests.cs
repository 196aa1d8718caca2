using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class SpaceGroupTests
{
    // Fractional; translations are exact, or the mean over atoms in rounding.
    const double GroupTolerance = 1e-12;

    // Å, eV/Å or eV: rounding of sums over a hundred operations.
    const double Rounding = 1e-11;

    public static TheoryData<string, int, int> Crystals => new()
    {
        { "RockSalt", 225, 192 },
        { "LeftHandedSilicon", 227, 48 },
        { "Quartz", 154, 6 },
        { "Triclinic", 1, 1 },
        { "pbca", 61, 8 },
        { "pbcn", 60, 8 },
    };

    [Theory]
    [MemberData(nameof(Crystals))]
    public void The_space_group_is_found(string name, int number, int operations)
    {
        SpaceGroup group = Find(name, out _);
        Assert.Equal(number, group.Number);
        Assert.Equal(operations, group.Operations.Count);
        Assert.Null(group.Warning);
    }

    [Theory]
    [InlineData("peer-data/euphonic/castep_files/quartz/quartz.cell", 154)]
    [InlineData("peer-data/euphonic/castep_files/Si2-sc-skew/Si2-sc-skew.cell", 227)]
    [InlineData("peer-data/phonopy/example/NaCl/POSCAR-unitcell", 225)]
    [InlineData("peer-data/phonopy/example/MgO/POSCAR-unitcell", 225)]
    [InlineData("peer-data/janus-core/NaCl.cif", 225)]
    [InlineData("peer-data/abins-tutorials/hexane_geometry.in", 2)]
    public void The_space_group_of_a_file_is_found(string file, int number)
    {
        SpaceGroup group = SpaceGroup.Find(StructureFile.Read(TestData.Shared(file)), 1e-3);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        Assert.Equal(number, group.Number);
    }

    [Theory]
    [InlineData("pbca_0.0", 61)]
    [InlineData("pbca_1.5", 61)]
    [InlineData("pbcn_0.0", 60)]
    [InlineData("pbcn_1.5", 60)]
    public void Relaxed_crystals_keep_their_space_group(string name, int number)
    {
        SpaceGroup group = SpaceGroup.Find(StructureFile.Read(TestData.Shared($"models/diiodothiophene/expected/{name}.extxyz")));
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        Assert.Equal(number, group.Number);
        Assert.Equal(8, group.Operations.Count);
    }

    [Theory]
    [MemberData(nameof(Crystals))]
    public void The_operations_form_a_group(string name, int number, int operations)
    {
        _ = (number, operations);
        SpaceGroup group = Find(name, out _);
        Assert.Equal(SymmetryOperation.Identity, group.Operations[0]);
        AssertIsGroup(group);
    }

    [Theory]
    [MemberData(nameof(Crystals))]
    public void Images_and_shifts_say_where_atoms_go(string name, int number, int operations)
    {
        _ = (number, operations);
        SpaceGroup group = Find(name, out Crystal crystal);
        Vector3d[] positions = crystal.FractionalPositions();
        for (int o = 0; o < group.Operations.Count; o++)
        {
            Assert.Equal(crystal.AtomCount, group.AtomImages[o].Distinct().Count());
            for (int i = 0; i < crystal.AtomCount; i++)
            {
                int j = group.AtomImages[o][i];
                Vector3d miss = group.Operations[o].Apply(positions[i]) - positions[j] - group.AtomShifts[o][i];
                Assert.InRange(crystal.PeriodicLattice.ToCartesian(miss).Norm, 0, 1e-3);
                Assert.Equal(crystal.AtomicNumbers[i], crystal.AtomicNumbers[j]);
            }
        }
    }

    [Fact]
    public void Orbits_and_site_symmetries_multiply_to_the_order()
    {
        SpaceGroup group = Find("pbcn", out Crystal crystal);
        int[] representatives = group.Representatives();
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            int orbit = representatives.Count(r => r == representatives[i]);
            Assert.Equal(group.Operations.Count, orbit * group.SiteOperations(i).Length);
        }

        // The molecule lies on the twofold axis: S on it, all others beside it.
        Assert.Equal([2, 1, 1, 1, 1], representatives.Distinct().Select(r => group.SiteOperations(r).Length));
    }

    [Fact]
    public void Isotopes_lower_the_symmetry()
    {
        Crystal salt = TestCrystals.RockSalt;
        double[] masses = salt.Masses.ToArray();
        masses[0] += 1;
        SpaceGroup group = SpaceGroup.Find(new(salt.Lattice, salt.AtomicNumbers, salt.Positions, masses));
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        Assert.Equal(221, group.Number);
        Assert.Equal(48, group.Operations.Count);
    }

    [Theory]
    [MemberData(nameof(Crystals))]
    public void A_symmetrized_crystal_is_symmetric_and_near(string name, int number, int operations)
    {
        SpaceGroup group = Find(name, out Crystal crystal);
        Crystal symmetric = group.Symmetrize(TestCrystals.Disturbed(crystal, 0.01));
        SpaceGroup again = SpaceGroup.Find(symmetric, 1e-8);
        Assert.Equal(number, again.Number);
        Assert.Equal(operations, again.Operations.Count);
        Assert.InRange(TestCrystals.LargestDistance(crystal, symmetric), 0, 0.05);
        Crystal twice = group.Symmetrize(symmetric);
        Assert.InRange(TestCrystals.LargestDistance(symmetric, twice), 0, Rounding);
        Assert.InRange(TestCrystals.LargestDifference(symmetric.PeriodicLattice.Vectors, twice.PeriodicLattice.Vectors), 0, Rounding);
        foreach (SymmetryOperation operation in group.Operations)
        {
            Matrix3d r = operation.CartesianRotation(symmetric.PeriodicLattice);
            Assert.InRange(TestCrystals.LargestDifference(r * r.Transpose, Matrix3d.Identity), 0, Rounding);
        }
    }

    [Fact]
    public void Symmetrizing_a_turned_cell_keeps_its_orientation()
    {
        SpaceGroup group = Find("Quartz", out Crystal crystal);
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        Matrix3d turn = new Matrix3d(c, s, 0, -s, c, 0, 0, 0, 1) * new Matrix3d(1, 0, 0, 0, c, s, 0, -s, c);
        Lattice turned = new(crystal.PeriodicLattice.Vectors * turn);
        Assert.InRange(TestCrystals.LargestDifference(turned.Vectors, group.Symmetrize(turned).Vectors), 0, Rounding);
    }

    [Theory]
    [MemberData(nameof(Crystals))]
    public void Averages_of_forces_and_strain_are_invariant_projections(string name, int number, int operations)
    {
        _ = (number, operations);
        SpaceGroup group = Find(name, out Crystal crystal);
        crystal = group.Symmetrize(crystal);
        Random random = new(5);
        Vector3d Next() => new(random.NextDouble(), random.NextDouble(), random.NextDouble());
        Vector3d[] forces = [.. Enumerable.Range(0, crystal.AtomCount).Select(_ => Next())];
        Vector3d[] mean = group.SymmetrizeForces(crystal, forces), twice = group.SymmetrizeForces(crystal, mean);
        Matrix3d tensor = new(Next(), Next(), Next());
        Matrix3d strain = group.SymmetrizeStrain(crystal.PeriodicLattice, tensor + tensor.Transpose);
        Assert.InRange(TestCrystals.LargestDifference(strain, strain.Transpose), 0, Rounding);
        Assert.Equal((tensor + tensor.Transpose).Trace, strain.Trace, Rounding);
        for (int o = 0; o < group.Operations.Count; o++)
        {
            Matrix3d r = group.Operations[o].CartesianRotation(crystal.PeriodicLattice);
            Assert.InRange(TestCrystals.LargestDifference(r * strain * r.Transpose, strain), 0, Rounding);
            for (int i = 0; i < forces.Length; i++)
            {
                Assert.InRange((mean[i] - twice[i]).Norm, 0, Rounding);
                Assert.InRange(((r * mean[i]) - mean[group.AtomImages[o][i]]).Norm, 0, Rounding);
            }
        }
    }

    [Fact]
    public void A_crystal_moved_off_the_origin_keeps_its_group_exactly()
    {
        Crystal salt = TestCrystals.RockSalt;
        Vector3d move = new(0.1234, 0.567, 0.891);
        SpaceGroup group = SpaceGroup.Find(salt.With(salt.Lattice, salt.Positions.ToArray().Select(x => x + move).ToArray()));
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        Assert.Equal(225, group.Number);
        AssertIsGroup(group);
    }

    [Fact]
    public void Atoms_at_one_place_give_P1_and_a_warning()
    {
        Crystal salt = TestCrystals.RockSalt;
        Vector3d[] positions = salt.Positions.ToArray();
        positions[1] = positions[0];
        SpaceGroup group = SpaceGroup.Find(salt.With(salt.Lattice, positions));
        Assert.Equal(1, group.Number);
        Assert.Contains("P1 is used", group.Warning);
    }

    [Fact]
    public void Without_the_library_P1_is_used_unless_it_was_asked_for()
    {
        SpglibResult result = Spglib.Missing(new DllNotFoundException("no such file"), null);
        Assert.Contains("P1 is used", result.Warning);
        Assert.Contains("no such file", result.Warning);
        InsBackendException error = Assert.Throws<InsBackendException>(() => Spglib.Missing(new DllNotFoundException("no such file"), "/x.so"));
        Assert.Contains("INSCORE_SPGLIB_PATH", error.Message);
        Assert.Throws<InvalidOperationException>(() => SpaceGroup.Find(new Crystal(null, [1], [default])));
    }

    [Fact]
    public void Another_choice_of_axes_gives_the_same_group()
    {
        Crystal quartz = TestCrystals.Quartz;
        Lattice skewed = new(new Matrix3d(1, 0, 0, 2, 1, 0, -1, 1, 1) * quartz.PeriodicLattice.Vectors);
        SpaceGroup group = SpaceGroup.Find(quartz.With(skewed, quartz.Positions));
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        Assert.Equal(154, group.Number);
        Assert.Equal(6, group.Operations.Count);
        Assert.InRange(TestCrystals.LargestDifference(skewed.Vectors, group.Symmetrize(skewed).Vectors), 0, Rounding);
    }

    [Fact]
    public void A_crystal_of_other_size_is_refused()
    {
        SpaceGroup group = SpaceGroup.Trivial(TestCrystals.RockSalt);
        Assert.Throws<ArgumentException>(() => group.Symmetrize(TestCrystals.Quartz));
        Assert.Throws<ArgumentException>(() => group.SymmetrizeForces(TestCrystals.RockSalt, new Vector3d[7]));
    }

    static SpaceGroup Find(string name, out Crystal crystal)
    {
        crystal = name switch
        {
            "RockSalt" => TestCrystals.RockSalt,
            "LeftHandedSilicon" => TestCrystals.LeftHandedSilicon,
            "Quartz" => TestCrystals.Quartz,
            "Triclinic" => TestCrystals.Triclinic,
            _ => TestCrystals.Example(name),
        };
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        return group;
    }

    static void AssertIsGroup(SpaceGroup group)
    {
        ILookup<Matrix3d, Vector3d> translations = group.Operations.ToLookup(o => o.Rotation, o => o.Translation);
        int Count(SymmetryOperation o) =>
            translations[o.Rotation].Count(w => (w - o.Translation).WrapToNearest().Norm < GroupTolerance);
        foreach (SymmetryOperation a in group.Operations)
        {
            Assert.Equal(1, Count(a.Inverse));
            foreach (SymmetryOperation b in group.Operations)
            {
                Assert.Equal(1, Count(a * b));
            }
        }
    }
}
