namespace InsCore.Benchmarks;

/// <summary>Marks the property of a benchmark class that counts what one call does, for a rate in the words of the field.</summary>
/// <param name="unit">Plural noun, e.g. "pairs".</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WorkAttribute(string unit) : Attribute
{
    /// <summary>What is counted.</summary>
    public string Unit { get; } = unit;
}
