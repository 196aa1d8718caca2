namespace InsCore.Scattering;

/// <summary>What a spectrum keeps apart.</summary>
public enum Resolved
{
    /// <summary>Elements and isotopes (default).</summary>
    Elements,

    /// <summary>Inequivalent atoms, each with those equal to it by symmetry.</summary>
    Atoms,
}
