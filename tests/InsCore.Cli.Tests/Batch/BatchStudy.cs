using InsCore.TestSupport;

namespace InsCore.Cli.Tests.Batch;

/// <summary>A study of two atoms with a small model: every step of a real one in seconds.</summary>
internal static class BatchStudy
{
    /// <summary>Writes structure and study into a folder; skips the test where the model is absent.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="more">Further lines of the study.</param>
    public static void Write(TemporaryFolder folder, string more = "batch: { q-blocks: 2 }")
    {
        Structure(folder, "ch.cif", 4.2);
        File.Copy(TestData.Shared("reference/mace/off_L0.model"), Path.Combine(folder.Path, "small.model"), overwrite: true);
        folder.File(
            "study.yml",
            $$"""
            structure: ch.cif
            model: small.model
            pressures: [0, 1]
            relaxation: { force: 1e-2, stress: 0.1 }
            phonons: { mesh: [2, 2, 2] }
            scattering: { e-max: 600, lowest: 30, accuracy: 1e-2, orders: 2 }
            thermodynamics: { temperatures: [0, 100] }
            threads: 1
            {{more}}

            """);
    }

    /// <summary>A carbon and a hydrogen atom in an orthorhombic cell.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="a">First cell length, Å.</param>
    public static void Structure(TemporaryFolder folder, string name, double a) => folder.File(
        name,
        FormattableString.Invariant(
            $"""
            data_ch
            _cell_length_a {a}
            _cell_length_b 4.6
            _cell_length_c 5.0
            _cell_angle_alpha 90
            _cell_angle_beta 90
            _cell_angle_gamma 90
            _symmetry_space_group_name_H-M 'P 1'
            loop_
            _atom_site_label
            _atom_site_type_symbol
            _atom_site_fract_x
            _atom_site_fract_y
            _atom_site_fract_z
            C1 C 0.05 0.1 0.0
            H1 H 0.28 0.15 0.05

            """));
}
