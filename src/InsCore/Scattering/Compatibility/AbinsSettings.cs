using System.Globalization;

namespace InsCore.Scattering.Compatibility;

/// <summary>The options of the AbINS-compatible calculation as a user types them: blanks between words like broadening=exact or own-k=no.</summary>
internal static class AbinsSettings
{
    static readonly Dictionary<string, Func<AbinsOptions, string, AbinsOptions?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["weighting"] = (o, v) => Choice(v, out Weighting w) ? o with { Weighting = w } : null,
        ["orders"] = (o, v) => Whole(v) is { } n ? o with { Orders = n } : null,
        ["analytic-orders"] = (o, v) => Whole(v) is { } n ? o with { AnalyticOrders = n } : null,
        ["fundamentals"] = (o, v) => Choice(v, out AbinsPowderAverage a) ? o with { Fundamentals = a } : null,
        ["lowest"] = (o, v) => Number(v) is { } x ? o with { LowestEnergy = x } : null,
        ["tensor-floor"] = (o, v) => Number(v) is { } x ? o with { TensorFloor = x } : null,
        ["own-k"] = (o, v) => Truth(v) is { } b ? o with { OwnWaveVector = b } : null,
        ["site-symmetry"] = (o, v) => Truth(v) is { } b ? o with { Symmetrise = b } : null,
        ["own-pairs"] = (o, v) => Truth(v) is { } b ? o with { OwnPairs = b } : null,
        ["half-overtones"] = (o, v) => Truth(v) is { } b ? o with { HalfOvertones = b } : null,
        ["pruning"] = (o, v) => Number(v) is { } x ? o with { PruningThreshold = x } : null,
        ["fine-bins"] = (o, v) => Whole(v) is { } n ? o with { FineBins = n } : null,
        ["half-bins"] = (o, v) => Truth(v) is { } b ? o with { DropHalfBins = b } : null,
        ["energy-bins"] = (o, v) => Whole(v) is { } n ? o with { EnergyBins = n } : null,
        ["q-bins"] = (o, v) => Whole(v) is { } n ? o with { QBins = n } : null,
        ["mask"] = (o, v) => Choice(v, out AbinsMask m) ? o with { Mask = m } : null,
        ["broadening"] = (o, v) => Choice(v, out AbinsBroadeningScheme s) ? o with { Broadening = s } : null,
    };

    /// <summary>Names of the settings.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>Applies settings to options.</summary>
    /// <param name="options">The options to begin with.</param>
    /// <param name="words">NAME=VALUE each; enumerations in any case and with or without hyphens.</param>
    /// <exception cref="InsInputException">A setting is not known, or its value does not fit.</exception>
    public static AbinsOptions Apply(AbinsOptions options, IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            string[] parts = word.Split('=', 2);
            options = parts.Length == 2 && Known.TryGetValue(parts[0], out Func<AbinsOptions, string, AbinsOptions?>? set) && set(options, parts[1]) is { } changed
                ? changed
                : throw new InsInputException(
                    "setting of AbINS", null, $"\"{word}\" is not known, or its value does not fit", $"write NAME=VALUE with one of: {string.Join(", ", Names)}");
        }

        options.Check();
        return options;
    }

    static bool Choice<T>(string text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value) && Enum.IsDefined(value);

    static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : null;

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && double.IsFinite(x) && x >= 0 ? x : null;

    static bool? Truth(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => null,
    };
}
