using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Reads the vibrations of a CRYSTAL output file (.out): modes at Γ, and at other wave vectors of a run with SCELPHONO.</summary>
/// <remarks>
/// Modes are displacements at classical amplitude: times the square roots of the masses and normalised they are eigenvectors. At a general
/// wave vector the real part ("in phase") comes first, the imaginary one ("in anti-phase") second. The last cell before the modes counts.
/// </remarks>
internal sealed class CrystalReader
{
    const string Remedy = "run CRYSTAL with FREQCALC and give its whole output";

    readonly PhononText text;
    readonly List<(int Number, Vector3d Position)> atoms = [];
    readonly List<double> masses = [];
    readonly List<(Vector3d Q, double Weight, List<double> Energies, List<double[]> Real, List<double[]> Imaginary)> points = [];
    Matrix3d vectors;
    Vector3d shrink = new(1, 1, 1);
    bool isImaginary;

    CrystalReader(PhononSource source) => text = new PhononText(source);

    /// <summary>Whether a file is one: the frame around the program's name.</summary>
    public static bool Recognises(PhononSource source) =>
        source.Head.Contains("CRYSTAL", StringComparison.Ordinal) && (source.Head.Contains("EEEEEEEEEE STARTING", StringComparison.Ordinal)
            || source.Head.Contains("Main Authors", StringComparison.OrdinalIgnoreCase) || source.Head.Contains("DIRECT LATTICE VECTORS", StringComparison.Ordinal));

    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source)
    {
        CrystalReader reader = new(source);
        while (reader.text.Next())
        {
            reader.ReadLine(reader.text.Line);
        }

        Crystal crystal = reader.MakeCrystal();
        ModesBuilder modes = new(source, crystal);
        reader.AddModes(modes);
        return new PhononInput { Path = source.Path, Format = "CRYSTAL output", Modes = modes.Build(), Notes = modes.Notes };
    }

    void ReadLine(ReadOnlySpan<char> line)
    {
        line = line.Trim(" *");
        if (line.StartsWith("DIRECT LATTICE VECTORS") && line.Contains("ANGSTROM", StringComparison.Ordinal) && points.Count == 0)
        {
            ReadLattice();
        }
        else if (line.StartsWith("ATOM") && line.Contains("X(ANGSTROM)", StringComparison.Ordinal) && points.Count == 0)
        {
            ReadAtoms();
        }
        else if (line.StartsWith("ATOMS ISOTOPIC MASS (AMU)"))
        {
            ReadMasses();
        }
        else if (line.StartsWith("WITH SHRINKING FACTORS"))
        {
            shrink = new(Factor(line, "IS1"), Factor(line, "IS2"), Factor(line, "IS3"));
        }
        else if (line.StartsWith("DISPERSION K POINT NUMBER"))
        {
            ReadPoint(line);
        }
        else if (line.StartsWith("MODES IN ANTI-PHASE") || line.StartsWith("IMAGINARY PART"))
        {
            isImaginary = true;
        }
        else if (line.StartsWith("NORMAL MODES NORMALIZED") || line.StartsWith("MODES IN PHASE") || line.StartsWith("REAL PART"))
        {
            isImaginary = false;
        }
        else if (line.StartsWith("FREQ(CM**-1)"))
        {
            ReadBlock(line["FREQ(CM**-1)".Length..]);
        }
    }

    void ReadLattice()
    {
        text.Require("the lattice");
        Span<Vector3d> rows = stackalloc Vector3d[3];
        for (int k = 0; k < 3; k++)
        {
            ReadOnlySpan<char> line = text.Require("the lattice");
            rows[k] = text.Vector(ref line, "lattice vector");
        }

        vectors = new Matrix3d(rows[0], rows[1], rows[2]);
    }

    // Number, atomic number (more than 100 where a pseudopotential is used), symbol, x, y, z; to a blank line.
    void ReadAtoms()
    {
        atoms.Clear();
        text.Require("the coordinates");
        while (text.Next() && !text.Line.IsWhiteSpace() && !text.Line.TrimStart().StartsWith("*"))
        {
            ReadOnlySpan<char> line = text.Line;
            text.Integer(ref line, "number of the atom");
            int number = text.Integer(ref line, "atomic number") % 100;
            PhononText.Field(ref line);
            atoms.Add((number, text.Vector(ref line, "coordinates")));
        }
    }

    // Number, symbol, mass, several times in a line; to a blank line.
    void ReadMasses()
    {
        masses.Clear();
        if (!text.NextFilled())
        {
            return;
        }

        do
        {
            ReadOnlySpan<char> line = text.Line;
            while (!line.IsWhiteSpace())
            {
                text.Integer(ref line, "number of the atom");
                PhononText.Field(ref line);
                masses.Add(text.Double(ref line, "mass"));
            }
        }
        while (text.Next() && !text.Line.IsWhiteSpace());
    }

    double Factor(ReadOnlySpan<char> line, string name)
    {
        int at = line.IndexOf(name);
        line = at < 0 ? default : line[(at + name.Length)..].TrimStart(" =");
        int factor = text.Integer(ref line, name);
        return factor > 0 ? factor : throw text.Error("a shrinking factor must be positive");
    }

    // ... COORD:  C(  0  0  1 )    WEIGHT:    1.
    void ReadPoint(ReadOnlySpan<char> line)
    {
        int open = line.IndexOf('('), close = line.IndexOf(')'), weight = line.IndexOf("WEIGHT:");
        if (open < 0 || close < open || weight < close)
        {
            throw text.Error("the wave vector is not readable");
        }

        ReadOnlySpan<char> coordinates = line[(open + 1)..close], rest = line[(weight + "WEIGHT:".Length)..];
        Vector3d n = text.Vector(ref coordinates, "wave vector");
        points.Add((new(n.X / shrink.X, n.Y / shrink.Y, n.Z / shrink.Z), text.Double(ref rest, "weight"), [], [], []));
        isImaginary = false;
    }

    // Up to six modes in columns; a line for each component: "AT.   1 C  X", "Y", "Z" and the numbers.
    void ReadBlock(ReadOnlySpan<char> frequencies)
    {
        if (points.Count == 0)
        {
            points.Add((Vector3d.Zero, 1, [], [], []));
        }

        var point = points[^1];
        List<double[]> target = isImaginary ? point.Imaginary : point.Real;
        int first = target.Count;
        while (!frequencies.IsWhiteSpace())
        {
            double energy = Constants.WavenumberInEv * text.Double(ref frequencies, "frequency");
            target.Add(new double[3 * atoms.Count]);
            if (!isImaginary)
            {
                point.Energies.Add(energy);
            }
        }

        for (int row = 0; row < 3 * atoms.Count; row++)
        {
            ReadOnlySpan<char> line = NextRow();
            for (int n = first; n < target.Count; n++)
            {
                target[n][row] = text.Double(ref line, "displacement");
            }
        }
    }

    // The numbers of the next line with a component.
    ReadOnlySpan<char> NextRow()
    {
        if (!text.NextFilled())
        {
            throw text.Error("the file ends before the last displacement", "it may be truncated; copy it again");
        }

        ReadOnlySpan<char> line = text.Line.TrimStart();
        if (line.StartsWith("AT."))
        {
            line = line["AT.".Length..];
            PhononText.Field(ref line);
            PhononText.Field(ref line);
        }

        return PhononText.Field(ref line) is "X" or "Y" or "Z" ? line : throw text.Error("the displacement of an atom is expected here");
    }

    Crystal MakeCrystal()
    {
        if (atoms.Count == 0 || points.Count == 0)
        {
            throw text.Source.Error(null, atoms.Count == 0 ? "holds no cell" : "holds no modes", Remedy);
        }

        double Mass(int i) => masses.Count == atoms.Count ? masses[i] : 0;
        if (vectors == default)
        {
            return MoleculeModes.Box(text.Source, [.. atoms.Select((a, i) => (a.Number, a.Position, Mass(i)))]);
        }

        CellBuilder cell = new(text.Source) { Vectors = vectors };
        Lattice lattice = ForceConstantsBuilder.Checked(text.Source, "lattice", () => new Lattice(vectors));
        for (int i = 0; i < atoms.Count; i++)
        {
            string symbol = atoms[i].Number is > 0 and <= Element.Count ? Element.Symbol(atoms[i].Number) : "?";
            cell.Add(symbol, lattice.ToFractional(atoms[i].Position), Mass(i), $"atom {i + 1}");
        }

        return cell.Build();
    }

    void AddModes(ModesBuilder modes)
    {
        ReadOnlySpan<double> mass = modes.Crystal.Masses;
        foreach (var point in points)
        {
            modes.AddPoint(point.Q, point.Weight);
            for (int n = 0; n < point.Energies.Count; n++)
            {
                double[] real = point.Real[n], imaginary = n < point.Imaginary.Count ? point.Imaginary[n] : new double[real.Length];
                double square = 0;
                for (int k = 0; k < real.Length; k++)
                {
                    square += mass[k / 3] * ((real[k] * real[k]) + (imaginary[k] * imaginary[k]));
                }

                modes.AddEnergy(point.Energies[n]);
                for (int k = 0; k < real.Length; k++)
                {
                    double scale = Math.Sqrt(mass[k / 3] / square);
                    modes.AddComponent(scale * real[k], scale * imaginary[k]);
                }
            }
        }
    }
}
