using System.Globalization;
using System.Text.RegularExpressions;

namespace InsCore.Potentials.Mace;

/// <summary>Irreducible representations of natural parity with multiplicities, e.g. "16x0e+16x1o".</summary>
/// <param name="Slots">Multiplicity and degree l in the order of the file.</param>
internal sealed partial record Irreps(IReadOnlyList<(int Multiplicity, int Degree)> Slots)
{
    /// <summary>Highest l; -1 if there is none.</summary>
    public int MaxDegree => Slots.Count == 0 ? -1 : Slots.Max(slot => slot.Degree);

    /// <summary>Channels of one degree, all slots together.</summary>
    public int Channels(int degree) => Slots.Where(slot => slot.Degree == degree).Sum(slot => slot.Multiplicity);

    /// <summary>Channels of the same degree before a slot.</summary>
    public int ChannelsBefore(int slot) =>
        Slots.Take(slot).Where(other => other.Degree == Slots[slot].Degree).Sum(other => other.Multiplicity);

    /// <summary>Irreps of natural parity with as many channels for each l.</summary>
    public static string Natural(int channels, int maxDegree) => string.Join(
        "+", Enumerable.Range(0, maxDegree + 1).Select(l => $"{channels}x{l}{(l % 2 == 0 ? 'e' : 'o')}"));

    /// <summary>Parses; null if it is malformed or of unnatural parity.</summary>
    public static Irreps? TryParse(string text)
    {
        List<(int, int)> slots = [];
        foreach (string part in text.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Match match = Slot().Match(part);
            if (!match.Success)
            {
                return null;
            }

            int multiplicity = match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
            int degree = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            if (match.Groups[3].Value != (degree % 2 == 0 ? "e" : "o"))
            {
                return null;
            }

            slots.Add((multiplicity, degree));
        }

        return new Irreps(slots);
    }

    [GeneratedRegex(@"^(?:(\d{1,6})x)?(\d{1,2})([eo])$")]
    private static partial Regex Slot();
}
