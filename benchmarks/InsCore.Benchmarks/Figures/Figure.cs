using System.Globalization;

namespace InsCore.Benchmarks;

/// <summary>One measured number and what it is held to.</summary>
/// <param name="Quantity">What was measured, in words.</param>
/// <param name="Value">The number.</param>
/// <param name="Limit">What it must reach, or must not exceed.</param>
/// <param name="IsLeast">True if the limit is the least, false if it is the most.</param>
/// <param name="Format">Format of both numbers, e.g. "0.0 '%'".</param>
internal sealed record Figure(string Quantity, double Value, double Limit, bool IsLeast, string Format)
{
    /// <summary>True if the number keeps its limit.</summary>
    public bool Holds => IsLeast ? Value >= Limit : Value <= Limit;

    /// <summary>A row of the table.</summary>
    public override string ToString() =>
        $"| {Quantity} | {Text(Value)} | {(IsLeast ? "≥" : "≤")} {Text(Limit)} | {(Holds ? "yes" : "**no**")} |";

    string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}
