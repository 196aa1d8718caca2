using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>Tangent kernels of libinscore.</summary>
internal sealed class NativeTangentKernels : TangentKernels
{
    /// <inheritdoc/>
    public override unsafe void AddMessages(TangentPlan plan, in TangentMessageData data)
    {
        CheckLengths(plan, data);
        fixed (int* groups = plan.Groups, sources = plan.Sources, targets = plan.Targets, pairs = plan.Couplings)
        fixed (int* senders = data.Senders, senderSlots = data.SenderSlots, tangentSlots = data.TangentSlots)
        fixed (double* weights = data.Weights, slopes = data.WeightSlopes, couplings = data.Couplings, directions = data.Directions)
        fixed (double* phases = data.Phases, translations = data.Translations, features = data.Features, tangents = data.Tangents)
        fixed (double* gradient = data.Gradient, sums = data.Sums, mixed = data.Mixed, senderGradients = data.SenderGradients)
        {
            InsTangentMessages messages = new()
            {
                channels = plan.Channels,
                edges = data.Edges,
                slots = data.Slots,
                rows = data.Shape.SlotRows,
                sets = data.Shape.Sets,
                atoms = data.Features.Length / plan.FeatureSize,
                paths = plan.PathCount,
                terms = plan.TermCount,
                groups = plan.Groups.Length / 2,
                feature_size = plan.FeatureSize,
                message_size = plan.MessageSize,
                receiver_slot = data.ReceiverSlot,
                tangent_slot_count = TangentSlotCount(plan, data),
                scale = data.Scale,
                weight = data.Weight,
                group_sizes = groups,
                group_sources = sources,
                group_targets = targets,
                group_couplings = pairs,
                weights = weights,
                weight_slopes = slopes,
                couplings = couplings,
                directions = directions,
                phases = phases,
                translations = translations,
                senders = senders,
                sender_slots = senderSlots,
                features = features,
                tangent_slots = tangentSlots,
                tangents = tangents,
                gradient = gradient,
                sums = sums,
                mixed = mixed,
                sender_gradients = senderGradients,
            };
            NativeKernels.ThrowIfFailed(InscoreMethods.ins_add_tangent_messages(new ReadOnlySpan<InsTangentMessages>(in messages)));
        }
    }

    /// <inheritdoc/>
    public override void MultiplyChannels(int channels, int rows, ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        int inputs = rows == 0 ? 0 : x.Length / (rows * channels), outputs = rows == 0 ? 0 : y.Length / (rows * channels);
        Require(matrix.Length >= (long)inputs * outputs * channels);
        NativeKernels.ThrowIfFailed(InscoreMethods.ins_multiply_channels(channels, rows, inputs, outputs, matrix, x, y));
    }

    /// <inheritdoc/>
    public override void AddRowProducts(int length, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> g, bool upper = false)
    {
        int aRows = a.Length / length, bRows = b.Length / length;
        Require(g.Length >= (long)aRows * bRows);
        NativeKernels.ThrowIfFailed(InscoreMethods.ins_add_row_products(length, aRows, bRows, upper ? 1 : 0, a, b, g));
    }

    static int TangentSlotCount(TangentPlan plan, in TangentMessageData data) =>
        data.Tangents.Length / (data.Shape.Sets * data.Shape.SlotRows * plan.FeatureSize);
}
