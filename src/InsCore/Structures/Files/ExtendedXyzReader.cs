using System.Globalization;

namespace InsCore.Structures.Files;

/// <summary>Reads extended XYZ (the format of ASE) and plain XYZ; of several frames, the last.</summary>
internal static class ExtendedXyzReader
{
    const string DefaultProperties = "species:S:1:pos:R:3";
    const string Remedy = "write it as ASE does, e.g. Properties=species:S:1:pos:R:3";

    /// <summary>Reads the last frame; a crystal if it is periodic, else a molecule.</summary>
    public static Crystal Read(StructureText text)
    {
        int first = 0, frame = -1, count = 0;
        while (first < text.Lines.Length)
        {
            if (text.Lines[first].AsSpan().IsWhiteSpace())
            {
                first++;
                continue;
            }

            frame = first;
            count = AtomCount(text, frame);
            first = frame + count + 2;
        }

        Dictionary<string, string> header = Header(text, frame + 1);
        Lattice? lattice = Periodicity(text, frame + 1, header);
        (int species, int position, int mass, int columns) = Columns(text, frame + 1, header);
        StructureBuilder builder = new(text, Math.Min(count, StructureBuilder.MaximumAtoms));
        for (int line = frame + 2; line < frame + 2 + count; line++)
        {
            string[] fields = text.Fields(line);
            if (fields.Length < columns)
            {
                throw text.Error(line, $"{fields.Length} columns where {columns} are announced", "complete the line");
            }

            Species atom = SpeciesOf(text, line, fields[species]);
            atom = mass < 0 ? atom : atom with { Mass = Mass(text, line, fields[mass]) };
            builder.Add(atom, text.Vector(line, fields, position, "position"), line);
        }

        return builder.Build(lattice);
    }

    static int AtomCount(StructureText text, int line)
    {
        string field = text.Lines[line].Trim();
        if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
        {
            throw text.Error(line, $"{StructureText.Quote(field)} is not a number of atoms", "an XYZ frame begins with its number of atoms alone on a line");
        }

        return count <= text.Lines.Length - line - 2
            ? count
            : throw text.Truncated($"the {count} atoms that line {line + 1} announces");
    }

    // The comment of plain XYZ may hold anything, so only a line with one of the keys of the format counts as a header.
    static Dictionary<string, string> Header(StructureText text, int line)
    {
        string comment = text.Lines[line];
        bool isExtended = ((string[])["Lattice=", "Properties=", "pbc="]).Any(
            key => comment.Contains(key, StringComparison.OrdinalIgnoreCase));
        return isExtended ? ExtendedXyzHeader.Parse(text, line) : new(StringComparer.OrdinalIgnoreCase);
    }

    static Lattice? Periodicity(StructureText text, int line, Dictionary<string, string> header)
    {
        bool hasLattice = header.TryGetValue("Lattice", out string? value);
        bool isPeriodic = hasLattice;
        if (header.TryGetValue("pbc", out string? pbc))
        {
            string[] flags = Split(pbc);
            bool[] periodic = Array.ConvertAll(flags, f => f is "T" or "t" or "1" or "True" or "true" or "TRUE");
            if (flags.Length != 3 || periodic.Distinct().Count() != 1)
            {
                throw text.Error(line, $"pbc={StructureText.Quote(pbc)} is not periodic in all directions or in none",
                    "give a crystal (pbc=\"T T T\") or a molecule (pbc=\"F F F\")");
            }

            isPeriodic = periodic[0];
        }

        if (!isPeriodic)
        {
            return null;
        }

        string[] numbers = hasLattice ? Split(value!) : [];
        return numbers.Length != 9
            ? throw text.Error(line, "a periodic frame needs nine numbers in Lattice", "write Lattice=\"ax ay az bx by bz cx cy cz\"")
            : text.Lattice(line, new Matrix3d(
                text.Vector(line, numbers, 0, "Lattice"), text.Vector(line, numbers, 3, "Lattice"), text.Vector(line, numbers, 6, "Lattice")));
    }

    // Properties=name:type:columns:name:type:columns...
    static (int Species, int Position, int Mass, int Columns) Columns(StructureText text, int line, Dictionary<string, string> header)
    {
        string[] parts = header.GetValueOrDefault("Properties", DefaultProperties).Split(':');
        int species = -1, position = -1, mass = -1, at = 0;
        for (int p = 0; p + 2 < parts.Length; p += 3)
        {
            if (!int.TryParse(parts[p + 2], NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width is < 1 or > 1000)
            {
                throw text.Error(line, $"Properties has {StructureText.Quote(parts[p + 2])} columns of {StructureText.Quote(parts[p])}", Remedy);
            }

            (species, position, mass) = (parts[p].ToLowerInvariant(), width) switch
            {
                ("species" or "element" or "symbols", 1) => (at, position, mass),
                ("z" or "numbers", 1) => (species < 0 ? at : species, position, mass),
                ("pos" or "positions", 3) => (species, at, mass),
                ("mass" or "masses", 1) => (species, position, at),
                _ => (species, position, mass),
            };
            at += width;
        }

        return parts.Length % 3 == 0 && species >= 0 && position >= 0
            ? (species, position, mass, at)
            : throw text.Error(line, "Properties does not name the columns of species and positions", Remedy);
    }

    static Species SpeciesOf(StructureText text, int line, string field) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= Element.Count
            ? new(number, Element.Mass(number))
            : text.Species(line, field);

    static double Mass(StructureText text, int line, string field)
    {
        double mass = text.Number(line, field, "mass");
        return mass > 0 ? mass : throw text.Error(line, $"the mass {field} is not positive", "give it in u");
    }

    static string[] Split(string value) => value.Split([' ', '\t', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
}
