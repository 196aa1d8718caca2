namespace InsCore.Scattering.Compatibility;

/// <summary>What one atom scatters like AbINS at any one Q, order by order, broadened, without cross section.</summary>
internal sealed class AbinsMapRows
{
    readonly AbinsTensors tensors;
    readonly AbinsOptions options;
    readonly int atom;
    readonly double[] centres, sigma;
    readonly double[][] broad;

    /// <summary>Prepares an atom.</summary>
    /// <param name="tensors">Those of the modes kept.</param>
    /// <param name="atom">The atom.</param>
    /// <param name="bare">Its orders without Q, [orders][nBins].</param>
    /// <param name="centres">[nBins], cm⁻¹.</param>
    /// <param name="sigma">[nBins], cm⁻¹.</param>
    /// <param name="options">Settings.</param>
    public AbinsMapRows(AbinsTensors tensors, int atom, double[][] bare, double[] centres, double[] sigma, AbinsOptions options)
    {
        (this.tensors, this.atom, this.centres, this.sigma, this.options) = (tensors, atom, centres, sigma, options);
        broad = [.. bare.Select((h, n) => n == 0 && options.Fundamentals != AbinsPowderAverage.Isotropic ? [] : Broaden(h))];
    }

    /// <summary>The orders at one Q.</summary>
    /// <param name="qSquared">Å⁻².</param>
    /// <returns>[orders][nBins].</returns>
    public double[][] At(double qSquared)
    {
        double weight = Math.Exp(-qSquared * tensors.Displacements[atom].Trace / 3);
        double[][] rows = new double[broad.Length][];
        for (int n = 0; n < rows.Length; n++)
        {
            weight *= qSquared / (n + 1);
            double factor = weight;
            rows[n] = broad[n].Length > 0 ? Array.ConvertAll(broad[n], y => factor * y) : Broaden(Fundamentals(qSquared));
        }

        return rows;
    }

    double[] Broaden(double[] values) => AbinsBroadening.Apply(values, centres, sigma, options.Broadening);

    double[] Fundamentals(double qSquared)
    {
        double[] sum = new double[centres.Length];
        for (int q = 0; q < tensors.Weights.Length; q++)
        {
            ReadOnlySpan<SymmetricTensor> amplitudes = tensors.Amplitudes(q, atom);
            SymmetricTensor displacement = options.OwnWaveVector ? tensors.Own(q, atom) : tensors.Displacements[atom];
            for (int n = 0; n < amplitudes.Length; n++)
            {
                int bin = AbinsGrid.BinOf(tensors.Energies[q][n], options.BinWidth, sum.Length);
                if (bin >= 0)
                {
                    sum[bin] += tensors.Weights[q] * AbinsCalculator.Fundamental(displacement, amplitudes[n], qSquared, options.Fundamentals);
                }
            }
        }

        return sum;
    }
}
