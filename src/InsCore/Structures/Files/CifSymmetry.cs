namespace InsCore.Structures.Files;

/// <summary>Reads the symmetry operations of a CIF and applies them.</summary>
internal static class CifSymmetry
{
    // 192 operations in the largest conventional cell; four such cells.
    const int MaximumOperations = 768;

    // Fractional; translations that files round to three digits still match.
    const double TranslationTolerance = 2e-3;

    /// <summary>The operations; the identity alone if the file names no other space group than P1.</summary>
    public static SymmetryOperation[] Read(StructureText text, CifBlock block)
    {
        if (block.HasTagLike("_space_group_symop_magn") || block.HasTagLike("_space_group_symop_ssg"))
        {
            throw text.Error(block.Line, "magnetic or modulated structures are not read", "give the nuclear structure in ordinary operations");
        }

        CifColumn column = block.Column("_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz");
        if (column.Count == 0)
        {
            CheckIsTrivial(text, block);
            return [SymmetryOperation.Identity];
        }

        if (column.Count > MaximumOperations)
        {
            throw text.Error(column.LineOf(0), $"{column.Count} symmetry operations", $"no cell needs more than {MaximumOperations}");
        }

        SymmetryOperation[] operations = new SymmetryOperation[column.Count];
        for (int row = 0; row < operations.Length; row++)
        {
            if (!OperationNotation.TryParse(column[row], out operations[row]))
            {
                throw text.Error(column.LineOf(row), $"{StructureText.Quote(column[row])} is not a symmetry operation", "write it like '-x+1/2, y, z'");
            }
        }

        return IsGroup(operations)
            ? operations
            : throw text.Error(column.LineOf(0), "the symmetry operations do not form a group", "give all of them, the identity included, each right");
    }

    /// <summary>The different images of a site, fractional, in the order of the operations.</summary>
    public static List<Vector3d> Images(Vector3d site, SymmetryOperation[] operations, Lattice lattice)
    {
        // Onto the special position: the mean of the images that differ from the site by less than atoms can.
        Vector3d sum = default;
        int count = 0;
        foreach (SymmetryOperation operation in operations)
        {
            Vector3d step = (operation.Apply(site) - site).WrapToNearest();
            if (lattice.ToCartesian(step).Norm < StructureBuilder.OverlapDistance)
            {
                sum += step;
                count++;
            }
        }

        Vector3d special = site + ((1.0 / count) * sum);
        AtomGrid grid = new(lattice, operations.Length / count);
        List<Vector3d> images = [];
        foreach (SymmetryOperation operation in operations)
        {
            Vector3d image = operation.Apply(special);
            if (grid.Nearest(image, StructureBuilder.OverlapDistance) < 0)
            {
                grid.Add(image, 0);
                images.Add(image);
            }
        }

        return images;
    }

    static void CheckIsTrivial(StructureText text, CifBlock block)
    {
        CifColumn name = block.Column(
            "_space_group_name_h-m_alt", "_symmetry_space_group_name_h-m", "_space_group_name_h-m_full",
            "_space_group_name_hall", "_symmetry_space_group_name_hall");
        CifColumn number = block.Column("_space_group_it_number", "_symmetry_int_tables_number");
        if (name[0].Replace(" ", "").ToUpperInvariant() is not ("" or "P1") || number[0] is not ("" or "1"))
        {
            CifColumn named = name[0].Length > 0 ? name : number;
            throw text.Error(named.LineOf(0), $"space group {StructureText.Quote(named[0])} without its operations",
                "add the loop _space_group_symop_operation_xyz, or expand the structure to P1");
        }
    }

    // Identity there, every product there.
    static bool IsGroup(SymmetryOperation[] operations)
    {
        Dictionary<Matrix3d, List<Vector3d>> translations = [];
        foreach (SymmetryOperation operation in operations)
        {
            if (!translations.TryGetValue(operation.Rotation, out List<Vector3d>? list))
            {
                translations[operation.Rotation] = list = [];
            }

            list.Add(operation.Translation);
        }

        return Contains(translations, SymmetryOperation.Identity)
            && Array.TrueForAll(operations, a => Array.TrueForAll(operations, b => Contains(translations, a * b)));
    }

    static bool Contains(Dictionary<Matrix3d, List<Vector3d>> translations, SymmetryOperation operation)
    {
        if (translations.TryGetValue(operation.Rotation, out List<Vector3d>? list))
        {
            foreach (Vector3d translation in list)
            {
                if ((translation - operation.Translation).WrapToNearest().Norm < TranslationTolerance)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
