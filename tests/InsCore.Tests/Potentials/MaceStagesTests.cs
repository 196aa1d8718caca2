using InsCore.Kernels;
using InsCore.Potentials.Mace;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>Every intermediate tensor of the five models for cell9.</summary>
public sealed class MaceStagesTests
{
    const double Tolerance = 1e-11;

    public static TheoryData<string> Models => [.. MaceReference.Models];

    [Theory, MemberData(nameof(Models))]
    public void Edges_EqualTheReference(string model)
    {
        (MaceStages stages, Dictionary<string, NumpyArray> expected, int[] edges) = Prepare(model);
        bool outer = !stages.Model.Radial.EnvelopeOnBasis;
        double[] f = expected["radial_embedding.cutoff_fn"].Values;
        double[] harmonics = expected["spherical_harmonics"].Values;
        int count = stages.Engine.Edges.HarmonicCount;
        Check(model, "edge vectors", expected["edge_vectors"].Values, edges.SelectMany(e => Components(stages.Graph.Vector[e])));
        Check(model, "radial basis", expected["radial_embedding.0"].Values, edges.SelectMany(stages.Basis));
        Check(model, "harmonics", harmonics.Select((y, i) => outer ? y * f[i / count] : y), edges.SelectMany(stages.Harmonics));
        Check(model, "envelope", f, edges.Select(e => RadialBasis.Envelope(
            stages.Graph.Vector[e].Norm, stages.Model.Radial.CutoffRadius, stages.Model.Radial.EnvelopePower).Value));
        if (stages.Model.Repulsion is ZblRepulsion repulsion)
        {
            int Z(int atom) => stages.Model.AtomicNumbers[stages.Elements[atom]];
            IEnumerable<double> own = Enumerable.Range(0, stages.Elements.Length).Select(i => Enumerable
                .Range(stages.Graph.First[i], stages.Graph.First[i + 1] - stages.Graph.First[i])
                .Sum(e => 0.5 * repulsion.Evaluate(stages.Graph.Vector[e].Norm, Z(i), Z(stages.Graph.Sender[e])).Value));
            Check(model, "pair repulsion", expected["pair_repulsion_fn"].Values, own);
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Interactions_EqualTheReference(string model)
    {
        (MaceStages stages, Dictionary<string, NumpyArray> expected, int[] edges) = Prepare(model);
        Check(model, "embedding", expected["node_embedding"].Values, stages.Features(0));
        for (int t = 0; t < stages.Model.Layers.Length; t++)
        {
            string block = $"interactions.{t}";
            MaceLayer layer = stages.Model.Layers[t];
            double[][] weights = stages.PathWeights(t);
            Check(model, $"{block}.linear_up", expected[$"{block}.linear_up"].Values, stages.Sent(t));
            Check(model, $"{block}.conv_tp_weights", expected[$"{block}.conv_tp_weights"].Values, edges.SelectMany(e => weights[e]));
            Check(model, $"{block}.conv_tp", expected[$"{block}.conv_tp_summed"].Values, stages.Messages(t));
            if (layer.Density is not null)
            {
                double[] density = stages.Density(t);
                Check(model, $"{block}.density_fn", expected[$"{block}.density_fn"].Values, edges.Select(e => density[e]));
            }

            if (layer.Gate is null)
            {
                Check(model, $"{block}.linear", expected[$"{block}.linear"].Values, stages.Mixed(t));
            }
            else
            {
                Check(model, $"{block}.linear_1", expected[$"{block}.linear_1"].Values, stages.Mixed(t));
                Check(model, $"{block}.linear_res", expected[$"{block}.linear_res"].Values, stages.GateResidual(t));
                Check(model, $"{block}.equivariant_nonlin", expected[$"{block}.equivariant_nonlin"].Values, stages.Gated(t));
                Check(model, $"{block}.linear_2", expected[$"{block}.linear_2"].Values, stages.Message(t));
            }

            if (layer.Skip is not null)
            {
                Check(model, $"{block}.skip_tp", expected[$"{block}.1"].Values, stages.Skip(t));
            }

            double[] reshaped = Reshaped(expected[$"{block}.0"], layer.Degrees.Message);
            Check(model, block, reshaped, stages.Message(t));
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void ProductsAndReadouts_EqualTheReference(string model)
    {
        (MaceStages stages, Dictionary<string, NumpyArray> expected, _) = Prepare(model);
        for (int t = 0; t < stages.Model.Layers.Length; t++)
        {
            string block = $"products.{t}";
            NumpyArray readout = expected[$"readouts.{t}"];
            Check(model, $"{block}.contraction", expected[$"{block}.symmetric_contractions"].Values, stages.Products(t));
            Check(model, $"{block}.linear", expected[$"{block}.linear"].Values, stages.ProductLinear(t));
            Check(model, block, expected[block].Values, stages.Features(t + 1));
            IEnumerable<double> ofHead = readout.Values.Where((_, i) => i % readout.Shape[1] == stages.Head);
            Check(model, $"readouts.{t}", ofHead, stages.Readout(t));
        }
    }

    static (MaceStages Stages, Dictionary<string, NumpyArray> Expected, int[] Edges) Prepare(string model)
    {
        string own = TestData.Own($"mace/{model}.tensors.npz");
        string path = File.Exists(own) ? own : TestData.Shared($"reference/mace/{model}.tensors.npz");
        Dictionary<string, NumpyArray> expected = NumpyFile.ReadAll(path);
        MaceStages stages = new(model, MaceReference.Structure("cell9"));
        return (stages, expected, MatchEdges(expected, stages.Graph));
    }

    // Which of our edges each edge of the reference is.
    static int[] MatchEdges(Dictionary<string, NumpyArray> expected, NeighbourList graph)
    {
        Dictionary<(int, int, int, int, int), int> own = [];
        for (int i = 0; i + 1 < graph.First.Length; i++)
        {
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                own.Add((graph.Sender[e], i, graph.Shift[3 * e], graph.Shift[(3 * e) + 1], graph.Shift[(3 * e) + 2]), e);
            }
        }

        double[] index = expected["edge_index"].Values, shift = expected["unit_shifts"].Values;
        int count = index.Length / 2;
        Assert.Equal(count, own.Count);
        return [.. Enumerable.Range(0, count).Select(e => own[
            ((int)index[e], (int)index[count + e], (int)shift[3 * e], (int)shift[(3 * e) + 1], (int)shift[(3 * e) + 2])])];
    }

    // [atom, channel, lm] → [atom][l][channel][m]
    static double[] Reshaped(NumpyArray array, int degree)
    {
        int atoms = array.Shape[0], channels = array.Shape[1], components = array.Shape[2];
        return [.. from i in Enumerable.Range(0, atoms)
                from l in Enumerable.Range(0, degree + 1)
                from c in Enumerable.Range(0, channels)
                from m in Enumerable.Range(0, (2 * l) + 1)
                select array.Values[(((i * channels) + c) * components) + (l * l) + m]];
    }

    static IEnumerable<double> Components(Vector3d v) => [v.X, v.Y, v.Z];

    static void Check(string model, string what, IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double error = MaceReference.RelativeError(expected, actual);
        Assert.True(error <= Tolerance, $"{model}, {what}: error {error:g3}");
        AchievedError.Check("MACE: every intermediate tensor, float64 (relative)", "reference implementation, 5 models", error, Tolerance);
    }
}
