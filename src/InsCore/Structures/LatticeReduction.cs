namespace InsCore.Structures;

/// <summary>Minkowski reduction: of all bases of a lattice, one of the three shortest vectors.</summary>
/// <remarks>
/// I. Semaev, "A 3-dimensional lattice reduction algorithm" (2001), doi:10.1007/3-540-44670-2_13: reduce the two shortest
/// vectors as Gauss did, take from the third the nearest point of the plane's lattice, repeat while it becomes shorter.
/// </remarks>
internal static class LatticeReduction
{
    // Relative gain in length below which a step counts as none, so that equal lengths cannot alternate for ever.
    const double Gain = 1e-12;

    /// <summary>Reduces a basis, shortest vector first.</summary>
    /// <param name="vectors">Vectors in rows, spanning a volume.</param>
    /// <returns>The reduced basis = Transform × vectors, and Transform, integers of determinant ±1.</returns>
    public static (Matrix3d Reduced, Matrix3d Transform) Reduce(Matrix3d vectors)
    {
        Matrix3d transform = Matrix3d.Identity;
        while (true)
        {
            transform = ReducePair(Sorted(transform, vectors), vectors);
            Vector3d third = NearestRemoved(transform, vectors);
            bool shortened = (third * vectors).Norm < (1 - Gain) * (transform.Row2 * vectors).Norm;
            transform = new(transform.Row0, transform.Row1, shortened ? third : transform.Row2);
            if (!shortened)
            {
                return (transform * vectors, transform);
            }
        }
    }

    static Matrix3d Sorted(Matrix3d transform, Matrix3d vectors)
    {
        Vector3d[] rows = [transform.Row0, transform.Row1, transform.Row2];
        rows = [.. rows.OrderBy(row => (row * vectors).Norm)];
        return new(rows[0], rows[1], rows[2]);
    }

    // Gauss's reduction of rows 0 and 1.
    static Matrix3d ReducePair(Matrix3d transform, Matrix3d vectors)
    {
        Vector3d shorter = transform.Row0, longer = transform.Row1;
        while (true)
        {
            Vector3d a = shorter * vectors, b = longer * vectors;
            Vector3d rest = longer - (Math.Round(Vector3d.Dot(a, b) / Vector3d.Dot(a, a)) * shorter);
            double length = (rest * vectors).Norm;
            if (length >= (1 - Gain) * a.Norm)
            {
                return Sorted(new(shorter, length < (1 - Gain) * b.Norm ? rest : longer, transform.Row2), vectors);
            }

            (shorter, longer) = (rest, shorter);
        }
    }

    // Row 2 less the point of the lattice of rows 0 and 1 that is nearest to it.
    static Vector3d NearestRemoved(Matrix3d transform, Matrix3d vectors)
    {
        Vector3d a = transform.Row0 * vectors, b = transform.Row1 * vectors, c = transform.Row2 * vectors;
        double aa = Vector3d.Dot(a, a), bb = Vector3d.Dot(b, b), ab = Vector3d.Dot(a, b);
        double ac = Vector3d.Dot(a, c), bc = Vector3d.Dot(b, c), determinant = (aa * bb) - (ab * ab);
        double alongA = Math.Round(((bb * ac) - (ab * bc)) / determinant);
        double alongB = Math.Round(((aa * bc) - (ab * ac)) / determinant);
        Vector3d best = transform.Row2;
        for (int i = -1; i <= 1; i++)
        {
            for (int j = -1; j <= 1; j++)
            {
                Vector3d candidate = transform.Row2 - ((alongA + i) * transform.Row0) - ((alongB + j) * transform.Row1);
                best = (candidate * vectors).Norm < (1 - Gain) * (best * vectors).Norm ? candidate : best;
            }
        }

        return best;
    }
}
