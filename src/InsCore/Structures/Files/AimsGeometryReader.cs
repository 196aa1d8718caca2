namespace InsCore.Structures.Files;

/// <summary>Reads the geometry.in of FHI-aims: lattice_vector, atom, atom_frac; other keywords are passed over.</summary>
internal static class AimsGeometryReader
{
    /// <summary>Reads a crystal, or without lattice vectors a molecule.</summary>
    public static Crystal Read(StructureText text)
    {
        List<Vector3d> vectors = [];
        List<(int Line, bool IsFractional)> atoms = [];
        int latticeLine = -1;
        for (int line = 0; line < text.Lines.Length; line++)
        {
            switch (Fields(text, line))
            {
                case ["lattice_vector", .. string[] numbers]:
                    vectors.Add(text.Vector(latticeLine = line, numbers, 0, "lattice_vector"));
                    break;
                case ["atom" or "atom_frac", ..] fields:
                    atoms.Add((line, fields[0] == "atom_frac"));
                    break;
            }
        }

        if (vectors.Count is not (0 or 3))
        {
            throw text.Error(latticeLine, $"{vectors.Count} lattice vectors", "give three for a crystal, none for a molecule");
        }

        Lattice? lattice = vectors.Count == 0 ? null : text.Lattice(latticeLine, new Matrix3d(vectors[0], vectors[1], vectors[2]));
        StructureBuilder builder = new(text, atoms.Count);
        foreach ((int line, bool isFractional) in atoms)
        {
            string[] fields = Fields(text, line);
            Vector3d x = text.Vector(line, fields, 1, "position");
            if (fields.Length < 5 || (isFractional && lattice is null))
            {
                throw text.Error(line, "the element, or the lattice of fractional coordinates, is missing",
                    "write 'atom x y z symbol', and atom_frac only with three lattice vectors");
            }

            builder.Add(text.Species(line, fields[4]), isFractional ? lattice!.ToCartesian(x) : x, line);
        }

        return builder.Build(lattice);
    }

    static string[] Fields(StructureText text, int line)
    {
        ReadOnlySpan<char> content = text.Lines[line];
        int comment = content.IndexOf('#');
        return (comment < 0 ? content : content[..comment]).ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
    }
}
