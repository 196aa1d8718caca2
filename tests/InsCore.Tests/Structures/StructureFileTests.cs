using InsCore.Structures;
using InsCore.Structures.Files;
using InsCore.Tests.Structures.Files;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class StructureFileTests : IDisposable
{
    // Å.
    const double RoundTrip = 1e-12;

    // Å: cell parameters and angles come back through cosines.
    const double CifRoundTrip = 1e-10;

    readonly string folder = Directory.CreateTempSubdirectory("inscore-structures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("x.extxyz")]
    [InlineData("x.xyz")]
    [InlineData("POSCAR")]
    [InlineData("x.vasp")]
    public void What_is_written_is_read_back(string name)
    {
        foreach (Crystal crystal in (Crystal[])[TestCrystals.Triclinic, TestCrystals.LeftHandedSilicon, TestCrystals.Disturbed(TestCrystals.Quartz, 0.3)])
        {
            Crystal again = WriteAndRead(name, crystal);
            Assert.Equal(crystal.PeriodicLattice.Vectors, again.PeriodicLattice.Vectors);
            Assert.Equal(crystal.AtomicNumbers, again.AtomicNumbers);
            for (int i = 0; i < crystal.AtomCount; i++)
            {
                Assert.InRange((crystal.Positions[i] - again.Positions[i]).Norm, 0, RoundTrip);
            }
        }
    }

    [Theory]
    [InlineData("x.extxyz")]
    [InlineData("x.cif")]
    [InlineData("CONTCAR")]
    public void Isotopes_are_kept(string name)
    {
        Crystal crystal = TestCrystals.FromFractional(
            TestCrystals.Triclinic.PeriodicLattice, [1, 6, 1], [new(0, 0, 0), new(0.5, 0.5, 0.5), new(0.2, 0.3, 0.4)]);
        crystal = new(crystal.Lattice, crystal.AtomicNumbers, crystal.Positions, [2.01410177812, 13.00335483507, 1.008]);
        Assert.Equal(crystal.Masses, WriteAndRead(name, crystal).Masses);
    }

    [Fact]
    public void Other_masses_are_kept_in_extended_xyz()
    {
        Crystal crystal = new(null, [1], [new(1, 2, 3)], [1.7]);
        Assert.Equal([1.7], WriteAndRead("m.xyz", crystal).Masses.ToArray());
        Assert.Null(WriteAndRead("m.xyz", crystal).Lattice);
    }

    [Fact]
    public void Energy_forces_and_stress_are_written_beside_the_structure()
    {
        Vector3d[] forces = [new(1, 2, 3), new(4, 5, 6), new(7, 8, 9.5)];
        string path = Path.Combine(folder, "r.extxyz");
        StructureFile.Write(path, TestCrystals.Triclinic, properties: new(-1.25, forces, Matrix3d.Diagonal(0.1, 0.2, 0.3)));
        string text = File.ReadAllText(path);
        Assert.Contains("Properties=species:S:1:pos:R:3:forces:R:3 energy=-1.25 stress=\"0.1 0 0 0 0.2 0 0 0 0.3\" pbc=\"T T T\"", text);
        Assert.EndsWith(" 7 8 9.5\n", text);
        Assert.Equal(3, StructureFile.Read(path).AtomCount);
        Assert.Throws<ArgumentException>(() => StructureFile.Write(path, TestCrystals.RockSalt, properties: new(Forces: forces)));
    }

    [Theory]
    [InlineData("pbca", 9)]
    [InlineData("pbcn", 5)]
    public void A_cif_with_symmetry_holds_one_atom_of_each_orbit(string name, int sites)
    {
        Crystal crystal = TestCrystals.Example(name);
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        AssertCifRoundTrip(crystal, group);
        string text = File.ReadAllText(Path.Combine(folder, "s.cif"));
        Assert.Equal(sites, text.Split('\n').Count(line => line.EndsWith(" 1.0", StringComparison.Ordinal)));
    }

    [Fact]
    public void Cifs_of_any_crystal_are_read_back()
    {
        foreach (Crystal crystal in (Crystal[])[TestCrystals.Triclinic, TestCrystals.RockSalt, TestCrystals.Quartz, TestCrystals.LeftHandedSilicon])
        {
            AssertCifRoundTrip(crystal, null);
            Vector3d move = new(0.1234, 0.567, 0.891);
            Crystal moved = crystal.With(crystal.Lattice, Array.ConvertAll(crystal.Positions.ToArray(), x => x + move));
            AssertCifRoundTrip(moved, SpaceGroup.Find(moved));
        }
    }

    [Fact]
    public void A_left_handed_crystal_is_not_mirrored_by_a_cif()
    {
        Crystal quartz = TestCrystals.Quartz;
        Matrix3d v = quartz.PeriodicLattice.Vectors;
        Crystal leftHanded = quartz.With(new Lattice(new Matrix3d(v.Row1, v.Row0, v.Row2)), quartz.Positions);
        Crystal again = WriteAndRead("q.cif", leftHanded);
        SpaceGroup group = SpaceGroup.Find(leftHanded);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        Assert.Equal(154, group.Number);
        Assert.Equal(154, SpaceGroup.Find(again).Number);
        Assert.True(again.PeriodicLattice.IsRightHanded);
    }

    [Theory]
    [InlineData("structure", "data_a\n_cell_length_a 3\n_cell_length_b 3\n_cell_length_c 3\n_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\nloop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nC1 0 0 0\n")]
    [InlineData("frame.txt", "1\n\nC 0 0 0\n")]
    [InlineData("seed.txt", "%BLOCK lattice_cart\n3 0 0\n0 3 0\n0 0 3\n%ENDBLOCK lattice_cart\n%BLOCK positions_frac\nC 0 0 0\n%ENDBLOCK positions_frac")]
    [InlineData("relaxed.in", "# FHI-aims\natom 0 0 0 C")]
    [InlineData("start", "title\n1\n3 0 0\n0 3 0\n0 0 3\nC\n1\nDirect\n0 0 0\n")]
    public void The_content_tells_the_format_where_the_name_does_not(string name, string content) =>
        Assert.Equal([6], FileText.Read(name, content).AtomicNumbers.ToArray());

    [Fact]
    public void Files_that_cannot_be_used_are_refused()
    {
        FileText.AssertRefused("thing.txt", "hello\nworld", "no format known", ".cif");
        AssertRefused(Path.Combine(folder, "absent.cif"), "cannot be read");
        AssertRefused(folder, "is a folder");
        AssertRefused("", "is empty");
        string path = Path.Combine(folder, "large.cif");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(StructureText.MaximumBytes + 1);
        }

        AssertRefused(path, "larger than 64 MB");
        File.WriteAllBytes(path, []);
        AssertRefused(path, "is empty");
        File.WriteAllBytes(path, [0x1f, 0x8b, 8, 0, 0, 0, 0xff, 0xfe, 0x80]);
        AssertRefused(path, "not a text file");
    }

    [Fact]
    public void Names_and_molecules_that_cannot_be_written_are_refused_and_leave_nothing()
    {
        Assert.Throws<InsInputException>(() => StructureFile.Write(Path.Combine(folder, "x.pdb"), TestCrystals.RockSalt));
        Assert.Throws<InsInputException>(() => StructureFile.Write(Path.Combine(folder, "x.cif"), new Crystal(null, [1], [default])));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    void AssertCifRoundTrip(Crystal crystal, SpaceGroup? group)
    {
        string path = Path.Combine(folder, "s.cif");
        StructureFile.Write(path, crystal, group);
        Crystal again = StructureFile.Read(path);
        Assert.Equal(crystal.AtomCount, again.AtomCount);
        Assert.InRange((crystal.PeriodicLattice.Lengths - again.PeriodicLattice.Lengths).Norm, 0, CifRoundTrip);
        double sign = crystal.PeriodicLattice.IsRightHanded ? 1 : -1;
        Vector3d[] theirs = Array.ConvertAll(again.FractionalPositions(), x => sign * x);
        foreach (Vector3d x in crystal.FractionalPositions())
        {
            double distance = theirs.Min(y => crystal.PeriodicLattice.ToCartesian((x - y).WrapToNearest()).Norm);
            Assert.InRange(distance, 0, CifRoundTrip);
        }
    }

    Crystal WriteAndRead(string name, Crystal crystal)
    {
        string path = Path.Combine(folder, name);
        StructureFile.Write(path, crystal);
        return StructureFile.Read(path);
    }

    static void AssertRefused(string path, string words)
    {
        InsInputException error = Assert.Throws<InsInputException>(() => StructureFile.Read(path));
        Assert.Contains(words, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
