using System.Globalization;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Bands out of modes that a file lists along a path.</summary>
internal static class StoredBands
{
    // Relative, of steps printed with seven decimals.
    const double StepTolerance = 1e-3;

    // The longest standard path has half as many; the rows of a mesh are more.
    const int MostPieces = 40;

    // Fewer are neither the one nor the other.
    const int FewestPoints = 8;

    /// <summary>Takes modes in their order as bands: a piece for each run of equal steps, and a jump where a single step or none lies between two.</summary>
    /// <param name="modes">Modes with eigenvectors or without.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="eigenvectors">True to keep the eigenvectors that there are.</param>
    /// <exception cref="InsInputException">The wave vectors lie on no path.</exception>
    public static BandStructure Of(PhononModes modes, string path, bool eigenvectors = true)
    {
        List<(int First, int Last)> pieces = Pieces(modes.QPoints);
        if (!IsCovered(modes, pieces))
        {
            throw new InsInputException(
                path, null, "holds modes at wave vectors that lie on no path, and no force constants, which alone give modes elsewhere", "give band.yaml, or force constants");
        }

        List<BandLine> lines = [];
        double start = 0;
        foreach ((int first, int last) in pieces)
        {
            Vector3d[] points = modes.QPoints[first..(last + 1)];
            double length = 2 * Math.PI * ((points[^1] - points[0]) * modes.Crystal.PeriodicLattice.Reciprocal).Norm;
            lines.Add(new(
                new BandSegment(Name(points[0]), Name(points[^1]), points[0], points[^1]),
                points,
                [.. Enumerable.Range(0, points.Length).Select(k => start + (length * k / (points.Length - 1)))],
                modes.Energies[(first * modes.ModeCount)..((last + 1) * modes.ModeCount)]) { Modes = eigenvectors ? Part(modes, first, points) : null });
            start += length;
        }

        return new(modes.Crystal, new BandPath([.. lines.Select(l => l.Segment)], "of the file"), lines);
    }

    /// <summary>Whether modes lie along a path and not on a mesh: equal weights in straight pieces, of which a mesh would have all combinations of coordinates.</summary>
    public static bool LieOnPath(PhononModes modes)
    {
        if (modes.QPoints.Length < FewestPoints || modes.Weights.Max() - modes.Weights.Min() > StepTolerance * modes.Weights.Max())
        {
            return false;
        }

        int Values(Func<Vector3d, double> axis) => modes.QPoints.Select(q => Math.Round(axis(q.WrapToNearest()), 4)).Select(x => x == -0.5 ? 0.5 : x).Distinct().Count();
        bool isMesh = (long)Values(q => q.X) * Values(q => q.Y) * Values(q => q.Z) == modes.QPoints.Length;
        return !isMesh && IsCovered(modes, Pieces(modes.QPoints));
    }

    static bool IsCovered(PhononModes modes, List<(int First, int Last)> pieces) =>
        pieces.Count <= MostPieces && 2 * pieces.Where(p => p.Last - p.First > 1).Sum(p => p.Last - p.First + 1) > modes.QPoints.Length;

    static PhononModes? Part(PhononModes modes, int first, Vector3d[] points)
    {
        if (!modes.HasEigenvectors)
        {
            return null;
        }

        PhononModes part = new(modes.Crystal, points, new double[points.Length]);
        int size = modes.ModeCount;
        modes.Energies.AsSpan(first * size, part.Energies.Length).CopyTo(part.Energies);
        modes.Eigenvectors.AsSpan(first * size * size, part.Eigenvectors.Length).CopyTo(part.Eigenvectors);
        return part;
    }

    static List<(int First, int Last)> Pieces(Vector3d[] points)
    {
        List<(int, int)> pieces = [];
        for (int first = 0; first + 1 < points.Length;)
        {
            Vector3d step = points[first + 1] - points[first];
            int last = first + 1;
            while (last + 1 < points.Length && (points[last + 1] - points[last] - step).Norm <= StepTolerance * step.Norm)
            {
                last++;
            }

            // Two points with others on either side of them are the end of one piece and the beginning of the next.
            bool isJump = step.Norm == 0 || (last == first + 1 && last + 1 < points.Length);
            if (!isJump)
            {
                pieces.Add((first, last));
            }

            first = step.Norm == 0 ? first + 1 : last;
        }

        return pieces;
    }

    static string Name(Vector3d q) => AcousticModes.IsGamma(q) ? "Γ" : string.Create(CultureInfo.InvariantCulture, $"({q.X:0.###} {q.Y:0.###} {q.Z:0.###})");
}
