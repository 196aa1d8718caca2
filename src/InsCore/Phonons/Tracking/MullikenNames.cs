using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Names of irreducible representations after Mulliken, and of the point group after Schoenflies.</summary>
/// <remarks>
/// R. S. Mulliken, J. Chem. Phys. 23, 1997 (1955), doi:10.1063/1.1740655. What the rules leave open is taken from the Cartesian axes of the crystal as it is
/// given (for orthogonal cells its edges): in D2 and D2h, B1, B2, B3 are symmetric under the twofold axis nearest to z, y, x. Elsewhere x, y, z are
/// renamed in turn so that z is the principal axis; subscripts of C2v and C4v refer to the mirror that holds x, those of C6v to the mirror
/// perpendicular to x, those of Dn and Dnh to the twofold axis nearest to x. In a cell that is not primitive, modes that belong to other
/// wave vectors of the primitive cell are named q1, q2, ...
/// </remarks>
internal sealed class MullikenNames
{
    readonly FactorGroup group;
    readonly int[] kinds;           // ±n of each operation: proper or improper rotation by a multiple of 2π/n; -1 the inversion, -2 a mirror
    readonly Vector3d[] axes;
    readonly int principal, secondary, inversion, horizontal;
    readonly int[] twofold;         // in D2 and D2h: the axes nearest to z, y, x
    int folded;

    public MullikenNames(FactorGroup group)
    {
        this.group = group;
        kinds = Array.ConvertAll(group.Rotations, Kind);
        axes = [.. group.Rotations.Select((r, g) => Axis(kinds[g] < 0 ? -1 * r : r))];
        PointGroup = Schoenflies();
        inversion = Array.IndexOf(kinds, -1);
        principal = Principal();
        horizontal = principal < 0 ? Array.IndexOf(kinds, -2) : Find(-2, g => IsParallel(axes[g], axes[principal]));
        twofold = PointGroup is "D2" or "D2h" ? [Nearest(2, new(0, 0, 1)), Nearest(2, new(0, 1, 0)), Nearest(2, new(1, 0, 0))] : [];
        secondary = Secondary();
    }

    /// <summary>Schoenflies symbol.</summary>
    public string PointGroup { get; }

    bool IsCubic => PointGroup[0] is 'T' or 'O';

    /// <summary>The name of a representation.</summary>
    /// <param name="characters">Real, [nOperations].</param>
    /// <param name="dimension">Over the real numbers.</param>
    public string Name(double[] characters, int dimension)
    {
        if (Enumerable.Range(0, group.Order).Any(g => group.IsTranslation(g) && Math.Abs(characters[g] - dimension) > 1e-6))
        {
            return $"q{++folded}";
        }

        string parity = inversion >= 0 ? (characters[inversion] > 0 ? "g" : "u")
            : horizontal >= 0 && PointGroup is "Cs" or "C3h" or "D3h" ? (characters[horizontal] > 0 ? "'" : "''")
            : "";
        return dimension switch
        {
            1 => OneDimensional(characters) + parity,
            2 => "E" + (PointGroup is "C6" or "C6h" or "C6v" or "D6" or "D6h" ? (characters[principal] > 0 ? "1" : "2") : "") + parity,
            _ => "T" + (secondary >= 0 ? (characters[secondary] > 0 ? "1" : "2") : "") + parity,
        };
    }

    /// <summary>A key by which names are sorted as tables list them: g before u, ' before '', A before B, E and T.</summary>
    public string SortKey(string name) => (name.EndsWith('u') || name.EndsWith("''", StringComparison.Ordinal) ? "1" : name[0] == 'q' ? "2" : "0") + name;

    string OneDimensional(double[] characters)
    {
        if (twofold.Length > 0)
        {
            int[] symmetric = [.. Enumerable.Range(0, 3).Where(k => characters[twofold[k]] > 0)];
            return symmetric.Length == 3 ? "A" : $"B{symmetric[0] + 1}";
        }

        bool isEven = IsCubic || principal < 0 || Math.Abs(kinds[principal]) % 2 == 1 || characters[principal] > 0;
        return (isEven ? "A" : "B") + (secondary >= 0 ? (characters[secondary] > 0 ? "1" : "2") : "");
    }

    // The operation whose sign tells A from B: the rotation of highest order about the main axis, the improper one in D2d and S4.
    int Principal()
    {
        if (PointGroup is "D2d" or "S4" or "Td")
        {
            return Array.IndexOf(kinds, -4);
        }

        int highest = kinds.Max();
        return highest > 1 ? Array.IndexOf(kinds, highest) : -1;
    }

    // The operation whose sign gives the subscript 1 or 2.
    int Secondary()
    {
        switch (PointGroup)
        {
            case "O" or "Oh" or "Td":
                return principal;
            case "T" or "Th" or "D2" or "D2h" or "Cs" or "Ci":
                return -1;
        }

        if (principal < 0)
        {
            return -1;
        }

        (Vector3d x, Vector3d y) = Reference();
        return PointGroup switch
        {
            "C6v" => Nearest(-2, x),
            ['C', _, 'v'] => Nearest(-2, y),
            ['D', ..] => Nearest(2, x),
            _ => -1,
        };
    }

    // x and y after z, y, z were renamed in turn so that z is the Cartesian axis nearest to the principal one.
    (Vector3d X, Vector3d Y) Reference()
    {
        Vector3d[] cartesian = [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];
        int z = 2;
        for (int c = 1; c >= 0; c--)
        {
            z = Math.Abs(axes[principal][c]) > Math.Abs(axes[principal][z]) + 1e-6 ? c : z;
        }

        return (cartesian[(z + 1) % 3], cartesian[(z + 2) % 3]);
    }

    // The operation of a kind, not about the principal axis, whose axis is nearest to a direction.
    int Nearest(int kind, Vector3d direction) => Enumerable.Range(0, group.Order)
        .Where(g => kinds[g] == kind && (HasThreeTwofoldAxes || !IsParallel(axes[g], axes[principal])))
        .OrderByDescending(g => Math.Round(Math.Abs(Vector3d.Dot(axes[g], direction)), 6))
        .First();

    bool HasThreeTwofoldAxes => PointGroup is "D2" or "D2h";

    int Find(int kind, Func<int, bool> condition)
    {
        foreach (int g in Enumerable.Range(0, group.Order))
        {
            if (kinds[g] == kind && condition(g))
            {
                return g;
            }
        }

        return -1;
    }

    string Schoenflies()
    {
        int translations = Enumerable.Range(0, group.Order).Count(group.IsTranslation);
        int Count(int kind) => kinds.Count(k => k == kind) / translations;
        int proper = kinds.Count(k => k > 0) / translations;
        string rotations = (proper, Count(2), Count(4)) switch
        {
            (4, 3, _) => "D2",
            (6, 3, _) => "D3",
            (8, _, _) => "D4",
            (12, _, _) => Count(3) == 8 ? "T" : "D6",
            (24, _, _) => "O",
            _ => $"C{proper}",
        };
        if (proper * translations == group.Order)
        {
            return rotations;
        }

        return Count(-1) > 0
            ? rotations switch { "C1" => "Ci", "C3" => "S6", "D3" => "D3d", _ => rotations + "h" }
            : rotations switch
            {
                "C1" => "Cs",
                "C2" => Count(-4) > 0 ? "S4" : "C2v",
                "C3" => Count(-6) > 0 ? "C3h" : "C3v",
                "D2" => "D2d",
                "D3" => "D3h",
                "T" => "Td",
                _ => rotations + "v",
            };
    }

    // n of the rotation, negative if improper; -6 and -3 by the order of the rotation that is inverted.
    static int Kind(Matrix3d rotation)
    {
        int sign = rotation.Determinant > 0 ? 1 : -1;
        return sign * ((int)Math.Round(sign * rotation.Trace) switch { 3 => 1, -1 => 2, 0 => 3, 1 => 4, _ => 6 });
    }

    // Of a proper rotation: the column of R + Rᵀ + (1 - tr R) 1 that is largest (Rodrigues), a half turn's 2 n nᵀ included.
    static Vector3d Axis(Matrix3d rotation)
    {
        Matrix3d m = rotation + rotation.Transpose + ((1 - rotation.Trace) * Matrix3d.Identity);
        Vector3d best = new[] { m.Row0, m.Row1, m.Row2 }.MaxBy(v => v.Norm);
        return best.Norm > 1e-9 ? (1 / best.Norm) * best : default;
    }

    static bool IsParallel(Vector3d a, Vector3d b) => Math.Abs(Vector3d.Dot(a, b)) > 1 - 1e-6;
}
