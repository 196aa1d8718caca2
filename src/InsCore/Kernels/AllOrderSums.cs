using InsCore.Kernels.OpenCl;

namespace InsCore.Kernels;

/// <summary>Collects F(t) of several atoms at one Q²: see <see cref="AllOrderKernel"/>. Belongs to one thread.</summary>
internal abstract class AllOrderSums : IDisposable
{
    /// <summary>Adds the directions of one atom.</summary>
    /// <param name="tensor">The atom.</param>
    /// <param name="stride">Every so-manieth time of the tensor counts.</param>
    /// <param name="coefficients">[nDirections × 6], see <see cref="AllOrderKernel.Accumulate"/>.</param>
    /// <param name="damping">[nDirections].</param>
    /// <param name="weights">[nDirections].</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public abstract void Add(TimeTensor tensor, int stride, double[] coefficients, double[] damping, double[] weights, CancellationToken cancellation);

    /// <summary>Gives what was collected.</summary>
    /// <param name="re">[orders + 1][padded times], all orders in row 0; real part, out.</param>
    /// <param name="im">The same, imaginary part.</param>
    public abstract void Read(double[][] re, double[][] im);

    /// <summary>Gives the memory back.</summary>
    public virtual void Dispose()
    {
    }
}
