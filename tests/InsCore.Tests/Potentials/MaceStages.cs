using InsCore.Kernels;
using InsCore.Potentials;
using InsCore.Potentials.Mace;
using InsCore.Structures;
using InsCore.TestSupport;

namespace InsCore.Tests.Potentials;

/// <summary>Runs the stages of the engine one by one on a whole structure and hands out what is between them, unpadded.</summary>
internal sealed class MaceStages
{
    readonly MaceState<double> state;
    readonly MaceScratch<double> scratch = new();
    readonly Chunk all;

    public MaceStages(string model, Crystal crystal)
    {
        ModelFile file = ModelFile.Read(TestData.Own($"mace/{model}.safetensors"));
        Model = MaceModelReader.Read(file.Archive, model);
        Head = (int)MaceReference.Results(model)["cell9"]!["head"]!;
        Engine = new MaceEngine<double>(Model, Head);
        Graph = NeighbourList.Build(crystal, Model.Radial.CutoffRadius);
        Elements = [.. crystal.AtomicNumbers.ToArray().Select(z => Array.IndexOf(Model.AtomicNumbers, z))];
        MaceEngine<double>.Workspace workspace = new();
        Engine.Sweep(Graph, Elements, 1, workspace, CancellationToken.None);
        state = workspace.State;
        all = new Chunk(0, Elements.Length, 0, Graph.Sender.Length);
    }

    public MaceState<double> State => state;

    public MaceModel Model { get; }

    public int Head { get; }

    public MaceEngine<double> Engine { get; }

    public NeighbourList Graph { get; }

    public int[] Elements { get; }

    public double[] Basis(int edge) =>
        state.Basis.Span.Slice(edge * Engine.Edges.BasisWidth, Model.Radial.Frequencies.Length).ToArray();

    public double[] Harmonics(int edge) => state.Harmonics.Span.Slice(edge * Engine.Edges.HarmonicCount, Engine.Edges.HarmonicCount).ToArray();

    /// <summary>Features before layer t (behind the last one for t = number of layers), [nAtoms × irreps].</summary>
    public double[] Features(int t) => Flat(
        state.Layers[t].Features.Span, t == 0 ? Engine.Layers[0].InputLayout : Engine.Layers[t - 1].OutputLayout,
        t == 0 ? Model.Layers[0].Channels.Input : Model.Layers[t - 1].Channels.Node);

    public double[] Sent(int t) => Flat(state.Layers[t].Sent.Span, Engine.Layers[t].SentLayout, Model.Layers[t].Channels.Edge);

    /// <summary>Path weights of each edge, [nEdges][nPaths × channels].</summary>
    public double[][] PathWeights(int t)
    {
        LayerForward<double>.ComputeRadial(Engine.Layers[t], t, Engine.Edges, all, state, scratch);
        int width = Engine.Layers[t].PathWeights.OutputWidth, paths = Model.Layers[t].Paths.Length, channels = Model.Layers[t].Channels.Edge;
        double[] output = scratch.PathNet.Output.ToArray();
        return [.. Enumerable.Range(0, all.EdgeCount).Select(e => Enumerable.Range(0, paths * channels)
            .Select(k => output[(e * width) + (k / channels * (width / paths)) + (k % channels)]).ToArray())];
    }

    /// <summary>Output of the density network, [nEdges].</summary>
    public double[] Density(int t)
    {
        LayerForward<double>.ComputeRadial(Engine.Layers[t], t, Engine.Edges, all, state, scratch);
        int width = Engine.Layers[t].Density!.OutputWidth;
        double[] output = scratch.DensityNet.Output.ToArray();
        return [.. Enumerable.Range(0, all.EdgeCount).Select(e => output[e * width])];
    }

    /// <summary>Message sums, slot by slot, [nAtoms × irreps].</summary>
    public double[] Messages(int t)
    {
        int channels = Model.Layers[t].Channels.Edge;
        FeatureLayout layout = Engine.Layers[t].Convolution.MessageLayout;
        double[] sums = Summed(t);
        List<double> flat = [];
        for (int i = 0; i < Elements.Length; i++)
        {
            foreach (CouplingPath path in Model.Layers[t].Paths)
            {
                for (int c = 0; c < channels; c++)
                {
                    for (int m = 0; m <= 2 * path.Message; m++)
                    {
                        int row = layout.Offsets[path.Message] + (m * layout.Widths[path.Message]);
                        flat.Add(sums[(i * layout.Size) + row + (path.Slot * Engine.Layers[t].SentLayout.Widths[0]) + c]);
                    }
                }
            }
        }

        return [.. flat];
    }

    /// <summary>"linear" or, in gated blocks, "linear_1".</summary>
    public double[] Mixed(int t)
    {
        FeatureLayout layout = Engine.Layers[t].Gate?.InputLayout ?? Engine.Layers[t].NodeLayout;
        double[] mixed = new double[Elements.Length * layout.Size];
        Engine.Layers[t].Mix.Compute(Elements.Length, Summed(t), mixed);
        return Flat(mixed, layout, Model.Layers[t].Channels.Node);
    }

    public double[] GateResidual(int t)
    {
        FeatureLayout layout = Engine.Layers[t].Gate!.InputLayout;
        double[] residual = new double[Elements.Length * layout.Size];
        Engine.Layers[t].GateResidual!.Compute(Elements.Length, state.Layers[t].Sent.Span, residual);
        return Flat(residual, layout, Model.Layers[t].Channels.Node);
    }

    public double[] Gated(int t)
    {
        FeatureLayout layout = Engine.Layers[t].NodeLayout;
        double[] gated = new double[Elements.Length * layout.Size];
        Engine.Layers[t].Gate!.Compute(Elements.Length, state.Layers[t].GateInput.Span, gated);
        return Flat(gated, layout, Model.Layers[t].Channels.Node);
    }

    /// <summary>What enters the contraction, [nAtoms × irreps].</summary>
    public double[] Message(int t) => Flat(state.Layers[t].Message.Span, Engine.Layers[t].NodeLayout, Model.Layers[t].Channels.Node);

    public double[] Products(int t) => Flat(Contracted(t), Engine.Layers[t].OutputLayout, Model.Layers[t].Channels.Node);

    public double[] ProductLinear(int t)
    {
        FeatureLayout layout = Engine.Layers[t].OutputLayout;
        double[] output = new double[Elements.Length * layout.Size];
        Engine.Layers[t].ProductMap.Compute(Elements.Length, Contracted(t), output);
        return Flat(output, layout, Model.Layers[t].Channels.Node);
    }

    public double[] Skip(int t)
    {
        LayerStages<double> layer = Engine.Layers[t];
        double[] output = new double[Elements.Length * layer.OutputLayout.Size];
        for (int i = 0; i < Elements.Length; i++)
        {
            layer.Of(Elements[i]).Skip!.Compute(
                1, state.Layers[t].Features.Span.Slice(i * layer.InputLayout.Size, layer.InputLayout.Size),
                output.AsSpan(i * layer.OutputLayout.Size, layer.OutputLayout.Size));
        }

        return Flat(output, layer.OutputLayout, Model.Layers[t].Channels.Node);
    }

    /// <summary>The layer's energies, eV, before scaling.</summary>
    public double[] Readout(int t)
    {
        double[] energies = new double[Elements.Length];
        Engine.Layers[t].Readout!.Compute(state.Layers[t + 1].Features.Span, energies);
        return Array.ConvertAll(energies, e => e / Model.Scale[Head]);
    }

    double[] Summed(int t)
    {
        LayerStages<double> layer = Engine.Layers[t];
        double[] sums = new double[Elements.Length * layer.Convolution.MessageLayout.Size];
        LayerForward<double>.ComputeRadial(layer, t, Engine.Edges, all, state, scratch);
        layer.Convolution.Compute(
            Graph.First, Graph.Sender, state.Layers[t].Sent.Span, state.Harmonics.Span, scratch.PathNet.Output,
            new double[Graph.Sender.Length * layer.Convolution.Plan.TermCount], sums);
        return sums;
    }

    double[] Contracted(int t)
    {
        LayerStages<double> layer = Engine.Layers[t];
        int size = layer.NodeLayout.Size, outputSize = layer.OutputLayout.Size;
        double[] products = new double[Elements.Length * outputSize];
        for (int i = 0; i < Elements.Length; i++)
        {
            layer.Contraction.Compute(
                layer.Of(Elements[i]).Coefficients, state.Layers[t].Message.Span.Slice(i * size, size), products.AsSpan(i * outputSize, outputSize));
        }

        return products;
    }

    // [atom][l][m][channel, padded] → [atom][l][channel][m]
    double[] Flat(ReadOnlySpan<double> features, FeatureLayout layout, int channels)
    {
        int padded = Lanes<double>.Pad(channels);
        List<double> flat = [];
        for (int i = 0; i < Elements.Length; i++)
        {
            for (int l = 0; l <= layout.MaxDegree; l++)
            {
                for (int c = 0; c < layout.Widths[l] / padded * channels; c++)
                {
                    for (int m = 0; m <= 2 * l; m++)
                    {
                        int column = (c / channels * padded) + (c % channels);
                        flat.Add(features[(i * layout.Size) + layout.Offsets[l] + (m * layout.Widths[l]) + column]);
                    }
                }
            }
        }

        return [.. flat];
    }
}
