using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>The inner loop of the all-order powder average, by libinscore.</summary>
internal static class NativeAllOrderKernel
{
    /// <summary>Adds the directions of one atom and one Q² to the sums; the arrays are those of inscore.h, ins_all_orders.</summary>
    public static void Accumulate(
        int times,
        int orders,
        ReadOnlySpan<double> tensor,
        ReadOnlySpan<double> coefficients,
        ReadOnlySpan<double> damping,
        ReadOnlySpan<double> weights,
        Span<double> re,
        Span<double> im)
    {
        int directions = weights.Length;
        long sums = (orders + 1L) * times;
        if (tensor.Length < 12L * times || coefficients.Length < 6L * directions || damping.Length < directions
            || re.Length < sums || im.Length < sums)
        {
            throw new ArgumentException($"an array is too short for {times} times, {orders} orders, {directions} directions");
        }

        NativeKernels.ThrowIfFailed(InscoreMethods.ins_all_orders(
            times, orders, directions, tensor, coefficients, damping, weights, re, im));
    }
}
