namespace InsCore.Dynamics;

/// <summary>The bonds between atoms of two elements over a trajectory.</summary>
/// <param name="Name">Elements, e.g. C-H.</param>
/// <param name="Count">Bonds of this kind.</param>
/// <param name="Start">Mean length at the start, Å.</param>
/// <param name="Mean">Mean length, Å.</param>
/// <param name="Deviation">Standard deviation, Å.</param>
/// <param name="Shortest">Å.</param>
/// <param name="Longest">Å.</param>
public sealed record BondKind(string Name, int Count, double Start, double Mean, double Deviation, double Shortest, double Longest);
