using System.Collections.Concurrent;

namespace InsCore.Kernels.OpenCl;

/// <summary>The inner loop of the all-order powder average on a device with double precision.</summary>
/// <remarks>
/// Single precision does not do: phases Q²·γ(t) of hundreds of radians and exponents whose sums cancel to 1e-4 of their size need more than
/// its seven digits.
/// </remarks>
/// <param name="device">The device.</param>
internal sealed class OpenClAllOrderKernel(OpenClDevice device)
{
    // Work items that hide the latency of a GPU, for each compute unit.
    const int ItemsPerUnit = 1024;

    // More parts than this cost more to add than they hide.
    const int MostParts = 16;

    readonly ConcurrentDictionary<int, ConcurrentBag<Session>> idle = [];

    /// <summary>The device.</summary>
    public OpenClDevice Device => device;

    /// <summary>Adds the directions of one atom and one Q² to the sums; the arrays are those of <see cref="AllOrderKernel.Accumulate"/>.</summary>
    public void Accumulate(
        int times,
        int orders,
        ReadOnlySpan<double> tensor,
        ReadOnlySpan<double> coefficients,
        ReadOnlySpan<double> damping,
        ReadOnlySpan<double> weights,
        Span<double> re,
        Span<double> im)
    {
        int directions = weights.Length, sums = (orders + 1) * times;
        if (tensor.Length < 12L * times || coefficients.Length < 6L * directions || damping.Length < directions || re.Length < sums || im.Length < sums)
        {
            throw new ArgumentException($"an array is too short for {times} times, {orders} orders, {directions} directions");
        }

        if (times == 0)
        {
            return;
        }

        Session session = Rent(orders);
        using OpenClBuffer<double> gamma = device.Allocate<double>(12L * times);
        session.Queue.Write(tensor[..(12 * times)], gamma);
        session.Start(times);
        int padded = session.Padded;
        session.Add(gamma, times, 1, coefficients, damping, weights);
        double[] found = session.Read();
        for (int row = 0; row <= orders; row++)
        {
            for (int t = 0; t < times; t++)
            {
                re[(row * times) + t] += found[(row * padded) + t];
                im[(row * times) + t] += found[((orders + 1 + row) * padded) + t];
            }
        }

        Return(session);
    }

    /// <summary>Sums that stay on the device until they are read.</summary>
    /// <param name="times">Number of times, whole blocks.</param>
    /// <param name="orders">Orders to resolve.</param>
    public AllOrderSums Sums(int times, int orders)
    {
        Session session = Rent(orders);
        session.Start(times);
        return new Kept(this, session, times, orders);
    }

    Session Rent(int orders) => idle.GetOrAdd(orders, _ => []).TryTake(out Session? session) ? session : new Session(device, orders);

    // One that failed is not returned.
    void Return(Session session) => idle[session.Orders].Add(session);

    // Queue, kernels and memory of one thread.
    sealed class Session(OpenClDevice device, int orders)
    {
        readonly OpenClProgram program = device.Program("all_orders.cl", "SCALAR=double", $"LANES={device.Info.Lanes(8)}", $"ORDERS={orders}");
        OpenClKernel? accumulate, addParts;
        OpenClBuffer<double>? sums, rules;
        double[] packed = [], found = [];
        int parts;

        public int Orders => orders;

        public int Padded { get; private set; }

        public OpenClQueue Queue { get; } = device.CreateQueue();

        int Rows => 2 * (orders + 1);

        public void Start(int times)
        {
            int lanes = device.Info.Lanes(8);
            Padded = (times + lanes - 1) / lanes * lanes;
            parts = device.Info.IsGpu ? Math.Clamp(device.Info.ComputeUnits * ItemsPerUnit / Padded, 1, MostParts) : 1;
            (accumulate, addParts) = (accumulate ?? program.Kernel("all_orders"), addParts ?? program.Kernel("add_parts"));
            sums = OpenClBuffer<double>.AtLeast(device, sums, (long)parts * Rows * Padded);
            Queue.Clear(sums, 0, (long)parts * Rows * Padded);
        }

        public void Add(
            OpenClBuffer<double> tensor, int tensorTimes, int stride, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> damping, ReadOnlySpan<double> weights)
        {
            int directions = weights.Length;
            Array.Resize(ref packed, Math.Max(packed.Length, 8 * directions));
            for (int d = 0; d < directions; d++)
            {
                coefficients.Slice(6 * d, 6).CopyTo(packed.AsSpan(8 * d));
                (packed[(8 * d) + 6], packed[(8 * d) + 7]) = (damping[d], weights[d]);
            }

            rules = OpenClBuffer<double>.AtLeast(device, rules, 8L * directions);
            Queue.Write<double>(packed.AsSpan(0, 8 * directions), rules);
            accumulate!.With(0, Padded).With(1, stride).With(2, tensorTimes).With(3, directions).With(4, tensor).With(5, rules).With(6, sums!);
            Queue.Run(accumulate, [Padded / device.Info.Lanes(8), parts], [device.Info.IsGpu ? Math.Min(64, accumulate.LargestGroup) : 4, 1]);
        }

        // [2 × (orders + 1) × Padded]
        public double[] Read()
        {
            int count = Rows * Padded;
            if (parts > 1)
            {
                Queue.Run(addParts!.With(0, count).With(1, parts).With(2, sums!), [count], [Math.Min(64, addParts!.LargestGroup)]);
            }

            Array.Resize(ref found, Math.Max(found.Length, count));
            Queue.Read(sums!, found.AsSpan(0, count));
            return found;
        }
    }

    sealed class Kept(OpenClAllOrderKernel owner, Session session, int times, int orders) : AllOrderSums
    {
        bool isDone;

        public override void Add(TimeTensor tensor, int stride, double[] coefficients, double[] damping, double[] weights, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            session.Add(tensor.On(owner.Device, session.Queue), tensor.Times, stride, coefficients, damping, weights);
        }

        public override void Read(double[][] re, double[][] im)
        {
            double[] found = session.Read();
            for (int row = 0; row <= orders; row++)
            {
                re[row] = found.AsSpan(row * session.Padded, times).ToArray();
                im[row] = found.AsSpan((orders + 1 + row) * session.Padded, times).ToArray();
            }

            isDone = true;
        }

        public override void Dispose()
        {
            if (isDone)
            {
                owner.Return(session);
            }
        }
    }
}
