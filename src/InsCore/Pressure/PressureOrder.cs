namespace InsCore.Pressure;

/// <summary>In which order a series relaxes its pressures, and from where each starts.</summary>
internal static class PressureOrder
{
    /// <summary>The pressure nearest to zero first, from the structure given; then always the one nearest to what is done, from there.</summary>
    /// <param name="pressures">GPa, each once.</param>
    /// <returns>Each pressure with the one whose relaxed structure it starts from; null for the structure given.</returns>
    public static IReadOnlyList<(double Pressure, double? From)> Plan(IEnumerable<double> pressures)
    {
        List<double> open = [.. pressures.Distinct().OrderBy(Math.Abs).ThenByDescending(p => p)];
        List<(double Pressure, double? From)> plan = [];
        while (open.Count > 0)
        {
            double? from = null;
            double next = open[0];
            if (plan.Count > 0)
            {
                next = open.MinBy(p => plan.Min(d => Math.Abs(d.Pressure - p)));
                from = plan.MinBy(d => Math.Abs(d.Pressure - next)).Pressure;
            }

            plan.Add((next, from));
            open.Remove(next);
        }

        return plan;
    }

    /// <summary>The way back: from the ends of the series to where it began, each from its outer neighbour.</summary>
    /// <param name="pressures">GPa, each once.</param>
    /// <returns>Each pressure with its outer neighbour; the ends themselves are turning points and not repeated.</returns>
    public static IReadOnlyList<(double Pressure, double From)> Return(IEnumerable<double> pressures)
    {
        double[] ascending = [.. pressures.Distinct().Order()];
        if (ascending.Length == 0)
        {
            return [];
        }

        int first = Array.IndexOf(ascending, Plan(ascending)[0].Pressure), last = ascending.Length - 1;
        List<(double, double)> way = [];
        for (int i = last - 1; i >= first; i--)
        {
            way.Add((ascending[i], ascending[i + 1]));
        }

        // The beginning is come back to once, from above if there is an above.
        for (int i = 1; i < first || (i == first && first == last); i++)
        {
            way.Add((ascending[i], ascending[i - 1]));
        }

        return way;
    }
}
