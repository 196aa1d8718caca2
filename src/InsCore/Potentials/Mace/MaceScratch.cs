using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>What one worker needs for the chunk of atoms it is at, and where it collects gradients of other atoms' features.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class MaceScratch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Chunks of this worker.</summary>
    public List<Chunk> Chunks { get; } = [];

    /// <summary>Radial network of the path weights.</summary>
    public RadialNetBuffers<T> PathNet { get; } = new();

    /// <summary>Radial network of the density.</summary>
    public RadialNetBuffers<T> DensityNet { get; } = new();

    /// <summary>Message sums and, later, their gradients.</summary>
    public GrowingArray<T> Messages { get; } = new();

    /// <summary>Between the linear maps of a node.</summary>
    public GrowingArray<T> Mixed { get; } = new();

    /// <summary>Gradient of what enters the gate.</summary>
    public GrowingArray<T> GateGradients { get; } = new();

    /// <summary>Gradient of what enters the contraction.</summary>
    public GrowingArray<T> MessageGradients { get; } = new();

    /// <summary>Products and, later, their gradients.</summary>
    public GrowingArray<T> Products { get; } = new();

    /// <summary>Gradient of the radial functions.</summary>
    public GrowingArray<T> BasisGradients { get; } = new();

    /// <summary>Gradient of the harmonics.</summary>
    public GrowingArray<double> HarmonicGradients { get; } = new();

    /// <summary>Message sum times its gradient, of each atom.</summary>
    public GrowingArray<T> MessageProducts { get; } = new();

    /// <summary>dE/df of each edge by way of the density.</summary>
    public GrowingArray<double> EnvelopeGradients { get; } = new();

    /// <summary>Terms of the convolution and, later, their gradients.</summary>
    public GrowingArray<T> Terms { get; } = new();

    /// <summary>dE/d(sent features) of all atoms, as far as this worker has seen; one for even and one for odd layers.</summary>
    public GrowingArray<T>[] SentGradients { get; } = [new(), new()];
}
