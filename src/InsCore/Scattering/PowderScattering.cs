using System.Numerics.Tensors;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>The exact powder-averaged S(Q, ω) of one atom on the energy grid, at any Q², all orders and order by order.</summary>
/// <remarks>S(Q, ω) = (1/2π) ∫ dt e^{-iωt} ⟨exp[-Q² n·(A - γ(t))·n]⟩ over the directions n, the average taken in the time domain.</remarks>
internal sealed class PowderScattering
{
    readonly SymmetricTensor displacement;
    readonly double[][] re, im; // [6][N/2 + 1], γ(t) for t = 0 … N/2
    readonly int length;

    /// <summary>Transforms the spectral tensor of an atom to the time domain.</summary>
    /// <param name="atom">The sticks.</param>
    /// <param name="temperature">K.</param>
    /// <param name="spacing">Spacing of the energy grid, eV.</param>
    /// <param name="length">Longest grid N that will be asked for.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    public PowderScattering(AtomTensor atom, double temperature, double spacing, int length, CancellationToken cancellation)
    {
        (Atom, this.length) = (atom, length);
        GriddedTensor gridded = new(atom, temperature, spacing, length);
        displacement = gridded.Displacement();
        FirstMoment = gridded.Sum(j => j * spacing).Trace / 3;
        LargestDisplacement = displacement.Eigen().Values.Z;
        (re, im) = gridded.Transform(new FourierTransform(length), cancellation);
    }

    /// <summary>The atom.</summary>
    public AtomTensor Atom { get; }

    /// <summary>Largest eigenvalue of A, Å².</summary>
    public double LargestDisplacement { get; }

    /// <summary>First moment of S divided by Q², as it must come out of the grid: tr ∫ω G dω / 3, eV Å².</summary>
    public double FirstMoment { get; }

    /// <summary>Order n of the direction rule at one point; it has n² directions.</summary>
    public int Quadrature(in ScatteringPoint point)
    {
        int needed = PolynomialDegree.Needed(point.QSquared * LargestDisplacement, point.Accuracy);
        return (needed + 1) / 2 * 2;
    }

    /// <summary>Number of times, t = 0 … N/2, rounded up to whole blocks.</summary>
    public static int PaddedTimes(int length) =>
        ((length / 2) + AllOrderKernel.Block) / AllOrderKernel.Block * AllOrderKernel.Block;

    /// <summary>Adds F(t) = Σ_d w_d exp(-Q² n·(A - γ(t))·n) and its orders, times the multiplicity of the atom.</summary>
    /// <param name="point">Q², grid and directions.</param>
    /// <param name="sumRe">[orders + 1][padded times], all orders in row 0; real part.</param>
    /// <param name="sumIm">The same, imaginary part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>N = ⟨exp(-Q² n·A·n)⟩ times the multiplicity: the elastic line, contained in row 0.</returns>
    public double AddTo(in ScatteringPoint point, double[][] sumRe, double[][] sumIm, CancellationToken cancellation)
    {
        (Vector3d[] directions, double[] weights) = DirectionQuadrature.Rule(displacement, Quadrature(point));
        return AddTo(point, directions, weights, sumRe, sumIm, cancellation);
    }

    /// <summary>The same over directions of one's own.</summary>
    /// <param name="point">Q² and grid.</param>
    /// <param name="directions">[n], unit vectors.</param>
    /// <param name="weights">[n]; changed.</param>
    /// <param name="sumRe">[orders + 1][padded times], all orders in row 0; real part.</param>
    /// <param name="sumIm">The same, imaginary part.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The elastic line times the multiplicity, contained in row 0.</returns>
    public double AddTo(
        in ScatteringPoint point,
        Vector3d[] directions,
        double[] weights,
        double[][] sumRe,
        double[][] sumIm,
        CancellationToken cancellation)
    {
        double[] coefficients = new double[6 * directions.Length], damping = new double[directions.Length];
        double elastic = 0;
        for (int d = 0; d < directions.Length; d++)
        {
            weights[d] *= Atom.Multiplicity;
            Vector3d n = directions[d];
            double[] dyad = [n.X * n.X, n.Y * n.Y, n.Z * n.Z, 2 * n.Y * n.Z, 2 * n.X * n.Z, 2 * n.X * n.Y];
            for (int k = 0; k < 6; k++)
            {
                coefficients[(6 * d) + k] = point.QSquared * dyad[k];
                damping[d] += coefficients[(6 * d) + k] * re[k][0];
            }

            elastic += weights[d] * Math.Exp(-damping[d]);
        }

        const int block = AllOrderKernel.Block;
        int orders = sumRe.Length - 1;
        double[] tensor = new double[12 * block];
        double[] blockRe = new double[(orders + 1) * block], blockIm = new double[(orders + 1) * block];
        for (int start = 0; start <= point.Length / 2; start += block)
        {
            cancellation.ThrowIfCancellationRequested();
            Gather(start, length / point.Length, tensor);
            Array.Clear(blockRe);
            Array.Clear(blockIm);
            Accumulate(orders, tensor, coefficients, damping, weights, blockRe, blockIm);
            for (int row = 0; row <= orders; row++)
            {
                Add(blockRe.AsSpan(row * block, block), sumRe[row].AsSpan(start, block));
                Add(blockIm.AsSpan(row * block, block), sumIm[row].AsSpan(start, block));
            }
        }

        return elastic;
    }

    // The native kernel and the managed one do the same.
    static void Accumulate(
        int orders, double[] tensor, double[] coefficients, double[] damping, double[] weights, double[] re, double[] im)
    {
        if (NativeKernels.AreAvailable)
        {
            NativeAllOrderKernel.Accumulate(AllOrderKernel.Block, orders, tensor, coefficients, damping, weights, re, im);
        }
        else
        {
            AllOrderKernel.Accumulate(AllOrderKernel.Block, orders, tensor, coefficients, damping, weights, re, im);
        }
    }

    static void Add(ReadOnlySpan<double> values, Span<double> sum) => TensorPrimitives.Add(sum, values, sum);

    // A shorter energy grid is the same function of time at every second, fourth, … point.
    void Gather(int start, int stride, double[] tensor)
    {
        const int block = AllOrderKernel.Block;
        int count = Math.Min(block, ((re[0].Length - 1) / stride) + 1 - start);
        for (int component = 0; component < 12; component++)
        {
            double[] source = component < 6 ? re[component] : im[component - 6];
            for (int t = 0; t < count; t++)
            {
                tensor[(component * block) + t] = source[(start + t) * stride];
            }
        }
    }
}
