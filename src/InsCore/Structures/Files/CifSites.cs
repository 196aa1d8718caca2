namespace InsCore.Structures.Files;

/// <summary>An atom of the asymmetric unit.</summary>
/// <param name="Species">Its element and mass.</param>
/// <param name="Position">Fractional, or Å if Cartesian.</param>
/// <param name="IsCartesian">Which of the two.</param>
/// <param name="Line">Where it stands, index from 0.</param>
internal readonly record struct CifSite(Species Species, Vector3d Position, bool IsCartesian, int Line);

/// <summary>Reads the atoms of a CIF.</summary>
internal static class CifSites
{
    // Occupancies of full sites may have been refined or rounded.
    const double OccupancyTolerance = 1e-3;

    /// <summary>Reads all sites.</summary>
    /// <param name="text">The file.</param>
    /// <param name="block">Its data block.</param>
    /// <param name="hasCell">True to look for fractional coordinates first.</param>
    public static List<CifSite> Read(StructureText text, CifBlock block, bool hasCell)
    {
        bool isCartesian = !(hasCell && block.HasTagLike("_atom_site_fract_x"));
        string kind = isCartesian ? "_atom_site_cartn_" : "_atom_site_fract_";
        if (isCartesian && hasCell && block.HasTagLike("_atom_sites_cartn_tran"))
        {
            throw text.Error(block.Line, "Cartesian coordinates in axes of their own", "give fractional coordinates (_atom_site_fract_x)");
        }

        CifColumn x = block.Column(kind + "x"), y = block.Column(kind + "y"), z = block.Column(kind + "z");
        CifColumn type = block.Column("_atom_site_type_symbol"), label = block.Column("_atom_site_label");
        CifColumn occupancy = block.Column("_atom_site_occupancy"), flag = block.Column("_atom_site_calc_flag");
        bool isTable = Array.TrueForAll([y, z, type, label, occupancy, flag], c => c.Count == 0 || c.Count == x.Count);
        if (!isTable || x.Count == 0 || y.Count == 0 || z.Count == 0 || type.Count + label.Count == 0)
        {
            throw text.Error(x.LineOf(0) < 0 ? block.Line : x.LineOf(0), "the table of atoms lacks coordinates, or both types and labels",
                hasCell ? $"give {kind}x, y, z and _atom_site_type_symbol" : "a molecule needs _atom_site_Cartn_x, y, z, a crystal also the cell");
        }

        List<CifSite> sites = new(x.Count);
        for (int row = 0; row < x.Count; row++)
        {
            if (flag[row] == "dum")
            {
                continue;
            }

            CheckOccupancy(text, occupancy, row);
            Vector3d position = new(Number(text, x, row, "x"), Number(text, y, row, "y"), Number(text, z, row, "z"));
            string symbol = type[row];
            Species species = symbol.Length > 0
                ? text.Species(type.LineOf(row), WithoutCharge(symbol))
                : FromLabel(text, label.LineOf(row), label[row]);
            sites.Add(new(species, position, isCartesian, x.LineOf(row)));
        }

        return sites;
    }

    /// <summary>A number, its uncertainty in brackets dropped: 1.234(5).</summary>
    public static double Number(StructureText text, CifColumn column, int row, string what)
    {
        string value = column[row];
        int bracket = value.IndexOf('(');
        return value.Length == 0
            ? throw text.Error(column.LineOf(row), $"{what} is not given", "complete the structure")
            : text.Number(column.LineOf(row), bracket < 0 ? value : value.AsSpan(0, bracket), what);
    }

    static void CheckOccupancy(StructureText text, CifColumn occupancy, int row)
    {
        if (occupancy[row].Length > 0 && Math.Abs(Number(text, occupancy, row, "occupancy") - 1) > OccupancyTolerance)
        {
            throw text.Error(occupancy.LineOf(row), $"the site is occupied by {occupancy[row]} of an atom",
                "give an ordered structure: choose one of the alternatives and set its occupancy to 1");
        }
    }

    // Na1+, O2-, Fe3+.
    static ReadOnlySpan<char> WithoutCharge(ReadOnlySpan<char> type)
    {
        int end = type.Length;
        if (end > 0 && type[end - 1] is '+' or '-')
        {
            end--;
            while (end > 0 && char.IsAsciiDigit(type[end - 1]))
            {
                end--;
            }
        }

        return type[..end];
    }

    // C1, Na2A, H1B. Two capitals, as in CA1, may be carbon or calcium: refused where both are possible.
    static Species FromLabel(StructureText text, int line, string label)
    {
        int letters = 0;
        while (letters < label.Length && char.IsAsciiLetter(label[letters]))
        {
            letters++;
        }

        bool isTwo = letters >= 2 && IsCommon(label.AsSpan(0, 2)), isOne = letters >= 1 && IsCommon(label.AsSpan(0, 1));
        if (isTwo && isOne && char.IsAsciiLetterUpper(label[1]))
        {
            throw text.Error(line, $"the label {StructureText.Quote(label)} leaves open which element it is", "add _atom_site_type_symbol");
        }

        return text.Species(line, isTwo ? label.AsSpan(0, 2) : isOne ? label.AsSpan(0, 1) : label);
    }

    // Elements that crystals are made of: up to lawrencium.
    static bool IsCommon(ReadOnlySpan<char> symbol) => Element.AtomicNumber(symbol) is > 0 and <= 103;
}
