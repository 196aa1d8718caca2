using System.Numerics.Tensors;
using InsCore.Spectra;

namespace InsCore.Scattering;

/// <summary>Collects what species and orders scatter at each Q, and makes a map of it.</summary>
/// <remarks>Different Q may be added from different threads.</remarks>
internal sealed class MapParts
{
    readonly MapFrame frame;
    readonly ScatteringOptions options;
    readonly IReadOnlyList<string> labels;
    readonly bool hasCoherent;
    readonly double[][][] species; // [species][nQ][bins]
    readonly double[][][] orders;  // [0: higher, n: order n][nQ][bins]
    readonly double[] elastic;     // [nQ]

    /// <summary>Begins with nothing.</summary>
    /// <param name="frame">The bins.</param>
    /// <param name="labels">Of the species.</param>
    /// <param name="options">Orders and weighting.</param>
    /// <param name="hasCoherent">True where a coherent one-phonon part comes beside, so that one phonon counts with σ_inc alone.</param>
    public MapParts(MapFrame frame, IReadOnlyList<string> labels, ScatteringOptions options, bool hasCoherent)
    {
        (this.frame, this.labels, this.options, this.hasCoherent) = (frame, labels, options, hasCoherent);
        species = [.. labels.Select(_ => frame.NewColumns())];
        orders = [.. Enumerable.Range(0, options.Orders + 1).Select(_ => frame.NewColumns())];
        elastic = new double[frame.Q.Length];
    }

    /// <summary>Adds one species at one Q.</summary>
    /// <param name="index">Of the species.</param>
    /// <param name="q">Index of the Q.</param>
    /// <param name="section">Its cross sections.</param>
    /// <param name="rows">S before resolution on the bins of the grid: 0 for all inelastic orders, n for order n.</param>
    /// <param name="still">Its elastic line.</param>
    public void Add(int index, int q, CrossSection section, double[][] rows, double still)
    {
        double several = section.Value(options.Weighting) / (4 * Math.PI), single = hasCoherent ? Single(section, options.Weighting) / (4 * Math.PI) : several;
        double perBin = 1 / options.BinWidth;
        AddTo(species[index][q], rows[0], several * perBin);
        AddTo(orders[0][q], rows[0], several * perBin);
        AddTo(species[index][q], rows[1], (single - several) * perBin);
        for (int order = 1; order < orders.Length; order++)
        {
            double[] values = rows[order];
            AddTo(orders[order][q], values, (order == 1 ? single : several) * perBin);
            AddTo(orders[0][q], values, -several * perBin);
        }

        elastic[q] += several * still;
    }

    /// <summary>The map, with resolution and mask.</summary>
    /// <param name="coherent">The coherent one-phonon part before resolution, [nQ][bins of the grid]; null for none.</param>
    public ScatteringMap Finish(double[][]? coherent)
    {
        List<Spectrum2D> processes = coherent is null ? [] : [frame.Finish("order 1, coherent", coherent)];
        for (int order = 1; order < orders.Length; order++)
        {
            processes.Add(frame.Finish($"order {order}{(order == 1 && hasCoherent ? ", incoherent" : "")}", orders[order]));
        }

        processes.Add(frame.Finish("higher orders", orders[0]));
        double[] sum = new double[processes[0].Intensities.Length];
        foreach (Spectrum2D part in processes)
        {
            TensorPrimitives.Add(sum, part.Intensities, sum);
        }

        return new()
        {
            Total = processes[0] with { Label = "total", Intensities = sum },
            Processes = processes,
            Species = [.. labels.Select((label, s) => frame.Finish(label, species[s]))],
            Elastic = elastic,
            Bank = frame.Bank,
        };
    }

    /// <summary>Cross section of one phonon beside the coherent part: the incoherent one, where anything incoherent is wanted.</summary>
    internal static double Single(CrossSection section, Weighting weighting) => weighting == Weighting.Coherent ? 0 : section.Incoherent;

    static void AddTo(double[] sum, double[] values, double scale) => TensorPrimitives.MultiplyAdd(values, scale, sum, sum);
}
