using System.Collections.Concurrent;
using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace.OpenCl;

/// <summary>
/// Tangent sweeps as a whole on a device: what does not depend on the wave vector is copied once; of each sweep only phases go there, and only
/// second derivatives come back.
/// </summary>
internal sealed class OpenClTangentSweep
{
    // One sweep computes while another is copied and folded; more would only take memory.
    const int MostAtOnce = 2;

    readonly MaceLinearization linearization;
    readonly SemaphoreSlim free = new(MostAtOnce);
    readonly ConcurrentBag<OpenClTangentRun> idle = [];
    readonly int lanes;

    /// <summary>Copies the constants.</summary>
    public OpenClTangentSweep(MaceLinearization linearization, OpenClDevice device, CancellationToken cancellation)
    {
        (this.linearization, Device) = (linearization, device);
        lanes = OpenClTangentQueue.Lanes(device, linearization.Layers.SelectMany(Widths));
        OpenClTangentQueue run = new(device, lanes, parts: 1);
        double[] directions = new double[3 * linearization.State.Graph.Count];
        for (int e = 0; e < linearization.State.Graph.Count; e++)
        {
            Structures.Vector3d r = linearization.State.Graph.Vector[e];
            Structures.Vector3d u = (1 / r.Norm) * r;
            (directions[3 * e], directions[(3 * e) + 1], directions[(3 * e) + 2]) = (u.X, u.Y, u.Z);
        }

        OpenClBuffer<double> shared = device.Upload<double>(directions, run.Queue);
        OpenClBuffer<int> senders = device.Upload<int>(linearization.State.Graph.Sender.AsSpan(0, linearization.State.Graph.Count), run.Queue);
        Layers = Array.ConvertAll(linearization.Layers, layer => new OpenClTangentLayer(linearization, layer, device, run, shared, senders, cancellation));
    }

    /// <summary>The device.</summary>
    public OpenClDevice Device { get; }

    /// <summary>Constants of the layers.</summary>
    public OpenClTangentLayer[] Layers { get; }

    /// <summary>Memory for one sweep; waits until there is some.</summary>
    public Lease Rent(CancellationToken cancellation)
    {
        free.Wait(cancellation);
        return new Lease(this, idle.TryTake(out OpenClTangentRun? run) ? run : new OpenClTangentRun(linearization, this, lanes));
    }

    static IEnumerable<int> Widths(LayerLinearization layer)
    {
        LayerStages<double> s = layer.Stages;
        return
        [
            layer.Convolution.Channels, layer.Convolution.FeatureSize, .. s.InputLayout.Widths, .. s.SentLayout.Widths, .. s.NodeLayout.Widths,
            .. s.OutputLayout.Widths, .. s.Convolution.MessageLayout.Widths, s.Readout?.HiddenUnits ?? 0,
        ];
    }

    /// <summary>The memory for one sweep, to be given back.</summary>
    internal readonly struct Lease(OpenClTangentSweep owner, OpenClTangentRun run) : IDisposable
    {
        /// <summary>The memory.</summary>
        public OpenClTangentRun Run => run;

        /// <inheritdoc/>
        public void Dispose()
        {
            owner.idle.Add(run);
            owner.free.Release();
        }
    }
}
