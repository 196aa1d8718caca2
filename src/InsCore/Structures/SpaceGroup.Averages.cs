namespace InsCore.Structures;

public sealed partial class SpaceGroup
{
    const int RootIterations = 30;

    /// <summary>The nearest crystal that has this symmetry exactly: positions averaged over the group, cell likewise.</summary>
    /// <remarks>
    /// Cell: the metric tensor A Aᵀ becomes its mean over Wᵀ (A Aᵀ) W, and the new A = A F with F symmetric, so that the cell is
    /// stretched but not turned. Positions: x_j becomes the mean of W x_i + w over the operations that take i to j.
    /// </remarks>
    /// <param name="crystal">The crystal of the group, displaced and strained by little; atoms in the same order.</param>
    public Crystal Symmetrize(Crystal crystal)
    {
        Check(crystal);
        Vector3d[] positions = crystal.FractionalPositions();
        Vector3d[] sum = new Vector3d[positions.Length];
        for (int o = 0; o < Operations.Count; o++)
        {
            Vector3d[] shifts = AtomMapping.ShiftsOf(Operations[o], positions, AtomImages[o]);
            for (int i = 0; i < positions.Length; i++)
            {
                sum[AtomImages[o][i]] += Operations[o].Apply(positions[i]) - shifts[i];
            }
        }

        Lattice lattice = Symmetrize(crystal.PeriodicLattice);
        double weight = 1.0 / Operations.Count;
        return crystal.With(lattice, Array.ConvertAll(sum, x => lattice.ToCartesian(weight * x)));
    }

    /// <summary>The nearest lattice that has this symmetry exactly, stretched but not turned.</summary>
    public Lattice Symmetrize(Lattice lattice)
    {
        Matrix3d vectors = lattice.Vectors, metric = vectors * vectors.Transpose;
        Matrix3d sum = default;
        foreach (SymmetryOperation operation in Operations)
        {
            sum += operation.Rotation.Transpose * metric * operation.Rotation;
        }

        // F F = A⁻¹ <A Aᵀ> A⁻ᵀ.
        Matrix3d square = lattice.Inverse * ((1.0 / Operations.Count) * sum) * lattice.Inverse.Transpose;
        return new(vectors * SquareRoot(0.5 * (square + square.Transpose)));
    }

    /// <summary>Forces (or displacements) averaged over the group.</summary>
    /// <param name="crystal">The crystal of the group; only its lattice is used.</param>
    /// <param name="forces">[nAtoms], Cartesian.</param>
    /// <returns>[nAtoms]: F_j = mean of R F_i over the operations that take i to j.</returns>
    public Vector3d[] SymmetrizeForces(Crystal crystal, Vector3d[] forces)
    {
        Check(crystal);
        if (forces.Length != AtomCount)
        {
            throw new ArgumentException("one force is needed for each atom", nameof(forces));
        }

        Vector3d[] sum = new Vector3d[forces.Length];
        for (int o = 0; o < Operations.Count; o++)
        {
            Matrix3d rotation = (1.0 / Operations.Count) * Operations[o].CartesianRotation(crystal.PeriodicLattice);
            for (int i = 0; i < forces.Length; i++)
            {
                sum[AtomImages[o][i]] += rotation * forces[i];
            }
        }

        return sum;
    }

    /// <summary>A Cartesian tensor of second rank (strain, stress, strain gradient) averaged over the group: mean of R T Rᵀ.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="tensor">The tensor.</param>
    public Matrix3d SymmetrizeStrain(Lattice lattice, Matrix3d tensor)
    {
        Matrix3d sum = default;
        foreach (SymmetryOperation operation in Operations)
        {
            Matrix3d rotation = operation.CartesianRotation(lattice);
            sum += rotation * tensor * rotation.Transpose;
        }

        return (1.0 / Operations.Count) * sum;
    }

    void Check(Crystal crystal)
    {
        if (crystal.AtomCount != AtomCount)
        {
            throw new ArgumentException("the crystal has another number of atoms than the one the group was found for", nameof(crystal));
        }
    }

    // Denman–Beavers iteration, doi:10.1016/0096-3003(76)90020-5: Y tends to the root, Z to its inverse, quadratically.
    static Matrix3d SquareRoot(Matrix3d square)
    {
        Matrix3d y = square, z = Matrix3d.Identity;
        for (int n = 0; n < RootIterations; n++)
        {
            (Matrix3d last, y, z) = (y, 0.5 * (y + z.Inverse), 0.5 * (z + y.Inverse));
            if (last == y)
            {
                break;
            }
        }

        return y;
    }
}
