using System.Collections.Concurrent;
using System.Globalization;

namespace InsCore.TestSupport;

/// <summary>Asserts that an error is within its tolerance and records both for the validation table.</summary>
internal static class AchievedError
{
    static readonly ConcurrentDictionary<string, double> Worst = new();
    static readonly Lock Gate = new();

    /// <summary>Fails unless the error is at most the tolerance; keeps the worst error of the run under the name of the quantity.</summary>
    /// <param name="row">Group and quantity as the table shows them, e.g. "MACE energy, relative, float64".</param>
    /// <param name="against">What it is compared with.</param>
    /// <param name="error">Achieved error, in the unit of the tolerance.</param>
    /// <param name="tolerance">Largest error allowed.</param>
    public static void Check(string row, string against, double error, double tolerance)
    {
        double worst = Worst.AddOrUpdate(row, error, (_, old) => double.IsNaN(error) ? error : Math.Max(old, error));
        lock (Gate)
        {
            string folder = Path.Combine(TestData.Root, "artifacts", "validation");
            Directory.CreateDirectory(folder);
            string name = string.Concat(row.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
            File.WriteAllText(
                Path.Combine(folder, name + ".txt"),
                string.Create(CultureInfo.InvariantCulture, $"| {row} | {against} | {worst:0.0e+00} | {tolerance:0.#e+00} |\n"));
        }

        Xunit.Assert.True(error <= tolerance, string.Create(CultureInfo.InvariantCulture, $"{row}: error {error:g3} is above {tolerance:g3}"));
    }
}
