namespace InsCore.Comparison;

/// <summary>Pairs measured with computed peaks in their order, at the least cost.</summary>
/// <remarks>
/// A pair costs |Δ|/t + ½·min(1, |ln(h₁/h₂)|), t being the largest difference of positions allowed at that energy; a peak left alone costs 1. Pairs never cross:
/// the cheapest alignment is found by dynamic programming (S. B. Needleman, C. D. Wunsch, J. Mol. Biol. 48, 443 (1970)).
/// </remarks>
public static class PeakAlignment
{
    const double Alone = 1, HeightWeight = 0.5;

    /// <summary>Finds the pairs.</summary>
    /// <param name="measured">Ascending in energy, heights above the background.</param>
    /// <param name="computed">Ascending in energy, on the same scale.</param>
    /// <param name="tolerance">Largest difference allowed at an energy, both cm⁻¹.</param>
    /// <returns>Indices of the partners, each ascending; -1 for none. Every peak occurs once.</returns>
    public static IReadOnlyList<(int Measured, int Computed)> Pair(
        IReadOnlyList<SpectrumPeak> measured, IReadOnlyList<SpectrumPeak> computed, Func<double, double> tolerance)
    {
        int n = measured.Count, m = computed.Count;
        double[,] cost = new double[n + 1, m + 1];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= m; j++)
            {
                cost[i, j] = i == 0 || j == 0
                    ? Alone * (i + j)
                    : Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + Alone, cost[i - 1, j - 1] + Cost(measured[i - 1], computed[j - 1], tolerance));
            }
        }

        return Trace(measured, computed, tolerance, cost);
    }

    static List<(int Measured, int Computed)> Trace(
        IReadOnlyList<SpectrumPeak> measured, IReadOnlyList<SpectrumPeak> computed, Func<double, double> tolerance, double[,] cost)
    {
        List<(int, int)> pairs = [];
        int i = measured.Count, j = computed.Count;
        while (i > 0 || j > 0)
        {
            if (i > 0 && j > 0 && cost[i, j] == cost[i - 1, j - 1] + Cost(measured[i - 1], computed[j - 1], tolerance))
            {
                pairs.Add((--i, --j));
            }
            else if (j == 0 || (i > 0 && cost[i, j] == cost[i - 1, j] + Alone))
            {
                pairs.Add((--i, -1));
            }
            else
            {
                pairs.Add((-1, --j));
            }
        }

        pairs.Reverse();
        return pairs;
    }

    static double Cost(SpectrumPeak measured, SpectrumPeak computed, Func<double, double> tolerance)
    {
        double distance = Math.Abs(measured.Energy - computed.Energy) / tolerance(measured.Energy);
        bool areHigh = measured.Height > 0 && computed.Height > 0;
        double heights = areHigh ? Math.Min(1, Math.Abs(Math.Log(measured.Height / computed.Height))) : 1;
        return distance <= 1 ? distance + (HeightWeight * heights) : double.PositiveInfinity;
    }
}
