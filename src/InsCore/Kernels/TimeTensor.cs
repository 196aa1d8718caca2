using InsCore.Kernels.OpenCl;

namespace InsCore.Kernels;

/// <summary>γ(t) of one atom, in the memory of the process and, from its first use there, in that of a device.</summary>
/// <param name="re">[6][times], real part, xx, yy, zz, yz, xz, xy; Å².</param>
/// <param name="im">The same, imaginary part.</param>
internal sealed class TimeTensor(double[][] re, double[][] im)
{
    readonly Lock gate = new();
    OpenClDevice? device;
    OpenClBuffer<double>? buffer;

    /// <summary>Real part.</summary>
    public double[][] Re => re;

    /// <summary>Imaginary part.</summary>
    public double[][] Im => im;

    /// <summary>Number of times.</summary>
    public int Times => re[0].Length;

    /// <summary>[12 × times], real parts first, on a device.</summary>
    public OpenClBuffer<double> On(OpenClDevice wanted, OpenClQueue queue)
    {
        lock (gate)
        {
            if (buffer is null || device != wanted)
            {
                OpenClBuffer<double> copy = wanted.Allocate<double>(12L * Times);
                for (int component = 0; component < 12; component++)
                {
                    queue.Write<double>(component < 6 ? re[component] : im[component - 6], copy, (long)component * Times);
                }

                (device, buffer) = (wanted, copy);
            }

            return buffer;
        }
    }
}
