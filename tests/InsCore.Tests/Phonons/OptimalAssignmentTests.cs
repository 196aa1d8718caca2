using InsCore.Phonons;
using Xunit;

namespace InsCore.Tests.Phonons;

public class OptimalAssignmentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    public void Maximize_FindsTheBestOfAllPermutations(int size)
    {
        Random random = new(size);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] gain = [.. Enumerable.Range(0, size * size).Select(_ => Math.Round(random.NextDouble(), trial % 3 + 1))];
            int[] columns = OptimalAssignment.Maximize(size, gain);
            Assert.Equal(Enumerable.Range(0, size), columns.Order());
            double found = Enumerable.Range(0, size).Sum(row => gain[(row * size) + columns[row]]);
            Assert.Equal(Best(size, gain, 0, 0), found, 1e-12);
        }
    }

    [Fact]
    public void Maximize_RecoversAPermutation()
    {
        int[] expected = [.. Enumerable.Range(0, 200).OrderBy(n => (n * 7919) % 200)];
        double[] gain = new double[200 * 200];
        Random random = new(3);
        for (int k = 0; k < gain.Length; k++)
        {
            gain[k] = expected[k / 200] == k % 200 ? 0.6 : 0.4 * random.NextDouble();
        }

        Assert.Equal(expected, OptimalAssignment.Maximize(200, gain));
    }

    static double Best(int size, double[] gain, int row, int used)
    {
        if (row == size)
        {
            return 0;
        }

        double best = double.NegativeInfinity;
        for (int column = 0; column < size; column++)
        {
            if ((used & (1 << column)) == 0)
            {
                best = Math.Max(best, gain[(row * size) + column] + Best(size, gain, row + 1, used | (1 << column)));
            }
        }

        return best;
    }
}
