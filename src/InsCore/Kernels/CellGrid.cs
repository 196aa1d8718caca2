using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>Atoms sorted into the boxes of a grid, periodic or not, so that neighbours are looked for nearby only.</summary>
internal sealed class CellGrid
{
    // Along each axis: number of boxes, and how many boxes away a neighbour can be.
    readonly (int A, int B, int C) boxes;
    readonly (int A, int B, int C) reach;
    readonly Matrix3d? lattice;

    // [nAtoms]: box of the wrapped atom, and the lattice vector that was subtracted by wrapping.
    readonly (int A, int B, int C)[] box;
    readonly (int A, int B, int C)[] wrap;

    // Atoms by box: box b holds atoms[start[b]] to atoms[start[b + 1] - 1].
    readonly int[] start;
    readonly int[] atoms;

    CellGrid(Matrix3d? lattice, Vector3d[] fractional, (int A, int B, int C) boxes, (int A, int B, int C) reach)
    {
        (this.lattice, this.boxes, this.reach) = (lattice, boxes, reach);
        box = new (int, int, int)[fractional.Length];
        wrap = new (int, int, int)[fractional.Length];
        for (int i = 0; i < fractional.Length; i++)
        {
            (box[i].A, wrap[i].A) = Place(fractional[i].X, boxes.A);
            (box[i].B, wrap[i].B) = Place(fractional[i].Y, boxes.B);
            (box[i].C, wrap[i].C) = Place(fractional[i].Z, boxes.C);
        }

        (start, atoms) = Sort();
    }

    /// <summary>The grid of a crystal.</summary>
    public static CellGrid OfCrystal(Lattice lattice, ReadOnlySpan<Vector3d> positions, double cutoff)
    {
        Vector3d heights = lattice.Heights;
        int most = MostBoxes(positions.Length);
        (int, int) Axis(double height)
        {
            int n = (int)Math.Clamp(height / cutoff, 1, most);

            // The margin keeps pairs that rounding moves across the border of a box.
            return (n, (int)Math.Ceiling((cutoff * n / height) + 1e-9));
        }

        Vector3d[] fractional = new Vector3d[positions.Length];
        for (int i = 0; i < fractional.Length; i++)
        {
            fractional[i] = lattice.ToFractional(positions[i]);
        }

        ((int na, int ra), (int nb, int rb), (int nc, int rc)) = (Axis(heights.X), Axis(heights.Y), Axis(heights.Z));
        return new CellGrid(lattice.Vectors, fractional, (na, nb, nc), (ra, rb, rc));
    }

    /// <summary>A grid around the atoms of a molecule.</summary>
    public static CellGrid AroundMolecule(ReadOnlySpan<Vector3d> positions, double cutoff)
    {
        Vector3d low = positions[0], high = positions[0];
        foreach (Vector3d x in positions)
        {
            low = new(Math.Min(low.X, x.X), Math.Min(low.Y, x.Y), Math.Min(low.Z, x.Z));
            high = new(Math.Max(high.X, x.X), Math.Max(high.Y, x.Y), Math.Max(high.Z, x.Z));
        }

        int most = MostBoxes(positions.Length);
        (double Size, int Boxes) Axis(double length)
        {
            double size = (1.0001 * length) + cutoff;
            return (size, (int)Math.Clamp(size / cutoff, 1, most));
        }

        Vector3d span = high - low;
        ((double a, int na), (double b, int nb), (double c, int nc)) = (Axis(span.X), Axis(span.Y), Axis(span.Z));
        Vector3d[] fractional = new Vector3d[positions.Length];
        for (int i = 0; i < fractional.Length; i++)
        {
            Vector3d x = positions[i] - low;
            fractional[i] = new(x.X / a, x.Y / b, x.Z / c);
        }

        return new CellGrid(null, fractional, (na, nb, nc), (1, 1, 1));
    }

    /// <summary>S · cell, Å.</summary>
    public Vector3d Translation((int A, int B, int C) s) =>
        lattice is Matrix3d cell ? (s.A * cell.Row0) + (s.B * cell.Row1) + (s.C * cell.Row2) : default;

    /// <summary>Calls back for every atom j and shift S that may be near atom i, x_i - x_j + S·cell.</summary>
    public void Visit(int i, Action<int, (int A, int B, int C)> candidate)
    {
        for (int a = box[i].A - reach.A; a <= box[i].A + reach.A; a++)
        {
            (int imageA, int boxA) = FloorDivision(a, boxes.A);
            for (int b = box[i].B - reach.B; b <= box[i].B + reach.B; b++)
            {
                (int imageB, int boxB) = FloorDivision(b, boxes.B);
                for (int c = box[i].C - reach.C; c <= box[i].C + reach.C; c++)
                {
                    (int imageC, int boxC) = FloorDivision(c, boxes.C);
                    if (lattice is null && (imageA != 0 || imageB != 0 || imageC != 0))
                    {
                        continue;
                    }

                    int index = (((boxA * boxes.B) + boxB) * boxes.C) + boxC;
                    for (int k = start[index]; k < start[index + 1]; k++)
                    {
                        int j = atoms[k];

                        // The sender sits at x_j - S·cell; wrapping moved j by -wrap_j, the image is at +image.
                        candidate(j, (
                            wrap[j].A - wrap[i].A - imageA, wrap[j].B - wrap[i].B - imageB, wrap[j].C - wrap[i].C - imageC));
                    }
                }
            }
        }
    }

    (int[] Start, int[] Atoms) Sort()
    {
        int[] first = new int[(boxes.A * boxes.B * boxes.C) + 1];
        int[] index = Array.ConvertAll(box, b => (((b.A * boxes.B) + b.B) * boxes.C) + b.C);
        foreach (int b in index)
        {
            first[b + 1]++;
        }

        for (int b = 1; b < first.Length; b++)
        {
            first[b] += first[b - 1];
        }

        int[] next = [.. first], sorted = new int[index.Length];
        for (int i = 0; i < index.Length; i++)
        {
            sorted[next[index[i]]++] = i;
        }

        return (first, sorted);
    }

    // Boxes are never much more numerous than atoms, however empty the cell.
    static int MostBoxes(int atoms) => 2 * (int)Math.Ceiling(Math.Cbrt(atoms));

    static (int Box, int Wrap) Place(double fractional, int boxes)
    {
        double floor = Math.Floor(fractional);
        return (Math.Min((int)((fractional - floor) * boxes), boxes - 1), (int)floor);
    }

    static (int Quotient, int Remainder) FloorDivision(int a, int n)
    {
        int quotient = a >= 0 ? a / n : -((n - 1 - a) / n);
        return (quotient, a - (quotient * n));
    }
}
