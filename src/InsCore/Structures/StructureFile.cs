using InsCore.Structures.Files;

namespace InsCore.Structures;

/// <summary>Reads and writes the files in which crystals and molecules are kept.</summary>
/// <remarks>
/// Read: CIF, extended and plain XYZ, POSCAR/CONTCAR, CASTEP .cell, FHI-aims geometry.in. Written: CIF, extended XYZ, POSCAR.
/// Left-handed cells are read as they are. D and T get their isotope's mass, and so do symbols such as 13C.
/// </remarks>
public static class StructureFile
{
    const string Formats = "use .cif, .extxyz, .xyz, POSCAR, .vasp, .cell or geometry.in";

    // Lines looked at where the name does not tell the format.
    const int SniffedLines = 200;

    /// <summary>Reads a structure. The name decides the format: .cif, .xyz, .extxyz, POSCAR, CONTCAR, .vasp, .cell, geometry.in;
    /// where it does not, the content does.</summary>
    /// <param name="path">The file, at most 64 MB. CIF: the first block with atoms; XYZ: the last frame.</param>
    /// <returns>A crystal; a molecule (no lattice) if the file has no cell or is not periodic.</returns>
    /// <exception cref="InsInputException">The file is absent, damaged, disordered, or otherwise not usable; says where and what to do.</exception>
    public static Crystal Read(string path) => Read(StructureText.Read(path));

    /// <summary>Reads a structure from text that was read from a file of a name.</summary>
    internal static Crystal Read(StructureText text) => (OfName(text.Path) ?? OfContent(text)) switch
    {
        Format.Cif => CifReader.Read(text),
        Format.ExtendedXyz => ExtendedXyzReader.Read(text),
        Format.Poscar => PoscarReader.Read(text),
        Format.CastepCell => CastepCellReader.Read(text),
        Format.AimsGeometry => AimsGeometryReader.Read(text),
        _ => throw text.Error(-1, "is in no format known", Formats),
    };

    /// <summary>Writes a structure with all digits. The name decides the format: .cif, .extxyz, .xyz, POSCAR, CONTCAR, .vasp.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="crystal">The structure; molecules go to XYZ only.</param>
    /// <param name="group">For CIF: writes the group's operations and one atom of each orbit; null for all atoms in P1.</param>
    /// <param name="properties">For extended XYZ: energy, forces and stress beside the structure.</param>
    /// <exception cref="InsInputException">The name tells no format that is written, or the file cannot be written.</exception>
    public static void Write(string path, Crystal crystal, SpaceGroup? group = null, CalculatedProperties? properties = null)
    {
        Format? format = OfName(path);
        if (crystal.Lattice is null && format is not Format.ExtendedXyz)
        {
            throw new InsInputException(path, null, "a molecule cannot be written in this format", "use .xyz or .extxyz");
        }

        AtomicFile.WriteAllText(path, format switch
        {
            Format.Cif => CifWriter.Write(crystal, group ?? SpaceGroup.Trivial(crystal)),
            Format.ExtendedXyz => ExtendedXyzWriter.Write(crystal, properties),
            Format.Poscar => PoscarWriter.Write(crystal),
            _ => throw new InsInputException(path, null, "the name tells no format that is written", "use .cif, .extxyz, .xyz, POSCAR or .vasp"),
        });
    }

    /// <summary>Whether a name is that of a structure file.</summary>
    internal static bool IsNamed(string path) => OfName(path) is not null;

    static Format? OfName(string path)
    {
        string name = Path.GetFileName(path).ToLowerInvariant();
        return Path.GetExtension(name) switch
        {
            ".cif" or ".mcif" => Format.Cif,
            ".xyz" or ".extxyz" => Format.ExtendedXyz,
            ".vasp" or ".poscar" or ".contcar" => Format.Poscar,
            ".cell" => Format.CastepCell,
            _ when name.StartsWith("poscar", StringComparison.Ordinal) || name.StartsWith("contcar", StringComparison.Ordinal) => Format.Poscar,
            ".in" or ".next_step" when name.Contains("geometry") => Format.AimsGeometry,
            _ => null,
        };
    }

    static Format? OfContent(StructureText text)
    {
        string[] lines = [.. text.Lines.Take(SniffedLines).Select(l => l.TrimStart())];
        return lines.Any(l => l.StartsWith("data_", StringComparison.OrdinalIgnoreCase)) ? Format.Cif
            : lines.Any(l => l.StartsWith("%block", StringComparison.OrdinalIgnoreCase)) ? Format.CastepCell
            : int.TryParse(lines[0], out _) ? Format.ExtendedXyz
            : lines.Any(l => l.StartsWith("atom ", StringComparison.Ordinal) || l.StartsWith("atom_frac ", StringComparison.Ordinal)) ? Format.AimsGeometry
            : lines.Any(l => l.StartsWith("direct", StringComparison.OrdinalIgnoreCase) || l.StartsWith("cart", StringComparison.OrdinalIgnoreCase)) ? Format.Poscar
            : null;
    }

    enum Format
    {
        Cif,
        ExtendedXyz,
        Poscar,
        CastepCell,
        AimsGeometry,
    }
}
