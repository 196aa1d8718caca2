using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>Directions of the momentum transfer and their weights: a product rule on half the sphere, the integrand being even.</summary>
internal static class DirectionQuadrature
{
    /// <summary>Gauss–Legendre in the cosine of the polar angle times equal steps of the azimuth, in the eigenframe of A.</summary>
    /// <param name="displacement">A; its softest axis is the pole.</param>
    /// <param name="order">n, even: n points in the cosine (half of them kept) and 2n in the azimuth, n² in all.</param>
    /// <returns>Unit vectors in the frame of A's components, and weights that add up to 1.</returns>
    public static (Vector3d[] Directions, double[] Weights) Rule(SymmetricTensor displacement, int order)
    {
        Matrix3d axes = displacement.Eigen().Axes;
        (double[] nodes, double[] nodeWeights) = GaussLegendre.Rule(order);
        Vector3d[] directions = new Vector3d[order * order];
        double[] weights = new double[order * order];
        for (int k = 0; k < directions.Length; k++)
        {
            int polar = (order / 2) + (k / (2 * order));
            double mu = nodes[polar], s = Math.Sqrt(1 - (mu * mu));
            (double sin, double cos) = Math.SinCos(Math.PI * ((k % (2 * order)) + 0.5) / order);
            directions[k] = (s * cos * axes.Row0) + (s * sin * axes.Row1) + (mu * axes.Row2);
            weights[k] = nodeWeights[polar] / (2 * order);
        }

        return (directions, weights);
    }
}
