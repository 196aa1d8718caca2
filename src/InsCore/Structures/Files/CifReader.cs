namespace InsCore.Structures.Files;

/// <summary>Reads CIF: the first data block with atoms, expanded by its symmetry operations.</summary>
/// <remarks>
/// Sites stay in the order of the file; the images of each follow in the order of the operations, not wrapped into the cell.
/// Coordinates near a special position, within the rounding that files have, are moved onto it.
/// </remarks>
internal static class CifReader
{
    static readonly string[] CellTags =
    [
        "_cell_length_a", "_cell_length_b", "_cell_length_c", "_cell_angle_alpha", "_cell_angle_beta", "_cell_angle_gamma",
    ];

    /// <summary>Reads a crystal, or without a cell a molecule.</summary>
    public static Crystal Read(StructureText text)
    {
        CifBlock block = CifDocument.Parse(text).Find(b => b.HasTagLike("_atom_site_fract_") || b.HasTagLike("_atom_site_cartn_"))
            ?? throw text.Error(-1, "holds no atoms with coordinates", "give a CIF with _atom_site_fract_x, _y and _z");
        Lattice? lattice = ReadLattice(text, block);
        List<CifSite> sites = CifSites.Read(text, block, lattice is not null);
        SymmetryOperation[] operations = CifSymmetry.Read(text, block);
        StructureBuilder builder = new(text, sites.Count);
        foreach (CifSite site in sites)
        {
            if (lattice is null)
            {
                builder.Add(site.Species, site.Position, site.Line);
                continue;
            }

            Vector3d fractional = site.IsCartesian ? lattice.ToFractional(site.Position) : site.Position;
            foreach (Vector3d image in CifSymmetry.Images(fractional, operations, lattice))
            {
                builder.Add(site.Species, lattice.ToCartesian(image), site.Line);
            }
        }

        return lattice is null && operations.Length > 1
            ? throw text.Error(block.Line, "symmetry operations without a cell", "add the tags _cell_length_a to _cell_angle_gamma")
            : builder.Build(lattice);
    }

    static Lattice? ReadLattice(StructureText text, CifBlock block)
    {
        CifColumn[] columns = Array.ConvertAll(CellTags, tag => block.Column(tag));
        int missing = Array.FindIndex(columns, c => c[0].Length == 0);
        if (missing >= 0)
        {
            return Array.TrueForAll(columns, c => c[0].Length == 0)
                ? null
                : throw text.Error(block.Line, $"{CellTags[missing]} is missing", "give all three lengths and angles");
        }

        double[] values = Array.ConvertAll(columns, c => CifSites.Number(text, c, 0, "cell"));
        return text.Lattice(
            columns[0].LineOf(0),
            () => Lattice.FromParameters(new(values[0], values[1], values[2]), new(values[3], values[4], values[5])));
    }
}
