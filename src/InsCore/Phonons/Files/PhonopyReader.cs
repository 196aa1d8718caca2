using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Reads phonopy's files: force constants with their cells and charges, and modes of bands, meshes and lists of wave vectors.</summary>
internal static class PhonopyReader
{
    static readonly string[] TopLevel = ["phonopy", "phono3py", "mesh", "nqpoint", "natom", "phonon", "unit_cell", "primitive_cell", "supercell_matrix", "reciprocal_lattice"];

    /// <summary>Whether a file is phonopy's YAML: one of its members at the left margin.</summary>
    public static bool Recognises(PhononSource source) => source.Head.Split('\n').Any(
        line => Array.Exists(TopLevel, name => line.StartsWith(name, StringComparison.Ordinal) && line.AsSpan(name.Length).TrimStart().StartsWith(":")));

    /// <summary>Reads a YAML file.</summary>
    public static PhononInput ReadYaml(PhononSource source, PhononInputOptions options)
    {
        YamlFile yaml = YamlFile.Parse(source);
        return yaml.Root["phonon"].Exists ? PhonopyModes.Read(yaml, options) : ReadForceConstants(yaml, options);
    }

    /// <summary>Reads FORCE_CONSTANTS.</summary>
    public static PhononInput ReadForceConstantsText(PhononSource source, PhononInputOptions options) =>
        WithCells(source, options, cells => PhonopyForceConstantsText.Read(source, cells).Build(options), "phonopy FORCE_CONSTANTS");

    /// <summary>Reads FORCE_SETS.</summary>
    public static PhononInput ReadForceSets(PhononSource source, PhononInputOptions options) =>
        WithCells(source, options, cells => PhonopyFit.Prepare(source, cells, options), "phonopy FORCE_SETS");

    /// <summary>Reads force_constants.hdf5.</summary>
    public static PhononInput ReadForceConstantsHdf5(PhononSource source, Hdf5File file, PhononInputOptions options) =>
        WithCells(source, options, cells => ReadHdf5(source, file, cells).Build(options), "phonopy force constants (HDF5)");

    static PhononInput WithCells(PhononSource source, PhononInputOptions options, Func<PhonopyCells, Func<ForceConstants>> read, string format)
    {
        PhonopyCompanions companions = new(source, options);
        PhonopyCells cells = companions.Cells();
        companions.AddCharges(cells);
        return new PhononInput { Path = source.Path, Format = format, MakeForceConstants = read(cells), Notes = companions.Notes };
    }

    static PhononInput ReadForceConstants(YamlFile yaml, PhononInputOptions options)
    {
        PhononSource source = yaml.Source;
        PhonopyCompanions companions = new(source, options);
        PhonopyCells cells = companions.Cells(yaml);
        companions.AddCharges(cells);
        return new PhononInput
        {
            Path = source.Path,
            Format = "phonopy YAML",
            MakeForceConstants = options.Forces is null && yaml.Root["force_constants"] is { Kind: YamlKind.Mapping } inside
                ? ReadRows(source, inside, cells).Build(options)
                : ReadForces(yaml, cells, companions, options),
            Notes = companions.Notes,
        };
    }

    // In the order of trust: what was asked for, what the file holds, what lies beside it.
    static Func<ForceConstants> ReadForces(YamlFile yaml, PhonopyCells cells, PhonopyCompanions companions, PhononInputOptions options)
    {
        if (options.Forces is null && PhonopyFit.Prepare(yaml, cells, options) is { } fit)
        {
            return fit;
        }

        PhononSource forces = companions.Forces() ?? throw yaml.Source.Error(
            null, "holds no force constants, and neither force_constants.hdf5 nor FORCE_CONSTANTS nor FORCE_SETS lies beside it", "give them with --forces FILE");
        if (Hdf5File.Recognises(forces))
        {
            Hdf5File file = new(forces);
            return ReadHdf5(forces, file, cells).Build(options);
        }

        return PhonopyForceConstantsText.Recognises(forces) ? PhonopyForceConstantsText.Read(forces, cells).Build(options)
            : PhonopyFit.Recognises(forces) ? PhonopyFit.Prepare(forces, cells, options)
            : throw forces.Error(null, "is neither force_constants.hdf5 nor FORCE_CONSTANTS nor FORCE_SETS", "give one of these");
    }

    static PhonopyRows ReadHdf5(PhononSource source, Hdf5File file, PhonopyCells cells)
    {
        const string Name = "force_constants";
        int all = cells.Order.Length;
        int rows = (int)Math.Min(file.Shape(Name)[0], (ulong)all);
        double[] values = file.Doubles(Name, rows, all, 3, 3);
        int[] atoms = file.Has("p2s_map") ? file.Integers("p2s_map", rows)
            : rows == all ? [.. Enumerable.Range(0, all)]
            : FirstImages(cells);
        double unit = file.Has("physical_unit") && file.FirstText("physical_unit") is { } name
            ? PhonopyUnits.Parse(name) ?? throw source.Error("physical_unit", $"the unit {Structures.Files.StructureText.Quote(name)} is not known", "convert to eV/angstrom^2")
            : cells.Units.ForceConstant;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] *= unit;
        }

        PhonopyRows constants = new(source, cells);
        for (int r = 0; r < rows; r++)
        {
            if (atoms[r] < 0 || atoms[r] >= all)
            {
                throw source.Error("p2s_map", $"there is no atom {atoms[r]} in a supercell of {all}", "copy the file again");
            }

            constants.Take(atoms[r], values.AsSpan(r * 9 * all, 9 * all));
        }

        return constants;
    }

    static PhonopyRows ReadRows(PhononSource source, YamlNode node, PhonopyCells cells)
    {
        Span<double> shape = stackalloc double[2];
        node.Require("shape").Fill(shape);
        int all = cells.Order.Length, rows = (int)shape[0];
        if (shape[1] != all || rows < 1 || rows > all)
        {
            throw node.Error($"force constants of {shape[0]} × {shape[1]} atoms do not belong to a supercell of {all}");
        }

        int[] atoms = rows == all ? [.. Enumerable.Range(0, all)] : FirstImages(cells);
        PhonopyRows constants = new(source, cells);
        double[] row = new double[9 * all];
        int read = 0;
        foreach (YamlNode element in node.Require("elements").Items)
        {
            Matrix3d block = cells.Units.ForceConstant * element.Matrix();
            if (read / all == rows || rows > atoms.Length)
            {
                throw element.Error("there are more force constants than the shape says");
            }

            for (int k = 0; k < 9; k++)
            {
                row[(9 * (read % all)) + k] = block[k / 3, k % 3];
            }

            if (++read % all == 0)
            {
                constants.Take(atoms[(read / all) - 1], row);
            }
        }

        return constants;
    }

    // phonopy's primitive atoms are the first of their images in the supercell, in the order of the supercell.
    static int[] FirstImages(PhonopyCells cells)
    {
        List<int> first = [];
        HashSet<int> seen = [];
        for (int s = 0; s < cells.Order.Length; s++)
        {
            if (seen.Add(cells.Supercell.UnitAtoms[cells.Order[s]]))
            {
                first.Add(s);
            }
        }

        return [.. first];
    }
}
