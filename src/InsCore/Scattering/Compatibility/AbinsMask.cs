namespace InsCore.Scattering.Compatibility;

/// <summary>Which bins of a map count as seen by a detector.</summary>
public enum AbinsMask
{
    /// <summary>Those whose centre is (default).</summary>
    Centres,

    /// <summary>Those of which some part in |Q| is, at the centre in energy, as InsCore and Euphonic have it.</summary>
    Edges,

    /// <summary>All.</summary>
    None,
}
