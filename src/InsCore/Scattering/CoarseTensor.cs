namespace InsCore.Scattering;

/// <summary>The sticks of an atom summed over intervals, to bound how far its scattering reaches in energy.</summary>
internal sealed class CoarseTensor
{
    const int Intervals = 400;

    // Share of all intensity that may be folded back, where the recoil is as large as the highest mode, relative to the accuracy:
    // spread over all bins it is far below what is asked for. The least is what double precision can tell from nothing.
    const double TailShare = 1e-5, LeastTail = 1e-12;

    readonly SymmetricTensor[] loss = new SymmetricTensor[Intervals], gain = new SymmetricTensor[Intervals];

    readonly double firstMoment, accepted;

    /// <summary>Sums the sticks.</summary>
    /// <param name="atom">The sticks.</param>
    /// <param name="temperature">K.</param>
    /// <param name="accuracy">Error allowed, relative to the maximum of S.</param>
    public CoarseTensor(AtomTensor atom, double temperature, double accuracy)
    {
        accepted = Math.Max(LeastTail, TailShare * accuracy);
        Highest = atom.Energies.Max();
        firstMoment = atom.FirstMoment().Trace / 3;
        for (int k = 0; k < atom.Energies.Length; k++)
        {
            double n = BoseEinstein.Occupation(atom.Energies[k], temperature);
            int at = Math.Min(Intervals - 1, (int)(Intervals * atom.Energies[k] / Highest));
            loss[at] += (n + 1) * atom.Amplitudes[k];
            gain[at] += n * atom.Amplitudes[k];
        }
    }

    /// <summary>Highest stick, eV.</summary>
    public double Highest { get; }

    /// <summary>An energy W beyond which so little of S lies that even its first moment does not notice, eV.</summary>
    /// <param name="qSquared">Q², Å⁻².</param>
    /// <param name="sign">+1 for energy loss, -1 for gain.</param>
    /// <remarks>
    /// Chernoff's bound: the share beyond W is at most exp(K(s) - sW) for every s > 0, with the cumulant generating function
    /// K(s) = Q² max_n n·∫ G(ω)(e^{sω} - 1) dω·n; so W = min_s (K(s) - ln tail)/s. The ends of the intervals stand for the energies
    /// such that it stays a bound.
    /// </remarks>
    public double Reach(double qSquared, int sign)
    {
        (SymmetricTensor[] along, SymmetricTensor[] against) = sign > 0 ? (loss, gain) : (gain, loss);
        double tail = accepted * Math.Min(1, qSquared * firstMoment / Highest);
        double best = double.MaxValue;
        for (double s = 0.01 / Highest; s < 200 / Highest; s *= 1.25)
        {
            SymmetricTensor sum = default;
            for (int k = 0; k < Intervals; k++)
            {
                double step = s * Highest / Intervals;
                sum += (double.ExpM1(step * (k + 1)) * along[k]) + (double.ExpM1(-step * k) * against[k]);
            }

            best = Math.Min(best, ((qSquared * sum.Eigen().Values.Z) - Math.Log(tail)) / s);
        }

        return best;
    }
}
