using System.Collections.Concurrent;
using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// Exact second derivatives of the energy along displacement waves, on the graph of the primitive cell itself: by Bloch's theorem
/// one complex tangent for each atom of the cell describes the whole crystal.
/// </summary>
internal sealed class TangentSweep(MaceLinearization linearization)
{
    readonly ConcurrentBag<Workspace> workspaces = [];

    /// <summary>Φ_ia,jb(q) = Σ_R ∂²E/∂x_ia(0)∂x_jb(R) exp(+2πi q·R).</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], eV/Å², out.</param>
    /// <param name="threads">Workers, at least 1.</param>
    /// <param name="progress">Told after each atom in each layer.</param>
    /// <param name="cancellation">Looked at before each atom.</param>
    public void Evaluate(
        Vector3d q, Span<Complex> matrix, int threads = 1, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        int[] first = linearization.State.Graph.First;
        int[] bounds = Chunk.Split(first, Math.Clamp(threads, 1, linearization.AtomCount));
        int workers = bounds.Length - 1, done = 0, total = linearization.AtomCount * linearization.Layers.Length;
        Workspace workspace = workspaces.TryTake(out Workspace? idle) ? idle : new Workspace(linearization);
        try
        {
            workspace.Prepare(linearization, workers);
            foreach (LayerLinearization layer in linearization.Layers)
            {
                Parallelism.Run(workers, cancellation, worker =>
                {
                    (TangentNode node, CurvatureSums sums) = workspace.Workers[worker];
                    for (int i = bounds[worker]; i < bounds[worker + 1]; i++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        node.Compute(layer, i, q, workspace.Tangents, sums);
                        progress?.Report(new StepProgress("second derivatives", Interlocked.Increment(ref done), total, ""));
                    }
                });
            }

            CurvatureSums result = workspace.Workers[0].Sums;
            foreach ((_, CurvatureSums other) in workspace.Workers.Take(workers).Skip(1))
            {
                result.Add(other);
            }

            AddEdges(q, result.Half);
            result.Fold(matrix);
        }
        finally
        {
            workspaces.Add(workspace);
        }
    }

    // conj(dr) K dr with dr = u_i - u_j exp(-2πi q·S)
    void AddEdges(Vector3d q, Complex[] half)
    {
        NeighbourList graph = linearization.State.Graph;
        for (int i = 0; i < linearization.AtomCount; i++)
        {
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                Complex phase = Complex.FromPolarCoordinates(
                    1, -2 * Math.PI * ((q.X * graph.Shift[3 * e]) + (q.Y * graph.Shift[(3 * e) + 1]) + (q.Z * graph.Shift[(3 * e) + 2])));
                int j = graph.Sender[e];
                Matrix3d k = 0.5 * linearization.EdgeCurvatures[e];
                AddBlock(i, i, 1, k, half);
                AddBlock(j, j, 1, k, half);
                AddBlock(i, j, -phase, k, half);
                AddBlock(j, i, -Complex.Conjugate(phase), k, half);
            }
        }
    }

    void AddBlock(int i, int j, Complex factor, Matrix3d k, Complex[] half)
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

        public void Prepare(MaceLinearization of, int workers)
        {
            while (Workers.Count < workers)
            {
                Workers.Add((new TangentNode(of), new CurvatureSums(of.AtomCount)));
            }

            foreach ((_, CurvatureSums sums) in Workers)
            {
                sums.Clear();
            }
        }
    }
}
