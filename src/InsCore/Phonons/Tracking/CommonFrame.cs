using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Brings the eigenvectors of a deformed crystal into the frame of a reference, so that both can be compared component by component.</summary>
/// <remarks>
/// The reference's lattice A0 goes over into A by the deformation F, a' = F a = V R a: the rotation R (nearest to F) is undone, the stretch V is not,
/// because eigenvectors are displacements along Cartesian axes, weighted with masses that do not change. If the deformed file lists atom i in
/// another cell, x_i ≈ F x⁰_i + S_i, its amplitude in the phase convention of <see cref="IDynamicalMatrix"/> takes the factor exp(-2πi q·S_i), one at Γ.
/// Where atoms are within the cell then enters nowhere.
/// </remarks>
internal sealed class CommonFrame
{
    readonly Matrix3d rotation;
    readonly Vector3d[] shifts;

    /// <summary>Compares two structures.</summary>
    /// <param name="reference">Gives the frame.</param>
    /// <param name="crystal">The same atoms in the same order.</param>
    /// <exception cref="ArgumentException">The atoms differ.</exception>
    public CommonFrame(Crystal reference, Crystal crystal)
    {
        if (!reference.AtomicNumbers.SequenceEqual(crystal.AtomicNumbers) || !reference.Masses.SequenceEqual(crystal.Masses))
        {
            throw new ArgumentException("modes can only be followed between structures with the same atoms in the same order", nameof(crystal));
        }

        Lattice from = crystal.PeriodicLattice, to = reference.PeriodicLattice;
        rotation = SupercellSymmetry.NearestRotation(to.Vectors.Transpose * from.Inverse.Transpose);
        Vector3d[] x0 = reference.FractionalPositions(), x = crystal.FractionalPositions();
        Vector3d drift = x[0] - x0[0];
        shifts = new Vector3d[x.Length];
        for (int i = 0; i < shifts.Length; i++)
        {
            Vector3d difference = x[i] - x0[i] - drift;
            shifts[i] = difference - difference.WrapToNearest();
        }
    }

    /// <summary>The rotation that takes vectors of the deformed crystal's frame to the reference's.</summary>
    public Matrix3d Rotation => rotation;

    /// <summary>[nAtoms]: the lattice vectors S_i, integers, up to one common to all.</summary>
    public IReadOnlyList<Vector3d> Shifts => shifts;

    /// <summary>Positions in the reference's frame, Å, atoms in the cells that the reference lists them in.</summary>
    public Vector3d[] Positions(Crystal crystal)
    {
        Vector3d[] positions = new Vector3d[shifts.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = rotation * (crystal.Positions[i] - crystal.PeriodicLattice.ToCartesian(shifts[i]));
        }

        return positions;
    }

    /// <summary>Eigenvectors in the reference's frame.</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="vectors">[n × 3·nAtoms].</param>
    /// <returns>[n × 3·nAtoms].</returns>
    public Complex[] Turn(Vector3d q, ReadOnlySpan<Complex> vectors)
    {
        Complex[] turned = new Complex[vectors.Length];
        for (int k = 0; k < vectors.Length; k += 3)
        {
            double turns = Vector3d.Dot(q, shifts[k / 3 % shifts.Length]);
            (double sine, double cosine) = double.SinCosPi(-2 * turns);
            Complex phase = new(cosine, sine);
            for (int a = 0; a < 3; a++)
            {
                turned[k + a] = phase * ((rotation[a, 0] * vectors[k]) + (rotation[a, 1] * vectors[k + 1]) + (rotation[a, 2] * vectors[k + 2]));
            }
        }

        return turned;
    }
}
