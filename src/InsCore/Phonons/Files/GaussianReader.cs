using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Reads the vibrations of a Gaussian output file (.log, .out).</summary>
/// <remarks>
/// The last geometry in "Standard orientation" counts (in "Input orientation" where there is none), and the first table of modes: with
/// freq=hpmodes it has five digits, without only two. Displacements are Cartesian, of unit norm; masses are those of the isotopes used.
/// </remarks>
internal static class GaussianReader
{
    const string Remedy = "run Gaussian with freq=hpmodes and give its whole output";

    /// <summary>Whether a file is one.</summary>
    public static bool Recognises(PhononSource source) => source.Head.Contains("Gaussian", StringComparison.Ordinal)
        && (source.Head.Contains("Entering Gaussian System", StringComparison.Ordinal) || source.Head.Contains("Gaussian, Inc", StringComparison.Ordinal));

    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source)
    {
        PhononText text = new(source);
        List<(int Number, Vector3d Position)> atoms = [];
        List<double> masses = [];
        List<(double Energy, double[] Displacement)> modes = [];
        bool isStandard = false, isPrecise = false;
        while (text.Next())
        {
            ReadOnlySpan<char> line = text.Line.Trim();
            if (modes.Count == 0 && (line is "Standard orientation:" || (line is "Input orientation:" && !isStandard)))
            {
                isStandard |= line is "Standard orientation:";
                atoms = ReadGeometry(text);
            }
            else if (line.StartsWith("Harmonic frequencies") && modes.Count == 0)
            {
                (modes, isPrecise) = ReadModes(text, atoms.Count);
            }
            else if (line.StartsWith("Atom ") && line.IndexOf("and mass") is > 0 and var at && masses.Count < atoms.Count)
            {
                line = line[(at + "and mass".Length)..];
                masses.Add(text.Double(ref line, "mass"));
            }
        }

        if (atoms.Count == 0 || modes.Count == 0)
        {
            throw source.Error(null, atoms.Count == 0 ? "holds no geometry" : "holds no vibrations", Remedy);
        }

        Crystal crystal = MoleculeModes.Box(
            source, [.. atoms.Select((a, i) => (a.Number, a.Position, masses.Count == atoms.Count ? masses[i] : 0))]);
        ModesBuilder builder = new(source, crystal);
        MoleculeModes.AddGamma(builder, source, modes);
        builder.Note("an isolated molecule in a box: no lattice vibrations, no dispersion; translations and rotations are at zero energy");
        if (!isPrecise)
        {
            builder.Note("displacements have two digits only; freq=hpmodes prints five");
        }

        return new PhononInput { Path = source.Path, Format = "Gaussian log", Modes = builder.Build(), Notes = builder.Notes };
    }

    // Five lines of heading, then number, atomic number, type, x, y, z, to a line of dashes.
    static List<(int Number, Vector3d Position)> ReadGeometry(PhononText text)
    {
        for (int skipped = 0; skipped < 4; skipped++)
        {
            text.Require("the geometry");
        }

        List<(int, Vector3d)> atoms = [];
        while (text.Require("the end of the geometry") is var line && !line.TrimStart().StartsWith("---"))
        {
            text.Integer(ref line, "number of the atom");
            int number = text.Integer(ref line, "atomic number");
            text.Integer(ref line, "type of the atom");
            atoms.Add((number, text.Vector(ref line, "coordinates")));
        }

        return atoms;
    }

    static (List<(double Energy, double[] Displacement)> Modes, bool IsPrecise) ReadModes(PhononText text, int atoms)
    {
        List<(double Energy, double[] Displacement)> modes = [];
        int first = 0;
        bool isPrecise = false;
        while (text.Next())
        {
            ReadOnlySpan<char> line = text.Line.TrimStart();
            if (line.StartsWith("Frequencies --"))
            {
                first = modes.Count;
                line = line[line.LastIndexOf("--")..][2..].TrimStart('-');
                while (!line.IsWhiteSpace())
                {
                    modes.Add((Constants.WavenumberInEv * text.Double(ref line, "frequency"), new double[3 * atoms]));
                }
            }
            else if (line.StartsWith("Coord Atom Element"))
            {
                isPrecise = true;
                ReadPrecise(text, modes, first, atoms);
            }
            else if (line.StartsWith("Atom") && line.TrimEnd().EndsWith("Z"))
            {
                ReadPlain(text, modes, first, atoms);
            }
            else if (line.StartsWith("Harmonic frequencies") || line.StartsWith("----"))
            {
                break;
            }
        }

        return (modes, isPrecise);
    }

    // Component, atom, atomic number, then one number for each mode.
    static void ReadPrecise(PhononText text, List<(double Energy, double[] Displacement)> modes, int first, int atoms)
    {
        for (int row = 0; row < 3 * atoms; row++)
        {
            ReadOnlySpan<char> line = text.Require("the displacements");
            int axis = text.Integer(ref line, "component"), atom = text.Integer(ref line, "atom");
            text.Integer(ref line, "atomic number");
            if (axis != (row % 3) + 1 || atom != (row / 3) + 1)
            {
                throw text.Error($"component {(row % 3) + 1} of atom {(row / 3) + 1} is expected here");
            }

            for (int n = first; n < modes.Count; n++)
            {
                modes[n].Displacement[row] = text.Double(ref line, "displacement");
            }
        }
    }

    // Atom, atomic number, then three numbers for each mode.
    static void ReadPlain(PhononText text, List<(double Energy, double[] Displacement)> modes, int first, int atoms)
    {
        for (int i = 0; i < atoms; i++)
        {
            ReadOnlySpan<char> line = text.Require("the displacements");
            if (text.Integer(ref line, "atom") != i + 1)
            {
                throw text.Error($"atom {i + 1} is expected here");
            }

            text.Integer(ref line, "atomic number");
            for (int k = 0; k < 3 * (modes.Count - first); k++)
            {
                modes[first + (k / 3)].Displacement[(3 * i) + (k % 3)] = text.Double(ref line, "displacement");
            }
        }
    }
}
