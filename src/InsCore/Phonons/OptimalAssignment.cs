namespace InsCore.Phonons;

/// <summary>The one-to-one assignment of rows to columns with the largest total gain.</summary>
/// <remarks>
/// Shortest augmenting paths with potentials, O(n³): H. W. Kuhn, Naval Res. Logist. Q. 2, 83 (1955); R. Jonker, A. Volgenant, Computing 38, 325
/// (1987). Costs are the negative gains; u and v are the dual variables, with cost - u - v ≥ 0 everywhere and = 0 on the assignment.
/// </remarks>
internal static class OptimalAssignment
{
    /// <summary>Finds the assignment.</summary>
    /// <param name="size">n.</param>
    /// <param name="gain">[n × n], finite.</param>
    /// <returns>[n], the column of each row.</returns>
    public static int[] Maximize(int size, ReadOnlySpan<double> gain)
    {
        double[] u = new double[size], v = new double[size];
        int[] rowOf = new int[size];
        Array.Fill(rowOf, -1);
        for (int row = 0; row < size; row++)
        {
            Augment(size, gain, row, u, v, rowOf);
        }

        int[] columnOf = new int[size];
        for (int column = 0; column < size; column++)
        {
            columnOf[rowOf[column]] = column;
        }

        return columnOf;
    }

    // Grows a tree of tight edges from a free row until it reaches a free column, then flips the path.
    static void Augment(int size, ReadOnlySpan<double> gain, int start, double[] u, double[] v, int[] rowOf)
    {
        double[] slack = new double[size];
        int[] previous = new int[size];
        bool[] inTree = new bool[size];
        Array.Fill(slack, double.PositiveInfinity);
        List<int> tree = [];
        int row = start, from = -1, end;
        do
        {
            int next = -1;
            for (int column = 0; column < size; column++)
            {
                if (inTree[column])
                {
                    continue;
                }

                double reduced = -gain[(row * size) + column] - u[row] - v[column];
                if (reduced < slack[column])
                {
                    slack[column] = reduced;
                    previous[column] = from;
                }

                next = next < 0 || slack[column] < slack[next] ? column : next;
            }

            double delta = slack[next];
            u[start] += delta;
            foreach (int column in tree)
            {
                u[rowOf[column]] += delta;
                v[column] -= delta;
            }

            for (int column = 0; column < size; column++)
            {
                slack[column] -= inTree[column] ? 0 : delta;
            }

            inTree[next] = true;
            tree.Add(next);
            from = end = next;
            row = rowOf[next];
        }
        while (row >= 0);

        for (int column = end; column >= 0; column = previous[column])
        {
            rowOf[column] = previous[column] < 0 ? start : rowOf[previous[column]];
        }
    }
}
