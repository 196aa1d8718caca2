using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Relaxation;

/// <summary>A relaxed crystal and what is known about it.</summary>
/// <remarks>Stress is positive under tension, pressure is -trace(stress)/3; both are the potential's, not the request.</remarks>
public sealed record RelaxationResult
{
    /// <summary>The relaxed structure; atoms in the order of the start.</summary>
    public required Crystal Crystal { get; init; }

    /// <summary>Energy E of the cell, eV.</summary>
    public required double Energy { get; init; }

    /// <summary>E + P V of the cell with P the target pressure, eV.</summary>
    public required double Enthalpy { get; init; }

    /// <summary>Forces left, [nAtoms], eV/Å.</summary>
    public required Vector3d[] Forces { get; init; }

    /// <summary>Cauchy stress, eV/Å³.</summary>
    public required Matrix3d Stress { get; init; }

    /// <summary>The pressure asked for, GPa.</summary>
    public required double TargetPressure { get; init; }

    /// <summary>False if the tolerances were not reached (only where the options allow it).</summary>
    public required bool Converged { get; init; }

    /// <summary>Steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>Evaluations of the potential on the way, rejected trials included.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Space group of the start.</summary>
    public required SpaceGroup SpaceGroupBefore { get; init; }

    /// <summary>Space group of the result, sought anew.</summary>
    public required SpaceGroup SpaceGroupAfter { get; init; }

    /// <summary>The pressure tensor, -stress, GPa.</summary>
    public Matrix3d PressureTensor => -Constants.EvPerCubicAngstromInGpa * Stress;

    /// <summary>The pressure that the stress gives, -trace(stress)/3, GPa.</summary>
    public double Pressure => PressureTensor.Trace / 3;

    /// <summary>True if the space group of the result is not that of the start.</summary>
    public bool SpaceGroupChanged =>
        SpaceGroupBefore.Number != SpaceGroupAfter.Number
        || SpaceGroupBefore.Operations.Count != SpaceGroupAfter.Operations.Count;

    /// <summary>Length of the largest force left, eV/Å.</summary>
    public double LargestForce => Forces.Max(f => f.Norm);
}
