using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>How well a computed S(Q, ω) obeys the three exact laws, measured on the numbers themselves before resolution.</summary>
/// <param name="SumRule">|Σ S / (number of atoms) - 1|.</param>
/// <param name="Recoil">Relative difference of the first moment Σ ω S from Q² tr(∫ ω G dω)/3, which is ħ²Q²/2M if no mode is missing.</param>
/// <param name="DetailedBalance">Largest |S(-ω) - S(ω) exp(-ω/kT)|, relative to the maximum of S.</param>
public readonly record struct LawResiduals(double SumRule, double Recoil, double DetailedBalance)
{
    /// <summary>The larger of each.</summary>
    public static LawResiduals Worst(LawResiduals a, LawResiduals b) => new(
        Math.Max(a.SumRule, b.SumRule), Math.Max(a.Recoil, b.Recoil), Math.Max(a.DetailedBalance, b.DetailedBalance));

    internal static LawResiduals Measure(
        double[] inelastic, int first, double elastic, double atoms, double firstMoment, double temperature, double spacing)
    {
        double sum = elastic, moment = 0, largest = elastic, imbalance = 0;
        for (int bin = first; bin < first + inelastic.Length; bin++)
        {
            double s = inelastic[(bin + inelastic.Length) % inelastic.Length];
            sum += s;
            moment += bin * spacing * s;
            largest = Math.Max(largest, s);
        }

        for (int bin = 1; bin <= -first; bin++)
        {
            double boltzmann = temperature == 0 ? 0 : Math.Exp(-bin * spacing / (Constants.Boltzmann * temperature));
            imbalance = Math.Max(imbalance, Math.Abs(inelastic[^bin] - (inelastic[bin] * boltzmann)));
        }

        return new(Math.Abs((sum / atoms) - 1), Math.Abs((moment / firstMoment) - 1), imbalance / largest);
    }
}
