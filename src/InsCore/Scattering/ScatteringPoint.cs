namespace InsCore.Scattering;

/// <summary>One Q² and how finely it is computed.</summary>
/// <param name="QSquared">Q², Å⁻².</param>
/// <param name="Length">Bins N of the energy grid.</param>
/// <param name="Accuracy">Error allowed for the average over directions, relative to the maximum of S.</param>
internal readonly record struct ScatteringPoint(double QSquared, int Length, double Accuracy);
