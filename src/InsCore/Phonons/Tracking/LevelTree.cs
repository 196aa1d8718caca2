namespace InsCore.Phonons.Tracking;

/// <summary>How surely levels at one end of a path are joined with those at the other: directly, or over places in between.</summary>
/// <remarks>
/// A chain of levels is as sure as its weakest link, the overlap |⟨a|b⟩|² of neighbours; the confidence of a pair is that of its best chain. Steps
/// are halved where levels cannot be joined clearly, so that a pattern that changes gradually is followed through small turns, while
/// one that passes another at a narrow avoided crossing is joined across it.
/// </remarks>
internal sealed class LevelTree
{
    // A link at least this strong is not improved by further steps.
    const double Clear = 0.9;

    readonly LevelTree? before, after;
    readonly double[] best;
    readonly int[] via;

    LevelTree(LevelPath path, double from, double to, double least)
    {
        (First, Last) = (path.At(from), path.At(to));
        best = First.Overlaps(Last);
        via = new int[best.Length];
        Array.Fill(via, -1);
        if (to - from <= least || Enumerable.Range(0, path.Size).All(i => best.AsSpan(i * path.Size, path.Size).ContainsAnyInRange(Clear, double.MaxValue)))
        {
            return;
        }

        double middle = to - from > 1 ? Math.Floor((from + to) / 2) : (from + to) / 2;
        before = new LevelTree(path, from, middle, least);
        after = new LevelTree(path, middle, to, least);
        Join(path.Size, before.best, after.best);
    }

    /// <summary>Levels at the beginning.</summary>
    public Levels First { get; }

    /// <summary>Levels at the end.</summary>
    public Levels Last { get; }

    /// <summary>Examines a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="to">Place of its end, an integer; it begins at 0.</param>
    /// <param name="leastStep">Shortest step, as a share of the whole path; a narrower crossing is passed.</param>
    public static LevelTree Of(LevelPath path, int to, double leastStep) => new(path, 0, to, path.End * leastStep);

    /// <summary>The weakest link of the best chain between a level at the beginning and one at the end.</summary>
    public double Confidence(int first, int last) => best[(first * First.Count) + last];

    /// <summary>The best chain: places and levels, both ends included.</summary>
    public IEnumerable<(Levels Levels, int Index)> Chain(int first, int last) =>
        [(First, first), .. Between(first, last), (Last, last)];

    IEnumerable<(Levels Levels, int Index)> Between(int first, int last)
    {
        int k = via[(first * First.Count) + last];
        return k < 0 ? [] : [.. before!.Between(first, k), (before.Last, k), .. after!.Between(k, last)];
    }

    // best_ij = max(best_ij, max_k min(before_ik, after_kj)); chains weaker than what is there are skipped at once.
    void Join(int size, double[] one, double[] two)
    {
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                double link = one[(i * size) + k];
                if (link < 1e-3)
                {
                    continue;
                }

                for (int j = 0; j < size; j++)
                {
                    double chain = Math.Min(link, two[(k * size) + j]);
                    int ij = (i * size) + j;
                    if (chain > best[ij] && best[ij] < Clear)
                    {
                        (best[ij], via[ij]) = (chain, k);
                    }
                }
            }
        }
    }
}
