using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>A straight piece of a path through the Brillouin zone.</summary>
/// <param name="From">Name of the first point.</param>
/// <param name="To">Name of the last point.</param>
/// <param name="Start">First point, fractional coordinates of the reciprocal lattice of the cell in use.</param>
/// <param name="End">Last point, likewise.</param>
public sealed record BandSegment(string From, string To, Vector3d Start, Vector3d End);
