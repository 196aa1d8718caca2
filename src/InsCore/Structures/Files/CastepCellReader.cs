using System.Globalization;
using InsCore.Units;

namespace InsCore.Structures.Files;

/// <summary>Reads CASTEP's .cell: the blocks of the lattice, the positions and the masses; the rest is passed over.</summary>
internal static class CastepCellReader
{
    static readonly char[] CommentSigns = ['!', '#', ';'];

    /// <summary>Reads the crystal.</summary>
    public static Crystal Read(StructureText text)
    {
        Dictionary<string, List<int>> blocks = Blocks(text);
        Lattice lattice = ReadLattice(text, blocks);
        Dictionary<string, double> masses = Masses(text, blocks);
        (string name, List<int> lines) = Only(text, blocks, "positions_frac", "positions_abs");
        double unit = TakeUnit(text, lines);
        StructureBuilder builder = new(text, lines.Count);
        foreach (int line in lines)
        {
            string[] fields = Fields(text, line);
            if (fields.Any(f => f.StartsWith("mixture", StringComparison.OrdinalIgnoreCase)))
            {
                throw text.Error(line, "the site is shared by several elements (mixture)", "give an ordered structure");
            }

            Vector3d x = text.Vector(line, fields, 1, "position");
            Vector3d position = name == "positions_frac" ? lattice.ToCartesian(x) : unit * x;
            builder.Add(SpeciesOf(text, line, fields[0], masses), position, line);
        }

        return builder.Build(lattice);
    }

    // Lines of each block by its name; comments and blank lines left out.
    static Dictionary<string, List<int>> Blocks(StructureText text)
    {
        Dictionary<string, List<int>> blocks = [];
        string? open = null;
        for (int line = 0; line < text.Lines.Length; line++)
        {
            ReadOnlySpan<char> content = Content(text, line);
            bool isStart = content.StartsWith("%block", StringComparison.OrdinalIgnoreCase);
            if (isStart || content.StartsWith("%endblock", StringComparison.OrdinalIgnoreCase))
            {
                string name = Fields(text, line) is [_, string second, ..] ? second.ToLowerInvariant() : "";
                if (isStart != open is null || (!isStart && name != open) || (isStart && !blocks.TryAdd(name, [])))
                {
                    throw text.Error(line, "the block is nested, not opened or there twice", "let each %BLOCK end with its %ENDBLOCK, once");
                }

                open = isStart ? name : null;
            }
            else if (open is not null && content.Length > 0 && !content.StartsWith("comment", StringComparison.OrdinalIgnoreCase))
            {
                blocks[open].Add(line);
            }
        }

        return open is null ? blocks : throw text.Truncated($"%ENDBLOCK {open}");
    }

    static Lattice ReadLattice(StructureText text, Dictionary<string, List<int>> blocks)
    {
        (string name, List<int> lines) = Only(text, blocks, "lattice_cart", "lattice_abc");
        double unit = TakeUnit(text, lines);
        int rows = name == "lattice_cart" ? 3 : 2;
        if (lines.Count != rows)
        {
            throw text.Error(lines.Count == 0 ? -1 : lines[0], $"block {name} has {lines.Count} lines of numbers", $"give {rows}");
        }

        Vector3d[] vectors = [.. lines.Select(line => text.Vector(line, Fields(text, line), 0, name))];
        return rows == 3
            ? text.Lattice(lines[0], new Matrix3d(unit * vectors[0], unit * vectors[1], unit * vectors[2]))
            : text.Lattice(lines[0], () => Lattice.FromParameters(unit * vectors[0], vectors[1]));
    }

    static (string Name, List<int> Lines) Only(StructureText text, Dictionary<string, List<int>> blocks, params string[] names)
    {
        string[] present = [.. names.Where(blocks.ContainsKey)];
        return present is [string name]
            ? (name, blocks[name])
            : throw text.Error(-1, $"{present.Length} blocks of {string.Join(" or ", names)}", "give one of them");
    }

    // A line with a single word gives the unit; without it, Å.
    static double TakeUnit(StructureText text, List<int> lines)
    {
        if (lines.Count == 0 || Fields(text, lines[0]) is not [string unit])
        {
            return 1;
        }

        int line = lines[0];
        lines.RemoveAt(0);
        return unit.ToLowerInvariant() switch
        {
            "ang" => 1,
            "bohr" or "a0" => Constants.BohrRadius,
            "nm" => 10,
            "cm" => 1e8,
            "m" => 1e10,
            _ => throw text.Error(line, $"{StructureText.Quote(unit)} is not a unit of length", "use ang, bohr, nm, cm or m"),
        };
    }

    static Dictionary<string, double> Masses(StructureText text, Dictionary<string, List<int>> blocks)
    {
        Dictionary<string, double> masses = new(StringComparer.OrdinalIgnoreCase);
        foreach (int line in blocks.GetValueOrDefault("species_mass", []))
        {
            string[] fields = Fields(text, line);
            if (fields is [string unit])
            {
                if (!unit.Equals("amu", StringComparison.OrdinalIgnoreCase))
                {
                    throw text.Error(line, $"{StructureText.Quote(unit)} is not a unit of mass known here", "give the masses in amu");
                }

                continue;
            }

            masses[fields[0]] = text.Number(line, fields[1], "mass") is > 0 and double mass
                ? mass
                : throw text.Error(line, "the mass is not positive", "give it in amu");
        }

        return masses;
    }

    // C, C:label or the atomic number; a mass given for the label, or else for the element, counts.
    static Species SpeciesOf(StructureText text, int line, string label, Dictionary<string, double> masses)
    {
        string symbol = label.Split(':')[0];
        Species species = int.TryParse(symbol, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= Element.Count
            ? new(number, Element.Mass(number))
            : text.Species(line, symbol);
        bool hasMass = masses.TryGetValue(label, out double mass) || masses.TryGetValue(symbol, out mass);
        return hasMass ? species with { Mass = mass } : species;
    }

    static string[] Fields(StructureText text, int line) =>
        Content(text, line).ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    static ReadOnlySpan<char> Content(StructureText text, int line)
    {
        ReadOnlySpan<char> content = text.Lines[line];
        int comment = content.IndexOfAny(CommentSigns);
        return (comment < 0 ? content : content[..comment]).Trim();
    }
}
