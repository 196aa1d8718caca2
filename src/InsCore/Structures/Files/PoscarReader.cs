using System.Globalization;

namespace InsCore.Structures.Files;

/// <summary>Reads VASP's POSCAR and CONTCAR: version 5 with symbols, and version 4 where the first line holds them.</summary>
internal static class PoscarReader
{
    const int ScaleLine = 1;
    const int LatticeLine = 2;
    const int SymbolLine = 5;

    /// <summary>Reads the crystal; velocities and what follows are passed over.</summary>
    public static Crystal Read(StructureText text)
    {
        if (text.Lines.Length < SymbolLine + 3)
        {
            throw text.Truncated("the lattice, the atoms' numbers and the coordinates");
        }

        (Matrix3d vectors, Vector3d scale) = Scaled(text);
        Lattice lattice = text.Lattice(LatticeLine, vectors);
        int at = SymbolLine;
        string[] symbols = Symbols(text, ref at);
        int symbolLine = at == SymbolLine ? 0 : SymbolLine;
        int[] counts = Counts(text, at, symbols);
        bool isSelective = Starts(text, ++at, 's', 'S');
        at += isSelective ? 1 : 0;
        bool isCartesian = Starts(text, at, 'c', 'C', 'k', 'K');
        if (!isCartesian && !Starts(text, at, 'd', 'D'))
        {
            throw text.Error(at, "neither Direct nor Cartesian", "say on this line what the coordinates are");
        }

        if (counts.Sum() > text.Lines.Length - at - 1)
        {
            throw text.Truncated($"the {counts.Sum()} atoms that the file announces");
        }

        StructureBuilder builder = new(text, counts.Sum());
        for (int kind = 0; kind < counts.Length; kind++)
        {
            Species species = text.Species(symbolLine, Bare(symbols[kind]));
            for (int n = 0; n < counts[kind]; n++)
            {
                Vector3d x = text.Vector(++at, text.Fields(at), 0, "position");
                builder.Add(species, isCartesian ? Multiply(scale, x) : lattice.ToCartesian(x), at);
            }
        }

        return builder.Build(lattice);
    }

    // One factor, three (one for each Cartesian axis), or minus the volume in Å³.
    static (Matrix3d Vectors, Vector3d Scale) Scaled(StructureText text)
    {
        Matrix3d vectors = new(Row(text, 0), Row(text, 1), Row(text, 2));
        string[] fields = text.Fields(ScaleLine);
        double[] factors = [.. fields.Take(3).TakeWhile(f => double.TryParse(f, CultureInfo.InvariantCulture, out _))
            .Select(f => text.Number(ScaleLine, f, "scale"))];
        Vector3d scale = factors switch
        {
            [> 0 and double x, > 0 and double y, > 0 and double z] => new(x, y, z),
            [< 0 and double volume, ..] => Math.Cbrt(-volume / Math.Abs(vectors.Determinant)) * new Vector3d(1, 1, 1),
            [> 0 and double factor, ..] => factor * new Vector3d(1, 1, 1),
            _ => throw text.Error(ScaleLine, "the scale is not a number other than zero", "write 1.0 there"),
        };
        return (new(Multiply(scale, vectors.Row0), Multiply(scale, vectors.Row1), Multiply(scale, vectors.Row2)), scale);
    }

    // Version 4 has no line of symbols; by custom they are in the first line, one for each number.
    static string[] Symbols(StructureText text, ref int line)
    {
        string[] fields = text.Fields(line);
        bool isVersion4 = fields.Length > 0 && fields.All(f => int.TryParse(f, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        if (!isVersion4)
        {
            line++;
            return fields;
        }

        string[] title = text.Fields(0);
        return title.Length == fields.Length && title.All(f => Species.TryParse(Bare(f), out _))
            ? title
            : throw text.Error(line, "the elements are not named (POSCAR of VASP 4)", "insert a line of symbols above this one, e.g. 'Na Cl'");
    }

    static int[] Counts(StructureText text, int line, string[] symbols)
    {
        string[] fields = text.Fields(line);
        int[] counts = new int[symbols.Length];
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            bool isCount = fields.Length >= counts.Length
                && int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out counts[i]);
            sum += counts[i];
            if (!isCount || sum > StructureBuilder.MaximumAtoms)
            {
                throw text.Error(line, $"no number of atoms for each of the {counts.Length} elements, or more than {StructureBuilder.MaximumAtoms} atoms",
                    "correct the line of symbols or that of numbers");
            }
        }

        return counts;
    }

    // VASP adds the kind of pseudopotential and a hash: Na_pv, Si/1a2b.
    static string Bare(string symbol) => symbol.Split('_', '/')[0];

    static bool Starts(StructureText text, int line, params ReadOnlySpan<char> letters) => line < text.Lines.Length
        ? text.Lines[line].AsSpan().TrimStart() is { Length: > 0 } trimmed && letters.Contains(trimmed[0])
        : throw text.Truncated("the coordinates");

    static Vector3d Row(StructureText text, int row) =>
        text.Vector(LatticeLine + row, text.Fields(LatticeLine + row), 0, "lattice vector");

    static Vector3d Multiply(Vector3d a, Vector3d b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z);
}
