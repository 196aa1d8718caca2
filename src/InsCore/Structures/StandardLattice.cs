namespace InsCore.Structures;

/// <summary>A crystal's lattice in the axes of a convention, without turning the crystal.</summary>
/// <param name="Type">The lattice type.</param>
/// <param name="Conventional">Conventional vectors in rows, Å, in the frame of the crystal; of a triclinic lattice the primitive ones.</param>
/// <param name="Primitive">Primitive vectors of the convention in rows, Å, in the frame of the crystal.</param>
/// <remarks>
/// W. Setyawan and S. Curtarolo, Comput. Mater. Sci. 49, 299 (2010), doi:10.1016/j.commatsci.2010.05.010, with a &lt; b &lt; c for orthorhombic lattices, and
/// a as the unique axis, α &lt; 90° for monoclinic ones.
/// </remarks>
public sealed record StandardLattice(BravaisLattice Type, Matrix3d Conventional, Matrix3d Primitive)
{
    // Relative; lengths and angles that differ less count as equal.
    const double Tolerance = 1e-5;

    /// <summary>Lengths of the conventional vectors, Å.</summary>
    public Vector3d Lengths => new(Conventional.Row0.Norm, Conventional.Row1.Norm, Conventional.Row2.Norm);

    /// <summary>Cosine of the angle between b and c.</summary>
    public double CosAlpha => Vector3d.Dot(Conventional.Row1, Conventional.Row2) / (Conventional.Row1.Norm * Conventional.Row2.Norm);

    /// <summary>Finds the lattice type from the space group, and brings the axes into the order of the convention.</summary>
    /// <param name="crystal">The crystal, any cell of it.</param>
    /// <param name="group">Its space group.</param>
    /// <param name="tolerance">Distance within which positions count as equal, Å.</param>
    public static StandardLattice Of(Crystal crystal, SpaceGroup group, double tolerance = 1e-3)
    {
        Matrix3d? standard = group.Number > 2 ? Spglib.ConventionalVectors(crystal, tolerance) : null;
        return standard is { } vectors
            ? Of(group.Number, group.Symbol[0], vectors)
            : Triclinic(PrimitiveCell.Of(crystal, group).Crystal.PeriodicLattice.Vectors);
    }

    /// <summary>The lattice of a space group with given conventional vectors in the setting of the International Tables.</summary>
    /// <param name="number">Space-group number.</param>
    /// <param name="centring">First letter of its symbol.</param>
    /// <param name="v">Vectors in rows, Å; monoclinic with unique axis b, rhombohedral in hexagonal axes.</param>
    internal static StandardLattice Of(int number, char centring, Matrix3d v) => number switch
    {
        <= 2 => Triclinic(v),
        <= 15 => Monoclinic(centring, v),
        <= 74 => Orthorhombic(centring, v),
        <= 142 => Tetragonal(centring, v),
        <= 167 when centring == 'R' => Rhombohedral(v),
        <= 194 => new(BravaisLattice.HEX, v, v),
        _ => Cubic(centring, v),
    };

    static StandardLattice Cubic(char centring, Matrix3d v) => centring switch
    {
        'F' => new(BravaisLattice.FCC, v, FaceCentred(v)),
        'I' => new(BravaisLattice.BCC, v, BodyCentred(v)),
        _ => new(BravaisLattice.CUB, v, v),
    };

    static StandardLattice Tetragonal(char centring, Matrix3d v) => centring == 'I'
        ? new(v.Row2.Norm < v.Row0.Norm ? BravaisLattice.BCT1 : BravaisLattice.BCT2, v, BodyCentred(v))
        : new(BravaisLattice.TET, v, v);

    static StandardLattice Orthorhombic(char centring, Matrix3d v)
    {
        if (centring is 'C' or 'A' or 'B')
        {
            Vector3d[] face = centring == 'C' ? [v.Row0, v.Row1] : centring == 'A' ? [v.Row1, v.Row2] : [v.Row0, v.Row2];
            Vector3d other = centring == 'C' ? v.Row2 : centring == 'A' ? v.Row0 : v.Row1;
            Array.Sort(face, (x, y) => x.Norm.CompareTo(y.Norm));
            return new(
                BravaisLattice.ORCC,
                new(face[0], face[1], other),
                new(0.5 * (face[0] - face[1]), 0.5 * (face[0] + face[1]), other));
        }

        Vector3d[] rows = [v.Row0, v.Row1, v.Row2];
        Array.Sort(rows, (x, y) => x.Norm.CompareTo(y.Norm));
        Matrix3d sorted = new(rows[0], rows[1], rows[2]);
        return centring switch
        {
            'F' => new(FaceVariant(sorted), sorted, FaceCentred(sorted)),
            'I' => new(BravaisLattice.ORCI, sorted, BodyCentred(sorted)),
            _ => new(BravaisLattice.ORC, sorted, sorted),
        };
    }

    static BravaisLattice FaceVariant(Matrix3d v)
    {
        double a = Square(v.Row0), excess = 1 - (a / Square(v.Row1)) - (a / Square(v.Row2));
        return Math.Abs(excess) < Tolerance ? BravaisLattice.ORCF3 : excess > 0 ? BravaisLattice.ORCF1 : BravaisLattice.ORCF2;
    }

    static StandardLattice Rhombohedral(Matrix3d v)
    {
        // Obverse setting.
        Matrix3d primitive = (1.0 / 3) * (new Matrix3d(2, 1, 1, -1, 1, 1, -1, -2, 1) * v);
        bool isAcute = Vector3d.Dot(primitive.Row0, primitive.Row1) > 0;
        return new(isAcute ? BravaisLattice.RHL1 : BravaisLattice.RHL2, primitive, primitive);
    }

    static StandardLattice Monoclinic(char centring, Matrix3d v)
    {
        if (centring == 'P')
        {
            (Vector3d b, Vector3d c) = ReducePlane(v.Row0, v.Row2, 1);
            (b, c) = b.Norm <= c.Norm ? (b, c) : (c, b);
            Matrix3d simple = new(v.Row1, b, Vector3d.Dot(b, c) < 0 ? -c : c);
            return new(BravaisLattice.MCL, simple, simple);
        }

        (Vector3d centred, Vector3d free) = centring == 'A' ? (v.Row2, v.Row0) : (v.Row0, v.Row2);
        (centred, free) = ReducePlane(centred, free, 2);
        Matrix3d vectors = new(v.Row1, centred, Vector3d.Dot(centred, free) < 0 ? -free : free);
        Matrix3d primitive = new(0.5 * (vectors.Row0 + vectors.Row1), 0.5 * (vectors.Row1 - vectors.Row0), vectors.Row2);
        return new(CentredVariant(vectors, primitive), vectors, primitive);
    }

    // Shortens two vectors of a plane by each other; the first may change by even multiples only if it is centred.
    static (Vector3d First, Vector3d Second) ReducePlane(Vector3d first, Vector3d second, int multiple)
    {
        while (true)
        {
            Vector3d shorter = first - ((multiple * Math.Round(Vector3d.Dot(first, second) / (multiple * Square(second)))) * second);
            Vector3d rest = second - (Math.Round(Vector3d.Dot(second, shorter) / Square(shorter)) * shorter);
            if (rest.Norm >= (1 - 1e-12) * second.Norm && shorter.Norm >= (1 - 1e-12) * first.Norm)
            {
                return (first, second);
            }

            (first, second) = (shorter, rest);
        }
    }

    static BravaisLattice CentredVariant(Matrix3d v, Matrix3d primitive)
    {
        Matrix3d reciprocal = primitive.Inverse.Transpose;
        double cosine = Vector3d.Dot(reciprocal.Row0, reciprocal.Row1) / (reciprocal.Row0.Norm * reciprocal.Row1.Norm);
        if (Math.Abs(cosine) < Tolerance)
        {
            return BravaisLattice.MCLC2;
        }

        if (cosine < 0)
        {
            return BravaisLattice.MCLC1;
        }

        double b = v.Row1.Norm, c = v.Row2.Norm, cosAlpha = Vector3d.Dot(v.Row1, v.Row2) / (b * c);
        double excess = (b * cosAlpha / c) + (b * b * (1 - (cosAlpha * cosAlpha)) / Square(v.Row0)) - 1;
        return Math.Abs(excess) < Tolerance ? BravaisLattice.MCLC4 : excess < 0 ? BravaisLattice.MCLC3 : BravaisLattice.MCLC5;
    }

    // Reciprocal vectors reduced, with all angles at least or all at most 90°, that nearest to 90° last.
    static StandardLattice Triclinic(Matrix3d primitive)
    {
        Matrix3d reduced = LatticeReduction.Reduce(primitive.Inverse.Transpose).Reduced;
        Vector3d[] k = [reduced.Row0, reduced.Row1, reduced.Row2];
        double product = Vector3d.Dot(k[0], k[1]) * Vector3d.Dot(k[1], k[2]) * Vector3d.Dot(k[0], k[2]);
        double sign = product > 0 ? 1 : -1;
        int pivot = Enumerable.Range(0, 3).MaxBy(p => Enumerable.Range(0, 3).Count(o => o != p && Vector3d.Dot(k[p], k[o]) != 0));
        for (int o = 0; o < 3; o++)
        {
            k[o] = o != pivot && sign * Vector3d.Dot(k[pivot], k[o]) < 0 ? -k[o] : k[o];
        }

        double Cosine(int x, int y) => Math.Abs(Vector3d.Dot(k[x], k[y])) / (k[x].Norm * k[y].Norm);
        int last = Enumerable.Range(0, 3).MinBy(o => Cosine((o + 1) % 3, (o + 2) % 3));
        Matrix3d ordered = new(k[(last + 1) % 3], k[(last + 2) % 3], k[last]);
        Matrix3d direct = ordered.Inverse.Transpose;
        return new(sign > 0 ? BravaisLattice.TRIb : BravaisLattice.TRIa, direct, direct);
    }

    static Matrix3d FaceCentred(Matrix3d v) => 0.5 * (new Matrix3d(0, 1, 1, 1, 0, 1, 1, 1, 0) * v);

    static Matrix3d BodyCentred(Matrix3d v) => 0.5 * (new Matrix3d(-1, 1, 1, 1, -1, 1, 1, 1, -1) * v);

    static double Square(Vector3d v) => Vector3d.Dot(v, v);
}
