using System.Numerics;
using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace;

/// <summary>A kernel being given its arguments, one after the other.</summary>
internal readonly ref struct OpenClCall
{
    readonly OpenClKernel kernel;
    readonly int count;

    /// <summary>Begins with the first argument.</summary>
    public OpenClCall(OpenClKernel kernel)
        : this(kernel, 0)
    {
    }

    OpenClCall(OpenClKernel kernel, int count) => (this.kernel, this.count) = (kernel, count);

    /// <summary>The kernel.</summary>
    public OpenClKernel Kernel => kernel;

    /// <summary>Integers.</summary>
    public OpenClCall Ints(params ReadOnlySpan<int> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            kernel.With(count + k, values[k]);
        }

        return new(kernel, count + values.Length);
    }

    /// <summary>Offsets.</summary>
    public OpenClCall Longs(params ReadOnlySpan<long> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            kernel.With(count + k, values[k]);
        }

        return new(kernel, count + values.Length);
    }

    /// <summary>Numbers in the precision of the kernels.</summary>
    public OpenClCall Numbers<T>(params ReadOnlySpan<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < values.Length; k++)
        {
            kernel.With(count + k, T.CreateTruncating(values[k]));
        }

        return new(kernel, count + values.Length);
    }

    /// <summary>An array.</summary>
    public OpenClCall Array<TElement>(OpenClArray<TElement> array)
        where TElement : unmanaged
    {
        kernel.With(count, array.Buffer);
        return new(kernel, count + 1);
    }
}
