using System.Numerics;
using InsCore.Kernels;
using InsCore.Potentials.Mace;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>Second derivatives of each stage of the engine, against differences of its first ones.</summary>
public sealed class MaceCurvatureTests
{
    const double Step = 1e-4;
    const double Tolerance = 1e-7;      // of differences; relative to the largest value
    const double Rounding = 1e-12;

    [Fact]
    public void Jets_FollowTheChainRule()
    {
        Jet Function(double x)
        {
            Jet r = Jet.Variable(x);
            return (r.Sin() * (0.3 * r).Exp() / (1 + r.Power(2.5))) - (r * r).Tanh();
        }

        Jet at = Function(0.7), below = Function(0.7 - Step), above = Function(0.7 + Step);
        Assert.Equal((above.Value - below.Value) / (2 * Step), at.First, Tolerance);
        Assert.Equal((above.First - below.First) / (2 * Step), at.Second, Tolerance);
    }

    [Theory]
    [InlineData("res_L1")]
    [InlineData("density_zbl_agnesi_L1")]
    public void RadialFunctions_HaveTheirSecondDerivatives(string model)
    {
        MaceModel read = new MaceStages(model, MaceReference.Structure("cell9")).Model;
        foreach (double r in new[] { 0.9, 1.7, 3.1, 4.4 })
        {
            CheckSecond(x => RadialBasis.Envelope(Jet.Variable(x), read.Radial.CutoffRadius, read.Radial.EnvelopePower), r);
            CheckSecond(x => read.Radial.Function(2, read.Radial.Argument(Jet.Variable(x), 0.9)), r);
            CheckSecond(x => read.Repulsion?.Evaluate(Jet.Variable(x), 6, 53) ?? 0, r);
        }

        Assert.Equal(default, RadialBasis.Envelope(Jet.Variable(5), 4.5, 5));
        Assert.Equal(default, read.Repulsion?.Evaluate(Jet.Variable(4), 1, 1) ?? default);
    }

    [Fact]
    public void Harmonics_HaveTheirFirstAndSecondDerivatives()
    {
        Vector3d r = new(0.8, -1.1, 0.45);
        Random random = new(3);
        double[] weights = [.. Enumerable.Range(0, 16).Select(_ => random.NextDouble() - 0.5)];
        Matrix3d curvature = SphericalHarmonicsKernel.Curvature(3, (1 / r.Norm) * r, r.Norm, weights);
        double[] slopes = new double[48];
        SphericalHarmonicsKernel.Slopes(3, (1 / r.Norm) * r, r.Norm, slopes);
        Vector3d gradient = Gradient(r);
        for (int a = 0; a < 3; a++)
        {
            Vector3d step = Step * Matrix3d.Identity.Row(a);
            Vector3d difference = (1 / (2 * Step)) * (Gradient(r + step) - Gradient(r - step));
            Assert.Equal(gradient[a], weights.Zip(slopes[(16 * a)..], (w, y) => w * y).Sum(), Rounding);
            for (int b = 0; b < 3; b++)
            {
                Assert.Equal(difference[b], curvature[a, b], Tolerance);
            }
        }

        Vector3d Gradient(Vector3d at) => SphericalHarmonicsKernel.Reverse(3, (1 / at.Norm) * at, at.Norm, weights);
    }

    [Theory]
    [InlineData("density_zbl_agnesi_L1")]
    [InlineData("gated_mh_L1")]
    public void EdgeFunctions_HaveTheirDerivativesByTheDistance(string model)
    {
        // Two atoms on a line: one edge for each, whose distance is varied.
        for (int layer = 0; layer < 2; layer++)
        {
            (double[][] weights, Jet density) = Evaluate(layer, 2.3);
            (double[][] below, Jet densityBelow) = Evaluate(layer, 2.3 - Step);
            (double[][] above, Jet densityAbove) = Evaluate(layer, 2.3 + Step);
            for (int order = 0; order < 2; order++)
            {
                double largest = weights[order + 1].Max(Math.Abs);
                for (int c = 0; c < weights[0].Length; c++)
                {
                    Assert.Equal((above[order][c] - below[order][c]) / (2 * Step), weights[order + 1][c], Tolerance * largest);
                }
            }

            Assert.Equal((densityAbove.Value - densityBelow.Value) / (2 * Step), density.First, Tolerance);
            Assert.Equal((densityAbove.First - densityBelow.First) / (2 * Step), density.Second, Tolerance);
        }

        (double[][], Jet) Evaluate(int layer, double r)
        {
            MaceStages stages = new(model, new Crystal(null, [6, 16], [default, new Vector3d(0, r, 0)]));
            NodeEdges edges = new(stages.Model, stages.Engine.Edges);
            edges.Compute(stages.State, stages.Engine.Layers[layer], 0, order: 2);
            Assert.Equal(1, edges.Count);
            return ([edges.Weights(0).ToArray(), edges.Weights(0, 1).ToArray(), edges.Weights(0, 2).ToArray()], edges.Densities[0]);
        }
    }

    [Theory]
    [InlineData("res_L1")]
    [InlineData("twohead_L2")]
    public void Contraction_HasItsFirstAndSecondDerivatives(string model)
    {
        const int Rows = 6;
        MaceModel read = new MaceStages(model, MaceReference.Structure("cell9")).Model;
        LayerStages<double> stages = new(read.Layers[0], read, 0);
        ContractionCurvature contraction = new(read.Layers[0], read.AtomicNumbers.Length);
        int size = stages.NodeLayout.Size, outputSize = stages.OutputLayout.Size;
        double[] x = Numbers(size, 1), gradient = Numbers(outputSize, 2), tangents = Numbers(Rows * size, 3);
        double[] jacobian = new double[contraction.JacobianSize], curvature = new double[contraction.CurvatureSize];
        contraction.Compute(2, x, gradient, jacobian, curvature);
        double[] outputs = new double[Rows * outputSize], curved = new double[tangents.Length];
        TangentKernels.Managed.MultiplyChannels(stages.NodeLayout.Widths[0], Rows, jacobian, tangents, outputs);
        TangentKernels.Managed.MultiplyChannels(stages.NodeLayout.Widths[0], Rows, curvature, tangents, curved);
        double[] coefficients = stages.Of(2).Coefficients;
        for (int row = 0; row < Rows; row++)
        {
            double[] below = new double[outputSize], above = new double[outputSize], slopeBelow = new double[size], slopeAbove = new double[size];
            stages.Contraction.Compute(coefficients, Moved(x, tangents, row, -Step), below);
            stages.Contraction.Compute(coefficients, Moved(x, tangents, row, Step), above);
            stages.Contraction.Reverse(coefficients, Moved(x, tangents, row, -Step), gradient, slopeBelow);
            stages.Contraction.Reverse(coefficients, Moved(x, tangents, row, Step), gradient, slopeAbove);
            CheckDifference(below, above, outputs.AsSpan(row * outputSize, outputSize));
            CheckDifference(slopeBelow, slopeAbove, curved.AsSpan(row * size, size));
        }
    }

    [Fact]
    public void Gate_HasItsFirstAndSecondDerivatives()
    {
        MaceModel read = new MaceStages("gated_mh_L1", MaceReference.Structure("cell9")).Model;
        GateStage<double> gate = new LayerStages<double>(read.Layers[0], read, 0).Gate!;
        int size = gate.InputLayout.Size, outputSize = new LayerStages<double>(read.Layers[0], read, 0).NodeLayout.Size;
        double[] x = Numbers(size, 4), gradient = Numbers(outputSize, 5), tangents = Numbers(2 * size, 6);
        double[] outputs = new double[2 * outputSize], curved = new double[2 * size];
        gate.Linearize(2, x, gradient, tangents, outputs, curved);
        for (int row = 0; row < 2; row++)
        {
            double[] below = new double[outputSize], above = new double[outputSize], slopeBelow = new double[size], slopeAbove = new double[size];
            gate.Compute(1, Moved(x, tangents, row, -Step), below);
            gate.Compute(1, Moved(x, tangents, row, Step), above);
            gate.Reverse(1, Moved(x, tangents, row, -Step), gradient, slopeBelow);
            gate.Reverse(1, Moved(x, tangents, row, Step), gradient, slopeAbove);
            CheckDifference(below, above, outputs.AsSpan(row * outputSize, outputSize));
            CheckDifference(slopeBelow, slopeAbove, curved.AsSpan(row * size, size));
        }
    }

    [Fact]
    public void Readout_HasItsSecondDerivative()
    {
        MaceModel read = new MaceStages("twohead_L2", MaceReference.Structure("cell9")).Model;
        LayerStages<double> stages = new(read.Layers[^1], read, 1);
        ReadoutStage<double> readout = stages.Readout!;
        int size = stages.OutputLayout.Size;
        double[] x = Numbers(size, 7), tangent = Numbers(size, 8), z = new double[readout.HiddenUnits], curvature = new double[z.Length];
        readout.Curvature(x, curvature);
        readout.Project(1, tangent, z);
        double[] below = new double[size], above = new double[size];
        readout.Reverse(1, Moved(x, tangent, 0, -Step), below);
        readout.Reverse(1, Moved(x, tangent, 0, Step), above);
        double expected = Enumerable.Range(0, size).Sum(k => tangent[k] * (above[k] - below[k]) / (2 * Step));
        Assert.Equal(expected, z.Zip(curvature, (a, c) => a * a * c).Sum(), Tolerance * Math.Abs(expected));
    }

    static void CheckSecond(Func<double, Jet> function, double r)
    {
        Jet at = function(r);
        double scale = Math.Max(1, Math.Abs(at.Second));
        Assert.Equal(Slope(jet => jet.Value), at.First, Tolerance * scale);
        Assert.Equal(Slope(jet => jet.First), at.Second, Tolerance * scale);

        // Error of the fourth order in the step.
        double Slope(Func<Jet, double> part)
        {
            double Difference(double h) => part(function(r + h)) - part(function(r - h));
            return ((8 * Difference(Step)) - Difference(2 * Step)) / (12 * Step);
        }
    }

    static void CheckDifference(double[] below, double[] above, ReadOnlySpan<double> actual)
    {
        double largest = actual.ToArray().Max(Math.Abs);
        for (int k = 0; k < below.Length; k++)
        {
            Assert.Equal((above[k] - below[k]) / (2 * Step), actual[k], Tolerance * largest);
        }
    }

    static double[] Moved(double[] x, double[] tangents, int row, double step) =>
        [.. x.Select((value, k) => value + (step * tangents[(row * x.Length) + k]))];

    static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
