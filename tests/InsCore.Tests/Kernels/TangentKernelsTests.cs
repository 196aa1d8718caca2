using System.Numerics;
using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

/// <summary>Both executors of the tangent kernels against plain sums and against each other, each instruction set forced.</summary>
[Collection(nameof(ProcessWideTests))]
public sealed class TangentKernelsTests
{
    // Sums of up to 600 products of numbers below 1.
    const double Rounding = 1e-13;

    [Theory, MemberData(nameof(TangentExecutors.Names), MemberType = typeof(TangentExecutors))]
    public void AddRowProducts_EveryLength_EqualsPlainSums(string executor) => TangentExecutors.With(executor, kernels =>
    {
        for (int length = 1; length <= 67; length++)
        {
            CheckRowProducts(kernels, length, 6, 9, upper: false);
        }

        CheckRowProducts(kernels, 600, 9, 9, upper: true);
        CheckRowProducts(kernels, 513, 18, 18, upper: true);
    });

    [Theory, MemberData(nameof(TangentExecutors.Names), MemberType = typeof(TangentExecutors))]
    public void MultiplyChannels_EveryNumberOfVectors_EqualsPlainSums(string executor) => TangentExecutors.With(executor, kernels =>
    {
        for (int channels = Vector<double>.Count; channels <= 40; channels += Vector<double>.Count)
        {
            CheckChannels(kernels, channels, rows: 3, inputs: 1, outputs: 5);
            CheckChannels(kernels, channels, rows: 9, inputs: 16, outputs: 9);
        }
    });

    [Theory, MemberData(nameof(TangentExecutors.Names), MemberType = typeof(TangentExecutors))]
    public void AddMessages_EqualTheReference(string executor) => TangentExecutors.With(executor, kernels =>
    {
        foreach (TangentShape shape in new[] { new TangentShape(1, 1), new TangentShape(2, 1), new TangentShape(2, 4) })
        {
            for (int channels = Vector<double>.Count; channels <= 24; channels += Vector<double>.Count)
            {
                CheckMessages(kernels, shape, channels, edges: 3, isFirstLayer: channels % 8 == 4);
                CheckMessages(kernels, shape, channels, edges: 31, isFirstLayer: false);
            }
        }
    });

    [Trait("needs", "libinscore")]
    [Fact]
    public void NativeKernels_RefuseShortArrays()
    {
        NativeKernelsTests.SkipWithoutLibrary();
        Assert.Throws<ArgumentException>(() => TangentKernels.Native.AddRowProducts(4, new double[24], new double[24], new double[35]));
        Assert.Throws<ArgumentException>(() => TangentKernels.Native.MultiplyChannels(4, 3, new double[7], new double[12], new double[24]));
    }

    static void CheckRowProducts(TangentKernels kernels, int length, int aRows, int bRows, bool upper)
    {
        double[] a = Numbers(aRows * length, length), b = Numbers(bRows * length, length + 1), g = Numbers(aRows * bRows, 3), before = [.. g];
        kernels.AddRowProducts(length, a, b, g, upper);
        for (int r = 0; r < aRows; r++)
        {
            for (int s = upper ? r - (r % 6) : 0; s < bRows; s++)
            {
                double expected = before[(r * bRows) + s] + Enumerable.Range(0, length).Sum(k => a[(r * length) + k] * b[(s * length) + k]);
                Assert.Equal(expected, g[(r * bRows) + s], Rounding);
            }
        }
    }

    static void CheckChannels(TangentKernels kernels, int channels, int rows, int inputs, int outputs)
    {
        double[] matrix = Numbers(outputs * inputs * channels, 1), x = Numbers(rows * inputs * channels, 2), y = Numbers(rows * outputs * channels, 3);
        kernels.MultiplyChannels(channels, rows, matrix, x, y);
        for (int k = 0; k < y.Length; k++)
        {
            int row = k / (outputs * channels), o = k / channels % outputs, c = k % channels;
            double expected = Enumerable.Range(0, inputs).Sum(
                p => matrix[(((o * inputs) + p) * channels) + c] * x[(((row * inputs) + p) * channels) + c]);
            Assert.Equal(expected, y[k], Rounding);
        }
    }

    static void CheckMessages(TangentKernels kernels, TangentShape shape, int channels, int edges, bool isFirstLayer)
    {
        MessageProblem expected = new(shape, channels, edges, isFirstLayer), actual = new(shape, channels, edges, isFirstLayer);
        expected.ComputePlainly();
        actual.Compute(kernels);
        foreach ((double[] right, double[] found) in expected.Results.Zip(actual.Results))
        {
            for (int k = 0; k < right.Length; k++)
            {
                Assert.Equal(right[k], found[k], 20 * Rounding);
            }
        }
    }

    static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    /// <summary>Random edges between four atoms; features of degrees 0 and 1, coupled to 7 components by 4 paths.</summary>
    sealed class MessageProblem
    {
        const int Atoms = 4, Slots = 3, Terms = 14;

        readonly TangentShape shape;
        readonly TangentPlan plan;
        readonly int edges, channels;
        readonly double[] weights, slopes, couplings, directions, phases, translations, features, tangents, gradient;
        readonly int[] senders, senderSlots, tangentSlots;

        public MessageProblem(TangentShape shape, int channels, int edges, bool isFirstLayer)
        {
            (this.shape, this.channels, this.edges) = (shape, channels, edges);
            plan = new TangentPlan(Convolution(channels));
            int rows = shape.Rows(Slots), size = 4 * channels, slotCount = 5;
            (weights, slopes) = (Numbers(edges * 4 * channels, 1), Numbers(edges * 4 * channels, 2));
            (couplings, directions, phases, translations) = (Numbers(edges * 4 * Terms, 3), Numbers(edges * 3, 4), Numbers(edges * 2, 5), Numbers(edges * 3, 6));
            (features, gradient) = (Numbers(Atoms * size, 7), Numbers(8 * channels, 8));
            tangents = isFirstLayer ? [] : Numbers(shape.Rows(slotCount) * size, 9);
            Random random = new(10);
            senders = [.. Enumerable.Range(0, edges).Select(_ => random.Next(Atoms))];
            senderSlots = [.. Enumerable.Range(0, edges).Select(_ => random.Next(Slots))];
            tangentSlots = isFirstLayer ? [] : [.. Enumerable.Range(0, edges * Slots).Select(_ => random.Next(-1, slotCount))];
            Results = [Numbers(rows * 8 * channels, 11), Numbers(rows * 3, 12), Numbers(3 * Atoms * size, 13)];
        }

        public double[][] Results { get; }

        public void Compute(TangentKernels kernels) => kernels.AddMessages(plan, new TangentMessageData
        {
            Shape = shape, Slots = Slots, ReceiverSlot = 1, Scale = 0.7, Weight = 2, Weights = weights, WeightSlopes = slopes, Couplings = couplings,
            Directions = directions, Phases = phases, Translations = translations, Senders = senders, SenderSlots = senderSlots,
            Features = features, TangentSlots = tangentSlots, Tangents = tangents, Gradient = gradient,
            Sums = Results[0], Mixed = Results[1], SenderGradients = Results[2],
        });

        // M = R T h term by term; T and R change with dr, h with dh, all in complex numbers.
        public void ComputePlainly()
        {
            ConvolutionPlan<double> c = Convolution(channels);
            for (int e = 0; e < edges; e++)
            {
                for (int path = 0; path < 4; path++)
                {
                    for (int group = c.PathGroups[path]; group < c.PathGroups[path + 1]; group++)
                    {
                        for (int term = c.GroupTerms[group]; term < c.GroupTerms[group + 1]; term++)
                        {
                            for (int k = 0; k < channels; k++)
                            {
                                AddTerm(e, path, term, c.GroupFeature[group] + k, c.TermMessage[term] + k, k);
                            }
                        }
                    }
                }
            }
        }

        void AddTerm(int e, int path, int term, int source, int target, int k)
        {
            double r = weights[(((e * 4) + path) * channels) + k], slope = slopes[(((e * 4) + path) * channels) + k], t = couplings[(4 * e * Terms) + term];
            double h = features[(senders[e] * 4 * channels) + source];
            Complex p = new(phases[2 * e], shape.Parts == 2 ? phases[(2 * e) + 1] : 0);
            for (int a = 0; a < 3; a++)
            {
                double change = (slope * directions[(3 * e) + a] * t) + (r * couplings[(((4 * e) + a + 1) * Terms) + term]);
                AddSum(0, 1, a, target, 0.7 * change * h);
                for (int set = 0; set < shape.Sets; set++)
                {
                    AddSum(set, senderSlots[e], a, target, -0.7 * change * h * (set == 0 ? p : PhaseSlope(e, set, p)));
                }

                Results[2][(((senders[e] * 3) + a) * 4 * channels) + source] += tangentSlots.Length > 0 ? 2 * change * gradient[target] : 0;
                for (int s = 0; s < Slots && tangentSlots.Length > 0; s++)
                {
                    for (int b = 0; b < 3 * shape.Sets && tangentSlots[(e * Slots) + s] >= 0; b++)
                    {
                        Complex turned = Turned(e, s, b / 3, b % 3, source, p);
                        int row = ((((b / 3) * Slots) + s) * shape.SlotRows) + (b % 3 * shape.Parts);
                        Results[1][(3 * row) + a] += change * gradient[target] * turned.Real;
                        if (shape.Parts == 2)
                        {
                            Results[1][(3 * (row + 1)) + a] += change * gradient[target] * turned.Imaginary;
                        }

                        if (a == 0)
                        {
                            AddSum(b / 3, s, b % 3, target, 0.7 * r * t * turned);
                        }
                    }
                }
            }
        }

        Complex PhaseSlope(int e, int set, Complex p) => new Complex(0, -translations[(3 * e) + set - 1]) * p;

        Complex Turned(int e, int s, int set, int axis, int source, Complex p)
        {
            Complex Tangent(int ofSet)
            {
                int row = (((ofSet * 5) + tangentSlots[(e * Slots) + s]) * shape.SlotRows) + (axis * shape.Parts), size = 4 * channels;
                return new(tangents[(row * size) + source], shape.Parts == 2 ? tangents[((row + 1) * size) + source] : 0);
            }

            return (p * Tangent(set)) + (set > 0 ? PhaseSlope(e, set, p) * Tangent(0) : 0);
        }

        void AddSum(int set, int slot, int axis, int target, Complex value)
        {
            int row = (((set * Slots) + slot) * shape.SlotRows) + (axis * shape.Parts), size = 8 * channels;
            Results[0][(row * size) + target] += value.Real;
            if (shape.Parts == 2)
            {
                Results[0][((row + 1) * size) + target] += value.Imaginary;
            }
        }

        // Paths: degree 0 → components 0 and 1-3, degree 1 → component 4 and, not all coupled, 5-7.
        static ConvolutionPlan<double> Convolution(int channels) => new()
        {
            Channels = channels, HarmonicCount = 1, FeatureSize = 4 * channels, MessageSize = 8 * channels,
            PathGroups = [0, 1, 2, 5, 8],
            GroupFeature = [.. new[] { 0, 0, 1, 2, 3, 1, 2, 3 }.Select(m => m * channels)],
            GroupTerms = [0, 1, 4, 5, 6, 7, 9, 11, 14],
            TermMessage = [.. new[] { 0, 1, 2, 3, 4, 4, 4, 5, 6, 6, 7, 5, 6, 7 }.Select(m => m * channels)],
            TermFactors = new int[Terms + 1], FactorHarmonic = [], FactorCoefficient = [], MostTermsOfPath = 7,
        };
    }
}
