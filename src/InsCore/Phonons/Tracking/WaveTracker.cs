using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Tracking;

/// <summary>Follows the modes at the wave vectors of a mesh other than Γ, by continuity.</summary>
/// <remarks>
/// As at Γ, but without labels: modes of different symmetry do not mix, so that their overlaps vanish and they cross as they like. In the phase
/// convention of <see cref="IDynamicalMatrix"/> D(q) at fixed fractional q depends on the force constants alone, not on where atoms are in the cell.
/// </remarks>
internal static class WaveTracker
{
    // Shortest step as a share of the path.
    const double LeastStep = 1.0 / 16;

    // Fractional; wave vectors of a mesh are farther apart.
    const double SameWave = 1e-9;

    /// <summary>Follows the modes at all wave vectors that each pressure has.</summary>
    public static WaveTracking[] Follow(
        IReadOnlyList<TrackingPoint> points, CommonFrame[] frames, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        PhononModes first = points[0].Modes;
        int[][] places =
        [
            .. Enumerable.Range(0, first.QPoints.Length).Where(q => !AcousticModes.IsGamma(first.QPoints[q]))
                .Select(q => points.Select(p => Array.FindIndex(p.Modes.QPoints, x => (x - first.QPoints[q]).Norm < SameWave)).ToArray())
                .Where(indices => !indices.Contains(-1)),
        ];
        WaveTracking[] found = new WaveTracking[places.Length];
        int done = 0;
        ParallelLoop.For(
            places.Length,
            threads,
            () => 0,
            (k, _) =>
            {
                found[k] = Follow(points, frames, places[k]);
                progress?.Report(new StepProgress("following modes", Interlocked.Increment(ref done), places.Length, ""));
            },
            cancellation);
        return found;
    }

    static WaveTracking Follow(IReadOnlyList<TrackingPoint> points, CommonFrame[] frames, int[] place)
    {
        PhononModes first = points[0].Modes;
        Vector3d q = first.QPoints[place[0]];
        int size = first.ModeCount;
        LevelPath path = new(size, [.. points.Select((p, k) => Matrix(p.Modes, place[k], frames[k].Turn(q, p.Modes.EigenvectorsAt(place[k]))))], align: true);
        LevelTree tree = LevelTree.Of(path, path.End, LeastStep);
        int[] partners = LevelPairing.Pair(tree);
        double[] overlaps = tree.First.Overlaps(tree.Last), volumes = [.. points.Select(p => p.Modes.Crystal.Volume)];
        return new WaveTracking(
            q,
            first.Weights[place[0]],
            Array.ConvertAll(tree.First.Values, Wavenumber),
            [.. partners.Select(j => Wavenumber(tree.Last.Values[j]))],
            partners,
            [.. partners.Select((j, i) => overlaps[(i * size) + j])],
            [.. partners.Select((j, i) => tree.Confidence(i, j))],
            [
                .. Enumerable.Range(0, size).Select(n => tree.First.Values[n] > 0
                    ? -volumes[0] / (2 * tree.First.Values[n]) * path.Slope(0, volumes, tree.First.Vector(n))
                    : double.NaN),
            ]);
    }

    // Σ_n λ_n e_n e_nᴴ.
    static Complex[] Matrix(PhononModes modes, int q, Complex[] vectors)
    {
        int size = modes.ModeCount;
        Complex[] matrix = new Complex[size * size];
        for (int n = 0; n < size; n++)
        {
            double value = GammaModes.Eigenvalue(modes.EnergiesAt(q)[n]);
            ReadOnlySpan<Complex> e = vectors.AsSpan(n * size, size);
            for (int row = 0; row < size; row++)
            {
                Complex left = value * e[row];
                for (int k = 0; k <= row; k++)
                {
                    matrix[(row * size) + k] += left * Complex.Conjugate(e[k]);
                }
            }
        }

        for (int row = 0; row < size; row++)
        {
            matrix[(row * size) + row] = matrix[(row * size) + row].Real;
            for (int k = 0; k < row; k++)
            {
                matrix[(k * size) + row] = Complex.Conjugate(matrix[(row * size) + k]);
            }
        }

        return matrix;
    }

    static double Wavenumber(double value) => PhononSolver.ModeEnergy(value) * Constants.EvInWavenumbers;
}
