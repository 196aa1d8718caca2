using System.Globalization;

namespace InsCore.TestSupport;

/// <summary>Asserts that an error is within its tolerance and records both for the validation table.</summary>
internal static class AchievedError
{
    static readonly Dictionary<string, double> Worst = [];
    static readonly Lock Gate = new();

    /// <summary>Fails unless the error is at most the tolerance; keeps the worst error of the run under the name of the quantity.</summary>
    /// <param name="row">Group, quantity and unit as the table shows them, e.g. "MACE: energy, float64 (relative)".</param>
    /// <param name="against">What it is compared with.</param>
    /// <param name="error">Achieved error, in the unit of the tolerance.</param>
    /// <param name="tolerance">Largest error allowed.</param>
    public static void Check(string row, string against, double error, double tolerance)
    {
        lock (Gate)
        {
            if (!(Worst.TryGetValue(row, out double worst) && error <= worst))
            {
                Worst[row] = error;
                Write(row, error, $"| {row} | {against} | {Text(error, "0.0e+00")} | {Text(tolerance, "0.#e+00")} |\n");
            }
        }

        if (!(error <= tolerance))
        {
            Xunit.Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{row}: error {error:g3} is above {tolerance:g3}"));
        }
    }

    // The same tests run on several instruction sets, one after the other: the worst of all stands.
    static void Write(string row, double error, string line)
    {
        string folder = Path.Combine(TestData.Root, "artifacts", "validation");
        Directory.CreateDirectory(folder);
        string name = string.Concat(row.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        string file = Path.Combine(folder, name + ".txt");
        if (!File.Exists(file) || !(error < Achieved(File.ReadAllText(file))))
        {
            File.WriteAllText(file, line);
        }
    }

    static double Achieved(string line) =>
        line.Split(" | ") is [.., string achieved, _] && double.TryParse(achieved, CultureInfo.InvariantCulture, out double error)
            ? error
            : double.NaN;

    static string Text(double value, string format) => value == 0 ? "0" : value.ToString(format, CultureInfo.InvariantCulture);
}
