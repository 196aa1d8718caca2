using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace.OpenCl;

/// <summary>A linear map of rows of features on a device: one dense matrix for each degree.</summary>
internal sealed class OpenClLinearMap
{
    // Rows that are pushed through the map at a time to find its matrices.
    const int Probes = 32;

    readonly FeatureLayout from, to;
    readonly (int Columns, int First)[] degrees;
    readonly OpenClBuffer<double> matrices;

    /// <summary>Finds the matrices by what the map makes of unit vectors: whatever its own layout is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="queue">Who copies.</param>
    /// <param name="from">Layout of x.</param>
    /// <param name="to">Layout of y.</param>
    /// <param name="map">Maps a number of rows of x to those of y.</param>
    public OpenClLinearMap(OpenClDevice device, OpenClQueue queue, FeatureLayout from, FeatureLayout to, Action<int, double[], double[]> map)
    {
        (this.from, this.to) = (from, to);
        degrees = new (int, int)[to.MaxDegree + 1];
        List<double> values = [];
        double[] x = new double[Probes * from.Size], y = new double[Probes * to.Size];
        for (int l = 0; l <= to.MaxDegree; l++)
        {
            int width = l <= from.MaxDegree ? from.Widths[l] : 0;
            degrees[l] = (width, values.Count);
            for (int first = 0; first < width; first += Probes)
            {
                int count = Math.Min(Probes, width - first);
                Array.Clear(x);
                for (int k = 0; k < count; k++)
                {
                    x[(k * from.Size) + from.Offsets[l] + first + k] = 1;
                }

                map(Probes, x, y);
                for (int k = 0; k < count; k++)
                {
                    values.AddRange(y.AsSpan((k * to.Size) + to.Offsets[l], to.Widths[l]));
                }
            }
        }

        matrices = device.Upload<double>([.. values], queue);
    }

    /// <summary>The matrices of a map of features.</summary>
    public static OpenClLinearMap? Of(OpenClDevice device, OpenClQueue queue, FeatureLayout from, FeatureLayout to, EquivariantLinear<double>? map) =>
        map is null ? null : new(device, queue, from, to, (rows, x, y) => map.Compute(rows, x, y));

    /// <summary>y = x W, or y += x W.</summary>
    /// <param name="run">Who launches.</param>
    /// <param name="rows">Rows of y.</param>
    /// <param name="slots">Which rows.</param>
    /// <param name="places">Where mapped slots read from.</param>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    /// <param name="add">True to add.</param>
    public void Compute(
        OpenClTangentQueue run, int rows, in MapSlots slots, OpenClBuffer<int> places, OpenClBuffer<double> x, OpenClBuffer<double> y, bool add = false)
    {
        const int rowsOfItem = 6;
        for (int l = 0; l < degrees.Length; l++)
        {
            (int width, int first) = degrees[l];
            if (width == 0 && add)
            {
                continue;
            }

            int sub = (2 * l) + 1, count = rows * sub;
            OpenClKernel kernel = run.Kernel("map_rows").Pass(slots).Pass(count).Pass(sub).Pass(width).Pass(to.Widths[l]).Pass(from.Size)
                .Pass(width > 0 ? from.Offsets[l] : 0).Pass(to.Size).Pass(to.Offsets[l]).Pass(add ? 1 : 0).Pass(first).Pass(places).Pass(matrices).Pass(x).Pass(y);
            run.Run(kernel, to.Widths[l], (count + rowsOfItem - 1) / rowsOfItem);
        }
    }
}
