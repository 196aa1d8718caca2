using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>Functions of the edges' vectors for the native executor: harmonics, places in the radial tables, densities, pair repulsion.</summary>
internal static class EdgeFunctions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes everything that depends on the edges of a chunk alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scale">Factor of the interaction energy, which the repulsion is part of.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="chunk">Atoms.</param>
    /// <param name="state">Graph in; edge arrays, normalizations, repulsion energies and their gradients out.</param>
    public static void Compute(MaceModel model, double scale, NativeLayer<T>[] layers, Chunk chunk, NativeState<T> state)
    {
        int count = layers[0].Plan.HarmonicCount;
        Span<double> harmonics = stackalloc double[count];
        OrderedGraph graph = state.Graph;
        ReadOnlySpan<int> first = graph.First.Span, sender = graph.Sender.Span, elements = graph.Elements.Span;
        for (int i = chunk.FirstAtom; i < chunk.FirstAtom + chunk.AtomCount; i++)
        {
            double repulsion = 0;
            for (int e = first[i]; e < first[i + 1]; e++)
            {
                double r = graph.Vector.Span[e].Norm;
                Vector3d u = (1 / r) * graph.Vector.Span[e];
                SphericalHarmonicsKernel.Compute(model.HarmonicDegree, u, harmonics);
                Span<T> target = state.Harmonics.Span.Slice(e * count, count);
                for (int k = 0; k < count; k++)
                {
                    target[k] = T.CreateTruncating(harmonics[k]);
                }

                state.EdgeGradients.Span[e] = default;
                if (model.Repulsion is ZblRepulsion zbl)
                {
                    // Each of the two directions of a pair carries half of its energy.
                    (double v, double slope) = zbl.Evaluate(
                        r, model.AtomicNumbers[elements[i]], model.AtomicNumbers[elements[sender[e]]]);
                    repulsion += 0.5 * v;
                    state.EdgeGradients.Span[e] = (0.5 * scale * slope) * u;
                }
            }

            state.AtomEnergies.Span[i] = scale * repulsion;
            for (int t = 0; t < layers.Length; t++)
            {
                Locate(layers[t], i, state.Layers[t], state);
            }
        }
    }

    /// <summary>Adds dE/dr of the edges of a chunk.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="chunk">Atoms.</param>
    /// <param name="gradients">Of the edges' functions, [edges × GradientWidth].</param>
    /// <param name="densityGradients">dE/dρ of each atom of the chunk; empty where there is no density.</param>
    /// <param name="arrays">Of the layer.</param>
    /// <param name="state">Edge gradients in and out.</param>
    public static void Reverse(
        NativeLayer<T> layer, Chunk chunk, ReadOnlySpan<T> gradients, ReadOnlySpan<double> densityGradients, NativeLayerState<T> arrays,
        NativeState<T> state)
    {
        int degree = (int)Math.Sqrt(layer.Plan.HarmonicCount) - 1;
        Span<double> harmonics = stackalloc double[layer.Plan.HarmonicCount];

        // dt/dr: an interval is 2 long in t and 1 in steps.
        double steps = 2 * layer.Table.Steps;
        ReadOnlySpan<int> first = state.Graph.First.Span;
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            for (int e = first[chunk.FirstAtom + i]; e < first[chunk.FirstAtom + i + 1]; e++)
            {
                ReadOnlySpan<T> row = gradients.Slice((e - chunk.FirstEdge) * NativeConvolutionKernel.GradientWidth, NativeConvolutionKernel.GradientWidth);
                double slope = densityGradients.IsEmpty ? 0 : densityGradients[i] * arrays.DensitySlopes.Span[e];
                for (int l = 0; l <= degree; l++)
                {
                    int offset = NativeConvolutionKernel.GradientOffset[l], width = (2 * l) + 1;
                    for (int m = 0; m < width; m++)
                    {
                        harmonics[(l * l) + m] = double.CreateTruncating(row[offset + m]);
                    }

                    slope += double.CreateTruncating(row[offset + width]);
                }

                double r = state.Graph.Vector.Span[e].Norm;
                Vector3d u = (1 / r) * state.Graph.Vector.Span[e];
                state.EdgeGradients.Span[e] += (steps * slope * u) + SphericalHarmonicsKernel.Reverse(degree, u, r, harmonics);
            }
        }
    }

    // Places of one atom's edges in the tables, and 1/(constant + slope · Σ_e density).
    static void Locate(NativeLayer<T> layer, int atom, NativeLayerState<T> arrays, NativeState<T> state)
    {
        RadialTable<T> table = layer.Table;
        ReadOnlySpan<int> first = state.Graph.First.Span, sender = state.Graph.Sender.Span, elements = state.Graph.Elements.Span;
        double density = 0;
        for (int e = first[atom]; e < first[atom + 1]; e++)
        {
            (int interval, double place) = table.Locate(state.Graph.Vector.Span[e].Norm);
            int row = arrays.FirstRows.Span[(elements[sender[e]] * layer.ElementCount) + elements[atom]] + interval;
            arrays.Rows.Span[e] = row;
            arrays.Local.Span[e] = T.CreateTruncating(place);
            if (table.HasDensity)
            {
                (double value, arrays.DensitySlopes.Span[e]) = table.Density(row, place);
                density += value;
            }
        }

        arrays.Normalization.Span[atom] = T.CreateChecked(1 / (layer.Normalization.Constant + (layer.Normalization.Slope * density)));
    }
}
