using System.Globalization;
using InsCore.Phonons;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Scattering.Compatibility;

/// <summary>Compares an AbINS-compatible spectrum with the exact one, region by region, and finds which approximation causes the difference.</summary>
/// <remarks>
/// The options of AbINS are switched off one at a time, each in a calculation of its own; the change of the integral is the effect of that option.
/// Two parts no option reaches: the orders above the last one, known from the exact calculation, and what is left between the exact lower orders and
/// AbINS with all options switched off - the isotropic averages of orders 2 and higher and the missing energy gain. What these do not add up to is
/// their interplay, listed as such.
/// </remarks>
public sealed class AbinsDifference
{
    // Effects below this share of the integral are not worth a sentence.
    const double Worthwhile = 0.003;

    const string BeyondName = "orders beyond";
    const string RestName = "isotropy of higher orders, energy gain";
    const string InterplayName = "interplay";

    AbinsDifference(Spectrum1D exact, Spectrum1D like, IReadOnlyList<AbinsDifferenceRegion> regions) =>
        (Exact, Like, Regions) = (exact, like, regions);

    /// <summary>The exact spectrum, in the unit of <see cref="InsSpectrum.IntensityUnit"/>.</summary>
    public Spectrum1D Exact { get; }

    /// <summary>The AbINS-compatible spectrum in the same unit.</summary>
    public Spectrum1D Like { get; }

    /// <summary>The regions, from low to high energy.</summary>
    public IReadOnlyList<AbinsDifferenceRegion> Regions { get; }

    /// <summary>Computes both spectra and the effect of each approximation.</summary>
    /// <param name="modes">Modes on a mesh.</param>
    /// <param name="group">The space group of their crystal.</param>
    /// <param name="exactOptions">Settings of the exact spectrum.</param>
    /// <param name="options">Settings of the compatible one; temperature and range should be those of the exact one.</param>
    /// <param name="ends">Ends of the regions, cm⁻¹; null for <see cref="SpectrumRegion.UsualEnds"/>.</param>
    /// <param name="progress">Told after each calculation.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static AbinsDifference Compute(
        PhononModes modes,
        SpaceGroup group,
        ScatteringOptions exactOptions,
        AbinsOptions options,
        IReadOnlyList<double>? ends = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        InsSpectrum exact = InsCalculator.Compute(
            modes, group, exactOptions with { Orders = Math.Max(options.Orders, exactOptions.Orders) }, null, cancellation);
        IReadOnlyList<AbinsCause> causes = AbinsCause.Of(options, exactOptions, exact.Diagnostics.Census.LowestKept);
        int done = 0;
        Dictionary<AbinsOptions, Spectrum1D> spectra = [];
        Spectrum1D Run(AbinsOptions o)
        {
            if (!spectra.TryGetValue(o, out Spectrum1D? spectrum))
            {
                spectra.Add(o, spectrum = Total(AbinsCalculator.Compute(modes, group, o, cancellation)));
                progress?.Report(new StepProgress("difference", ++done, causes.Count + 2, ""));
            }

            return spectrum;
        }

        Spectrum1D like = Run(options);
        List<(AbinsCause Cause, Spectrum1D With, Spectrum1D Without)> switched =
            [.. causes.Select(c => (c, Run(c.Before(options)), Run(c.Switch(c.Before(options)))))];
        Spectrum1D none = Run(causes.Aggregate(options, (o, c) => c.Switch(o)));
        BankSpectrum all = exact.Bank("all");
        Spectrum1D total = new("exact", exact.Energies, all.Total), lower = new("lower orders", exact.Energies, Lower(all, options.Orders));
        IReadOnlyList<SpectrumRegion> regions = SpectrumRegion.Compare(like, total, ends);
        return new(total, like, [.. regions.Select(r => Explain(r, switched, none, lower, options))]);
    }

    /// <summary>The mean of all banks of a compatible spectrum in InsCore's unit, without the factor 4π.</summary>
    public static Spectrum1D Total(AbinsSpectrum spectrum) =>
        new("like AbINS", spectrum.Energies, Array.ConvertAll(spectrum.Bank("all").Total, y => y / (4 * Math.PI)));

    static double[] Lower(BankSpectrum bank, int orders)
    {
        double[] sum = new double[bank.Total.Length];
        for (int n = 1; n <= orders; n++)
        {
            double[] order = bank.OfOrder(n);
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] += order[k];
            }
        }

        return sum;
    }

    static AbinsDifferenceRegion Explain(
        SpectrumRegion region,
        List<(AbinsCause Cause, Spectrum1D With, Spectrum1D Without)> switched,
        Spectrum1D none,
        Spectrum1D lower,
        AbinsOptions options)
    {
        if (region.IsDark)
        {
            return new(region, [], FormattableString.Invariant($"Less than {100 * SpectrumRegion.LeastShare:0.####} % of the exact spectrum lies here."));
        }

        // An effect is what the approximation adds to the integral, relative to the exact one: negative where it takes away.
        double Share(double difference) => difference / region.Reference;
        double Of(Spectrum1D spectrum) => spectrum.Integral(region.From, region.To);
        List<(string Cause, double Effect, string Sentence)> effects =
        [
            .. switched.Select(s => (s.Cause.Name, Share(Of(s.With) - Of(s.Without)), s.Cause.Sentence)),
            (BeyondName, Share(Of(lower) - region.Reference), FormattableString.Invariant($"ends at order {options.Orders}")),
            (RestName, Share(Of(none) - Of(lower)), "treats orders 2 and higher as isotropic and leaves out energy gain, also within combinations"),
        ];
        effects.Add((InterplayName, region.Ratio - 1 - effects.Sum(e => e.Effect), "combines approximations"));
        effects.Sort((a, b) => Math.Abs(b.Effect).CompareTo(Math.Abs(a.Effect)));
        return new(region, [.. effects.Select(e => (e.Cause, e.Effect))], Say(effects));
    }

    static string Say(List<(string Cause, double Effect, string Sentence)> effects)
    {
        (_, double first, string sentence) = effects[0];
        if (Math.Abs(first) < Worthwhile)
        {
            return "No approximation matters here.";
        }

        string text = $"Mainly because AbINS {sentence} ({Percent(first)}";
        (_, double second, string next) = effects[1];
        return Math.Abs(second) > Math.Max(Worthwhile, 0.3 * Math.Abs(first)) ? $"{text}), then because it {next} ({Percent(second)})." : text + ").";
    }

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:+0.0;-0.0} %");
}
