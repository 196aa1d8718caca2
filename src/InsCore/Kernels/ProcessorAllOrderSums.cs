using System.Numerics.Tensors;

namespace InsCore.Kernels;

/// <summary>All-order sums on this thread, by libinscore or the managed kernel, block of times by block.</summary>
/// <param name="times">Number of times, whole blocks.</param>
/// <param name="orders">Orders to resolve.</param>
internal sealed class ProcessorAllOrderSums(int times, int orders) : AllOrderSums
{
    const int Block = AllOrderKernel.Block;

    readonly double[][] sumRe = Rows(times, orders), sumIm = Rows(times, orders);
    readonly double[] block = new double[12 * Block], blockRe = new double[(orders + 1) * Block], blockIm = new double[(orders + 1) * Block];

    /// <inheritdoc/>
    public override void Add(TimeTensor tensor, int stride, double[] coefficients, double[] damping, double[] weights, CancellationToken cancellation)
    {
        for (int start = 0; start < times; start += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            Gather(tensor, start, stride);
            Array.Clear(blockRe);
            Array.Clear(blockIm);
            if (NativeKernels.AreAvailable)
            {
                NativeAllOrderKernel.Accumulate(Block, orders, block, coefficients, damping, weights, blockRe, blockIm);
            }
            else
            {
                AllOrderKernel.Accumulate(Block, orders, block, coefficients, damping, weights, blockRe, blockIm);
            }

            for (int row = 0; row <= orders; row++)
            {
                Add(blockRe.AsSpan(row * Block, Block), sumRe[row].AsSpan(start, Block));
                Add(blockIm.AsSpan(row * Block, Block), sumIm[row].AsSpan(start, Block));
            }
        }
    }

    /// <inheritdoc/>
    public override void Read(double[][] re, double[][] im)
    {
        for (int row = 0; row <= orders; row++)
        {
            (re[row], im[row]) = (sumRe[row], sumIm[row]);
        }
    }

    static double[][] Rows(int times, int orders) => [.. Enumerable.Range(0, orders + 1).Select(_ => new double[times])];

    static void Add(ReadOnlySpan<double> values, Span<double> sum) => TensorPrimitives.Add(sum, values, sum);

    // A shorter energy grid is the same function of time at every second, fourth, … point.
    void Gather(TimeTensor tensor, int start, int stride)
    {
        int count = Math.Clamp(((tensor.Times - 1) / stride) + 1 - start, 0, Block);
        for (int component = 0; component < 12; component++)
        {
            double[] source = component < 6 ? tensor.Re[component] : tensor.Im[component - 6];
            for (int t = 0; t < count; t++)
            {
                block[(component * Block) + t] = source[(start + t) * stride];
            }
        }
    }
}
