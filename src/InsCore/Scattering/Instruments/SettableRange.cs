namespace InsCore.Scattering.Instruments;

/// <summary>What a user may set: the usual value and its limits.</summary>
/// <param name="Name">incident energy, or the name of a frequency.</param>
/// <param name="Unit">meV or Hz.</param>
/// <param name="Usual">The value if none is given.</param>
/// <param name="Lowest">Smallest value allowed.</param>
/// <param name="Highest">Largest value allowed.</param>
public sealed record SettableRange(string Name, string Unit, double Usual, double Lowest, double Highest)
{
    internal double Check(double value, string instrument) => value >= Lowest && value <= Highest && value > 0
        ? value
        : throw new InsInputException(
            instrument, null, FormattableString.Invariant($"the {Name} of {value} {Unit} is out of range"),
            FormattableString.Invariant($"give {Lowest} to {Highest} {Unit}"));
}
