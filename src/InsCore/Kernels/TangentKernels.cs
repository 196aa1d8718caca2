namespace InsCore.Kernels;

/// <summary>The inner loops of exact second derivatives, by one of two executors with the same results.</summary>
internal abstract class TangentKernels
{
    /// <summary>Rows of the diagonal blocks that are always computed: those of one displacement, or of two real ones.</summary>
    public const int UpperBlock = 6;

    /// <summary>C#: the readable reference, always there.</summary>
    public static TangentKernels Managed { get; } = new ManagedTangentKernels();

    /// <summary>libinscore.</summary>
    public static TangentKernels Native { get; } = new NativeTangentKernels();

    /// <summary>
    /// Tangents of one receiver's message sum n M = n Σ_e R(r_e) T(r_e) h_e along displacement waves, with dr_e = u_i - u_j p and dh_e = p dh_j.
    /// </summary>
    public abstract void AddMessages(TangentPlan plan, in TangentMessageData data);

    /// <summary>y_o = Σ_p m_op x_p with a matrix for every channel, row by row.</summary>
    /// <param name="channels">Padded channels.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="matrix">m, [outputs × inputs × channels].</param>
    /// <param name="x">[rows × inputs × channels].</param>
    /// <param name="y">[rows × outputs × channels], out.</param>
    public abstract void MultiplyChannels(int channels, int rows, ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y);

    /// <summary>g_rs += Σ_k a_rk b_sk.</summary>
    /// <param name="length">Length of a row.</param>
    /// <param name="a">[aRows × length].</param>
    /// <param name="b">[bRows × length].</param>
    /// <param name="g">[aRows × bRows], in and out.</param>
    /// <param name="upper">True if elements left of the diagonal block of <see cref="UpperBlock"/> rows and columns may be left out.</param>
    public abstract void AddRowProducts(int length, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> g, bool upper = false);

    /// <summary>Refuses arrays that are too short.</summary>
    protected static void CheckLengths(TangentPlan plan, in TangentMessageData data)
    {
        long edges = data.Edges, rows = data.Shape.Rows(data.Slots), weights = edges * plan.PathCount * plan.Channels;
        Require(data.Weights.Length >= weights && data.WeightSlopes.Length >= weights);
        Require(data.Couplings.Length >= 4 * edges * plan.TermCount && data.Directions.Length >= 3 * edges && data.Phases.Length >= 2 * edges);
        Require(data.Shape.Sets == 1 || data.Translations.Length >= 3 * edges);
        Require(data.SenderSlots.Length >= edges && (data.TangentSlots.IsEmpty || data.TangentSlots.Length >= edges * data.Slots));
        Require(data.Gradient.Length >= plan.MessageSize && data.Sums.Length >= rows * plan.MessageSize && data.Mixed.Length >= 3 * rows);
        Require(data.SenderGradients.Length >= 3L * data.Features.Length);
    }

    /// <summary>Throws unless an array is long enough.</summary>
    protected static void Require(bool fits)
    {
        if (!fits)
        {
            throw new ArgumentException("an array of tangents is too short");
        }
    }
}
