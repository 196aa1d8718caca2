using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>Collects fractional positions, thinned out to a bounded number, and says how far atoms and molecules move.</summary>
internal sealed class DisplacementMonitor
{
    // Positions kept at most: of all atoms together, and of each.
    const int MostVectors = 2_000_000, MostTimes = 1000;

    // Parts of the trajectory from which the slope of diffusion gets its error.
    const int Parts = 4;

    readonly Crystal start;
    readonly Molecules molecules;
    readonly List<Vector3d[]> atoms = [], centres = [];
    readonly List<double> times = [];
    Matrix3d cellSum;

    /// <summary>Begins with the structure at the start.</summary>
    public DisplacementMonitor(Crystal start, Molecules molecules) => (this.start, this.molecules) = (start, molecules);

    /// <summary>How many samples apart those are that should be added.</summary>
    public static int Stride(int samples, int atomCount) =>
        (samples / Math.Clamp(MostVectors / atomCount, 2, MostTimes)) + 1;

    /// <summary>Adds a sample; equally spaced in time.</summary>
    public void Add(double time, Matrix3d cell, ReadOnlySpan<Vector3d> positions)
    {
        Vector3d[] fractional = Fractional(cell, positions);
        times.Add(time);
        atoms.Add(fractional);
        centres.Add(Centres(fractional));
        cellSum += cell;
    }

    /// <summary>What was seen; at least two samples must have been added.</summary>
    public DisplacementReport Report()
    {
        Matrix3d cell = 1.0 / times.Count * cellSum;
        int lags = Math.Max(2, times.Count / 2);
        string[] symbols = [.. start.AtomicNumbers.ToArray().Select(Element.Symbol)];
        string[] elements = [.. symbols.Distinct().Order(StringComparer.Ordinal)];
        List<(string, double[])> curves = [.. elements.Select(e => (e, Curve(atoms, Indices(symbols, e), cell, lags)))];
        int[] all = [.. Enumerable.Range(0, centres[0].Length)];
        curves.Add(("centres of molecules", Curve(centres, all, cell, lags)));
        Vector3d[] sites = Mean(centres, 0);
        double nearest = NearestSites(sites, cell);
        return new DisplacementReport
        {
            Times = [.. times.Take(lags).Select(t => t - times[0])],
            MeanSquare = curves,
            Vibration = [.. elements.Select(e => (e, AboutSites(atoms, Indices(symbols, e), cell)))],
            Diffusion = Diffusion(all, cell),
            NearestCentres = nearest,
            Lindemann = Math.Sqrt(AboutSites(centres, all, cell)) / nearest,
            SiteShift = Shift(Centres(Fractional(start.PeriodicLattice.Vectors, start.Positions)), Mean(centres, centres.Count / 2), cell),
        };
    }

    // Relative to the centre of mass, which a change of the cell moves with it.
    Vector3d[] Fractional(Matrix3d cell, ReadOnlySpan<Vector3d> positions)
    {
        Matrix3d inverse = cell.Inverse;
        Vector3d[] fractional = new Vector3d[positions.Length];
        Vector3d centre = default;
        double mass = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            fractional[i] = positions[i] * inverse;
            centre += start.Masses[i] * fractional[i];
            mass += start.Masses[i];
        }

        for (int i = 0; i < positions.Length; i++)
        {
            fractional[i] -= 1 / mass * centre;
        }

        return fractional;
    }

    Vector3d[] Centres(Vector3d[] fractional)
    {
        Vector3d[] all = new Vector3d[molecules.All.Count];
        for (int m = 0; m < all.Length; m++)
        {
            Molecule molecule = molecules.All[m];
            Vector3d[] members = molecule.Positions(Matrix3d.Identity, fractional);
            double mass = molecule.Atoms.Sum(i => start.Masses[i]);
            for (int k = 0; k < members.Length; k++)
            {
                all[m] += start.Masses[molecule.Atoms[k]] / mass * members[k];
            }
        }

        return all;
    }

    static int[] Indices(string[] symbols, string element) => [.. Enumerable.Range(0, symbols.Length).Where(i => symbols[i] == element)];

    // ⟨|x(t + τ) - x(t)|²⟩ over all origins t, for each lag τ.
    static double[] Curve(List<Vector3d[]> paths, int[] which, Matrix3d cell, int lags)
    {
        double[] curve = new double[lags];
        for (int lag = 1; lag < lags; lag++)
        {
            double sum = 0;
            for (int t = 0; t + lag < paths.Count; t++)
            {
                sum += which.Sum(i => Square((paths[t + lag][i] - paths[t][i]) * cell));
            }

            curve[lag] = sum / ((paths.Count - lag) * (double)which.Length);
        }

        return curve;
    }

    static double AboutSites(List<Vector3d[]> paths, int[] which, Matrix3d cell)
    {
        Vector3d[] sites = Mean(paths, 0);
        return paths.Average(x => which.Average(i => Square((x[i] - sites[i]) * cell)));
    }

    static Vector3d[] Mean(List<Vector3d[]> paths, int first)
    {
        Vector3d[] mean = new Vector3d[paths[0].Length];
        for (int t = first; t < paths.Count; t++)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += 1.0 / (paths.Count - first) * paths[t][i];
            }
        }

        return mean;
    }

    static double Shift(Vector3d[] from, Vector3d[] to, Matrix3d cell) =>
        Math.Sqrt(from.Zip(to, (a, b) => Square((b - a) * cell)).Average());

    // Of each centre to the nearest other one, images included; NaN for a single centre in a cell that has none within reach.
    static double NearestSites(Vector3d[] sites, Matrix3d cell)
    {
        double sum = 0;
        foreach (Vector3d site in sites)
        {
            double nearest = double.MaxValue;
            foreach (Vector3d other in sites)
            {
                Vector3d d = (other - site).WrapToNearest();
                for (int image = 0; image < 27; image++)
                {
                    double square = Square((d + new Vector3d((image % 3) - 1, (image / 3 % 3) - 1, (image / 9) - 1)) * cell);
                    nearest = square > 1e-8 ? Math.Min(nearest, square) : nearest;
                }
            }

            sum += Math.Sqrt(nearest);
        }

        return sum / sites.Length;
    }

    // Each part for itself: slope between a quarter and a half of its length.
    LinearDrift Diffusion(int[] which, Matrix3d cell)
    {
        int length = times.Count / Parts;
        if (length < 16)
        {
            return new(double.NaN, double.NaN);
        }

        double[] slopes = new double[Parts];
        for (int part = 0; part < Parts; part++)
        {
            double[] curve = Curve(centres.GetRange(part * length, length), which, cell, length / 2);
            int from = length / 4;
            slopes[part] = LinearDrift.Of([.. times.Take(length / 2).Skip(from)], curve[from..]).Slope / 6;
        }

        double mean = slopes.Average();
        return new(mean, Math.Sqrt(slopes.Sum(s => (s - mean) * (s - mean)) / (Parts * (Parts - 1))));
    }

    static double Square(Vector3d v) => Vector3d.Dot(v, v);
}
