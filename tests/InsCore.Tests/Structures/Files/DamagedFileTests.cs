using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Structures.Files;

/// <summary>Whatever happens to a file, a reader gives a sound crystal or an error of one line, within a bounded amount of memory.</summary>
public sealed class DamagedFileTests
{
    const int Mutants = 4000;

    // Bytes per byte of the file, and whatever its size: tables of the runtime, exceptions.
    const long BytesPerByte = 64;
    const long ConstantBytes = 1 << 20;

    public static TheoryData<string, string> Seeds => new()
    {
        {
            "seed.cif", """
            data_a
            _cell_length_a 4.0(1)
            _cell_length_b 5
            _cell_length_c 6
            _cell_angle_alpha 90
            _cell_angle_beta 95
            _cell_angle_gamma 90
            _space_group_name_H-M_alt 'P 1 2/m 1'
            loop_
            _space_group_symop_operation_xyz
            'x, y, z'
            '-x, y, -z'
            '-x, -y, -z'
            'x, -y, z'
            _note
            ;text
            ;
            loop_
            _atom_site_label
            _atom_site_type_symbol
            _atom_site_fract_x
            _atom_site_fract_y
            _atom_site_fract_z
            _atom_site_occupancy
            C1 C 0.1 0.2 0.3 1.0
            O1 O2- 0 0.25 0 1
            """
        },
        {
            "seed.extxyz", """
            2
            Lattice="4 0 0 0 5 0 0.5 0 6" Properties=species:S:1:pos:R:3:masses:R:1 energy=-1.5 list=[[1, 2], [3]] pbc="T T T"
            C 0 0 0 12
            O 1 2 3 16
            2
            Lattice="4 0 0 0 5 0 0.5 0 6" Properties=species:S:1:pos:R:3 pbc="T T T"
            C 0 0 0
            O 1 2 3
            """
        },
        {
            "POSCAR", """
            Na Cl
            -40
            2 0 0
            0 2.5 0
            0.25 0 3
            Na Cl
            1 2
            Selective dynamics
            Direct
            0 0 0 T T T
            0.5 0.5 0.5 F F F
            0.25 0.25 0.25 T F T
            """
        },
        {
            "seed.cell", """
            %BLOCK lattice_abc
            ang
            4 5 6
            90 95 90
            %ENDBLOCK lattice_abc
            %block positions_abs
            bohr
            Si 0.0 0.0 0.0 SPIN= 1.0
            H:1 2.5 2.5 2.5
            %endblock positions_abs
            %block species_mass
            H:1 2.014
            %endblock species_mass
            """
        },
        {
            "geometry.in", """
            lattice_vector 4 0 0
            lattice_vector 0 5 0
            lattice_vector 0.1 0 6
            atom 1 2 3 C # comment
            atom_frac 0.5 0 0 D
            """
        },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutants_are_read_or_refused(string name, string seed)
    {
        Random random = new(20);
        int read = 0;
        for (int n = 0; n < Mutants; n++)
        {
            string mutant = FileMutator.Text(seed, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Crystal crystal = FileText.Read(name, mutant);
                read++;
                Assert.All(crystal.Positions.ToArray(), x => Assert.True(x.IsFinite));
            }
            catch (InsInputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                Assert.DoesNotContain('\r', e.Message);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < (BytesPerByte * mutant.Length) + ConstantBytes, $"{allocated} bytes for {mutant.Length}");
        }

        // Neither all nor none: the mutations are of a useful size.
        Assert.InRange(read, Mutants / 50, Mutants * 49 / 50);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_truncation_is_read_or_refused(string name, string seed)
    {
        for (int length = 0; length < seed.Length; length++)
        {
            Exception? error = Record.Exception(() => FileText.Read(name, seed[..length]));
            Assert.True(error is null or InsInputException, $"{length}: {error}");
        }
    }

    [Fact]
    public void A_large_file_takes_memory_in_proportion()
    {
        string[] atoms = [.. Enumerable.Range(0, 20_000).Select(i => $"C {i % 100} {i / 100 % 100} {i / 10_000}")];
        string extended = $"{atoms.Length}\nLattice=\"100 0 0 0 100 0 0 0 100\"\n" + string.Join('\n', atoms);
        string cell = "%block lattice_cart\n100 0 0\n0 100 0\n0 0 100\n%endblock lattice_cart\n%block positions_abs\n"
            + string.Join('\n', atoms) + "\n%endblock positions_abs";
        string poscar = $"C\n1\n100 0 0\n0 100 0\n0 0 100\n{atoms.Length}\nCartesian\n" + string.Join('\n', atoms).Replace("C ", "");
        string cif = "data_a\nloop_\n_atom_site_label\n_atom_site_Cartn_x\n_atom_site_Cartn_y\n_atom_site_Cartn_z\n" + string.Join('\n', atoms);
        string aims = string.Join('\n', atoms.Select(a => $"atom{a[1..]} C"));
        foreach ((string name, string content) in ((string, string)[])[
            ("a.xyz", extended), ("a.cell", cell), ("POSCAR", poscar), ("a.cif", cif), ("geometry.in", aims)])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(atoms.Length, FileText.Read(name, content).AtomCount);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < (BytesPerByte * content.Length) + ConstantBytes, $"{name}: {(double)allocated / content.Length:f1} bytes for each");
        }
    }
}
