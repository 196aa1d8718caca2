using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Force constants from the forces of displaced supercells, by least squares over all displacements and their images.</summary>
/// <remarks>
/// Displacing atom i by u gives forces F_sb = -Σ_a u_a Φ_ia,sb. An operation R of the site of i turns this into displacement R u with forces
/// R F on the atoms moved accordingly. Over all of these, Φ_i,s = -(Σ u uᵀ)⁻¹ Σ u F_sᵀ. Rows of equivalent atoms follow as R Φ Rᵀ.
/// </remarks>
internal static class ForceConstantsFit
{
    /// <summary>Fits.</summary>
    /// <returns>[nAtoms × 3 × nSupercellAtoms × 3], eV/Å².</returns>
    public static double[] Solve(Displacements displacements, Vector3d[][] forces)
    {
        SupercellSymmetry symmetry = displacements.Symmetry;
        int all = symmetry.Supercell.Crystal.AtomCount;
        if (forces.Length != displacements.Items.Count || forces.Any(f => f.Length != all))
        {
            throw new ArgumentException("one force on each supercell atom is needed for each displacement", nameof(forces));
        }

        double[] values = new double[9 * symmetry.Supercell.Unit.AtomCount * all];
        int[] representatives = symmetry.Representatives();
        foreach (int atom in representatives.Distinct())
        {
            Matrix3d[] row = Row(displacements, forces, atom);
            for (int k = 0; k < representatives.Length; k++)
            {
                if (representatives[k] == atom)
                {
                    CopyTo(symmetry, atom, k, row, values);
                }
            }
        }

        return values;
    }

    // Φ_i,s for all s.
    static Matrix3d[] Row(Displacements displacements, Vector3d[][] forces, int atom)
    {
        SupercellSymmetry symmetry = displacements.Symmetry;
        int home = symmetry.Index[atom, default];
        Matrix3d squares = default;
        Matrix3d[] products = new Matrix3d[symmetry.Supercell.Crystal.AtomCount];
        for (int o = 0; o < symmetry.Rotations.Length; o++)
        {
            if (symmetry.Image(o, atom) != atom)
            {
                continue;
            }

            Matrix3d rotation = symmetry.Rotations[o];
            int[] permutation = symmetry.Permutation(o, atom);
            for (int d = 0; d < forces.Length; d++)
            {
                if (displacements.Items[d].Atom != home)
                {
                    continue;
                }

                Vector3d u = rotation * displacements.Items[d].Vector;
                squares += Matrix3d.Outer(u, u);
                for (int s = 0; s < products.Length; s++)
                {
                    products[permutation[s]] += Matrix3d.Outer(u, rotation * forces[d][s]);
                }
            }
        }

        Matrix3d solution = -1 * squares.Inverse;
        return Array.ConvertAll(products, p => solution * p);
    }

    static void CopyTo(SupercellSymmetry symmetry, int from, int to, Matrix3d[] row, double[] values)
    {
        int o = Enumerable.Range(0, symmetry.Rotations.Length).First(o => symmetry.Image(o, from) == to);
        Matrix3d rotation = symmetry.Rotations[o], back = rotation.Transpose;
        int[] permutation = symmetry.Permutation(o, from);
        for (int s = 0; s < row.Length; s++)
        {
            Matrix3d block = rotation * row[s] * back;
            for (int k = 0; k < 9; k++)
            {
                values[(((((3 * to) + (k / 3)) * row.Length) + permutation[s]) * 3) + (k % 3)] = block[k / 3, k % 3];
            }
        }
    }
}
