using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Reads CASTEP's .phonon files: a header with the cell, then frequencies and eigenvectors of one wave vector after the other.</summary>
/// <remarks>
/// A polar crystal has several blocks at Γ with the same number, one for each direction from which Γ is approached; they share the weight of
/// the point. Eigenvectors have the phases of cells.
/// </remarks>
internal static class CastepPhononReader
{
    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source)
    {
        PhononText text = new(source);
        (Crystal crystal, double unit) = ReadHeader(text);
        ModesBuilder modes = new(source, crystal);
        if (!text.NextFilled())
        {
            throw text.Error("the file ends behind its header", "it may be truncated; copy it again");
        }

        (int number, int repeated) = (-1, 0);
        do
        {
            int next = ReadPoint(text, modes);
            if (next != number)
            {
                Share(modes, repeated, number, modes.PointCount - 1);
                (number, repeated) = (next, 0);
            }

            repeated++;
            ReadBlock(text, modes, unit);
        }
        while (text.NextFilled());

        Share(modes, repeated, number, modes.PointCount);
        return new PhononInput { Path = source.Path, Format = "CASTEP .phonon", Modes = modes.Build(), Notes = modes.Notes };
    }

    static int ReadPoint(PhononText text, ModesBuilder modes)
    {
        ReadOnlySpan<char> line = text.Line.TrimStart();
        if (!line.StartsWith("q-pt="))
        {
            throw text.Error("a line beginning with q-pt= is missing");
        }

        line = line["q-pt=".Length..];
        int number = text.Integer(ref line, "number of the wave vector");
        modes.AddPoint(text.Vector(ref line, "wave vector"), text.Double(ref line, "weight"));
        return number;
    }

    static void Share(ModesBuilder modes, int repeated, int number, int end)
    {
        if (repeated > 1)
        {
            modes.ShareWeight(repeated, end);
            modes.Note($"wave vector {number} is there {repeated} times, for different directions of approach to Γ; these share its weight");
        }
    }

    static (Crystal Crystal, double Unit) ReadHeader(PhononText text)
    {
        text.Find("BEGIN header");
        CellBuilder cell = new(text.Source);
        double unit = Constants.WavenumberInEv;
        int atoms = 0;
        while (text.Require("END header") is var line && !line.TrimStart().StartsWith("END header"))
        {
            if (TryAfter(line, "Number of ions", out ReadOnlySpan<char> rest))
            {
                atoms = text.Integer(ref rest, "number of ions");
            }
            else if (TryAfter(line, "Frequencies in", out rest))
            {
                unit = EnergyUnit(text, rest.Trim());
            }
            else if (TryAfter(line, "Unit cell vectors", out _))
            {
                cell.Vectors = new Matrix3d(Row(text), Row(text), Row(text));
            }
            else if (TryAfter(line, "Fractional Co-ordinates", out _))
            {
                for (int i = 0; i < atoms; i++)
                {
                    ReadAtom(text, cell);
                }
            }
        }

        return (cell.Build(), unit);
    }

    static bool TryAfter(ReadOnlySpan<char> line, string word, out ReadOnlySpan<char> rest)
    {
        line = line.TrimStart();
        rest = line.StartsWith(word) ? line[word.Length..] : default;
        return line.StartsWith(word);
    }

    static Vector3d Row(PhononText text)
    {
        ReadOnlySpan<char> line = text.Require("the unit cell");
        return text.Vector(ref line, "lattice vector");
    }

    static void ReadAtom(PhononText text, CellBuilder cell)
    {
        ReadOnlySpan<char> line = text.Require("the coordinates");
        text.Integer(ref line, "number of the ion");
        Vector3d position = text.Vector(ref line, "coordinates");
        ReadOnlySpan<char> symbol = PhononText.Field(ref line);
        cell.Add(symbol, position, text.Double(ref line, "mass"), $"line {text.Number}");
    }

    static double EnergyUnit(PhononText text, ReadOnlySpan<char> name) => name switch
    {
        "cm-1" => Constants.WavenumberInEv,
        "meV" => 1e-3,
        "eV" => 1,
        "THz" => ForeignUnits.TerahertzInEv,
        _ => throw text.Error($"frequencies in {Structures.Files.StructureText.Quote(name)} are not known", "use cm-1, meV, eV or THz"),
    };

    static void ReadBlock(PhononText text, ModesBuilder modes, double unit)
    {
        for (int n = 0; n < modes.ModeCount; n++)
        {
            ReadOnlySpan<char> line = text.Require("the frequencies");
            CheckNumber(text, ref line, n + 1, "number of the mode");
            modes.AddEnergy(unit * text.Double(ref line, "frequency"));
        }

        text.Require("the eigenvectors");
        text.Require("the eigenvectors");
        for (int row = 0; row < modes.ModeCount * modes.Crystal.AtomCount; row++)
        {
            ReadOnlySpan<char> line = text.Require("the last eigenvector");
            CheckNumber(text, ref line, 1 + (row / modes.Crystal.AtomCount), "number of the mode");
            CheckNumber(text, ref line, 1 + (row % modes.Crystal.AtomCount), "number of the ion");
            for (int a = 0; a < 3; a++)
            {
                modes.AddComponent(text.Double(ref line, "eigenvector"), text.Double(ref line, "eigenvector"));
            }
        }
    }

    static void CheckNumber(PhononText text, ref ReadOnlySpan<char> line, int expected, string what)
    {
        int found = text.Integer(ref line, what);
        if (found != expected)
        {
            throw text.Error($"the {what} is {found}, expected {expected}");
        }
    }
}
