using InsCore.Dynamics;
using Xunit;

namespace InsCore.Tests.Dynamics;

public sealed class CounterRandomTests
{
    // Known answers of Philox4x32-10 that its authors publish with their library Random123.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_are_those_of_the_published_generator(uint a, uint b, uint c, uint d, uint k, uint l, uint w, uint x, uint y, uint z) =>
        Assert.Equal((w, x, y, z), CounterRandom.Block((a, b, c, d), (k, l)));

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        CounterRandom random = new(7, 1, 2);
        const int n = 200_000;
        double[] sums = new double[5];
        for (int k = 0; k < n; k++)
        {
            double x = random.Normal();
            for (int power = 1; power <= 4; power++)
            {
                sums[power] += Math.Pow(x, power) / n;
            }
        }

        // Four standard errors of the moments: √(1, 2, 15, 96)/√n.
        double unit = 4 / Math.Sqrt(n);
        Assert.Equal(0, sums[1], unit);
        Assert.Equal(1, sums[2], unit * Math.Sqrt(2));
        Assert.Equal(0, sums[3], unit * Math.Sqrt(15));
        Assert.Equal(3, sums[4], unit * Math.Sqrt(96));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7.5)]
    public void Gamma_numbers_have_the_mean_and_variance_of_their_shape(double shape)
    {
        CounterRandom random = new(8, 1, 2);
        const int n = 100_000;
        double first = 0, second = 0;
        for (int k = 0; k < n; k++)
        {
            double x = random.Gamma(shape);
            first += x / n;
            second += (x - shape) * (x - shape) / n;
        }

        Assert.Equal(shape, first, 4 * Math.Sqrt(shape / n));
        Assert.Equal(shape, second, 4 * Math.Sqrt(((2 * shape * shape) + (6 * shape)) / n));
    }

    [Fact]
    public void Sequences_of_other_steps_purposes_or_seeds_are_others_and_the_same_one_repeats()
    {
        double First(ulong seed, uint purpose, long step) => new CounterRandom(seed, purpose, step).Uniforms().First;
        double[] all = [First(1, 1, 1), First(2, 1, 1), First(1, 2, 1), First(1, 1, 2), First(1UL << 32, 1, 1), First(1, 1, 1L << 32)];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], First(1, 1, 1));
        Assert.All(all, x => Assert.InRange(x, double.Epsilon, 1 - 1e-16));
    }
}
