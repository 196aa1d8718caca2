using System.Globalization;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>A path through the Brillouin zone along which modes are shown.</summary>
/// <param name="Segments">Its pieces; where one does not begin at the end of the one before, the path jumps.</param>
/// <param name="Origin">Where it comes from, for people: the lattice type, or "given".</param>
public sealed record BandPath(IReadOnlyList<BandSegment> Segments, string Origin)
{
    // Fractions with this denominator are what special points without parameters consist of; rounding is taken off them.
    const double Denominator = 24, Rounding = 1e-9;

    /// <summary>Names that people give to Γ.</summary>
    static readonly string[] Gammas = ["G", "GAMMA", "Γ", "\\GAMMA", "GM"];

    /// <summary>The standard path of a crystal's lattice, in the coordinates of the cell that the crystal has, primitive or not.</summary>
    /// <param name="crystal">The crystal.</param>
    /// <param name="group">Its space group.</param>
    public static BandPath Standard(Crystal crystal, SpaceGroup group)
    {
        StandardLattice lattice = StandardLattice.Of(crystal, group);
        SpecialPoints special = SpecialPoints.Of(lattice);
        return Parse(special.Path, InCell(crystal, lattice, special), $"{lattice.Type} of Setyawan and Curtarolo");
    }

    /// <summary>A path that a user gives.</summary>
    /// <param name="text">
    /// Names of special points joined by blanks or -, each followed by its coordinates if it is not one of the standard path, with | where the
    /// path jumps: "Γ-X-W|K-Γ", or "G 0 0 0  X 1/2 0 1/2 | K 3/8 3/8 3/4  G".
    /// </param>
    /// <param name="crystal">The crystal, to whose cell the coordinates refer.</param>
    /// <param name="group">Its space group.</param>
    /// <exception cref="InsInputException">The text is no path, or names an unknown point.</exception>
    public static BandPath Parse(string text, Crystal crystal, SpaceGroup group)
    {
        StandardLattice lattice = StandardLattice.Of(crystal, group);
        return Parse(text, InCell(crystal, lattice, SpecialPoints.Of(lattice)), "given");
    }

    static Dictionary<string, Vector3d> InCell(Crystal crystal, StandardLattice lattice, SpecialPoints special)
    {
        // k = Σ f_c b_c with the reciprocal vectors of the standard cell; q_c = k·a_c with the vectors of the cell in use.
        Matrix3d reciprocal = lattice.Primitive.Inverse.Transpose, cell = crystal.PeriodicLattice.Vectors;
        return special.Points.ToDictionary(p => p.Key, p => Snap(cell * (p.Value * reciprocal)));
    }

    static BandPath Parse(string text, Dictionary<string, Vector3d> known, string origin)
    {
        List<BandSegment> segments = [];
        foreach (string part in text.Split('|'))
        {
            List<(string Name, Vector3d Q)> points = Points(part, known);
            if (points.Count < 2)
            {
                throw new InsInputException("path", part.Trim(), "a piece of a path needs two points", "write e.g. \"Γ-X-W|K-Γ\"");
            }

            segments.AddRange(points.Zip(points.Skip(1), (a, b) => new BandSegment(a.Name, b.Name, a.Q, b.Q)));
        }

        return segments.TrueForAll(s => s.Start != s.End)
            ? new(segments, origin)
            : throw new InsInputException("path", null, "two points that follow each other are the same", "leave one out");
    }

    static List<(string Name, Vector3d Q)> Points(string part, Dictionary<string, Vector3d> known)
    {
        List<(string, Vector3d)> points = [];
        Queue<string> words = new(part.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).SelectMany(Words));
        while (words.TryDequeue(out string? name))
        {
            if (Number(name) is not null)
            {
                throw new InsInputException("path", name, "a number without the name of a point", "give each point a name, e.g. \"X 1/2 0 0\"");
            }

            name = Gammas.Contains(name.ToUpperInvariant()) ? "Γ" : name;
            List<double> q = [];
            while (q.Count < 3 && words.TryPeek(out string? next) && Number(next) is { } value)
            {
                q.Add(value);
                words.Dequeue();
            }

            points.Add((name, q switch
            {
                [var x, var y, var z] => new(x, y, z),
                [] when known.TryGetValue(name, out Vector3d point) => point,
                [] => throw new InsInputException("path", name, "is no special point of this lattice", $"give its coordinates, or choose of {string.Join(" ", known.Keys)}"),
                _ => throw new InsInputException("path", name, "needs three coordinates", "write e.g. \"X 1/2 0 0\""),
            }));
            known.TryAdd(name, points[^1].Item2);
        }

        return points;
    }

    // A number, or names joined by hyphens.
    static IEnumerable<string> Words(string word) => Number(word) is null ? word.Split('-', StringSplitOptions.RemoveEmptyEntries) : [word];

    static double? Number(string word)
    {
        string[] parts = word.Split('/');
        double[] values = new double[parts.Length];
        for (int k = 0; k < parts.Length; k++)
        {
            if (!double.TryParse(parts[k], NumberStyles.Float, CultureInfo.InvariantCulture, out values[k]) || !double.IsFinite(values[k]))
            {
                return null;
            }
        }

        return values switch
        {
            [var x] => x,
            [var x, var y] when y != 0 => x / y,
            _ => null,
        };
    }

    static Vector3d Snap(Vector3d q) => new(Snap(q.X), Snap(q.Y), Snap(q.Z));

    static double Snap(double x)
    {
        double nearest = Math.Round(x * Denominator) / Denominator;
        return Math.Abs(x - nearest) < Rounding ? nearest + 0.0 : x;
    }
}
