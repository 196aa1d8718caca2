namespace InsCore.Scattering;

/// <summary>Nodes in Q² and barycentric interpolation between them.</summary>
/// <remarks>Chebyshev points of the second kind, both ends included (Berrut and Trefethen 2004, SIAM Rev. 46, 501, eq. 5.4).</remarks>
internal sealed class ChebyshevNodes
{
    /// <summary>Places nodes.</summary>
    /// <param name="low">Smallest Q², Å⁻².</param>
    /// <param name="high">Largest Q², Å⁻².</param>
    /// <param name="count">At least 2.</param>
    public ChebyshevNodes(double low, double high, int count)
    {
        QSquared = [.. Enumerable.Range(0, count).Select(k =>
            (0.5 * (low + high)) - (0.5 * (high - low) * Math.Cos(Math.PI * k / (count - 1))))];
    }

    /// <summary>The nodes, ascending, Å⁻².</summary>
    public double[] QSquared { get; }

    /// <summary>Weights of the nodes in the interpolated value at one Q².</summary>
    /// <param name="qSquared">Å⁻².</param>
    /// <param name="weights">[count], out, adding up to 1.</param>
    public void Interpolate(double qSquared, Span<double> weights)
    {
        int exact = Array.IndexOf(QSquared, qSquared);
        if (exact >= 0)
        {
            weights.Clear();
            weights[exact] = 1;
            return;
        }

        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double sign = k % 2 == 0 ? 1 : -1;
            double end = k == 0 || k == weights.Length - 1 ? 0.5 : 1;
            weights[k] = sign * end / (qSquared - QSquared[k]);
            sum += weights[k];
        }

        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] /= sum;
        }
    }
}
