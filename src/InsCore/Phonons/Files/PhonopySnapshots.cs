using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Displacements and forces of all atoms of several supercells: phonopy's second type of FORCE_SETS, and the same in its YAML.</summary>
/// <param name="Displacements">[nSnapshots][nSupercellAtoms], Å, in our order.</param>
/// <param name="Forces">[nSnapshots][nSupercellAtoms], eV/Å, in our order.</param>
internal sealed record PhonopySnapshots(List<Vector3d[]> Displacements, List<Vector3d[]> Forces)
{
    // Å. No atom of a crystal goes farther; larger numbers are positions, or damage.
    const double LargestDisplacement = 10;

    // eV/Å.
    const double LargestForce = 1e6;

    /// <summary>Whether a file is FORCE_SETS of the second type: rows of displacement and force, from the first line on.</summary>
    public static bool Recognises(PhononSource source)
    {
        ReadOnlySpan<char> line = source.Head.AsSpan().TrimStart();
        int end = line.IndexOf('\n');
        line = (end < 0 ? line : line[..end]).TrimEnd();
        int count = 0;
        while (!line.IsWhiteSpace() && count <= 6)
        {
            ReadOnlySpan<char> field = PhononText.Field(ref line);
            count = field.Contains('.') && PhononText.TryDouble(field, out _) ? count + 1 : 100;
        }

        return count == 6;
    }

    /// <summary>Reads FORCE_SETS.</summary>
    public static PhonopySnapshots Read(PhononSource source, PhonopyCells cells)
    {
        PhononText text = new(source);
        List<Vector3d> displacements = [], forces = [];
        while (text.NextFilled())
        {
            ReadOnlySpan<char> line = text.Line;
            displacements.Add(Within(text.Vector(ref line, "displacement"), LargestDisplacement, text.Error));
            forces.Add(Within(text.Vector(ref line, "force"), LargestForce, text.Error));
            if (!line.IsWhiteSpace())
            {
                throw text.Error("more than six numbers are in this line", "give displacement and force of one atom in each line");
            }
        }

        int atoms = cells.Order.Length, count = displacements.Count / atoms;
        if (displacements.Count % atoms != 0)
        {
            throw text.Error(
                $"{displacements.Count} atoms are no whole number of supercells of {atoms}", "give the phonopy_disp.yaml of the same calculation, or copy the file again");
        }

        PhonopySnapshots snapshots = new([], []);
        for (int d = 0; d < count; d++)
        {
            snapshots.Take(displacements.GetRange(d * atoms, atoms), forces.GetRange(d * atoms, atoms), cells);
        }

        return snapshots;
    }

    /// <summary>Reads the data of a phonopy_params.yaml, in either of its layouts; null where displacements of this type or their forces are not there.</summary>
    public static PhonopySnapshots? Read(YamlNode root, PhonopyCells cells)
    {
        PhonopySnapshots snapshots = new([], []);
        if (root["dataset"] is { Kind: YamlKind.Mapping } data)
        {
            // Since version 2.24: one list of displacements, one of forces.
            using IEnumerator<YamlNode> forces = data["forces"].Items.GetEnumerator();
            foreach (YamlNode item in data["displacements"].Items)
            {
                if (!data["forces"].Exists)
                {
                    return null;
                }

                if (!forces.MoveNext())
                {
                    throw item.Error("the forces of this supercell are missing");
                }

                snapshots.Take(item, Vectors(item, "", LargestDisplacement), Vectors(forces.Current, "", LargestForce), cells);
            }
        }
        else
        {
            foreach (YamlNode item in root["displacements"].Items)
            {
                if (item.Kind != YamlKind.Sequence || item.Items.Any(atom => !atom["force"].Exists))
                {
                    return null;
                }

                snapshots.Take(item, Vectors(item, "displacement", LargestDisplacement), Vectors(item, "force", LargestForce), cells);
            }
        }

        return snapshots.Forces.Count > 0 ? snapshots : null;
    }

    static List<Vector3d> Vectors(YamlNode list, string member, double largest) =>
        [.. list.Items.Select(item => Within((member.Length > 0 ? item.Require(member) : item).Vector(), largest, (problem, _, _) => item.Error(problem)))];

    static Vector3d Within(Vector3d vector, double largest, Func<string, string, Exception?, InsInputException> error) => vector.Norm <= largest
        ? vector
        : throw error(
            FormattableString.Invariant($"{vector.Norm:G4} is impossibly large for a displacement or force"),
            "give displacements from the places of the perfect crystal, and forces",
            null);

    void Take(YamlNode node, List<Vector3d> displacements, List<Vector3d> forces, PhonopyCells cells)
    {
        if (displacements.Count != cells.Order.Length || forces.Count != cells.Order.Length)
        {
            throw node.Error($"{displacements.Count} displacements and {forces.Count} forces were found, one for each of {cells.Order.Length} atoms is needed");
        }

        Take(displacements, forces, cells);
    }

    void Take(List<Vector3d> displacements, List<Vector3d> forces, PhonopyCells cells)
    {
        Vector3d[] moved = new Vector3d[displacements.Count], pulled = new Vector3d[displacements.Count];
        for (int s = 0; s < moved.Length; s++)
        {
            moved[cells.Order[s]] = cells.Units.Length * displacements[s];
            pulled[cells.Order[s]] = cells.Units.Force * forces[s];
        }

        Displacements.Add(moved);
        Forces.Add(pulled);
    }
}
