namespace InsCore.Relaxation;

/// <summary>What a relaxation aims at and when it stops.</summary>
public sealed record RelaxationOptions
{
    /// <summary>Target pressure, GPa; negative for tension.</summary>
    public double Pressure { get; init; }

    /// <summary>Length of the largest force allowed in the result, eV/Å.</summary>
    public double ForceTolerance { get; init; } = 1e-4;

    /// <summary>Largest component of stress + P·1 allowed in the result, GPa. Not looked at if the cell is kept.</summary>
    public double StressTolerance { get; init; } = 0.01;

    /// <summary>Steps after which the relaxation is given up.</summary>
    public int MaximumSteps { get; init; } = 2000;

    /// <summary>False to keep the cell and move the atoms only.</summary>
    public bool RelaxCell { get; init; } = true;

    /// <summary>True to keep the space group of the start; false to let every atom go its own way.</summary>
    public bool KeepSymmetry { get; init; } = true;

    /// <summary>Distance within which positions count as equal when the space group is sought, Å.</summary>
    public double SymmetryTolerance { get; init; } = 1e-3;

    /// <summary>Longest way of an atom in one step, Å, besides what it is carried along by the cell.</summary>
    public double LargestDisplacement { get; init; } = 0.2;

    /// <summary>True to return the last structure as not converged instead of throwing.</summary>
    public bool AllowUnconverged { get; init; }

    /// <summary>File that holds the state between steps; if it exists the relaxation goes on from it. Null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps between two writings of the checkpoint; it is also written at the end and when cancelled.</summary>
    public int CheckpointInterval { get; init; } = 5;

    /// <summary>File (extended XYZ) to which the structure of each step is appended. Null for none.</summary>
    public string? Trajectory { get; init; }

    /// <summary>Threads for the potential; 0 for all cores.</summary>
    public int Threads { get; init; }

    internal void Check()
    {
        Require(double.IsFinite(Pressure), nameof(Pressure), "must be a finite number");
        Require(ForceTolerance > 0, nameof(ForceTolerance), "must be positive");
        Require(StressTolerance > 0, nameof(StressTolerance), "must be positive");
        Require(MaximumSteps >= 0, nameof(MaximumSteps), "must not be negative");
        Require(SymmetryTolerance > 0, nameof(SymmetryTolerance), "must be positive");
        Require(LargestDisplacement > 0, nameof(LargestDisplacement), "must be positive");
        Require(CheckpointInterval > 0, nameof(CheckpointInterval), "must be positive");
    }

    static void Require(bool holds, string name, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(RelaxationOptions)}.{name} {rule}");
        }
    }
}
