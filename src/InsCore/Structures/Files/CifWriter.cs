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
    /// <param name="displacements">⟨u uᵀ⟩, Cartesian, Å², of the first atom of each orbit; null for none.</param>
    /// <param name="temperature">At which they hold, K.</param>
    public static string Write(Crystal crystal, SpaceGroup group, IReadOnlyDictionary<int, Matrix3d>? displacements = null, double temperature = 0)
    {
        // Cell parameters know no left-handed axes: all are reversed, x becomes -x, (W, w) becomes (W, -w).
        double sign = crystal.PeriodicLattice.IsRightHanded ? 1 : -1;
        StringBuilder text = new();
        text.Append("data_").Append(crystal.Formula).Append('\n');
        Cell(text, crystal.PeriodicLattice);
        text.Append(CultureInfo.InvariantCulture, $"_space_group_name_H-M_alt '{group.Symbol}'\n");
        text.Append(CultureInfo.InvariantCulture, $"_space_group_IT_number {group.Number}\n");
        if (displacements is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"_diffrn_ambient_temperature {Text(temperature)}\n");
        }

        text.Append("loop_\n_space_group_symop_operation_xyz\n");
        foreach (SymmetryOperation operation in group.Operations)
        {
            Vector3d translation = sign * operation.Translation;
            text.Append('\'').Append(operation with { Translation = Positive(translation) }).Append("'\n");
        }

        text.Append("loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n");
        text.Append(displacements is null ? "" : "_atom_site_U_iso_or_equiv\n_atom_site_adp_type\n");
        StringBuilder aniso = new();
        Dictionary<string, int> counts = [];
        Vector3d[] positions = crystal.FractionalPositions();
        foreach (int atom in group.Representatives().Distinct().Order())
        {
            string symbol = SpeciesOf(crystal, atom).ToString(), element = Element.Symbol(crystal.AtomicNumbers[atom]);
            int number = counts[element] = counts.GetValueOrDefault(element) + 1;
            text.Append(CultureInfo.InvariantCulture, $"{element}{number} {symbol} {Text((sign * positions[atom]) + Vector3d.Zero)} 1.0");
            if (displacements is not null)
            {
                Matrix3d cartesian = displacements[atom], u = AnisotropicDisplacement.ToCif(crystal.PeriodicLattice, cartesian);
                text.Append(CultureInfo.InvariantCulture, $" {cartesian.Trace / 3:F6} Uani");
                aniso.Append(CultureInfo.InvariantCulture, $"{element}{number} {u[0, 0]:F6} {u[1, 1]:F6} {u[2, 2]:F6} {u[1, 2]:F6} {u[0, 2]:F6} {u[0, 1]:F6}\n");
            }

            text.Append('\n');
        }

        return displacements is null
            ? text.ToString()
            : text.Append("loop_\n_atom_site_aniso_label\n_atom_site_aniso_U_11\n_atom_site_aniso_U_22\n_atom_site_aniso_U_33\n_atom_site_aniso_U_23\n_atom_site_aniso_U_13\n_atom_site_aniso_U_12\n")
                .Append(aniso).ToString();
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
