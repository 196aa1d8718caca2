namespace InsCore.Batch;

/// <summary>What a unit of a batch computes.</summary>
public enum BatchUnitKind
{
    /// <summary>The relaxations of a branch, each from its neighbour, there and back: a chain.</summary>
    Relaxation,

    /// <summary>Elastic constants at a pressure.</summary>
    Elastic,

    /// <summary>A part of the dynamical matrices, or forces of displacements, at a pressure.</summary>
    Matrices,

    /// <summary>Phonons, spectrum and thermodynamics at a pressure.</summary>
    Phonons,

    /// <summary>A trajectory at a pressure.</summary>
    Dynamics,

    /// <summary>Quasi-harmonic cells with their phonons and spectra.</summary>
    QuasiHarmonic,
}
