using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Modes along a path through the Brillouin zone.</summary>
/// <param name="Crystal">The cell.</param>
/// <param name="Path">The path.</param>
/// <param name="Lines">One for each piece.</param>
public sealed record BandStructure(Crystal Crystal, BandPath Path, IReadOnlyList<BandLine> Lines)
{
    // Steps of the shortest piece, so that it has a shape.
    const int LeastSteps = 8;

    // Points of a path, and elements of their eigenvectors where these are needed (2 GB).
    const double MostPoints = 100_000, MostElements = 1.3e8;

    /// <summary>Largest energy, eV, and smallest.</summary>
    public (double Lowest, double Highest) Range => (Lines.Min(l => l.Energies.Min()), Lines.Max(l => l.Energies.Max()));

    /// <summary>Names of points with their places along the path; where the path jumps, both names joined by |.</summary>
    public IReadOnlyList<(double Distance, string Name)> Labels
    {
        get
        {
            List<(double, string)> labels = [(0, Lines[0].Segment.From)];
            for (int k = 0; k < Lines.Count; k++)
            {
                bool jumps = k + 1 < Lines.Count && Lines[k + 1].Segment.From != Lines[k].Segment.To;
                string name = jumps ? $"{Lines[k].Segment.To}|{Lines[k + 1].Segment.From}" : Lines[k].Segment.To;
                labels.Add((Lines[k].Distances[^1], name));
            }

            return labels;
        }
    }

    /// <summary>All modes along the path with their eigenvectors, piece by piece, equal weights; null where these were not asked for.</summary>
    public PhononModes? Modes
    {
        get
        {
            if (Lines.Any(l => l.Modes is null))
            {
                return null;
            }

            Vector3d[] points = [.. Lines.SelectMany(l => l.QPoints)];
            PhononModes modes = new(Crystal, points, [.. points.Select(_ => 1.0 / points.Length)]);
            int q = 0;
            foreach (PhononModes line in Lines.Select(l => l.Modes!))
            {
                line.Energies.CopyTo(modes.Energies, q * modes.ModeCount);
                line.Eigenvectors.CopyTo(modes.Eigenvectors, q * modes.ModeCount * modes.ModeCount);
                q += line.QPoints.Length;
            }

            return modes;
        }
    }

    /// <summary>Computes the modes.</summary>
    /// <param name="matrices">Source of the dynamical matrices; called from several threads at once.</param>
    /// <param name="path">The path.</param>
    /// <param name="spacing">Largest step, Å⁻¹ with 2π.</param>
    /// <param name="connect">True to follow branches through crossings by their eigenvectors, instead of ordering modes by energy.</param>
    /// <param name="eigenvectors">True to keep the eigenvectors.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each wave vector.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spacing is not a positive number.</exception>
    /// <exception cref="InsInputException">The step is so short that the path has more points than can be held.</exception>
    public static BandStructure Compute(
        IDynamicalMatrix matrices,
        BandPath path,
        double spacing = 0.02,
        bool connect = false,
        bool eigenvectors = false,
        int threads = 0,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!(spacing > 0 && double.IsFinite(spacing)))
        {
            throw new ArgumentOutOfRangeException(nameof(spacing), "the step along a path must be a positive number, 1/Å");
        }

        CheckSize(matrices.Crystal, path, spacing, connect || eigenvectors);
        Vector3d[][] points = [.. path.Segments.Select(s => PointsOf(matrices.Crystal.PeriodicLattice, s, spacing))];
        List<Vector3d> all = [.. points.SelectMany(p => p).Distinct()];
        Dictionary<Vector3d, int> index = all.Select((q, k) => (q, k)).ToDictionary(p => p.q, p => p.k);
        PhononModes modes = PhononSolver.Solve(
            matrices, new PhononModes(matrices.Crystal, [.. all], new double[all.Count], connect || eigenvectors), threads, progress, cancellation);
        List<BandLine> lines = [];
        double start = 0;
        for (int k = 0; k < points.Length; k++)
        {
            double length = Length(matrices.Crystal.PeriodicLattice, path.Segments[k]);
            int[] rows = Array.ConvertAll(points[k], q => index[q]);
            lines.Add(Line(matrices, path.Segments[k], points[k], start, length, modes, rows, connect, eigenvectors));
            start += length;
        }

        return new(matrices.Crystal, path, lines);
    }

    static void CheckSize(Crystal crystal, BandPath path, double spacing, bool vectors)
    {
        double size = 3.0 * crystal.AtomCount, most = vectors ? Math.Min(MostPoints, MostElements / (size * size)) : MostPoints;
        double count = path.Segments.Sum(s => Math.Max(LeastSteps, Length(crystal.PeriodicLattice, s) / spacing));
        if (!(count <= most))
        {
            double least = path.Segments.Sum(s => Length(crystal.PeriodicLattice, s)) / most;
            throw new InsInputException(
                "path",
                null,
                FormattableString.Invariant($"a step of {spacing:G3} 1/Å gives {count:G3} points, and at most {most:F0} can be held"),
                FormattableString.Invariant($"give a step of at least {2 * least:G2} 1/Å, or a shorter path"));
        }
    }

    static Vector3d[] PointsOf(Lattice lattice, BandSegment segment, double spacing)
    {
        int steps = Math.Max(LeastSteps, (int)Math.Ceiling((Length(lattice, segment) / spacing) - 1e-9));
        return [.. Enumerable.Range(0, steps + 1).Select(k => k == steps ? segment.End : segment.Start + ((double)k / steps * (segment.End - segment.Start)))];
    }

    static double Length(Lattice lattice, BandSegment segment) => 2 * Math.PI * ((segment.End - segment.Start) * lattice.Reciprocal).Norm;

    static BandLine Line(
        IDynamicalMatrix matrices, BandSegment segment, Vector3d[] points, double start, double length, PhononModes modes, int[] rows, bool connect, bool keep)
    {
        int last = points.Length - 1;
        PhononModes own = new(modes.Crystal, points, new double[points.Length], modes.HasEigenvectors);
        for (int k = 0; k <= last; k++)
        {
            bool isLimit = matrices.IsPolar && (k == 0 || k == last) && AcousticModes.IsGamma(points[k]);
            PhononModes source = isLimit
                ? PhononSolver.SolveTowardsGamma(matrices, (segment.End - segment.Start) * modes.Crystal.PeriodicLattice.Reciprocal)
                : modes;
            source.EnergiesAt(isLimit ? 0 : rows[k]).CopyTo(own.EnergiesAt(k));
            if (own.HasEigenvectors)
            {
                source.EigenvectorsAt(isLimit ? 0 : rows[k]).CopyTo(own.EigenvectorsAt(k));
            }
        }

        double[] energies = connect ? Connected(own) : own.Energies;
        return new(segment, points, [.. Enumerable.Range(0, points.Length).Select(k => start + (length * k / last))], energies) { Modes = keep ? own : null };
    }

    // Each wave vector's modes in the order of the branches of the one before, by the largest total overlap.
    static double[] Connected(PhononModes modes)
    {
        int size = modes.ModeCount;
        double[] energies = new double[modes.Energies.Length], gain = new double[size * size];
        int[] order = [.. Enumerable.Range(0, size)];
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            if (q > 0)
            {
                Overlaps(modes, q - 1, q, gain);
                int[] next = OptimalAssignment.Maximize(size, gain);
                order = Array.ConvertAll(order, n => next[n]);
            }

            for (int branch = 0; branch < size; branch++)
            {
                energies[(q * size) + branch] = modes.EnergiesAt(q)[order[branch]];
            }
        }

        return energies;
    }

    // |⟨e|e'⟩|² of vectors with the phases of the atoms' places, which alone change smoothly with q.
    static void Overlaps(PhononModes modes, int from, int to, double[] gain)
    {
        int size = modes.ModeCount;
        Vector3d step = modes.QPoints[to] - modes.QPoints[from];
        Vector3d[] places = modes.Crystal.FractionalPositions();
        Complex[] vectors = modes.EigenvectorsAt(to).ToArray();
        for (int k = 0; k < vectors.Length; k++)
        {
            (double sine, double cosine) = double.SinCosPi(-2 * Vector3d.Dot(step, places[k % size / 3]));
            vectors[k] *= new Complex(cosine, sine);
        }

        for (int k = 0; k < gain.Length; k++)
        {
            gain[k] = Eigenvector.Overlap(modes.EigenvectorsAt(from).Slice(k / size * size, size), vectors.AsSpan(k % size * size, size));
        }
    }
}
