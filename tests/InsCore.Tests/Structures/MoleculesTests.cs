using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class MoleculesTests
{
    [Theory]
    [InlineData("pbca", 8)]
    [InlineData("pbcn", 4)]
    public void The_example_crystals_are_made_of_whole_molecules(string name, int count)
    {
        Molecules molecules = Molecules.Find(TestCrystals.Example(name));
        Assert.Equal(count, molecules.All.Count);
        Assert.All(molecules.All, m => Assert.Equal(("C4H2I2S", true, 9), (m.Formula, m.IsFinite, m.Atoms.Count)));

        // A five-membered ring has as many bonds as atoms: 3 C-C, 2 C-S, 2 C-H, 2 C-I.
        Assert.All(molecules.All, m => Assert.Equal(9, m.Bonds.Count));
        Assert.All(Enumerable.Range(0, molecules.OfAtom.Length), i => Assert.Contains(i, molecules.All[molecules.OfAtom[i]].Atoms));
    }

    [Fact]
    public void Wrapped_molecules_come_out_in_one_piece()
    {
        Crystal crystal = TestCrystals.Example("pbca");
        Lattice lattice = crystal.PeriodicLattice;
        Vector3d[] wrapped = Array.ConvertAll(
            crystal.FractionalPositions(), x => lattice.ToCartesian(new(x.X - Math.Floor(x.X), x.Y - Math.Floor(x.Y), x.Z - Math.Floor(x.Z))));
        Molecules molecules = Molecules.Find(crystal.With(lattice, wrapped));
        foreach (Molecule molecule in molecules.All)
        {
            Vector3d[] together = molecule.Positions(lattice.Vectors, wrapped);
            foreach (Bond bond in molecule.Bonds)
            {
                int i = molecule.Atoms.ToList().IndexOf(bond.First), j = molecule.Atoms.ToList().IndexOf(bond.Second);
                Assert.Equal(bond.Length, (together[j] - together[i]).Norm, 1e-10);
                Assert.Equal(bond.Length, bond.Vector(lattice.Vectors, wrapped).Norm, 1e-10);
            }
        }
    }

    [Fact]
    public void A_framework_is_one_endless_molecule_with_four_bonds_for_each_silicon_in_any_cell()
    {
        Molecules silicon = Molecules.Find(TestCrystals.LeftHandedSilicon), quartz = Molecules.Find(TestCrystals.Quartz);
        Assert.False(Assert.Single(silicon.All).IsFinite);
        Assert.Equal(4, silicon.Bonds.Count);
        Assert.False(Assert.Single(quartz.All).IsFinite);
        Assert.Equal(12, quartz.Bonds.Count);
    }

    [Fact]
    public void A_supercell_has_the_molecules_of_its_cells()
    {
        Crystal cell = TestCrystals.Example("pbcn");
        Molecules molecules = Molecules.Find(new Supercell(cell, 2, 1, 1).Crystal);
        Assert.Equal(8, molecules.All.Count);
        Assert.All(molecules.All, m => Assert.Equal("C4H2I2S", m.Formula));
    }

    [Fact]
    public void A_structure_without_lattice_falls_into_its_molecules()
    {
        Crystal two = new(null, [8, 1, 1, 18], [new(0, 0, 0), new(0.96, 0, 0), new(-0.24, 0.93, 0), new(5, 5, 5)]);
        Assert.Equal(["H2O", "Ar"], Molecules.Find(two).All.Select(m => m.Formula));
    }

    [Fact]
    public void Radii_agree_with_those_that_a_published_architecture_stores()
    {
        ModelArchive archive = ModelFile.Read(TestData.Own("mace/density_zbl_agnesi_L1.safetensors")).Archive;
        string name = archive.Tensors.Keys.First(k => k.EndsWith("covalent_radii", StringComparison.Ordinal));
        double[] stored = archive.Tensors[name].Values;
        Assert.True(stored.Length >= 97);
        Assert.All(Enumerable.Range(1, 96), z => Assert.Equal(stored[z], Element.CovalentRadius(z), 1e-6));
    }
}
