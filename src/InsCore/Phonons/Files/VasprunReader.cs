using System.Globalization;
using System.Xml;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Reads the second derivatives of VASP's vasprun.xml (IBRION 5 to 8): modes at Γ and force constants of the one cell.</summary>
/// <remarks>
/// The matrix "hessian" is -Φ/√(m m'), in eV/(Å² u), from version 6.2 on in THz² of ordinary frequencies. The last structure counts.
/// </remarks>
internal static class VasprunReader
{
    const string Remedy = "copy the file again, or run VASP with IBRION = 5, 6, 7 or 8 and all atoms free";

    // THz of eV/(Å² u): the frequency of a unit mass on a unit spring.
    static readonly double UnitFrequency = Math.Sqrt(Constants.HbarSquaredPerMass) / ForeignUnits.TerahertzInEv;

    /// <summary>Whether a file is one.</summary>
    public static bool Recognises(PhononSource source) => source.Head.Contains("<modeling", StringComparison.Ordinal);

    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source, PhononInputOptions options)
    {
        Content content = new(source);
        try
        {
            using MemoryStream stream = new(source.Bytes, writable: false);
            using XmlReader xml = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true });
            content.Read(xml);
        }
        catch (XmlException e)
        {
            throw source.Error($"line {e.LineNumber}", "is not well-formed XML", Remedy, e);
        }

        Crystal crystal = content.Crystal();
        double[] values = content.ForceConstants(crystal);
        ForceConstants constants = ForceConstantsBuilder.Checked(
            source, "hessian", () => new ForceConstants(new Supercell(crystal, 1, 1, 1), values, options.For(DipoleTail.Included, null)));
        return new PhononInput
        {
            Path = source.Path,
            Format = "VASP vasprun.xml",
            Modes = PhononSolver.Solve(constants, [Vector3d.Zero]),
            MakeForceConstants = () => constants,
            Notes = ["the file holds second derivatives of one cell: modes at Γ of that cell"],
        };
    }

    /// <summary>What is collected on the way through the file.</summary>
    sealed class Content(PhononSource source)
    {
        // Of one number with its blanks; longer text is none.
        const int LongestText = 4096;

        readonly List<string> symbols = [];
        readonly List<(int Count, double Mass)> types = [];
        double[][] basis = [], positions = [], hessian = [];
        bool isInTerahertz;

        public void Read(XmlReader xml)
        {
            string array = "";
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                string name = xml.GetAttribute("name") ?? "";
                switch (xml.Name)
                {
                    case "i" when name == "version":
                        isInTerahertz = IsNewVersion(Text(xml));
                        break;
                    case "array":
                        array = name;
                        break;
                    case "rc" when array is "atoms" or "atomtypes":
                        ReadRow(xml, array == "atoms");
                        break;
                    case "varray" when name is "basis" or "positions" or "hessian":
                        double[][] rows = Rows(xml);
                        (basis, positions, hessian) =
                            name == "basis" ? (rows, positions, hessian) : name == "positions" ? (basis, rows, hessian) : (basis, positions, rows);
                        break;
                }
            }
        }

        public Crystal Crystal()
        {
            if (basis.Length != 3 || Array.Exists(basis, r => r.Length != 3) || positions.Length != symbols.Count || Array.Exists(positions, r => r.Length != 3))
            {
                throw source.Error("structure", "is missing, or does not fit the list of atoms", Remedy);
            }

            CellBuilder cell = new(source) { Vectors = new Matrix3d(Vector(basis[0]), Vector(basis[1]), Vector(basis[2])) };
            int type = 0, left = types.Count > 0 ? types[0].Count : 0;
            for (int i = 0; i < symbols.Count; i++)
            {
                while (left == 0 && ++type < types.Count)
                {
                    left = types[type].Count;
                }

                cell.Add(symbols[i], Vector(positions[i]), type < types.Count ? types[type].Mass : 0, $"atom {i + 1}");
                left--;
            }

            return cell.Build();
        }

        public double[] ForceConstants(Crystal crystal)
        {
            int size = 3 * crystal.AtomCount;
            if (hessian.Length != size || Array.Exists(hessian, r => r.Length != size))
            {
                throw source.Error("hessian", hessian.Length == 0 ? "is missing" : $"is not of {size} × {size} numbers", Remedy);
            }

            double unit = isInTerahertz ? 1 / (UnitFrequency * UnitFrequency) : 1;
            double[] values = new double[size * size];
            for (int k = 0; k < values.Length; k++)
            {
                double masses = crystal.Masses[k / size / 3] * crystal.Masses[k % size / 3];
                values[k] = -unit * Math.Sqrt(masses) * hessian[k / size][k % size];
            }

            return values;
        }

        static Vector3d Vector(double[] row) => new(row[0], row[1], row[2]);

        static bool IsNewVersion(string text)
        {
            string[] parts = text.Split('.', '-', ' ');
            return parts.Length > 1 && int.TryParse(parts[0], out int major) && int.TryParse(parts[1], out int minor) && (major > 6 || (major == 6 && minor > 1));
        }

        void ReadRow(XmlReader xml, bool isAtom)
        {
            List<string> columns = [];
            int depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType == XmlNodeType.Element && xml.Name == "c")
                {
                    columns.Add(Text(xml));
                }
            }

            if (isAtom && columns.Count > 0)
            {
                symbols.Add(columns[0]);
            }
            else if (!isAtom && columns.Count > 2)
            {
                types.Add(((int)Number(columns[0]), Number(columns[2])));
            }
        }

        double[][] Rows(XmlReader xml)
        {
            List<double[]> rows = [];
            int depth = xml.Depth;
            while (!xml.IsEmptyElement && xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType == XmlNodeType.Element && xml.Name == "v")
                {
                    rows.Add(Numbers(xml));
                }
            }

            return [.. rows];
        }

        double[] Numbers(XmlReader xml)
        {
            List<double> values = [];
            string text = xml.IsEmptyElement || !xml.Read() || xml.NodeType != XmlNodeType.Text ? "" : xml.Value;
            ReadOnlySpan<char> rest = text.Replace('\n', ' ').TrimEnd();
            while (!rest.IsWhiteSpace())
            {
                ReadOnlySpan<char> field = PhononText.Field(ref rest);
                values.Add(PhononText.TryDouble(field, out double value)
                    ? value
                    : throw source.Error("vasprun.xml", $"{Structures.Files.StructureText.Quote(field)} is not a finite number", Remedy));
            }

            return [.. values];
        }

        double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) < 1e6
            ? value
            : throw source.Error("atomtypes", $"{Structures.Files.StructureText.Quote(text)} is not a number that fits", Remedy);

        static string Text(XmlReader xml) =>
            xml.IsEmptyElement || !xml.Read() || xml.NodeType != XmlNodeType.Text || xml.Value.Length > LongestText ? "" : xml.Value.Trim();
    }
}
