using System.Globalization;
using System.Text;
using InsCore.Hdf5;
using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Writes force constants as phonopy's files, in phonopy's order of supercell atoms and with its matrices (columns of lattice vectors).</summary>
internal sealed class PhonopyWriter
{
    const string UnitName = "eV/angstrom^2";

    readonly ForceConstants constants;
    readonly Supercell supercell;

    // M with a positive determinant, which phonopy demands: the negative of a cell is the same cell.
    readonly Matrix3d matrix;

    // Our index of each of phonopy's supercell atoms, and phonopy's index of the first image of each atom of the cell.
    readonly int[] order;
    readonly int[] homes;

    /// <summary>Prepares to write.</summary>
    public PhonopyWriter(ForceConstants constants)
    {
        if (constants.Options is { Charges: not null, Dipoles: DipoleTail.Removed })
        {
            throw new ArgumentException(
                "these force constants are without the dipole–dipole interaction of their Born charges, and phonopy wants them with it; write Euphonic's JSON");
        }

        this.constants = constants;
        supercell = constants.Supercell;
        matrix = supercell.Matrix.Determinant > 0 ? supercell.Matrix : -1 * supercell.Matrix;
        order = PhonopyOrder();
        homes = [.. Enumerable.Range(0, constants.Crystal.AtomCount).Select(i => i * supercell.ImageCount)];
    }

    /// <summary>Writes all files into a folder.</summary>
    public IReadOnlyList<string> Write(string folder)
    {
        List<string> files = [Path.Combine(folder, "phonopy.yaml"), Path.Combine(folder, "force_constants.hdf5"), Path.Combine(folder, "FORCE_CONSTANTS")];
        AtomicFile.WriteAllText(files[0], Yaml());
        Hdf5().Write(files[1]);
        AtomicFile.WriteAllText(files[2], ForceConstantsText());
        if (constants.Options.Charges is { } charges)
        {
            files.Add(Path.Combine(folder, "BORN"));
            AtomicFile.WriteAllText(files[3], Born(charges));
        }

        return files;
    }

    // phonopy takes the box that holds the supercell, cell by cell with the first axis fastest, and keeps the first of each set of images.
    int[] PhonopyOrder()
    {
        Vector3d low = default, high = default;
        for (int corner = 0; corner < 8; corner++)
        {
            Vector3d v = default;
            for (int axis = 0; axis < 3; axis++)
            {
                v += ((corner >> axis) & 1) * matrix.Row(axis);
            }

            low = new(Math.Min(low.X, v.X), Math.Min(low.Y, v.Y), Math.Min(low.Z, v.Z));
            high = new(Math.Max(high.X, v.X), Math.Max(high.Y, v.Y), Math.Max(high.Z, v.Z));
        }

        Vector3d size = high - low;
        List<int> order = [];
        HashSet<int> seen = [];
        for (int atom = 0; atom < supercell.Unit.AtomCount; atom++)
        {
            for (int k = 0; k < (int)(size.X * size.Y * size.Z); k++)
            {
                Vector3d cell = new(k % (int)size.X, k / (int)size.X % (int)size.Y, k / (int)(size.X * size.Y));
                int index = supercell.IndexOf(atom, cell);
                if (seen.Add(index))
                {
                    order.Add(index);
                }
            }
        }

        return [.. order];
    }

    string Yaml()
    {
        StringBuilder text = new();
        text.Append("phonopy:\n  version: \"2.17.1\"\n  frequency_unit_conversion_factor: 15.633302\n  symmetry_tolerance: 1.00000e-05\n");
        text.Append(Invariant($"  nac_unit_conversion_factor: {PhonopyUnits.Coulomb:F9}\n\n"));
        text.Append($"physical_unit:\n  atomic_mass: \"AMU\"\n  length: \"angstrom\"\n  force_constants: \"{UnitName}\"\n\n");
        Matrix3d m = matrix.Transpose;
        text.Append("supercell_matrix:\n");
        for (int row = 0; row < 3; row++)
        {
            text.Append(Invariant($"- [ {m[row, 0],4:F0}, {m[row, 1],4:F0}, {m[row, 2],4:F0} ]\n"));
        }

        text.Append("\nprimitive_matrix:\n").Append(Rows("", Matrix3d.Identity)).Append('\n');
        int[] atoms = [.. Enumerable.Range(0, constants.Crystal.AtomCount)];
        AppendCell(text, "primitive_cell", constants.Crystal, atoms, null);
        AppendCell(text, "unit_cell", constants.Crystal, atoms, i => i + 1);
        Lattice lattice = new(matrix * constants.Crystal.PeriodicLattice.Vectors);
        AppendCell(text, "supercell", supercell.Crystal.With(lattice, supercell.Crystal.Positions), order, s => homes[supercell.UnitAtoms[s]] + 1);
        if (constants.Options.Charges is { } charges)
        {
            text.Append("born_effective_charge:\n");
            for (int i = 0; i < charges.Charges.Length; i++)
            {
                text.Append($"- # {i + 1} ({Element.Symbol(constants.Crystal.AtomicNumbers[i])})\n").Append(Rows("  ", charges.Charges[i]));
            }

            text.Append("\ndielectric_constant:\n").Append(Rows("  ", charges.Dielectric));
        }

        return text.ToString();
    }

    static void AppendCell(StringBuilder text, string name, Crystal crystal, int[] atoms, Func<int, int>? reducedTo)
    {
        Lattice lattice = crystal.PeriodicLattice;
        text.Append(name).Append(":\n  lattice:\n").Append(Rows("  ", lattice.Vectors)).Append("  points:\n");
        for (int k = 0; k < atoms.Length; k++)
        {
            int i = atoms[k];
            Vector3d x = lattice.ToFractional(crystal.Positions[i]);
            text.Append(Invariant($"  - symbol: {Element.Symbol(crystal.AtomicNumbers[i]),-2} # {k + 1}\n"));
            text.Append(Invariant($"    coordinates: [ {x.X,18:F15}, {x.Y,18:F15}, {x.Z,18:F15} ]\n"));
            text.Append(Invariant($"    mass: {crystal.Masses[i]:F9}\n"));
            text.Append(reducedTo is null ? "" : Invariant($"    reduced_to: {reducedTo(i)}\n"));
        }

        text.Append('\n');
    }

    static string Rows(string indent, Matrix3d matrix)
    {
        StringBuilder text = new();
        for (int row = 0; row < 3; row++)
        {
            Vector3d v = matrix.Row(row);
            text.Append(indent).Append(Invariant($"- [ {v.X,21:F15}, {v.Y,21:F15}, {v.Z,21:F15} ]\n"));
        }

        return text.ToString();
    }

    Hdf5Group Hdf5()
    {
        ulong rows = (ulong)homes.Length, columns = (ulong)order.Length;
        return new()
        {
            ["force_constants"] = new Hdf5Dataset(Values(), rows, columns, 3, 3),
            ["p2s_map"] = new Hdf5Dataset(Array.ConvertAll(homes, h => (long)h), rows),
            ["physical_unit"] = new Hdf5Dataset(new[] { UnitName }, 1),
        };
    }

    // [nAtoms × nSupercellAtoms × 3 × 3], the second in phonopy's order. The home of an atom is its first image, which lies in the cell of origin 0.
    double[] Values()
    {
        int all = order.Length;
        double[] values = new double[9 * homes.Length * all];
        for (int i = 0; i < homes.Length; i++)
        {
            for (int s = 0; s < all; s++)
            {
                for (int k = 0; k < 9; k++)
                {
                    values[(9 * ((i * all) + s)) + k] = constants.Values[(((((3 * i) + (k / 3)) * all) + order[s]) * 3) + (k % 3)];
                }
            }
        }

        return values;
    }

    string ForceConstantsText()
    {
        StringBuilder text = new();
        double[] values = Values();
        text.Append(Invariant($"{homes.Length,4} {order.Length,4}\n"));
        for (int pair = 0; pair < values.Length / 9; pair++)
        {
            text.Append(Invariant($"{homes[pair / order.Length] + 1} {(pair % order.Length) + 1}\n"));
            for (int k = 0; k < 9; k += 3)
            {
                int at = (9 * pair) + k;
                text.Append(Invariant($"{values[at],22:F15}{values[at + 1],22:F15}{values[at + 2],22:F15}\n"));
            }
        }

        return text.ToString();
    }

    static string Born(BornCharges charges)
    {
        StringBuilder text = new();
        text.Append(Invariant($"{PhonopyUnits.Coulomb:F9}\n"));
        foreach (Matrix3d m in (Matrix3d[])[charges.Dielectric, .. charges.Charges])
        {
            text.AppendJoin(' ', Enumerable.Range(0, 9).Select(k => Invariant($"{m[k / 3, k % 3]:F15}"))).Append('\n');
        }

        return text.ToString();
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
