using System.Collections.Concurrent;
using System.Numerics;
using InsCore.Backends;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Potentials.Mace.OpenCl;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// Exact second derivatives of the energy along displacement waves, on the graph of the primitive cell itself: by Bloch's theorem
/// one complex tangent for each atom of the cell describes the whole crystal.
/// </summary>
/// <param name="linearization">The model at the positions of the crystal.</param>
/// <param name="lattice">The lattice, null for a molecule.</param>
internal sealed class TangentSweep(MaceLinearization linearization, Lattice? lattice)
{
    readonly ConcurrentBag<Workspace> workspaces = [];
    OpenClTangentSweep? onDevice;

    /// <summary>Inner loops.</summary>
    public TangentKernels Kernels
    {
        get => linearization.Kernels;
        set => linearization.Kernels = value;
    }

    /// <summary>Takes the device that is asked for, or a GPU where nothing is.</summary>
    /// <param name="executor">What evaluates the potential.</param>
    /// <param name="device">See <see cref="Scattering.ScatteringOptions.Device"/>.</param>
    /// <exception cref="InsBackendException">The device is not there, or has no double precision.</exception>
    public void Choose(Executor executor, string? device)
    {
        if (device == OpenClDevices.None || (device is null && executor == Executor.Managed))
        {
            return;
        }

        Kernels = device is null && executor == Executor.Native ? TangentExecutor.Automatic(Kernels, linearization.NodeWork) : TangentExecutor.Require(device);
    }

    /// <summary>Φ_ia,jb(q) = Σ_R ∂²E/∂x_ia(0)∂x_jb(R) exp(+2πi q·R), and ∂Φ/∂k.</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], eV/Å², out.</param>
    /// <param name="gradient">[3 × 3·nAtoms × 3·nAtoms], eV/Å, out; empty if not wanted.</param>
    /// <param name="weights">
    /// [nAtoms], factors of the second derivatives of each atom's own functions: 1, or with symmetry the number of equivalent atoms for
    /// one of them and 0 for the others; empty for 1.
    /// </param>
    /// <param name="threads">Workers, at least 1.</param>
    /// <param name="progress">Told after each atom in each layer.</param>
    /// <param name="cancellation">Looked at before each atom.</param>
    public void Evaluate(
        Vector3d q,
        Span<Complex> matrix,
        Span<Complex> gradient = default,
        double[]? weights = null,
        int threads = 1,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        WavePhases wave = new(q, gradient.IsEmpty ? null : lattice);
        if (linearization.Kernels is OpenClTangentKernels kernels)
        {
            OpenClTangentSweep device = OnDevice(kernels, cancellation);
            using OpenClTangentSweep.Lease lease = device.Rent(cancellation);
            Fold(wave, lease.Run.Evaluate(wave, weights, progress, cancellation), matrix, gradient);
            return;
        }

        Workspace workspace = workspaces.TryTake(out Workspace? idle) ? idle : new Workspace(linearization);
        try
        {
            CurvatureSums sums = Sweep(workspace, wave, weights, threads, progress, cancellation);
            AddSenders(workspace.Tangents, sums);
            Fold(wave, sums, matrix, gradient);
        }
        finally
        {
            workspaces.Add(workspace);
        }
    }

    void Fold(WavePhases wave, CurvatureSums sums, Span<Complex> matrix, Span<Complex> gradient)
    {
        AddEdges(wave, sums);
        sums.Fold(matrix);
        int size = 9 * linearization.AtomCount * linearization.AtomCount;
        for (int set = 1; set < wave.Shape.Sets; set++)
        {
            sums.FoldDerivative(set, gradient.Slice((set - 1) * size, size));
        }

        if (wave.Shape.Sets == 1 && !gradient.IsEmpty)
        {
            gradient[..(3 * size)].Clear();
        }
    }

    OpenClTangentSweep OnDevice(OpenClTangentKernels kernels, CancellationToken cancellation)
    {
        lock (workspaces)
        {
            return onDevice is not null && onDevice.Device == kernels.Device ? onDevice : onDevice = new(linearization, kernels.Device, cancellation);
        }
    }

    CurvatureSums Sweep(
        Workspace workspace, WavePhases wave, double[]? weights, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int[] bounds = Chunk.Split(linearization.State.Graph.First, Math.Clamp(threads, 1, linearization.AtomCount));
        int workers = bounds.Length - 1, done = 0, total = linearization.AtomCount * linearization.Layers.Length;
        workspace.Prepare(linearization, wave.Shape, workers);
        foreach (LayerLinearization layer in linearization.Layers)
        {
            Parallelism.Run(workers, cancellation, worker =>
            {
                (TangentNode node, CurvatureSums sums) = workspace.Workers[worker];
                for (int i = bounds[worker]; i < bounds[worker + 1]; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    double weight = weights is null ? 1 : weights[i];
                    if (weight > 0 || layer.Number + 1 < linearization.Layers.Length)
                    {
                        node.Compute(layer, i, wave, workspace.Tangents, weight, sums);
                    }

                    progress?.Report(new StepProgress("second derivatives", Interlocked.Increment(ref done), total, ""));
                }
            });
        }

        CurvatureSums result = workspace.Workers[0].Sums;
        foreach ((_, CurvatureSums other) in workspace.Workers.Take(workers).Skip(1))
        {
            result.Add(other);
        }

        return result;
    }

    void AddSenders(TangentState tangents, CurvatureSums sums)
    {
        double[] products = [];
        foreach (LayerLinearization layer in linearization.Layers.Skip(1))
        {
            LayerLinearization before = linearization.Layers[layer.Number - 1];
            int length = layer.Stages.SentLayout.Size;
            for (int j = 0; j < linearization.AtomCount; j++)
            {
                int[] active = before.Active[j];
                int rows = active.Length * sums.Shape.SlotRows;
                Array.Resize(ref products, Math.Max(products.Length, 3 * rows));
                for (int set = 0; set < sums.Shape.Sets; set++)
                {
                    Array.Clear(products);
                    linearization.Kernels.AddRowProducts(
                        length, sums.SenderGradients(layer.Number).Slice(3 * j * length, 3 * length),
                        tangents.Rows(tangents.Sent(layer.Number), set, before.FirstSlots[j], active.Length, length), products.AsSpan(0, 3 * rows));
                    sums.AddSender(set, j, active, products.AsSpan(0, 3 * rows));
                }
            }
        }
    }

    // conj(dr) K dr with dr = u_i - u_j p, and its derivatives
    void AddEdges(WavePhases wave, CurvatureSums sums)
    {
        NeighbourList graph = linearization.State.Graph;
        for (int i = 0; i < linearization.AtomCount; i++)
        {
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                (double cosine, double sine) = wave.Of(graph.Shift.AsSpan(3 * e, 3));
                Complex phase = new(cosine, sine);
                int j = graph.Sender[e];
                Matrix3d k = 0.5 * linearization.EdgeCurvatures[e];
                AddBlock(i, i, 1, k, sums.Half(0));
                AddBlock(j, j, 1, k, sums.Half(0));
                AddBlock(i, j, -phase, k, sums.Half(0));
                AddBlock(j, i, -Complex.Conjugate(phase), k, sums.Half(0));
                for (int set = 1; set < wave.Shape.Sets; set++)
                {
                    Complex change = new Complex(0, -wave.Translation(graph.Shift.AsSpan(3 * e, 3))[set - 1]) * phase;
                    AddBlock(i, j, -change, k, sums.Half(set));
                    AddBlock(j, i, -Complex.Conjugate(change), k, sums.Half(set));
                }
            }
        }
    }

    void AddBlock(int i, int j, Complex factor, Matrix3d k, Span<Complex> half)
    {
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                half[(((3 * i) + a) * 3 * linearization.AtomCount) + (3 * j) + b] += factor * k[a, b];
            }
        }
    }

    // Memory of one evaluation at a time.
    sealed class Workspace(MaceLinearization linearization)
    {
        public TangentState Tangents { get; } = new(linearization);

        public List<(TangentNode Node, CurvatureSums Sums)> Workers { get; } = [];

        public void Prepare(MaceLinearization of, TangentShape shape, int workers)
        {
            Tangents.Prepare(of, shape);
            while (Workers.Count < workers)
            {
                Workers.Add((new TangentNode(of), new CurvatureSums(of.AtomCount, of)));
            }

            foreach ((_, CurvatureSums sums) in Workers)
            {
                sums.Clear(shape);
            }
        }
    }
}
