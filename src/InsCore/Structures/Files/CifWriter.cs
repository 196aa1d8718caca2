using System.Globalization;
using System.Text;
using static InsCore.Structures.Files.StructureFormat;

namespace InsCore.Structures.Files;

/// <summary>Writes CIF: the operations of a space group and one atom of each orbit.</summary>
internal static class CifWriter
{
    /// <summary>The file's content.</summary>
    /// <param name="crystal">The crystal.</param>
    /// <param name="group">Its space group; the trivial one to write all atoms.</param>
    public static string Write(Crystal crystal, SpaceGroup group)
    {
        // Cell parameters know no left-handed axes: all are reversed, x becomes -x, (W, w) becomes (W, -w).
        double sign = crystal.PeriodicLattice.IsRightHanded ? 1 : -1;
        StringBuilder text = new();
        text.Append("data_").Append(crystal.Formula).Append('\n');
        Cell(text, crystal.PeriodicLattice);
        text.Append(CultureInfo.InvariantCulture, $"_space_group_name_H-M_alt '{group.Symbol}'\n");
        text.Append(CultureInfo.InvariantCulture, $"_space_group_IT_number {group.Number}\n");
        text.Append("loop_\n_space_group_symop_operation_xyz\n");
        foreach (SymmetryOperation operation in group.Operations)
        {
            Vector3d translation = sign * operation.Translation;
            text.Append('\'').Append(operation with { Translation = Positive(translation) }).Append("'\n");
        }

        text.Append("loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n");
        Dictionary<string, int> counts = [];
        Vector3d[] positions = crystal.FractionalPositions();
        foreach (int atom in group.Representatives().Distinct().Order())
        {
            string symbol = SpeciesOf(crystal, atom).ToString(), element = Element.Symbol(crystal.AtomicNumbers[atom]);
            int number = counts[element] = counts.GetValueOrDefault(element) + 1;
            text.Append(CultureInfo.InvariantCulture, $"{element}{number} {symbol} {Text(sign * positions[atom])} 1.0\n");
        }

        return text.ToString();
    }

    static void Cell(StringBuilder text, Lattice lattice)
    {
        Vector3d lengths = lattice.Lengths, angles = lattice.Angles;
        text.Append(CultureInfo.InvariantCulture, $"_cell_length_a {Text(lengths.X)}\n_cell_length_b {Text(lengths.Y)}\n_cell_length_c {Text(lengths.Z)}\n");
        text.Append(CultureInfo.InvariantCulture, $"_cell_angle_alpha {Text(angles.X)}\n_cell_angle_beta {Text(angles.Y)}\n_cell_angle_gamma {Text(angles.Z)}\n");
        text.Append(CultureInfo.InvariantCulture, $"_cell_volume {Text(lattice.Volume)}\n");
    }

    static Vector3d Positive(Vector3d v) => new(v.X - Math.Floor(v.X), v.Y - Math.Floor(v.Y), v.Z - Math.Floor(v.Z));
}
