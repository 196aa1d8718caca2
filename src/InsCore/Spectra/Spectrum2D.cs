namespace InsCore.Spectra;

/// <summary>Intensity over momentum transfer and energy transfer: S(|Q|, ω) of a powder, or S(Q, ω) along a path.</summary>
/// <param name="Label">What it is, for legends and file headers.</param>
/// <param name="Q">Centres of the bins in |Q|, or distances along a path, [nQ], Å⁻¹ (with 2π), ascending, evenly spaced for a powder.</param>
/// <param name="Energies">Centres of the bins, [nE], cm⁻¹, ascending and evenly spaced; positive is neutron energy loss.</param>
/// <param name="Intensities">[nQ × nE], energy fastest, in the unit of the figure or file that shows them; NaN where nothing is measured.</param>
public sealed record Spectrum2D(string Label, double[] Q, double[] Energies, double[] Intensities)
{
    /// <summary>Intensities at one Q, [nE].</summary>
    public ReadOnlySpan<double> Row(int q) => Intensities.AsSpan(q * Energies.Length, Energies.Length);

    /// <summary>Width of the energy bins, cm⁻¹.</summary>
    public double EnergyStep => (Energies[^1] - Energies[0]) / (Energies.Length - 1);

    /// <summary>The same map without what a mask leaves out.</summary>
    /// <param name="isMeasured">From Q (Å⁻¹) and energy transfer (cm⁻¹) at the centre of a bin.</param>
    public Spectrum2D Masked(Func<double, double, bool> isMeasured)
    {
        double[] masked = [.. Intensities];
        for (int k = 0; k < masked.Length; k++)
        {
            if (!isMeasured(Q[k / Energies.Length], Energies[k % Energies.Length]))
            {
                masked[k] = double.NaN;
            }
        }

        return this with { Intensities = masked };
    }

    /// <summary>The map cut to the smallest rectangle that holds all that is measured; the map itself where that is less than two bins each way.</summary>
    public Spectrum2D Cropped()
    {
        int left = Q.Length, right = -1, bottom = Energies.Length, top = -1;
        for (int k = 0; k < Intensities.Length; k++)
        {
            if (double.IsFinite(Intensities[k]))
            {
                (int q, int e) = (k / Energies.Length, k % Energies.Length);
                (left, right, bottom, top) = (Math.Min(left, q), Math.Max(right, q), Math.Min(bottom, e), Math.Max(top, e));
            }
        }

        return right > left && top > bottom
            ? this with
            {
                Q = Q[left..(right + 1)],
                Energies = Energies[bottom..(top + 1)],
                Intensities = [.. Enumerable.Range(left, right - left + 1).SelectMany(q => Row(q)[bottom..(top + 1)].ToArray())],
            }
            : this;
    }

    /// <summary>The map on finer bins, each with the intensity of the bin it lies in, and with the edges of a mask where they are.</summary>
    /// <remarks>A bin is measured if a detector sees any part of it, so that gaps narrower than a bin come and go with its position.</remarks>
    /// <param name="columns">Bins in Q wanted at least, where Q is evenly spaced.</param>
    /// <param name="rows">Bins in energy wanted at least.</param>
    /// <param name="isMeasured">From Q (Å⁻¹) and energy transfer (cm⁻¹).</param>
    public Spectrum2D Refined(int columns, int rows, Func<double, double, bool> isMeasured)
    {
        int across = Math.Max(1, (columns + Q.Length - 1) / Q.Length), along = Math.Max(1, (rows + Energies.Length - 1) / Energies.Length);
        double[] q = Fine(Q, across), energies = Fine(Energies, along);
        double[] fine = new double[q.Length * energies.Length];
        for (int k = 0; k < fine.Length; k++)
        {
            (int a, int b) = (k / energies.Length, k % energies.Length);
            fine[k] = isMeasured(q[a], energies[b]) ? Nearest(a / across, b / along) : double.NaN;
        }

        return this with { Q = q, Energies = energies, Intensities = fine };
    }

    // The mask of a bin is that of the energy at its centre, so that beside its edges the bin next to it may be the measured one.
    double Nearest(int q, int e)
    {
        double own = Row(q)[e];
        if (double.IsFinite(own))
        {
            return own;
        }

        foreach ((int dq, int de) in ((int, int)[])[(0, -1), (0, 1), (-1, 0), (1, 0)])
        {
            if (q + dq >= 0 && q + dq < Q.Length && e + de >= 0 && e + de < Energies.Length && double.IsFinite(Row(q + dq)[e + de]))
            {
                return Row(q + dq)[e + de];
            }
        }

        return double.NaN;
    }

    static double[] Fine(double[] centres, int parts)
    {
        double step = (centres[^1] - centres[0]) / (centres.Length - 1);
        return [.. centres.SelectMany(c => Enumerable.Range(0, parts).Select(k => c + (step * (((k + 0.5) / parts) - 0.5))))];
    }
}
