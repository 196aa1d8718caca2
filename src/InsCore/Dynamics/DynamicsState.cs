using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>Where a trajectory stands: all that decides how it goes on, beside its settings.</summary>
/// <param name="atoms">Number of atoms.</param>
internal sealed class DynamicsState(int atoms)
{
    /// <summary>Steps done, those of the equilibration included.</summary>
    public long Step { get; set; }

    /// <summary>Lattice vectors in rows, Å.</summary>
    public Matrix3d Cell { get; set; }

    /// <summary>Rate G of the strain of the cell, symmetric, 1/fs: dh/dt = h G.</summary>
    public Matrix3d CellRate { get; set; }

    /// <summary>Energy taken from the thermostat and the friction of the cell so far, eV.</summary>
    public double Heat { get; set; }

    /// <summary>Sum of the potential energy over the steps of the second half of the equilibration in NVE, eV.</summary>
    public double PotentialSum { get; set; }

    /// <summary>[nAtoms], Å, never wrapped.</summary>
    public Vector3d[] Positions { get; } = new Vector3d[atoms];

    /// <summary>[nAtoms], Å/fs, relative to the streaming of the cell; of vanishing total momentum.</summary>
    public Vector3d[] Velocities { get; } = new Vector3d[atoms];
}
