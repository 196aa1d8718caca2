using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <content>Preparation and evaluation of the Fourier series.</content>
public sealed partial class ForceConstants
{
    /// <inheritdoc/>
    public int BlockSize => Math.Clamp(MaximumBlock / (layout.Size * layout.Size), 1, Together);

    /// <inheritdoc/>
    public bool IsPolar => dipoles is not null;

    /// <inheritdoc/>
    public void Evaluate(Vector3d q, Span<Complex> matrix) => EvaluateBlock([q], matrix);

    /// <inheritdoc/>
    public void EvaluateBlock(ReadOnlySpan<Vector3d> qPoints, Span<Complex> matrices) => EvaluateBlock(qPoints, matrices, isWhole: true);

    /// <inheritdoc/>
    void IHermitianMatrix.EvaluateTriangles(ReadOnlySpan<Vector3d> qPoints, Span<Complex> matrices) => EvaluateBlock(qPoints, matrices, isWhole: false);

    void EvaluateBlock(ReadOnlySpan<Vector3d> qPoints, Span<Complex> matrices, bool isWhole)
    {
        int square = layout.Size * layout.Size;
        for (int done = 0; done < qPoints.Length; done += BlockSize)
        {
            ReadOnlySpan<Vector3d> block = qPoints.Slice(done, Math.Min(BlockSize, qPoints.Length - done));
            Workspace workspace = workspaces.Value!;
            Span<double> real = workspace.Real.Reserve(block.Length * series.Stride);
            Span<double> imaginary = workspace.Imaginary.Reserve(block.Length * series.Stride);
            series.Sum(block, workspace.Series, real, imaginary);
            dipoles?.Add(block, workspace.Dipoles, series.Stride, real, imaginary);
            for (int q = 0; q < block.Length; q++)
            {
                Span<double> re = real.Slice(q * series.Stride, layout.Length), im = imaginary.Slice(q * series.Stride, layout.Length);
                Span<Complex> matrix = matrices.Slice((done + q) * square, square);
                if (isWhole)
                {
                    layout.Unpack(re, im, matrix);
                }
                else
                {
                    layout.UnpackUpper(re, im, matrix);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void EvaluateTowardsGamma(Vector3d direction, Span<Complex> matrix)
    {
        Workspace workspace = workspaces.Value!;
        Span<double> real = workspace.Real.Reserve(series.Stride), imaginary = workspace.Imaginary.Reserve(series.Stride);
        series.Sum([default], workspace.Series, real, imaginary);
        dipoles?.Add([default], workspace.Dipoles, series.Stride, real, imaginary);
        dipoles?.AddDirection(direction, real[..layout.Length]);
        layout.Unpack(real, imaginary, matrix);
    }

    /// <inheritdoc/>
    public void EvaluateWithGradient(Vector3d q, Span<Complex> matrix, Span<Complex> gradient)
    {
        Evaluate(q, matrix);
        int square = layout.Size * layout.Size;
        Workspace workspace = workspaces.Value!;
        Span<double> real = workspace.Real.Reserve(3 * series.Stride), imaginary = workspace.Imaginary.Reserve(3 * series.Stride);
        series.SumGradient(q, Crystal.PeriodicLattice, workspace.Series, real, imaginary);
        dipoles?.AddGradient(q, workspace.Dipoles, series.Stride, real, imaginary);
        for (int a = 0; a < 3; a++)
        {
            layout.Unpack(
                real.Slice(a * series.Stride, layout.Length), imaginary.Slice(a * series.Stride, layout.Length), gradient.Slice(a * square, square));
        }
    }

    // Imposes the rule on the force constants; what a rule changes at every wave vector is returned as a matrix, [size × size].
    (double Violation, double[] OnSite) ImposeSumRule(LatticeSeries? tail, double[] raw)
    {
        double[] gamma = SumRules.AtGamma(Supercell, shortRanged), total = [.. gamma], before = SumRules.AtGamma(Supercell, raw);
        if (tail is not null)
        {
            Complex[] plain = new Complex[total.Length];
            DipoleTailRemoval.Plain(Crystal, dipoles!, tail, default, plain);
            for (int k = 0; k < total.Length; k++)
            {
                total[k] += plain[k].Real;
                before[k] += Options.Dipoles == DipoleTail.Removed ? plain[k].Real : 0;
            }
        }

        double violation = SumRules.LargestRowSum(layout.Size, before);
        double[] change = SumRules.Change(Options.SumRule, gamma, total);
        if (Options.SumRule == SumRule.Reciprocal)
        {
            return (violation, change);
        }

        SumRules.Distribute(Supercell, change, values);
        if (shortRanged != values)
        {
            SumRules.Distribute(Supercell, change, shortRanged);
        }

        return (violation, new double[change.Length]);
    }

    // D(q) but for the sum over reciprocal lattice vectors.
    LatticeSeries MakeSeries(LatticeSeries? tail, double[] onSite)
    {
        HashSet<Vector3d> vectors = tail is null ? [] : [.. tail.Vectors];
        ForEachImage((_, _, _, cells) => vectors.UnionWith(cells));
        LatticeSeries sum = new(Crystal.AtomCount, vectors);
        int all = Supercell.Crystal.AtomCount;
        ForEachImage((i, j, s, cells) =>
        {
            Matrix3d block = Block(shortRanged, 3 * all, 3 * i, 3 * s);
            double weight = 1 / (cells.Count * Math.Sqrt(Crystal.Masses[i] * Crystal.Masses[j]));
            foreach (Vector3d r in cells)
            {
                sum.Add(i, j, r, weight, block);
            }
        });
        for (int k = 0; k < Crystal.AtomCount * Crystal.AtomCount; k++)
        {
            int i = k / Crystal.AtomCount, j = k % Crystal.AtomCount;
            if (i <= j)
            {
                sum.Add(i, j, default, 1 / Math.Sqrt(Crystal.Masses[i] * Crystal.Masses[j]), Block(onSite, layout.Size, 3 * i, 3 * j));
            }
        }

        if (tail is not null)
        {
            sum.Add(tail);
        }

        sum.Pack();
        return sum;
    }

    void ForEachImage(Action<int, int, int, List<Vector3d>> body)
    {
        NearestImages images = new(Supercell, Options.ImageTolerance);
        List<Vector3d> cells = [];
        for (int i = 0; i < Crystal.AtomCount; i++)
        {
            for (int s = 0; s < Supercell.Crystal.AtomCount; s++)
            {
                if (Supercell.UnitAtoms[s] >= i)
                {
                    images.Find(i, s, cells);
                    body(i, Supercell.UnitAtoms[s], s, cells);
                }
            }
        }
    }

    static Matrix3d Block(double[] matrix, int width, int row, int column)
    {
        Vector3d Row(int a) => new(matrix[((row + a) * width) + column], matrix[((row + a) * width) + column + 1], matrix[((row + a) * width) + column + 2]);
        return new(Row(0), Row(1), Row(2));
    }

    sealed class Workspace
    {
        public AlignedBuffer Real { get; } = new();

        public AlignedBuffer Imaginary { get; } = new();

        public LatticeSeries.Workspace Series { get; } = new();

        public DipoleInteraction.Workspace Dipoles { get; } = new();
    }
}
