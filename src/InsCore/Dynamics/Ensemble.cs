namespace InsCore.Dynamics;

/// <summary>What a trajectory samples.</summary>
public enum Ensemble
{
    /// <summary>Energy, volume and momentum are kept: Newton's equations.</summary>
    Nve,

    /// <summary>The canonical distribution at a temperature, in a fixed cell.</summary>
    Nvt,

    /// <summary>The isothermal-isobaric distribution: a temperature, a pressure, and a cell free in all lengths and angles.</summary>
    Npt,
}
