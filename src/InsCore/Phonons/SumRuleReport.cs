namespace InsCore.Phonons;

/// <summary>How far raw force constants were from the rules that exact ones obey, before these were imposed.</summary>
/// <param name="Asymmetry">max |Φ_ia,jb - Φ_jb,ia|, eV/Å²: order of differentiation.</param>
/// <param name="TranslationSum">max |Σ_j Φ_ia,jb|, eV/Å²: acoustic sum rule.</param>
/// <param name="Correction">Largest change of an element when both were imposed, eV/Å².</param>
public sealed record SumRuleReport(double Asymmetry, double TranslationSum, double Correction)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"force constants: asymmetry {Asymmetry:G2}, translation sum {TranslationSum:G2}, corrected by at most {Correction:G2} eV/Å²");
}
