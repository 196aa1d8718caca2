namespace InsCore.Phonons.Tracking;

/// <summary>Which level at the end of a path continues each level at its beginning.</summary>
/// <remarks>
/// Two things make a mode the same: its displacement pattern, and continuity. A level that shows more than 80 % of the pattern of another is taken for
/// it, however it came there: no two can claim the same, since overlaps of orthonormal sets sum to 1 over rows and columns, and only the two
/// ends enter. What has shared its pattern out among several is followed by continuity, by the best chains of levels in between
/// (<see cref="LevelTree"/>), in the one-to-one assignment of the largest sum. So two modes that come close have changed places once the exchange of
/// their patterns is nearly complete; in the middle of it each is the continuation of its own branch (which cannot cross: J. von Neumann, E. Wigner, Phys. Z.
/// 30, 467 (1929)).
/// </remarks>
internal static class LevelPairing
{
    // More than half of a pattern is in one place only.
    const double Majority = 0.5;

    // Above it the pattern decides.
    const double SamePattern = 0.8;

    /// <summary>Pairs the levels of the two ends, [n]: the partner of each of the first.</summary>
    public static int[] Pair(LevelTree tree)
    {
        int size = tree.First.Count;
        double[] overlaps = tree.First.Overlaps(tree.Last), gain = new double[size * size];
        for (int k = 0; k < gain.Length; k++)
        {
            gain[k] = tree.Confidence(k / size, k % size) + (overlaps[k] > SamePattern ? 1 : 0);
        }

        return OptimalAssignment.Maximize(size, gain);
    }

    /// <summary>Where the patterns of the first levels are found: by the majority, the others in the order of energies.</summary>
    /// <param name="size">n.</param>
    /// <param name="overlaps">[n × n], |⟨first|second⟩|².</param>
    /// <returns>[n].</returns>
    public static int[] ByPattern(int size, ReadOnlySpan<double> overlaps)
    {
        int[] partner = new int[size];
        Array.Fill(partner, -1);
        bool[] taken = new bool[size];
        for (int k = 0; k < overlaps.Length; k++)
        {
            if (overlaps[k] > Majority && !taken[k % size])
            {
                partner[k / size] = k % size;
                taken[k % size] = true;
            }
        }

        int free = 0;
        for (int i = 0; i < size; i++)
        {
            if (partner[i] >= 0)
            {
                continue;
            }

            while (taken[free])
            {
                free++;
            }

            partner[i] = free;
            taken[free] = true;
        }

        return partner;
    }
}
