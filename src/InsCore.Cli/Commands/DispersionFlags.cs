using System.CommandLine;
using System.Globalization;
using InsCore.Phonons;
using InsCore.Spectra;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>The flags of `bands` and `dos`.</summary>
internal sealed class DispersionFlags
{
    readonly Option<string?> interpolate = new("--interpolate") { Description = "Interpolate exact matrices from a mesh of this size, e.g. \"2 2 2\"; the error is measured and printed." };
    readonly Option<string> unit = new("--unit") { Description = "cm-1 (default), meV, eV or THz.", DefaultValueFactory = _ => "cm-1" };
    readonly Option<string> sumRule = new("--asr") { Description = "Acoustic sum rule for force constants read: projection (default), realspace, reciprocal or none.", DefaultValueFactory = _ => "projection" };
    readonly Option<string?> dipoles = new("--dipoles") { Description = "Whether force constants read hold the dipole–dipole interaction: included or removed (default: what their format says)." };
    readonly Option<bool> noCharges = new("--no-charges") { Description = "Leave Born charges out." };

    public DispersionFlags(Command command)
    {
        command.Options.Add(interpolate);
        command.Options.Add(unit);
        command.Options.Add(sumRule);
        command.Options.Add(dipoles);
        command.Options.Add(noCharges);
    }

    /// <summary>The settings of a call.</summary>
    /// <exception cref="InsInputException">A flag is malformed.</exception>
    public DispersionOptions Read(ParseResult parse) => new()
    {
        Interpolate = parse.GetValue(interpolate) is { } mesh ? Integers("--interpolate", mesh) : null,
        Unit = EnergyUnit.Parse(parse.GetValue(unit)!),
        Reading = new()
        {
            SumRule = Choice<SumRule>("--asr", parse.GetValue(sumRule)!),
            Dipoles = parse.GetValue(dipoles) is { } tail ? Choice<DipoleTail>("--dipoles", tail) : null,
            UseCharges = !parse.GetValue(noCharges),
        },
    };

    /// <summary>Numbers separated by blanks or commas.</summary>
    public static double[] Numbers(string flag, string text) =>
        [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw new InsInputException(flag, null, $"\"{word}\" is not a number", "write numbers separated by blanks"))];

    /// <summary>A value by its name.</summary>
    public static T Choice<T>(string flag, string text)
        where T : struct, Enum =>
        Array.Find(Enum.GetNames<T>(), n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new InsInputException(flag, null, $"\"{text}\" is not known", $"choose {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    static int[] Integers(string flag, string text)
    {
        double[] numbers = Numbers(flag, text);
        return numbers.Length == 3 && numbers.All(n => n == Math.Round(n) && Math.Abs(n) < 1e6)
            ? Array.ConvertAll(numbers, n => (int)n)
            : throw new InsInputException(flag, null, $"\"{text}\" is not three whole numbers", "write e.g. \"2 2 2\"");
    }
}
