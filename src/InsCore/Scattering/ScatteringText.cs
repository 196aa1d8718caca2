using System.Globalization;
using InsCore.Spectra;

namespace InsCore.Scattering;

/// <summary>What stands beside a spectrum in words: settings, laws, what was left out.</summary>
internal static class ScatteringText
{
    /// <summary>One line: instrument, temperature, resolution, table, intensity unit.</summary>
    public static string Settings(InsSpectrum s) => string.Create(
        CultureInfo.InvariantCulture,
        $"{s.Instrument.Label}, {s.Options.Temperature} K, resolution {s.Resolution.Name}, {s.Options.Weighting.ToString().ToLowerInvariant()} cross sections of {s.Options.CrossSections.Name}");

    /// <summary>Diagnostics, a line each.</summary>
    public static IReadOnlyList<string> Lines(InsSpectrum s)
    {
        ScatteringDiagnostics d = s.Diagnostics;
        ModeCensus c = d.Census;
        return
        [
            Invariant($"sum rule {d.Laws.SumRule:0.0e+00}, recoil {d.Laws.Recoil:0.0e+00}, detailed balance {d.Laws.DetailedBalance:0.0e+00} (relative, before resolution)"),
            Invariant($"numerical accuracy {Accuracy(d.AchievedAccuracy, d.CoherentAccuracy)}; recoil carried by the modes {100 * d.RecoilCompleteness:F2} %"),
            Invariant($"modes: {c.Modes} at {c.WaveVectors} wave vectors, {c.Translations} translations left out, Γ weight {c.GammaWeight:F4}, {c.Imaginary} imaginary ({c.ImaginaryTreatment.ToString().ToLowerInvariant()}), {c.Soft} too soft, lowest kept {c.LowestKept:F1} cm⁻¹"),
            .. c.AcousticCorrection ? (string[])[Invariant($"acoustic modes missing at Γ: a Debye sphere in their place adds {c.AcousticDisplacement:G3} Å² to ⟨u²⟩ along each axis")] : [],
            .. d.AlmostIsotropic.Count == 0 ? [] : (string[])[$"almost-isotropic form over exact, {s.Instrument.Banks[0].Name}: {string.Join(", ", d.AlmostIsotropic.Select(a => Invariant($"{a.Actual:F3} at {a.Energy:F0}")))} cm⁻¹"],
            .. d.Multiphonon.GroupBy(m => m.Bank).Select(Shares),
            .. Coarse(s),
            .. d.CoherentAccuracy is not null ? (string[])["coherent one-phonon scattering is that of all atoms together, along Q(ω); elements show the incoherent rest"] : [],
            .. d.Warnings.Select(w => $"warning: {w}"),
        ];
    }

    /// <summary>Accuracy of everything: that of the coherent part, where there is one, beside that of the rest.</summary>
    internal static string Accuracy(double achieved, double? coherent) => coherent is { } error
        ? Invariant($"{Math.Max(error, achieved):0.0e+00} of the maximum (coherent part {error:0.0e+00} of its own after resolution, all else {achieved:0.0e+00})")
        : Invariant($"{achieved:0.0e+00} of the maximum");

    static string Percent(double? share) => share is { } s ? Invariant($"{100 * s:F0} %") : "-";

    static string Shares(IGrouping<string, MultiphononShare> bank) =>
        $"share of orders above one{(bank.Key == InsSpectrum.AllBanks ? "" : $", {bank.Key}")}: {string.Join(", ", bank.Select(m => Invariant($"{Percent(m.Share)} ({m.From:F0}–{m.To:F0})")))} cm⁻¹{Dark(bank)}";

    // Two bins to a standard deviation draw a Gaussian; fewer show triangles.
    static IEnumerable<string> Coarse(InsSpectrum s)
    {
        double width = s.Options.BinWidth;
        double Sigma(double energy) => s.Instrument.Banks.Where(b => b.Allows(energy)).Select(b => s.Resolution.Sigma(energy, b)).DefaultIfEmpty(double.NaN).Min();
        (double Energy, double Sigma)[] narrow = [.. s.Energies.Where(e => e > 0).Select(e => (e, Sigma(e))).Where(p => p.Item2 > 0 && p.Item2 < 2 * width * (1 - 1e-9))];
        if (narrow.Length > 0)
        {
            yield return Invariant($"bins of {width:G3} cm⁻¹ are wider than half of σ from {narrow[0].Energy:F0} to {narrow[^1].Energy:F0} cm⁻¹ (σ from {narrow.Min(p => p.Sigma):G3}): each bin holds the integral of the lines over it, areas are exact, shapes are not; --bin {RoundDown(narrow.Min(p => p.Sigma) / 2):G3} shows them");
        }
    }

    // To one digit.
    static double RoundDown(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Math.Max(1, Math.Floor((value / power) + 1e-9)) * power;
    }

    static string Dark(IEnumerable<MultiphononShare> shares) => shares.Any(m => m.Share is null)
        ? Invariant($" (-: less than {100 * SpectrumRegion.LeastShare:0.####} % of the spectrum)")
        : "";

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
