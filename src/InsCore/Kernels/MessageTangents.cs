using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The reference of <see cref="TangentKernels.AddMessages"/>: edge by edge, the dense matrix W = R T of each group of couplings.</summary>
internal readonly ref struct MessageTangents
{
    readonly TangentPlan plan;
    readonly TangentMessageData data;
    readonly int channels;
    readonly double[] matrix;       // W, [targets × sources × channels]
    readonly double[] mixed;        // V, [3 × sources × channels]
    readonly double[] direct;       // n Σ_m2 ∂W/∂r_a h, [3 × channels], of one target
    readonly double[] turned;       // p dh, [sources × rows × channels]

    public MessageTangents(TangentPlan plan, in TangentMessageData data)
    {
        this.plan = plan;
        this.data = data;
        channels = plan.Channels;
        int sources = 0, products = 0;
        for (int g = 0; g < plan.Groups.Length; g += 2)
        {
            sources = Math.Max(sources, plan.Groups[g]);
            products = Math.Max(products, plan.Groups[g] * plan.Groups[g + 1]);
        }

        matrix = new double[products * channels];
        mixed = new double[3 * sources * channels];
        direct = new double[3 * channels];
        turned = new double[sources * data.Shape.SlotRows * channels];
    }

    public void Compute()
    {
        for (int e = 0; e < data.Edges; e++)
        {
            int source = 0, target = 0, coupling = 0;
            for (int g = 0; g < plan.Groups.Length; g += 2)
            {
                Group group = new(
                    plan.Sources.AsSpan(source, plan.Groups[g]), plan.Targets.AsSpan(target, 2 * plan.Groups[g + 1]),
                    plan.Couplings.AsSpan(coupling, plan.Groups[g] * plan.Groups[g + 1]));
                AddEdge(e, group);
                source += group.Sources.Length;
                target += group.Targets.Length;
                coupling += group.Couplings.Length;
            }
        }
    }

    void AddEdge(int e, Group group)
    {
        Array.Clear(mixed);
        for (int t = 0; t < group.TargetCount; t++)
        {
            Array.Clear(direct);
            for (int s = 0; s < group.Sources.Length; s++)
            {
                AddCoupling(e, group, t, s);
            }

            AddDirect(e, group.Targets[(2 * t) + 1]);
        }

        if (data.TangentSlots.IsEmpty)
        {
            return;
        }

        AddSenderGradients(e, group);
        for (int slot = 0; slot < data.Slots; slot++)
        {
            int from = data.TangentSlots[(e * data.Slots) + slot];
            for (int set = 0; set < data.Shape.Sets && from >= 0; set++)
            {
                Turn(e, from, set, group.Sources);
                AddTurned(group, slot, set);
            }
        }
    }

    // W, and the shares of one coupling in n ∂W/∂r_a h and V_a = g ∂W/∂r_a, with ∂(R T)/∂r_a = R' u_a T + R ∂T/∂r_a.
    void AddCoupling(int e, Group group, int t, int s)
    {
        int term = group.Couplings[(t * group.Sources.Length) + s], terms = plan.TermCount;
        Span<double> w = matrix.AsSpan(((t * group.Sources.Length) + s) * channels, channels);
        if (term < 0)
        {
            w.Clear();
            return;
        }

        int weight = ((e * plan.PathCount) + group.Targets[2 * t]) * channels;
        ReadOnlySpan<double> r = data.Weights.Slice(weight, channels), slope = data.WeightSlopes.Slice(weight, channels);
        ReadOnlySpan<double> h = data.Features.Slice((data.Senders[e] * plan.FeatureSize) + group.Sources[s], channels);
        ReadOnlySpan<double> g = data.Gradient.Slice(group.Targets[(2 * t) + 1], channels);
        double coupling = data.Couplings[(4 * e * terms) + term];
        for (int c = 0; c < channels; c += Vector<double>.Count)
        {
            (data.Scale * coupling * new Vector<double>(r[c..])).CopyTo(w[c..]);
        }

        for (int a = 0; a < 3; a++)
        {
            double along = data.Directions[(3 * e) + a] * coupling, across = data.Couplings[(((4 * e) + a + 1) * terms) + term];
            Span<double> d = direct.AsSpan(a * channels, channels);
            Span<double> v = mixed.AsSpan(((a * group.Sources.Length) + s) * channels, channels);
            for (int c = 0; c < channels; c += Vector<double>.Count)
            {
                Vector<double> change = (along * new Vector<double>(slope[c..])) + (across * new Vector<double>(r[c..]));
                (new Vector<double>(d[c..]) + (data.Scale * change * new Vector<double>(h[c..]))).CopyTo(d[c..]);
                (new Vector<double>(v[c..]) + (change * new Vector<double>(g[c..]))).CopyTo(v[c..]);
            }
        }
    }

    // The edge's own change along dr = u_i - u_j p.
    void AddDirect(int e, int target)
    {
        (double cosine, double sine) = (data.Phases[2 * e], data.Phases[(2 * e) + 1]);
        int receiver = data.ReceiverSlot, sender = data.SenderSlots[e], parts = data.Shape.Parts;
        for (int a = 0; a < 3; a++)
        {
            ReadOnlySpan<double> d = direct.AsSpan(a * channels, channels);
            Add(1, d, Sum(0, receiver, a * parts, target));
            Add(-cosine, d, Sum(0, sender, a * parts, target));
            if (data.Shape.Parts == 2)
            {
                Add(-sine, d, Sum(0, sender, (a * parts) + 1, target));
            }

            for (int set = 1; set < data.Shape.Sets; set++)
            {
                double length = data.Translations[(3 * e) + set - 1];
                Add(-length * sine, d, Sum(set, sender, a * parts, target));
                Add(length * cosine, d, Sum(set, sender, (a * parts) + 1, target));
            }
        }
    }

    void AddSenderGradients(int e, Group group)
    {
        for (int a = 0; a < 3; a++)
        {
            for (int s = 0; s < group.Sources.Length; s++)
            {
                int to = (((3 * data.Senders[e]) + a) * plan.FeatureSize) + group.Sources[s];
                Add(data.Weight, mixed.AsSpan(((a * group.Sources.Length) + s) * channels, channels), data.SenderGradients.Slice(to, channels));
            }
        }
    }

    // p dh, or its derivative p (∂dh - i S dh).
    void Turn(int e, int slot, int set, ReadOnlySpan<int> sources)
    {
        int parts = data.Shape.Parts, rows = data.Shape.SlotRows, size = plan.FeatureSize, setSize = data.Tangents.Length / data.Shape.Sets;
        (double cosine, double sine) = (data.Phases[2 * e], data.Phases[(2 * e) + 1]);
        double length = set > 0 ? data.Translations[(3 * e) + set - 1] : 0;
        for (int s = 0; s < sources.Length; s++)
        {
            for (int a = 0; a < 3; a++)
            {
                int from = (((slot * rows) + (a * parts)) * size) + sources[s];
                Span<double> re = turned.AsSpan(((s * rows) + (a * parts)) * channels, channels);
                for (int c = 0; c < channels; c += Vector<double>.Count)
                {
                    Vector<double> x = new(data.Tangents[((set * setSize) + from + c)..]);
                    if (parts == 1)
                    {
                        (cosine * x).CopyTo(re[c..]);
                        continue;
                    }

                    Vector<double> y = new(data.Tangents[((set * setSize) + from + size + c)..]);
                    if (set > 0)
                    {
                        x += length * new Vector<double>(data.Tangents[(from + size + c)..]);
                        y -= length * new Vector<double>(data.Tangents[(from + c)..]);
                    }

                    ((cosine * x) - (sine * y)).CopyTo(re[c..]);
                    ((sine * x) + (cosine * y)).CopyTo(turned.AsSpan((((s * rows) + (a * parts) + 1) * channels) + c));
                }
            }
        }
    }

    void AddTurned(Group group, int slot, int set)
    {
        int rows = data.Shape.SlotRows, sources = group.Sources.Length;
        for (int row = 0; row < rows; row += 3)
        {
            for (int t = 0; t < group.TargetCount; t++)
            {
                AddThreeRows(t * sources * channels, row, sources, Sum(set, slot, row, group.Targets[(2 * t) + 1], 3));
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int a = 0; a < 3; a++)
            {
                Vector<double> total = default;
                for (int s = 0; s < sources; s++)
                {
                    for (int c = 0; c < channels; c += Vector<double>.Count)
                    {
                        total = Vector.FusedMultiplyAdd(
                            new Vector<double>(mixed, (((a * sources) + s) * channels) + c), new Vector<double>(turned, (((s * rows) + row) * channels) + c), total);
                    }
                }

                data.Mixed[(((((set * data.Slots) + slot) * rows) + row) * 3) + a] += Vector.Sum(total);
            }
        }
    }

    // One element of W serves three rows.
    void AddThreeRows(int target, int row, int sources, Span<double> sums)
    {
        int rows = data.Shape.SlotRows, stride = plan.MessageSize;
        ref double w = ref matrix[target], x = ref turned[row * channels], y = ref MemoryMarshal.GetReference(sums);
        for (int c = 0; c < channels; c += Vector<double>.Count)
        {
            Vector<double> y0 = At(ref y, c), y1 = At(ref y, stride + c), y2 = At(ref y, (2 * stride) + c);
            for (int s = 0; s < sources; s++)
            {
                Vector<double> factor = At(ref w, (s * channels) + c);
                ref double from = ref Unsafe.Add(ref x, (s * rows * channels) + c);
                y0 = Vector.FusedMultiplyAdd(factor, At(ref from, 0), y0);
                y1 = Vector.FusedMultiplyAdd(factor, At(ref from, channels), y1);
                y2 = Vector.FusedMultiplyAdd(factor, At(ref from, 2 * channels), y2);
            }

            At(ref y, c) = y0;
            At(ref y, stride + c) = y1;
            At(ref y, (2 * stride) + c) = y2;
        }
    }

    // The target's channels in some neighbouring rows.
    Span<double> Sum(int set, int slot, int row, int target, int rows = 1) => data.Sums.Slice(
        ((((set * data.Slots) + slot) * data.Shape.SlotRows) + row) * plan.MessageSize + target, ((rows - 1) * plan.MessageSize) + channels);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref Vector<double> At(ref double origin, int element) =>
        ref Unsafe.As<double, Vector<double>>(ref Unsafe.Add(ref origin, element));

    static void Add(double factor, ReadOnlySpan<double> from, Span<double> to)
    {
        for (int c = 0; c < from.Length; c += Vector<double>.Count)
        {
            (new Vector<double>(to[c..]) + (factor * new Vector<double>(from[c..]))).CopyTo(to[c..]);
        }
    }

    // One degree of the features and all that it is coupled with.
    readonly ref struct Group(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<int> couplings)
    {
        public readonly ReadOnlySpan<int> Sources = sources;
        public readonly ReadOnlySpan<int> Targets = targets;
        public readonly ReadOnlySpan<int> Couplings = couplings;

        public int TargetCount => Targets.Length / 2;
    }
}
