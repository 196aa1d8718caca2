namespace InsCore.Scattering;

/// <summary>The sticks of an atom summed over intervals, to bound how far its scattering reaches in energy.</summary>
internal sealed class CoarseTensor
{
    const int Intervals = 400;

    // Share of all intensity that may be folded back, where the recoil is as large as the highest mode, relative to the accuracy: spread
    // over as many bins as the rest it is well below what is asked for, which every calculation verifies. Beyond the accuracy from which
    // on the three laws are to hold to rounding, no tail is given away.
    const double TailShare = 0.03, LeastTail = 1e-12, ExactFrom = 1e-6;

    // A spread of exponents beyond this is taken for this, which keeps the bound a bound and its integral exact.
    const double MostSpread = 200;

    readonly SymmetricTensor[] loss = new SymmetricTensor[Intervals], gain = new SymmetricTensor[Intervals];

    readonly double firstMoment, accepted;
    readonly bool isPowder;

    /// <summary>Sums the sticks.</summary>
    /// <param name="atom">The sticks.</param>
    /// <param name="temperature">K.</param>
    /// <param name="grid">Accuracy, and whether directions are averaged over.</param>
    /// <param name="accuracy">Error allowed, relative to the maximum of S.</param>
    public CoarseTensor(AtomTensor atom, double temperature, ScatteringGrid grid, double accuracy)
    {
        isPowder = grid.IsPowder;
        accepted = accuracy > ExactFrom ? TailShare * accuracy : LeastTail;
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
    /// K(s) = ln⟨exp[Q² n·∫ G(ω)(e^{sω} - 1) dω·n]⟩ over the directions n; so W = min_s (K(s) - ln tail)/s. The ends of the intervals stand for the energies
    /// such that it stays a bound.
    /// </remarks>
    public double Reach(double qSquared, int sign)
    {
        if (qSquared == 0)
        {
            return 0;
        }

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

            best = Math.Min(best, (Logarithm(qSquared, sum) - Math.Log(tail)) / s);
        }

        return best;
    }

    // ln⟨exp(Q² n·T·n)⟩ over the directions n, the largest eigenvalue taken out of the exponential; of single directions the largest of all.
    double Logarithm(double qSquared, SymmetricTensor tensor)
    {
        var (values, _) = tensor.Eigen();
        double largest = qSquared * values.Z;
        if (!isPowder)
        {
            return largest;
        }

        ReadOnlySpan<double> below = [Math.Min(largest - (qSquared * values.X), MostSpread), Math.Min(largest - (qSquared * values.Y), MostSpread), 0];
        return largest + Math.Log(SphereIntegrals.Evaluate(below).Norm);
    }
}
