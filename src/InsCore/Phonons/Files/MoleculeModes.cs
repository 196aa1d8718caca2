using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Makes phonon modes at Γ of the vibrations of a molecule.</summary>
/// <remarks>
/// The molecule lies in a cubic box. Displacements become eigenvectors by the square roots of the masses and unit norm. Programs leave out
/// translations and rotations; the modes missing to 3N are an orthonormal basis of the rest of space, at zero energy, which scattering leaves out.
/// </remarks>
internal static class MoleculeModes
{
    // Å around the molecule.
    const double Margin = 10;

    /// <summary>The molecule in its box.</summary>
    /// <param name="source">The file.</param>
    /// <param name="atoms">Atomic number, place (Å) and mass (u; 0 for the standard one) of each atom.</param>
    public static Crystal Box(PhononSource source, IReadOnlyList<(int Number, Vector3d Position, double Mass)> atoms)
    {
        double reach = atoms.Max(a => a.Position.Norm);
        if (!(reach < 1e4) || atoms.Any(a => a.Number is < 1 or > Element.Count || !(a.Mass >= 0)))
        {
            throw source.Error("geometry", "an atom is impossible or too far away", "copy the file again");
        }

        double edge = 2 * (reach + Margin);
        return ForceConstantsBuilder.Checked(source, "geometry", () => new Crystal(
            new Lattice(Matrix3d.Diagonal(edge, edge, edge)),
            [.. atoms.Select(a => a.Number)],
            [.. atoms.Select(a => a.Position)],
            [.. atoms.Select(a => a.Mass > 0 ? a.Mass : Element.Mass(a.Number))]));
    }

    /// <summary>Adds Γ to modes that are being built.</summary>
    /// <param name="modes">The builder; its energies need not come in order.</param>
    /// <param name="source">The file.</param>
    /// <param name="vibrations">Energy, eV, and displacement, [nAtoms × 3], in any scale, of each vibration; at most 3N.</param>
    public static void AddGamma(ModesBuilder modes, PhononSource source, IReadOnlyList<(double Energy, double[] Displacement)> vibrations)
    {
        int size = modes.ModeCount;
        if (vibrations.Count > size)
        {
            throw source.Error("frequencies", $"there are {vibrations.Count} of them for {modes.Crystal.AtomCount} atoms", "copy the file again");
        }

        List<double[]> vectors = [.. vibrations.Select((v, n) => Eigenvector(source, modes.Crystal, v.Displacement, n))];
        List<double[]> basis = [];
        vectors.ForEach(v => Orthogonalize(basis, v));
        for (int axis = 0; axis < size && vectors.Count < size; axis++)
        {
            double[] unit = new double[size];
            unit[axis] = 1;
            if (Orthogonalize(basis, unit))
            {
                vectors.Add(basis[^1]);
            }
        }

        if (vectors.Count < size)
        {
            throw source.Error("frequencies", "the displacements of different vibrations are alike", "copy the file again");
        }

        modes.AddPoint(Vector3d.Zero, 1);
        for (int n = 0; n < size; n++)
        {
            modes.AddEnergy(n < vibrations.Count ? vibrations[n].Energy : 0);
            foreach (double component in vectors[n])
            {
                modes.AddComponent(component, 0);
            }
        }
    }

    static double[] Eigenvector(PhononSource source, Crystal crystal, double[] displacement, int mode)
    {
        double[] vector = new double[3 * crystal.AtomCount];
        double square = 0;
        for (int k = 0; k < vector.Length; k++)
        {
            vector[k] = k < displacement.Length ? Math.Sqrt(crystal.Masses[k / 3]) * displacement[k] : double.NaN;
            square += vector[k] * vector[k];
        }

        return square > 0 && double.IsFinite(square)
            ? Array.ConvertAll(vector, x => x / Math.Sqrt(square))
            : throw source.Error($"vibration {mode + 1}", "has no displacement, or an incomplete one", "copy the file again");
    }

    // Gram and Schmidt, twice for the sake of rounding; false if too little is left.
    static bool Orthogonalize(List<double[]> basis, double[] vector)
    {
        const double Least = 1e-2;
        double[] rest = [.. vector];
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] b in basis)
            {
                double overlap = 0;
                for (int k = 0; k < rest.Length; k++)
                {
                    overlap += b[k] * rest[k];
                }

                for (int k = 0; k < rest.Length; k++)
                {
                    rest[k] -= overlap * b[k];
                }
            }
        }

        double norm = Math.Sqrt(rest.Sum(x => x * x));
        if (norm < Least)
        {
            return false;
        }

        basis.Add(Array.ConvertAll(rest, x => x / norm));
        return true;
    }
}
