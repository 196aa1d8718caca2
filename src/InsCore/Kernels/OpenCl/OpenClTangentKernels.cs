using System.Runtime.CompilerServices;

namespace InsCore.Kernels.OpenCl;

/// <summary>Tangent kernels on a device with double precision.</summary>
/// <remarks>
/// These calls copy all that they need to the device and back, and serve where a single operation is wanted; whole sweeps keep their arrays
/// there.
/// </remarks>
/// <param name="device">The device.</param>
internal sealed class OpenClTangentKernels(OpenClDevice device) : TangentKernels
{
    readonly ConditionalWeakTable<TangentPlan, OpenClTangentPlan> plans = [];

    /// <summary>The device.</summary>
    public OpenClDevice Device => device;

    /// <inheritdoc/>
    public override void AddMessages(TangentPlan plan, in TangentMessageData data)
    {
        CheckLengths(plan, data);
        OpenClTangentQueue run = new(device, OpenClTangentQueue.Lanes(device, plan.Channels, plan.FeatureSize), data.Shape.Parts);
        OpenClQueue queue = run.Queue;
        OpenClTangentPlan tables = plans.GetValue(plan, p => new OpenClTangentPlan(device, p, queue));
        int rows = data.Shape.SlotRows, slots = data.TangentSlots.IsEmpty ? 0 : data.Tangents.Length / (data.Shape.Sets * rows * plan.FeatureSize);
        MessageSizes m = new(
            plan.Channels, data.Edges, data.Slots, data.Shape.Sets, plan.PathCount, plan.TermCount, plan.FeatureSize, plan.MessageSize, data.ReceiverSlot, slots, 0, 0);
        EdgeBuffers e = new(
            device.Upload(data.Weights, queue), device.Upload(data.WeightSlopes, queue), device.Upload(data.Couplings, queue), device.Upload(data.Directions, queue),
            device.Upload(data.Phases, queue), device.Upload(data.Translations, queue), device.Upload(data.Senders, queue), device.Upload(data.SenderSlots, queue),
            device.Upload(data.TangentSlots, queue));
        OpenClBuffer<double> sums = device.Upload<double>(data.Sums, queue);
        run.AddDirect(m, data.Scale, tables, e, device.Upload(data.Features, queue), sums);
        if (!data.TangentSlots.IsEmpty)
        {
            OpenClBuffer<double> tangents = device.Upload(data.Tangents, queue), v = device.Allocate<double>(3L * data.Edges * plan.FeatureSize);
            OpenClBuffer<double> mixed = device.Upload<double>(data.Mixed, queue), gradients = device.Upload<double>(data.SenderGradients, queue);
            run.AddMessages(m, data.Scale, tables, e, tangents, sums);
            run.EdgeGradients(m, 0, tables, e, device.Upload(data.Gradient, queue), v);
            run.AddSenderGradients(m, data.Weight, e, v, gradients);
            run.AddMixed(m, e, v, tangents, 0, mixed);
            queue.Read(mixed, data.Mixed);
            queue.Read(gradients, data.SenderGradients);
        }

        queue.Read(sums, data.Sums);
    }

    /// <inheritdoc/>
    public override void MultiplyChannels(int channels, int rows, ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        int inputs = rows == 0 ? 0 : x.Length / (rows * channels), outputs = rows == 0 ? 0 : y.Length / (rows * channels);
        Require(matrix.Length >= (long)inputs * outputs * channels);
        OpenClTangentQueue run = new(device, OpenClTangentQueue.Lanes(device, channels), 1);
        OpenClBuffer<double> result = device.Allocate<double>(y.Length);
        run.MultiplyChannels(channels, rows, inputs, outputs, 0, device.Upload(matrix, run.Queue), device.Upload(x, run.Queue), result);
        run.Queue.Read(result, y);
    }

    /// <inheritdoc/>
    public override void AddRowProducts(int length, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> g, bool upper = false)
    {
        int aRows = a.Length / length, bRows = b.Length / length;
        Require(g.Length >= (long)aRows * bRows);
        OpenClTangentQueue run = new(device, OpenClTangentQueue.Lanes(device), 1);
        OpenClBuffer<double> result = device.Upload<double>(g, run.Queue);
        run.AddRowProducts(
            new(length, aRows, bRows, upper, bRows), device.Allocate<int>(1), device.Upload(a, run.Queue), device.Upload(b, run.Queue), result);
        run.Queue.Read(result, g);
    }
}
