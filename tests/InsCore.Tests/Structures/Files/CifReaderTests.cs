using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures.Files;

public sealed class CifReaderTests
{
    // Å.
    const double Rounding = 1e-12;

    // Å: six decimals in the cell, eight in fractional coordinates up to 16 Å; the full-precision files have eight in Å.
    const double Digits = 1e-6;
    const double Drift = 1.2e-4;

    const string Cell = """
        data_test
        _cell_length_a 4.0
        _cell_length_b 5.0(1)
        _cell_length_c 6.0
        _cell_angle_alpha 90
        _cell_angle_beta 90
        _cell_angle_gamma 90

        """;

    const string Inversion = "loop_\n_symmetry_equiv_pos_as_xyz\n'x,y,z'\n'-x,-y,-z'\n";

    const string Atoms = """
        loop_
        _atom_site_label
        _atom_site_fract_x
        _atom_site_fract_y
        _atom_site_fract_z
        C1 0.1 0.2 0.3(2)
        O1 0 0.5 0.5

        """;

    [Theory]
    [InlineData("pbca", 72, 8, "C32H16I16S8")]
    [InlineData("pbcn", 36, 1, "C16H8I8S4")]
    public void The_example_crystals_agree_with_their_full_precision_files(string name, int atoms, int images, string formula)
    {
        Crystal cif = TestCrystals.Example(name);
        Crystal full = StructureFile.Read(TestData.Shared($"models/diiodothiophene/expected/{name}_0.0.extxyz"));
        Assert.Equal(atoms, cif.AtomCount);
        Assert.Equal(formula, cif.Formula);
        Assert.InRange((cif.PeriodicLattice.Lengths - full.PeriodicLattice.Lengths).Norm, 0, Digits);

        // The relaxed crystal of Pbca moved by 6e-5 Å as a whole against the origin of the operations: of the 8 images of each
        // site the first agree, the others are off by twice that.
        Vector3d[] ours = cif.FractionalPositions(), theirs = full.FractionalPositions();
        double[] errors = Array.ConvertAll(ours, x => theirs.Min(y => cif.PeriodicLattice.ToCartesian((x - y).WrapToNearest()).Norm));
        AchievedError.Check($"Structures: CIF of {name}, sites (Å)", "file of full precision", errors.Where((_, i) => i % images == 0).Max(), Digits);
        AchievedError.Check($"Structures: CIF of {name}, all atoms (Å)", "file of full precision", errors.Max(), images > 1 ? Drift : Digits);
    }

    [Fact]
    public void Sites_are_expanded_in_order_and_special_positions_once()
    {
        Crystal crystal = FileText.Read("a.cif", Cell + Inversion + Atoms);
        Assert.Equal([6, 6, 8], crystal.AtomicNumbers.ToArray());
        Assert.Equal(0, (crystal.Positions[0] - new Vector3d(0.4, 1, 1.8)).Norm, Rounding);
        Assert.Equal(0, (crystal.Positions[1] + new Vector3d(0.4, 1, 1.8)).Norm, Rounding);
        Assert.Equal(new Vector3d(4, 5, 6), crystal.PeriodicLattice.Lengths);
    }

    [Fact]
    public void A_rounded_special_position_is_moved_onto_it()
    {
        const string Trigonal = """
            data_x
            _cell_length_a 5
            _cell_length_b 5
            _cell_length_c 7
            _cell_angle_alpha 90
            _cell_angle_beta 90
            _cell_angle_gamma 120
            loop_
            _space_group_symop_operation_xyz
            x,y,z
            -y,x-y,z
            -x+y,-x,z
            loop_
            _atom_site_type_symbol
            _atom_site_fract_x
            _atom_site_fract_y
            _atom_site_fract_z
            Si 0.333 0.667 0.1
            """;
        Crystal crystal = FileText.Read("a.cif", Trigonal);
        Assert.Equal(1, crystal.AtomCount);
        Assert.Equal(0, (crystal.FractionalPositions()[0] - new Vector3d(1.0 / 3, 2.0 / 3, 0.1)).Norm, Rounding);
    }

    [Fact]
    public void Syntax_that_files_use_is_understood()
    {
        const string Content = """
            #\#CIF_1.1
            data_empty
            _journal_year 2026
            data_second  # the first with atoms
            _publ_text
            ;
            a field with 'quotes, # signs and
            loop_
            ;
            _chemical_name_common 'a dog's life'
            _CELL.LENGTH_A "4"
            _cell_length_b 4 _cell_length_c 4
            _cell_angle_alpha 90 _cell_angle_beta 90 _cell_angle_gamma 90
            _space_group_name_H-M_alt 'P 1'
            loop_ _atom_site.label _atom_site.type_symbol _atom_site.fract_x _atom_site.fract_y _atom_site.fract_z
            _atom_site.occupancy _atom_site.calc_flag
            Na1 Na1+ 0 0 0 1.0(0) .
            Cl1 Cl1- .5 5e-1 +0.5 ? d
            X1  X    .1 .1 .1 . dum
            D1  D    0.25 0.25
            0.25 1.000 .
            C9  13C  0.25 0.75 0.25 1 .
            data_third
            _cell_length_a 1
            """;
        Crystal crystal = FileText.Read("a.cif", Content);
        Assert.Equal([11, 17, 1, 6], crystal.AtomicNumbers.ToArray());
        Assert.Equal([22.98976928, 35.45, 2.01410177812, 13.00335483507], crystal.Masses.ToArray());
        Assert.Equal(new Vector3d(2, 2, 2), crystal.Positions[1]);
    }

    [Theory]
    [InlineData("C1", 6)]
    [InlineData("Cl2", 17)]
    [InlineData("H1A", 1)]
    [InlineData("Na", 11)]
    [InlineData("OW", 8)]
    [InlineData("D5", 1)]
    public void Labels_tell_elements_where_types_are_absent(string label, int number)
    {
        Crystal crystal = FileText.Read("a.cif", Cell + Atoms.Replace("C1 ", label + " "));
        Assert.Equal(number, crystal.AtomicNumbers[0]);
    }

    [Fact]
    public void A_file_without_a_cell_is_a_molecule()
    {
        Crystal water = StructureFile.Read(TestData.Shared("peer-data/janus-core/H2O.cif"));
        Assert.Null(water.Lattice);
        Assert.Equal([1, 1, 8], water.AtomicNumbers.ToArray());
        Assert.Equal(new Vector3d(-0.2399, 0.92696, 0), water.Positions[1]);
    }

    [Fact]
    public void Cartesian_coordinates_in_a_cell_are_understood()
    {
        Crystal crystal = FileText.Read("a.cif", Cell + Atoms.Replace("fract", "Cartn"));
        Assert.Equal(0, (crystal.Positions[0] - new Vector3d(0.1, 0.2, 0.3)).Norm, Rounding);
        FileText.AssertRefused("a.cif", Cell + "_atom_sites_Cartn_transform_axes x\n" + Atoms.Replace("fract", "Cartn"), "axes of their own");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n", "is empty")]
    [InlineData("data_x\n", "no atoms")]
    [InlineData("# nothing\n", "no atoms")]
    [InlineData("\u0001\u0002PK\u0003", "data_")]
    [InlineData("data_x\nP\0K", "not a text file")]
    [InlineData("data_x\n_a 'b\n", "line 2", "not closed")]
    [InlineData("data_x\n_a\n;b\n", "line 3", "no end")]
    [InlineData("data_x\nloop_\n_a\n_b\n1 2 3\n", "line 5", "2 tags")]
    [InlineData("data_x\nloop_\n1 2 3\n", "0 tags")]
    [InlineData("data_x\n_a\n_b 1\n", "line 2", "no value")]
    [InlineData("data_x\n_a 1 2\n", "belongs to no tag")]
    public void Damaged_files_are_refused(string content, params string[] words) =>
        FileText.AssertRefused("bad.cif", content, words);

    [Theory]
    [InlineData("_cell_length_a 4.0", "_cell_length_a 0", "no cell has")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a -4", "no cell has")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a nan", "line 2", "not a finite number")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a 1e999", "not a finite number")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a 1e9", "longer than")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a 0.01", "thinner than")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a ?", "_cell_length_a is missing")]
    [InlineData("_cell_length_a 4.0", "_cell_length_a 4 _cell_length_a 5", "there twice")]
    [InlineData("_cell_angle_beta 90", "_cell_angle_beta 180", "no cell has")]
    [InlineData("C1 0.1", "C1 0.1 C2 0.1", "6 tags", "belongs")]
    [InlineData("C1 0.1", "C1 inf", "line 17", "not a finite number")]
    [InlineData("C1 0.1", "C1 ?", "x is not given")]
    [InlineData("C1 0.1", "C1 1e300", "farther out")]
    [InlineData("C1 0.1", "Xx 0.1", "not a chemical element")]
    [InlineData("C1 0.1", "CA1 0.1", "leaves open")]
    [InlineData("C1 0.1 0.2 0.3(2)", "C1 0.001 0.501 0.501", "nearer than 0.1")]
    [InlineData("'-x,-y,-z'", "'-x,-y,z+1/3'", "do not form a group")]
    [InlineData("'x,y,z'\n", "", "do not form a group")]
    [InlineData("'-x,-y,-z'", "'-x,-y'", "not a symmetry operation")]
    [InlineData("_atom_site_fract_z", "_atom_site_z", "lacks coordinates")]
    public void Wrong_content_is_refused(string old, string replacement, params string[] words)
    {
        string content = Cell + Inversion + Atoms;
        Assert.Contains(old, content, StringComparison.Ordinal);
        words = words is ["6 tags", ..] ? ["values do not fill"] : words;
        FileText.AssertRefused("bad.cif", content.Replace(old, replacement), words);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("0.85(3)")]
    [InlineData("2")]
    public void Disorder_is_refused(string occupancy) => FileText.AssertRefused(
        "bad.cif",
        Cell + "loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\nC1 0 0 0 " + occupancy,
        "line 14", "occupied by " + occupancy);

    [Theory]
    [InlineData("_symmetry_space_group_name_H-M 'P 21/c'\n")]
    [InlineData("_space_group_IT_number 14\n")]
    [InlineData("_space_group_name_Hall '-P 2ybc'\n")]
    public void A_space_group_without_operations_is_refused(string name)
    {
        FileText.AssertRefused("bad.cif", Cell + name + Atoms, "line 8", "without its operations", "_space_group_symop_operation_xyz");
        Assert.Equal(2, FileText.Read("good.cif", Cell + "_space_group_IT_number 1\n" + Atoms).AtomCount);
    }

    [Fact]
    public void Symmetry_without_a_cell_and_magnetic_symmetry_are_refused()
    {
        FileText.AssertRefused("bad.cif", "data_x\n" + Inversion + Atoms.Replace("fract", "Cartn"), "without a cell");
        FileText.AssertRefused("bad.cif", Cell + "loop_\n_space_group_symop_magn_operation.xyz\nx,y,z,+1\n" + Atoms, "magnetic");
    }

    [Fact]
    public void Huge_expansions_are_refused_early()
    {
        string operations = "loop_\n_symmetry_equiv_pos_as_xyz\n" + string.Concat(Enumerable.Repeat("x,y,z\n", 1000));
        FileText.AssertRefused("bad.cif", Cell + operations + Atoms, "1000 symmetry operations");
    }
}
