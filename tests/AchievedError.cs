using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace InsCore.TestSupport;

/// <summary>Worst error of one quantity against one set of reference files, as the validation page shows it.</summary>
/// <param name="Row">Group, quantity and unit.</param>
/// <param name="Against">What it is compared with.</param>
/// <param name="Files">Shared files that the test asked for, as paths under the shared data set; none for laws and second implementations.</param>
/// <param name="Error">Achieved error, in the unit of the tolerance.</param>
/// <param name="Tolerance">Largest error allowed.</param>
internal sealed record AchievedError(string Row, string Against, IReadOnlyList<string> Files, double Error, double Tolerance)
{
    static readonly Dictionary<string, double> Worst = [];
    static readonly Lock Gate = new();

    /// <summary>Where each record of this run lies, in a file of its own.</summary>
    public static string Folder { get; } = Path.Combine(TestData.Root, "artifacts", "validation");

    /// <summary>Fails unless the error is at most the tolerance; keeps the worst error of the run under the name of the quantity and the files asked for.</summary>
    /// <param name="row">Group, quantity and unit as the table shows them, e.g. "MACE: energy, float64 (relative)".</param>
    /// <param name="against">What it is compared with.</param>
    /// <param name="error">Achieved error, in the unit of the tolerance.</param>
    /// <param name="tolerance">Largest error allowed.</param>
    public static void Check(string row, string against, double error, double tolerance)
    {
        new AchievedError(row, against, TestData.AskedFor, error, tolerance).Keep();
        if (!(error <= tolerance))
        {
            Xunit.Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{row}: error {error:g3} is above {tolerance:g3}"));
        }
    }

    /// <summary>All records of this run.</summary>
    public static IReadOnlyList<AchievedError> ReadAll() =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.txt").Select(Read).OrderBy(a => a.Row, StringComparer.Ordinal)] : [];

    // The same tests run on several instruction sets, one process after the other: the worst of all stands, and what is no number is the worst.
    void Keep()
    {
        string key = string.Join('\n', [Row, .. Files]);
        lock (Gate)
        {
            if (Worst.TryGetValue(key, out double worst) && !IsWorse(Error, worst))
            {
                return;
            }

            Worst[key] = Error;
            Directory.CreateDirectory(Folder);
            string path = Path.Combine(Folder, FileName(key));
            if (!File.Exists(path) || IsWorse(Error, Read(path).Error))
            {
                string[] lines = [Row, Against, Text(Error), Text(Tolerance), .. Files];
                File.WriteAllLines(path, lines);
            }
        }
    }

    string FileName(string key)
    {
        string words = string.Concat(Row.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return $"{words[..Math.Min(words.Length, 80)]}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}.txt";
    }

    static bool IsWorse(double error, double worst) => !double.IsNaN(worst) && !(error <= worst);

    static AchievedError Read(string path) => File.ReadAllLines(path) is [string row, string against, string error, string tolerance, .. string[] files]
        ? new(row, against, files, double.Parse(error, CultureInfo.InvariantCulture), double.Parse(tolerance, CultureInfo.InvariantCulture))
        : throw new InvalidDataException($"{path} is no record of an achieved error");

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
