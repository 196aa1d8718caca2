namespace InsCore.Kernels;

/// <summary>The matrix and the work arrays of one thread, kept between calls.</summary>
internal sealed class LapackWorkspace
{
    readonly Dictionary<Problem, Lengths> lengths = [];
    readonly AlignedBuffer matrix = new(), complex = new(), real = new(), values = new();
    int[] integer = [];

    /// <summary>Prepares the arrays of a problem.</summary>
    /// <remarks>
    /// The lengths depend on the problem alone: LAPACK chooses its block size by them, and the last digits of a result must
    /// not depend on what its thread has done before.
    /// </remarks>
    /// <param name="problem">Size and kind.</param>
    /// <param name="query">Asks the library for the best lengths; called once for each problem.</param>
    public Arrays Reserve(Problem problem, Func<Problem, Lengths> query)
    {
        if (!lengths.TryGetValue(problem, out Lengths best))
        {
            lengths[problem] = best = query(problem);
        }

        // OpenBLAS 0.3.21 (Debian 12) reads a few columns past a matrix in its zgemv kernels, which kills the process when the
        // memory behind is unmapped (OpenMathLib/OpenBLAS#4013). (n + 8) n elements avoid it; the stray values are never
        // used. The libraries keep n × n matrices in the work arrays too.
        int size = problem.Size;
        int width = problem.IsComplex ? 2 : 1;
        int spare = 8 * size * width;
        integer = integer.Length < best.Integer ? new int[best.Integer] : integer;
        return new Arrays
        {
            Matrix = matrix.Reserve((width * size * size) + spare)[..(width * size * size)],
            Complex = complex.Reserve((2 * best.Complex) + spare)[..(2 * best.Complex)],
            Real = real.Reserve(best.Real + spare)[..best.Real],
            Values = values.Reserve(size),
            Integer = integer.AsSpan(0, best.Integer),
        };
    }

    /// <summary>Prepares the arrays of a matrix product, in whose last digits alignment shows too.</summary>
    public Product ReserveProduct(int left, int right, int product) => new()
    {
        Left = matrix.Reserve(left), Right = complex.Reserve(right), Result = real.Reserve(product),
    };

    /// <summary>A kind of eigenproblem.</summary>
    internal readonly record struct Problem(int Size, bool IsComplex, bool Vectors);

    /// <summary>Lengths of the work arrays; the complex one in pairs.</summary>
    internal readonly record struct Lengths(int Complex, int Real, int Integer);

    /// <summary>The arrays of one call; complex numbers as pairs.</summary>
    internal readonly ref struct Arrays
    {
        /// <summary>[n × n].</summary>
        public Span<double> Matrix { get; init; }

        /// <summary>[n].</summary>
        public Span<double> Values { get; init; }

        /// <summary>Complex work array.</summary>
        public Span<double> Complex { get; init; }

        /// <summary>Real work array.</summary>
        public Span<double> Real { get; init; }

        /// <summary>Integer work array.</summary>
        public Span<int> Integer { get; init; }
    }

    /// <summary>The arrays of a matrix product.</summary>
    internal readonly ref struct Product
    {
        /// <summary>[m × k].</summary>
        public Span<double> Left { get; init; }

        /// <summary>[k × n].</summary>
        public Span<double> Right { get; init; }

        /// <summary>[m × n].</summary>
        public Span<double> Result { get; init; }
    }
}
