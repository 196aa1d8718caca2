namespace InsCore.Dynamics;

/// <summary>What keeps the temperature.</summary>
public enum Thermostat
{
    /// <summary>Stochastic velocity rescaling: one factor for all velocities. Hardly disturbs the motion, so that spectra stay sharp.</summary>
    Rescaling,

    /// <summary>Friction and random forces on every atom. Brings every vibration to its temperature, and damps it.</summary>
    Langevin,
}
