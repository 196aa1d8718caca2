using System.Numerics;
using System.Runtime.CompilerServices;
using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>Sums of messages with tabulated radial functions, and their reverse, by libinscore.</summary>
internal static unsafe class NativeConvolutionKernel
{
    /// <summary>Elements of one edge's row of gradients.</summary>
    public const int GradientWidth = 24;

    /// <summary>Where the gradients of the harmonics of degree l begin in such a row; behind each group stands a share of dE/dt.</summary>
    public static ReadOnlySpan<int> GradientOffset => [0, 2, 8, 16];

    /// <summary>Coefficients in one row of a radial table: the polynomial's error is then rounding, with as few intervals as fit the caches.</summary>
    public static int TableTerms<T>() => typeof(T) == typeof(double) ? 12 : 8;

    /// <summary>m_i = s_i Σ_e C (Y_e × R(r_e) h_sender(e)).</summary>
    public static void Compute<T>(in ConvolutionOperands<T> operands, Span<T> messages)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* m = messages)
        {
            Call(operands, m, messages.Length, default, isReverse: false);
        }
    }

    /// <summary>The reverse.</summary>
    /// <param name="operands">As before.</param>
    /// <param name="messageGradients">dE/dm, [atoms × MessageSize].</param>
    /// <param name="gradients">Where the results are added.</param>
    public static void Reverse<T>(
        in ConvolutionOperands<T> operands, ReadOnlySpan<T> messageGradients, NativeConvolutionGradients<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* m = messageGradients)
        {
            Call(operands, m, messageGradients.Length, gradients, isReverse: true);
        }
    }

    static void Call<T>(in ConvolutionOperands<T> o, T* messages, int messageLength, NativeConvolutionGradients<T> gradients, bool isReverse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NativeConvolutionPlan<T> plan = o.Plan;
        int block = NativeBlock.Of<T>(), atoms = o.First.Length - 1, edges = o.First[^1], chunkEdges = edges - o.First[0];
        int features = plan.HasFeatures ? o.AllAtoms * plan.FeatureComponents * plan.Channels : 0;
        if (o.Sender.Length < edges || o.Row.Length < edges || o.Local.Length < edges || o.Harmonics.Length < edges * plan.HarmonicCount
            || o.Features.Length < features || o.Scale.Length < atoms || messageLength < atoms * plan.MessageSize
            || o.Table.Length < (long)plan.PathCount * plan.Channels * o.TableRows * TableTerms<T>()
            || (isReverse && (gradients.Edges.Length < chunkEdges * GradientWidth || gradients.Products.Length < atoms
                || (!gradients.Features.IsEmpty && gradients.Features.Length < features))))
        {
            throw new ArgumentException("the operands of a convolution do not fit");
        }

        fixed (int* paths = plan.Paths, first = o.First, sender = o.Sender, row = o.Row)
        fixed (T* couplings = plan.Couplings, local = o.Local, harmonics = o.Harmonics, table = o.Table, h = o.Features, scale = o.Scale)
        fixed (T* edgeGradients = gradients.Edges, featureGradients = gradients.Features, products = gradients.Products)
        {
            InsConvolution call = new()
            {
                atoms = atoms, all_atoms = o.AllAtoms, blocks = plan.Channels / block, paths = plan.PathCount, table_rows = o.TableRows,
                harmonic_count = plan.HarmonicCount, feature_components = plan.FeatureComponents, message_size = plan.MessageSize,
                plan = paths, couplings = couplings, first = first, sender = sender, row = row, local = local, harmonics = harmonics,
                table = table, features = plan.HasFeatures ? h : null, scale = scale, messages = messages,
                edge_gradients = edgeGradients, feature_gradients = gradients.Features.IsEmpty ? null : featureGradients, products = products,
            };
            NativeKernels.ThrowIfFailed((typeof(T) == typeof(double), isReverse) switch
            {
                (true, false) => InscoreMethods.ins_convolve_f64(&call),
                (true, true) => InscoreMethods.ins_convolve_reverse_f64(&call),
                (false, false) => InscoreMethods.ins_convolve_f32(&call),
                (false, true) => InscoreMethods.ins_convolve_reverse_f32(&call),
            });
        }
    }
}

/// <summary>Channels as libinscore keeps them: blocks of one cache line.</summary>
internal static class NativeBlock
{
    const int Bytes = 64;

    /// <summary>Elements of one block.</summary>
    public static int Of<T>() => Bytes / Unsafe.SizeOf<T>();
}

/// <summary>The paths of one layer as libinscore reads them; see inscore.h, ins_convolution.</summary>
/// <param name="Channels">Channels, whole blocks.</param>
/// <param name="HarmonicCount">(l_max + 1)².</param>
/// <param name="FeatureComponents">(l_max + 1)² of the sent features.</param>
/// <param name="HasFeatures">False where the features are in the table.</param>
/// <param name="MessageSize">Elements of the message of one atom.</param>
/// <param name="Paths">[6 × nPaths].</param>
/// <param name="Couplings">Dense, path after path.</param>
internal sealed record NativeConvolutionPlan<T>(
    int Channels, int HarmonicCount, int FeatureComponents, bool HasFeatures, int MessageSize, int[] Paths, T[] Couplings)
    where T : unmanaged
{
    /// <summary>Number of paths.</summary>
    public int PathCount => Paths.Length / 6;
}

/// <summary>What a convolution reads.</summary>
internal readonly ref struct ConvolutionOperands<T>
    where T : unmanaged
{
    /// <summary>The paths.</summary>
    public required NativeConvolutionPlan<T> Plan { get; init; }

    /// <summary>Atoms of the structure.</summary>
    public required int AllAtoms { get; init; }

    /// <summary>[receivers + 1], edges of each, numbers of the arrays below.</summary>
    public required ReadOnlySpan<int> First { get; init; }

    /// <summary>[nEdges].</summary>
    public required ReadOnlySpan<int> Sender { get; init; }

    /// <summary>[nEdges], row of the table.</summary>
    public required ReadOnlySpan<int> Row { get; init; }

    /// <summary>[nEdges], place within the row's interval, -1 to 1.</summary>
    public required ReadOnlySpan<T> Local { get; init; }

    /// <summary>[nEdges × HarmonicCount].</summary>
    public required ReadOnlySpan<T> Harmonics { get; init; }

    /// <summary>Radial table.</summary>
    public required ReadOnlySpan<T> Table { get; init; }

    /// <summary>Rows of it.</summary>
    public required int TableRows { get; init; }

    /// <summary>[nBlocks × nAtoms × components × block]; empty where the features are in the table.</summary>
    public required ReadOnlySpan<T> Features { get; init; }

    /// <summary>[receivers], factor of each message.</summary>
    public required ReadOnlySpan<T> Scale { get; init; }
}

/// <summary>Where the reverse of a convolution adds.</summary>
internal readonly ref struct NativeConvolutionGradients<T>
{
    /// <summary>[edges of the receivers × GradientWidth].</summary>
    public required Span<T> Edges { get; init; }

    /// <summary>In the layout of the features; empty if not wanted.</summary>
    public required Span<T> Features { get; init; }

    /// <summary>[receivers], m dE/dm.</summary>
    public required Span<T> Products { get; init; }
}
