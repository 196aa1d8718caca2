namespace InsCore.Phonons.Tracking;

/// <summary>How much of a mode is one kind of motion.</summary>
/// <param name="Motion">The kind.</param>
/// <param name="Label">Elements or "ring"; empty for motions of whole molecules.</param>
/// <param name="Share">0 to 1.</param>
public sealed record MotionShare(InternalMotion Motion, string Label, double Share);
