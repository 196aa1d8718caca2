using System.Numerics;
using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

/// <summary>Sums of dyads against their definition, for all widths of the last vector of a row.</summary>
public class HermitianUpdateKernelTests
{
    // Of sums of ten products of numbers below 1.
    const double Tolerance = 1e-14;

    [Fact]
    public void Add_AnySize_AddsTheDyads()
    {
        Random random = new(1);
        for (int atoms = 1; atoms <= 12; atoms++)
        {
            foreach (int terms in (int[])[0, 1, 2, 10])
            {
                Check(atoms, terms, random);
            }
        }
    }

    static void Check(int atoms, int terms, Random random)
    {
        int size = 3 * atoms, half = terms * size, k = 0;
        double[] v = Numbers(2 * half, random), w = Numbers(2 * half, random);
        double[] real = Numbers(9 * atoms * (atoms + 1) / 2, random), imaginary = Numbers(real.Length, random);
        double[] re = [.. real], im = [.. imaginary];
        HermitianUpdateKernel.Add(atoms, terms, v, w, re, im);
        for (int row = 0; row < size; row++)
        {
            for (int column = row / 3 * 3; column < size; column++, k++)
            {
                Complex expected = new(real[k], imaginary[k]);
                for (int n = 0; n < half; n += size)
                {
                    expected += new Complex(v[n + row], v[half + n + row]) * new Complex(w[n + column], -w[half + n + column]);
                }

                Assert.True((expected - new Complex(re[k], im[k])).Magnitude < Tolerance, $"{atoms} atoms, {terms} dyads, ({row}, {column})");
            }
        }

        Assert.Equal(real.Length, k);
    }

    static double[] Numbers(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
