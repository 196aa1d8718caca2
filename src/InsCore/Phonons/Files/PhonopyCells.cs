using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>The cells of a phonopy calculation: primitive cell, supercell, and which atom of the one each atom of the other is.</summary>
internal sealed class PhonopyCells
{
    // Å. phonopy's own tolerance is 1e-5, and what symmetry finders allow a few times more; atoms are a hundred times farther apart.
    const double PositionTolerance = 1e-2;

    // Of the elements of a matrix that must be integers.
    const double MatrixTolerance = 1e-3;

    PhonopyCells(PhononSource source, YamlNode root)
        : this(source, PhonopyUnits.Of(root), cells =>
        {
            Crystal? unit = cells.ReadCell(root["unit_cell"]);
            return (cells.ReadCell(root["supercell"]) ?? cells.MakeSupercell(root, unit), cells.ReadCell(root["primitive_cell"]) ?? cells.MakePrimitive(root, unit));
        })
    {
        Dielectric = ReadNumbers(root["dielectric_constant"], 9);
        Charges = ReadNumbers(root["born_effective_charge"], 9 * Primitive.AtomCount);
        if (root["phonopy"]["nac_unit_conversion_factor"] is { Exists: true } factor)
        {
            ScaleDielectric(factor.Number());
        }
    }

    PhonopyCells(PhononSource source, PhonopyUnits units, Func<PhonopyCells, (Crystal Supercell, Crystal Primitive)> read)
    {
        (Source, Units) = (source, units);
        (Crystal supercell, Primitive) = read(this);
        Matrix3d matrix = supercell.PeriodicLattice.Vectors * Primitive.PeriodicLattice.Inverse;
        Matrix3d rounded = Rounded(matrix);
        ForceConstantsBuilder.CheckSupercell(source, rounded, supercell.AtomCount / Primitive.AtomCount);
        Supercell = new Supercell(Primitive, rounded);
        Order = ForceConstantsBuilder.Checked(source, "supercell", () => Supercell.Locate(supercell.Positions, PositionTolerance));
    }

    /// <summary>The file.</summary>
    public PhononSource Source { get; }

    /// <summary>Units of the calculator.</summary>
    public PhonopyUnits Units { get; }

    /// <summary>The primitive cell, Å.</summary>
    public Crystal Primitive { get; }

    /// <summary>The supercell of the primitive cell, in our order.</summary>
    public Supercell Supercell { get; }

    /// <summary>[nSupercellAtoms]: our index of each atom of the file's supercell.</summary>
    public int[] Order { get; }

    /// <summary>Relative permittivity, [9], or null.</summary>
    public double[]? Dielectric { get; private set; }

    /// <summary>Born charges, [nAtoms × 9], e, or null.</summary>
    public double[]? Charges { get; private set; }

    /// <summary>Reads the cells.</summary>
    /// <param name="yaml">A phonopy.yaml, phonopy_disp.yaml or phonopy_params.yaml.</param>
    public static PhonopyCells Read(YamlFile yaml) => new(yaml.Source, yaml.Root);

    /// <summary>The cells that phonopy makes of a unit cell, in its order of atoms; units are Å and eV.</summary>
    /// <param name="source">The structure file.</param>
    /// <param name="unit">Its crystal.</param>
    /// <param name="matrix">M: supercell vectors = M × unit-cell vectors (in rows).</param>
    /// <param name="axes">P: primitive vectors = P × unit-cell vectors (in rows); null finds them.</param>
    /// <exception cref="InsInputException">M or P does not fit the crystal.</exception>
    public static PhonopyCells Of(PhononSource source, Crystal unit, Matrix3d matrix, Matrix3d? axes)
    {
        Crystal primitive = axes is { } given ? Given(given) : PrimitiveCell.Of(unit, SpaceGroup.Find(unit)).Crystal;
        try
        {
            return new(source, PhonopyUnits.Default, _ => (PhonopySupercell.Make(unit, matrix), primitive));
        }
        catch (ArgumentException e)
        {
            throw new InsInputException("--dim", null, e.Message, "give the numbers that phonopy was given");
        }

        Crystal Given(Matrix3d p)
        {
            Crystal? cell = Math.Abs(p.Determinant) is > 0.001 and < 1.001 ? Trimmed(source, "--primitive-axes", unit, p) : null;
            return cell is not null && Math.Abs((cell.AtomCount / Math.Abs(p.Determinant)) - unit.AtomCount) < MatrixTolerance
                ? cell
                : throw new InsInputException("--primitive-axes", null, $"are no lattice vectors of {unit.Formula}", "write auto, or what phonopy was given, e.g. F or \"0 1/2 1/2 1/2 0 1/2 1/2 1/2 0\"");
        }
    }

    /// <summary>A crystal out of a mapping with lattice and points; null if it does not exist.</summary>
    /// <param name="source">The file.</param>
    /// <param name="node">The mapping.</param>
    /// <param name="length">Unit of the lattice, Å.</param>
    public static Crystal? ReadCell(PhononSource source, YamlNode node, double length)
    {
        if (!node.Exists)
        {
            return null;
        }

        CellBuilder cell = new(source) { Vectors = length * node.Require("lattice").Matrix() };
        foreach (YamlNode point in (node["points"].Exists ? node["points"] : node.Require("atoms")).Items)
        {
            YamlNode position = point["coordinates"].Exists ? point["coordinates"] : point.Require("position");
            cell.Add(point.Require("symbol").Text, position.Vector(), point["mass"].Exists ? point["mass"].Number() : 0, $"line {point.Line}");
        }

        return cell.Build();
    }

    /// <summary>Takes dielectric tensor and charges of a BORN file.</summary>
    public void Take(PhonopyBorn born)
    {
        (Dielectric, Charges) = (born.Dielectric, born.Charges);
        if (born.Factor is { } factor)
        {
            ScaleDielectric(factor);
        }
    }

    Crystal? ReadCell(YamlNode node) => ReadCell(Source, node, Units.Length);

    // phonopy computes with its own value of e²/4πε₀, which stands in the denominator's company with ε: scaled, ours gives the same forces.
    void ScaleDielectric(double factor)
    {
        double scale = PhonopyUnits.Coulomb / factor;
        Dielectric = Dielectric is null || !(scale is > 0.5 and < 2) ? Dielectric : Array.ConvertAll(Dielectric, e => e * scale);
    }

    // Rows of phonopy's matrices multiply columns of lattice vectors: P here is the transpose.
    Crystal MakeSupercell(YamlNode root, Crystal? unit)
    {
        YamlNode node = root["supercell_matrix"];
        Matrix3d matrix = node.Exists ? node.Matrix().Transpose : Matrix3d.Identity;
        if (unit is null || Matrix3d.Diagonal(matrix[0, 0], matrix[1, 1], matrix[2, 2]) != matrix)
        {
            throw Source.Error("supercell", "is missing", "give the phonopy.yaml that phonopy wrote with the force constants");
        }

        // The only case in which the order of atoms follows from the matrix alone.
        ForceConstantsBuilder.CheckSupercell(Source, matrix, (int)Math.Min(matrix.Determinant, 1 + (Source.Bytes.Length / unit.AtomCount)));
        return new Supercell(unit, matrix).Crystal;
    }

    Crystal MakePrimitive(YamlNode root, Crystal? unit)
    {
        if (unit is null)
        {
            throw Source.Error("unit_cell", "is missing", "give phonopy.yaml, phonopy_disp.yaml or phonopy_params.yaml");
        }

        YamlNode node = root["primitive_matrix"];
        if (!node.Exists || node.Kind == YamlKind.Null)
        {
            return unit;
        }

        return Trimmed(Source, "primitive_matrix", unit, node.Matrix().Transpose);
    }

    // The first atom of each set that the lattice repeats, as phonopy has it.
    static Crystal Trimmed(PhononSource source, string place, Crystal unit, Matrix3d axes)
    {
        Lattice lattice = ForceConstantsBuilder.Checked(source, place, () => new Lattice(axes * unit.PeriodicLattice.Vectors));
        List<int> kept = [];
        for (int i = 0; i < unit.AtomCount; i++)
        {
            if (!kept.Exists(k => unit.AtomicNumbers[k] == unit.AtomicNumbers[i] && lattice.ToCartesian(lattice.ToFractional(unit.Positions[i] - unit.Positions[k]).WrapToNearest()).Norm < PositionTolerance))
            {
                kept.Add(i);
            }
        }

        return new Crystal(
            lattice, [.. kept.Select(i => unit.AtomicNumbers[i])], [.. kept.Select(i => unit.Positions[i])], [.. kept.Select(i => unit.Masses[i])]);
    }

    Matrix3d Rounded(Matrix3d matrix)
    {
        Matrix3d rounded = new(Round(matrix.Row0), Round(matrix.Row1), Round(matrix.Row2)), off = matrix - rounded;
        return Math.Max(off.Row0.Norm, Math.Max(off.Row1.Norm, off.Row2.Norm)) < MatrixTolerance
            ? rounded
            : throw Source.Error("supercell", "is no multiple of the primitive cell", "give the cells of one and the same calculation");

        static Vector3d Round(Vector3d v) => v - v.WrapToNearest();
    }

    static double[]? ReadNumbers(YamlNode node, int count)
    {
        if (!node.Exists || node.Kind == YamlKind.Null)
        {
            return null;
        }

        List<double> values = [];
        foreach (YamlNode item in node.Items)
        {
            foreach (YamlNode row in item.Items)
            {
                if (row.Kind == YamlKind.Sequence)
                {
                    values.AddRange(row.Items.Select(n => n.Number()));
                }
                else
                {
                    values.Add(row.Number());
                }
            }
        }

        return values.Count == count ? [.. values] : throw node.Error($"{count} numbers are expected here, {values.Count} were found");
    }
}
