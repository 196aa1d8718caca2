using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>The exact powder-averaged S(Q, ω) of one atom on the energy grid, at any Q², all orders and order by order.</summary>
/// <remarks>S(Q, ω) = (1/2π) ∫ dt e^{-iωt} ⟨exp[-Q² n·(A - γ(t))·n]⟩ over the directions n, the average taken in the time domain.</remarks>
internal sealed class PowderScattering
{
    readonly SymmetricTensor displacement;
    readonly TimeTensor tensor; // γ(t) for t = 0 … N/2
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
        (double[][] re, double[][] im) = gridded.Transform(new FourierTransform(length), cancellation);
        tensor = new(re, im);
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
    /// <param name="sums">Where they are added.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>N = ⟨exp(-Q² n·A·n)⟩ times the multiplicity: the elastic line, contained in row 0.</returns>
    public double AddTo(in ScatteringPoint point, AllOrderSums sums, CancellationToken cancellation)
    {
        (Vector3d[] directions, double[] weights) = DirectionQuadrature.Rule(displacement, Quadrature(point));
        return AddTo(point, directions, weights, sums, cancellation);
    }

    /// <summary>The same over directions of one's own.</summary>
    /// <param name="point">Q² and grid.</param>
    /// <param name="directions">[n], unit vectors.</param>
    /// <param name="weights">[n]; changed.</param>
    /// <param name="sums">Where they are added.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The elastic line times the multiplicity, contained in row 0.</returns>
    public double AddTo(in ScatteringPoint point, Vector3d[] directions, double[] weights, AllOrderSums sums, CancellationToken cancellation)
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
                damping[d] += coefficients[(6 * d) + k] * tensor.Re[k][0];
            }

            elastic += weights[d] * Math.Exp(-damping[d]);
        }

        sums.Add(tensor, length / point.Length, coefficients, damping, weights, cancellation);
        return elastic;
    }
}
