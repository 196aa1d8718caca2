using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Forces on all atoms of a supercell in which one atom is displaced.</summary>
/// <param name="Atom">Supercell atom of the file, from 0.</param>
/// <param name="Vector">Displacement, Å.</param>
/// <param name="Forces">[nSupercellAtoms], eV/Å, in the file's order.</param>
internal sealed record PhonopyForceSet(int Atom, Vector3d Vector, Vector3d[] Forces);

/// <summary>phonopy's FORCE_SETS, and the same in phonopy_params.yaml: forces of supercells with one displaced atom.</summary>
internal static class PhonopyForceSets
{
    /// <summary>Whether a file is FORCE_SETS: a count, a count, then after a blank an atom and three numbers.</summary>
    public static bool Recognises(PhononSource source)
    {
        string[] fields = source.Head.Split((char[]?)null, 8, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 8 && IsInteger(fields[0]) && IsInteger(fields[1]) && IsInteger(fields[2]) && fields[3].Contains('.');
    }

    /// <summary>Reads FORCE_SETS.</summary>
    public static List<PhonopyForceSet> Read(PhononSource source, PhonopyCells cells)
    {
        PhononText text = new(source);
        int atoms = Single(text, "number of atoms"), count = Single(text, "number of displacements");
        if (atoms != cells.Order.Length)
        {
            throw text.Error($"forces on {atoms} atoms do not belong to a supercell of {cells.Order.Length}", "give the phonopy_disp.yaml of the same calculation");
        }

        List<PhonopyForceSet> sets = [];
        for (int d = 0; d < count; d++)
        {
            int atom = Single(text, "number of the displaced atom") - 1;
            Vector3d vector = cells.Units.Length * Row(text, "displacement");
            List<Vector3d> forces = [];
            for (int s = 0; s < atoms; s++)
            {
                forces.Add(cells.Units.Force * Row(text, "force"));
            }

            sets.Add(new(Checked(atom, atoms, $"line {text.Number}", source), vector, [.. forces]));
        }

        return sets;
    }

    /// <summary>Reads the displacements of a phonopy_params.yaml; none where they come without forces.</summary>
    public static List<PhonopyForceSet> Read(YamlNode displacements, PhonopyCells cells)
    {
        List<PhonopyForceSet> sets = [];
        foreach (YamlNode item in displacements.Items)
        {
            if (!item["forces"].Exists)
            {
                return [];
            }

            int atom = Checked(item.Require("atom").Integer() - 1, cells.Order.Length, $"line {item.Line}", cells.Source);
            Vector3d[] forces = [.. item["forces"].Items.Select(f => cells.Units.Force * f.Vector())];
            if (forces.Length != cells.Order.Length)
            {
                throw item.Error($"{forces.Length} forces were found, one for each of {cells.Order.Length} atoms is needed");
            }

            sets.Add(new(atom, cells.Units.Length * item.Require("displacement").Vector(), forces));
        }

        return sets;
    }

    static bool IsInteger(string field) => int.TryParse(field, out _);

    static int Checked(int atom, int count, string place, PhononSource source) =>
        atom >= 0 && atom < count ? atom : throw source.Error(place, $"there is no atom {atom + 1} in a supercell of {count}", "correct the number");

    static int Single(PhononText text, string what)
    {
        ReadOnlySpan<char> line = Line(text, what);
        return text.Integer(ref line, what);
    }

    static Vector3d Row(PhononText text, string what)
    {
        ReadOnlySpan<char> line = Line(text, what);
        return text.Vector(ref line, what);
    }

    static ReadOnlySpan<char> Line(PhononText text, string what) => text.NextFilled()
        ? text.Line
        : throw text.Error($"the file ends before the {what}", "it may be truncated; copy it again");
}
