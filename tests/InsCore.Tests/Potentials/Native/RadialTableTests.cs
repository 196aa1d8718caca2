using InsCore.Kernels;
using InsCore.Potentials;
using InsCore.Potentials.Mace;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials.Native;

/// <summary>Polynomials of the radial tables against the networks they stand for.</summary>
[Trait("needs", "libinscore")]
public sealed class RadialTableTests
{
    // Twice the tolerance by which the tables choose their intervals, at distances they did not look at.
    const double DoubleTolerance = 4e-12;
    const double SingleTolerance = 2e-7;

    public static TheoryData<string> Models => [.. MaceReference.Models];

    [Theory, MemberData(nameof(Models))]
    public void Values_EqualTheNetworks(string name)
    {
        Assert.SkipUnless(NativeKernels.AreAvailable, NativeKernels.Describe());
        Compare<double>(name, DoubleTolerance);
        Compare<float>(name, SingleTolerance);
    }

    static void Compare<T>(string name, double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        MaceModel model = MaceModelReader.Read(ModelFile.Read(TestData.Own($"mace/{name}.safetensors")).Archive, name);
        int block = NativeBlock.Of<T>(), terms = NativeConvolutionKernel.TableTerms<T>();
        Random random = new(1);
        foreach (MaceLayer layer in model.Layers)
        {
            RadialFunctions functions = new(model, layer, isFolded: layer == model.Layers[0] && layer.Gate is null, Lanes<T>.Pad(layer.Channels.Node));
            RadialTable<T> table = new(functions);
            GrowingArray<int> firstRows = new();
            double[] everywhere = [.. Enumerable.Range(0, 200).Select(k => RadialTable<T>.Shortest + (k / 199.0 * (functions.CutoffRadius - RadialTable<T>.Shortest)))];
            (T[] values, int rows) = table.For([0, 1], firstRows);
            int paths = functions.Paths, columns = functions.Columns, blocks = columns / paths / block;
            for (int trial = 0; trial < 20; trial++)
            {
                double r = RadialTable<T>.Shortest + (random.NextDouble() * (functions.CutoffRadius - RadialTable<T>.Shortest));
                (int sender, int receiver) = (random.Next(2), random.Next(2));
                (int interval, double t) = table.Locate(r);
                int row = firstRows.Span[(sender * model.AtomicNumbers.Length) + receiver] + interval;
                double[] expected = functions.Weights(sender, receiver, [r]);
                double[] actual = new double[columns];
                for (int c = 0; c < columns; c++)
                {
                    (int path, int channel) = Math.DivRem(c, columns / paths);
                    int slice = ((channel / block * paths) + path) * rows;
                    for (int n = terms - 1; n >= 0; n--)
                    {
                        actual[c] = (actual[c] * t) + double.CreateChecked(values[((((slice + row) * terms) + n) * block) + (channel % block)]);
                    }
                }

                double largest = functions.Weights(sender, receiver, everywhere).Max(Math.Abs);
                double error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / largest;
                AchievedError.Check(
                    $"MACE: radial tables, {(typeof(T) == typeof(double) ? "float64" : "float32")} (relative)", "the radial networks, 5 models", error, tolerance);
                if (functions.HasDensity)
                {
                    double density = functions.Densities(sender, receiver, [r])[0];
                    Assert.Equal(density, table.Density(row, t).Value, 1e-11);
                }
            }
        }
    }
}
