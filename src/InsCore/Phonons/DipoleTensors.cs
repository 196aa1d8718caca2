using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>The sum over K of <see cref="DipoleInteraction"/> for many wave vectors at once, as a matrix product.</summary>
/// <remarks>
/// C_ij(q) = exp(iq·τ) Z_iᵀ [Σ_G w² K Kᵀ exp(iG·τ)] Z_j with K = q + G, τ = τ_i - τ_j. The six elements of w² K Kᵀ multiply a table of cos G·τ and
/// sin G·τ that does not depend on q: a third of the operations that dyads need, at the rate of matrix products. The table grows as the
/// square of the number of atoms. Pairs, first those with i &lt; j, then those with i = j, lie along vectors.
/// </remarks>
internal sealed class DipoleTensors
{
    // Elements of w² K Kᵀ and of C_ij.
    const int Six = 6, Nine = 9;

    readonly Vector3d[] positions;
    readonly (int I, int J)[] pairs;
    readonly int[] starts;         // of the rows of each block in its triangle, [pairs × 3]
    readonly int distinct, lanes;  // pairs with i < j, and all, the second padded
    readonly double[] left, right; // Z_i and Z_j, [9 × lanes]
    readonly double[] waves;       // G, [3 × rows of the table]
    readonly ConstantMatrix table; // [G × (cosines of all pairs, sines of those with i < j)]

    /// <summary>Makes the table.</summary>
    /// <param name="positions">τ, Å.</param>
    /// <param name="charges">Z/√m.</param>
    /// <param name="reciprocal">G, 1/Å.</param>
    public DipoleTensors(Vector3d[] positions, Matrix3d[] charges, Vector3d[] reciprocal)
    {
        int atoms = positions.Length;
        BlockTriangle layout = new(atoms);
        this.positions = positions;
        IEnumerable<(int I, int J)> different = Enumerable.Range(0, atoms).SelectMany(i => Enumerable.Range(i + 1, atoms - i - 1).Select(j => (i, j)));
        pairs = [.. different, .. Enumerable.Range(0, atoms).Select(i => (i, i))];
        starts = [.. pairs.SelectMany(pair => Enumerable.Range(3 * pair.I, 3).Select(row => layout.At(row, 3 * pair.J)))];
        distinct = pairs.Length - atoms;
        lanes = Lanes<double>.Pad(pairs.Length);
        (left, right) = (Along(pair => charges[pair.I]), Along(pair => charges[pair.J]));

        int rows = Lanes<double>.Pad(reciprocal.Length), columns = lanes + Lanes<double>.Pad(distinct);
        (waves, double[] phases) = (new double[3 * rows], new double[rows * columns]);
        for (int g = 0; g < reciprocal.Length; g++)
        {
            (waves[g], waves[rows + g], waves[(2 * rows) + g]) = (reciprocal[g].X, reciprocal[g].Y, reciprocal[g].Z);
            for (int p = 0; p < pairs.Length; p++)
            {
                (double sine, double cosine) = Math.SinCos(Vector3d.Dot(reciprocal[g], positions[pairs[p].I] - positions[pairs[p].J]));
                phases[(g * columns) + p] = cosine;
                if (p < distinct)
                {
                    phases[(g * columns) + lanes + p] = sine;
                }
            }
        }

        table = new(rows, columns, phases);
    }

    /// <summary>Adds C(q).</summary>
    /// <param name="weight">w.</param>
    /// <param name="home">[nQ], q in the cell around Γ, 1/Å.</param>
    /// <param name="workspace">Of this thread.</param>
    /// <param name="stride">Elements from one matrix to the next.</param>
    /// <param name="real">[nQ × stride], in and out.</param>
    /// <param name="imaginary">The same.</param>
    public void Add(
        DipoleWeight weight, ReadOnlySpan<Vector3d> home, DipoleInteraction.Workspace workspace, int stride, Span<double> real, Span<double> imaginary)
    {
        Span<double> dyads = workspace.Waves.Reserve(home.Length * Six * table.Rows);
        Span<double> sums = workspace.Imaginary.Reserve(home.Length * Six * table.Columns);
        for (int q = 0; q < home.Length; q++)
        {
            Dyads(weight, home[q], dyads.Slice(q * Six * table.Rows, Six * table.Rows));
        }

        table.Multiply(Six * home.Length, dyads, sums);
        Span<double> scratch = workspace.Phases.Reserve((2 * positions.Length) + (2 * (Nine + 1) * lanes));
        Span<double> phases = scratch[..(2 * lanes)], sites = scratch[^(2 * positions.Length)..];
        Span<double> re = scratch.Slice(2 * lanes, Nine * lanes), im = scratch.Slice((2 + Nine) * lanes, Nine * lanes);
        im.Clear();
        phases.Clear();
        for (int q = 0; q < home.Length; q++)
        {
            ReadOnlySpan<double> sum = sums.Slice(q * Six * table.Columns, Six * table.Columns);
            Contract(lanes, sum, re);
            Contract(table.Columns - lanes, sum[lanes..], im);
            Phases(home[q], sites, phases);
            Turn(phases, re, im);
            Scatter(re, im, real[(q * stride)..], imaginary[(q * stride)..]);
        }
    }

    // w² K Kᵀ, its elements xx, xy, xz, yy, yz, zz, [6 × rows of the table].
    void Dyads(DipoleWeight weight, Vector3d q, Span<double> dyads)
    {
        int rows = table.Rows;
        for (int g = 0; g < rows; g += Vector<double>.Count)
        {
            Vector<double> x = new Vector<double>(waves, g) + new Vector<double>(q.X);
            Vector<double> y = new Vector<double>(waves, rows + g) + new Vector<double>(q.Y);
            Vector<double> z = new Vector<double>(waves, (2 * rows) + g) + new Vector<double>(q.Z);
            Vector<double> w = weight.Of(x, y, z);
            (x, y, z) = (w * x, w * y, w * z);
            (x * x).CopyTo(dyads[g..]);
            (x * y).CopyTo(dyads[(rows + g)..]);
            (x * z).CopyTo(dyads[((2 * rows) + g)..]);
            (y * y).CopyTo(dyads[((3 * rows) + g)..]);
            (y * z).CopyTo(dyads[((4 * rows) + g)..]);
            (z * z).CopyTo(dyads[((5 * rows) + g)..]);
        }
    }

    // Z_iᵀ S Z_j of one part, real or imaginary.
    void Contract(int count, ReadOnlySpan<double> tensors, Span<double> blocks)
    {
        int stride = table.Columns;
        for (int p = 0; p < count; p += Vector<double>.Count)
        {
            Vector<double> xx = new(tensors[p..]), xy = new(tensors[(stride + p)..]), xz = new(tensors[((2 * stride) + p)..]);
            Vector<double> yy = new(tensors[((3 * stride) + p)..]), yz = new(tensors[((4 * stride) + p)..]), zz = new(tensors[((5 * stride) + p)..]);
            for (int b = 0; b < 3; b++)
            {
                Vector<double> u = new(right, (b * lanes) + p), v = new(right, ((3 + b) * lanes) + p), w = new(right, ((6 + b) * lanes) + p);
                Vector<double> x = (xx * u) + (xy * v) + (xz * w), y = (xy * u) + (yy * v) + (yz * w), z = (xz * u) + (yz * v) + (zz * w);
                for (int a = 0; a < 3; a++)
                {
                    Vector<double> sum = (new Vector<double>(left, (a * lanes) + p) * x) + (new Vector<double>(left, ((3 + a) * lanes) + p) * y)
                        + (new Vector<double>(left, ((6 + a) * lanes) + p) * z);
                    sum.CopyTo(blocks[((((3 * a) + b) * lanes) + p)..]);
                }
            }
        }
    }

    // exp(iq·τ) of each pair, all cosines, then all sines.
    void Phases(Vector3d q, Span<double> sites, Span<double> phases)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            (sites[(2 * i) + 1], sites[2 * i]) = Math.SinCos(Vector3d.Dot(q, positions[i]));
        }

        for (int p = 0; p < pairs.Length; p++)
        {
            int i = 2 * pairs[p].I, j = 2 * pairs[p].J;
            phases[p] = (sites[i] * sites[j]) + (sites[i + 1] * sites[j + 1]);
            phases[lanes + p] = (sites[i + 1] * sites[j]) - (sites[i] * sites[j + 1]);
        }
    }

    void Turn(ReadOnlySpan<double> phases, Span<double> re, Span<double> im)
    {
        for (int p = 0; p < lanes; p += Vector<double>.Count)
        {
            Vector<double> c = new(phases[p..]), s = new(phases[(lanes + p)..]);
            for (int k = p; k < re.Length; k += lanes)
            {
                Vector<double> x = new(re[k..]), y = new(im[k..]);
                ((c * x) - (s * y)).CopyTo(re[k..]);
                ((s * x) + (c * y)).CopyTo(im[k..]);
            }
        }
    }

    void Scatter(ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> real, Span<double> imaginary)
    {
        for (int p = 0; p < pairs.Length; p++)
        {
            for (int a = 0; a < 3; a++)
            {
                int from = (3 * a * lanes) + p, to = starts[(3 * p) + a];
                for (int b = 0; b < 3; b++, from += lanes)
                {
                    real[to + b] += re[from];
                    imaginary[to + b] += im[from];
                }
            }
        }
    }

    // A tensor of each pair, [9 × lanes].
    double[] Along(Func<(int I, int J), Matrix3d> tensor)
    {
        double[] values = new double[Nine * lanes];
        for (int k = 0; k < Nine * pairs.Length; k++)
        {
            values[(k % Nine * lanes) + (k / Nine)] = tensor(pairs[k / Nine])[k % Nine / 3, k % 3];
        }

        return values;
    }
}
