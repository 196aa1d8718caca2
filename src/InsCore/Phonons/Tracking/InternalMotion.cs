namespace InsCore.Phonons.Tracking;

/// <summary>How the atoms of a molecule can move, in the order in which motions are told apart.</summary>
public enum InternalMotion
{
    /// <summary>The molecule moves as a whole.</summary>
    Translation,

    /// <summary>The molecule turns as a whole.</summary>
    Libration,

    /// <summary>A bond changes its length.</summary>
    Stretch,

    /// <summary>An atom leaves the plane of the three atoms it is bonded to.</summary>
    OutOfPlane,

    /// <summary>An angle between two bonds of one atom changes.</summary>
    Bend,

    /// <summary>The two ends of a bond turn against each other.</summary>
    Torsion,

    /// <summary>What no bond, angle or torsion describes, e.g. the bending of linear groups.</summary>
    Other,
}
