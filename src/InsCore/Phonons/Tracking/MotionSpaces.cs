using System.Numerics;
using System.Numerics.Tensors;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>The displacements of one molecule, divided into orthogonal spaces of motions.</summary>
/// <remarks>
/// Mass-weighted displacements e = √m u of a molecule are divided in the order of <see cref="InternalMotion"/>: translations, librations, then the
/// space of the vectors s/√m of all bond lengths (s Wilson's vectors), of what is left that of heights of atoms over planes, of angles, and of
/// dihedral angles. The share of a kind is the kinetic energy of the projection: a mode without stretch share changes no bond length at all.
/// In planar groups the angles of a ring, or about an atom, have a sum that does not change to first order; what little a slightly bent group
/// adds to it is no bend and is left to the torsions. Shares sum to 1. Within a kind, the share of each coordinate is that of Löwdin's symmetrically
/// orthogonalised vectors (P.-O. Löwdin, J. Chem. Phys. 18, 365 (1950)), which sum to the share of the kind and are never negative.
/// </remarks>
internal sealed class MotionSpaces
{
    // Of unit vectors: combinations with a smaller eigenvalue of the overlap matrix are redundant. Angles bent by 0.1 from a plane leave 0.01.
    const double Redundant = 1e-6, NearlyRedundant = 0.02;

    readonly int size;
    readonly List<(InternalMotion Motion, string Label, double[] Vector)> basis = [];

    /// <summary>Divides the displacements of a molecule.</summary>
    /// <param name="crystal">Gives elements and masses.</param>
    /// <param name="molecule">The molecule; one that is not finite has no librations and no coordinates.</param>
    /// <param name="positions">Of its members, in one piece, Å.</param>
    public MotionSpaces(Crystal crystal, Molecule molecule, Vector3d[] positions)
    {
        double[] root = [.. molecule.Atoms.Select(i => Math.Sqrt(crystal.Masses[i]))];
        size = 3 * root.Length;
        Add([.. Axes.Select(n => (InternalMotion.Translation, "", Weighted(root, _ => n)))]);
        if (molecule.IsFinite)
        {
            Vector3d centre = Centre(root, positions);
            Add([.. Axes.Select(n => (InternalMotion.Libration, "", Weighted(root, k => Vector3d.Cross(n, positions[k] - centre))))]);
            foreach (IGrouping<InternalMotion, InternalCoordinate> kind in MoleculeCoordinates.Of(crystal, molecule, positions).GroupBy(c => c.Motion))
            {
                Add([.. kind.Select(c => (c.Motion, c.Label, Vector(c, root)))]);
            }
        }
    }

    static Vector3d[] Axes { get; } = [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];

    /// <summary>Adds the shares of a mode in this molecule.</summary>
    /// <param name="components">[nMembers × 3] of its eigenvector.</param>
    /// <param name="shares">By motion and label, in and out.</param>
    public void AddShares(ReadOnlySpan<Complex> components, Dictionary<(InternalMotion, string), double> shares)
    {
        double rest = 0;
        foreach (Complex z in components)
        {
            rest += Eigenvector.Square(z);
        }

        foreach ((InternalMotion motion, string label, double[] vector) in basis)
        {
            Complex sum = 0;
            for (int k = 0; k < size; k++)
            {
                sum += vector[k] * components[k];
            }

            double share = Eigenvector.Square(sum);
            rest -= share;
            shares[(motion, label)] = shares.GetValueOrDefault((motion, label)) + share;
        }

        shares[(InternalMotion.Other, "")] = shares.GetValueOrDefault((InternalMotion.Other, "")) + Math.Max(0, rest);
    }

    // The part of vectors of one kind that is orthogonal to all before, symmetrically orthogonalised.
    void Add((InternalMotion Motion, string Label, double[] Vector)[] kind)
    {
        List<(InternalMotion Motion, string Label, double[] Vector)> left = [];
        double least = kind is [{ Motion: InternalMotion.OutOfPlane or InternalMotion.Bend }, ..] ? NearlyRedundant : Redundant;
        foreach ((InternalMotion motion, string label, double[] vector) in kind)
        {
            double[] rest = Normalized(vector);

            // All projections of one vector at once, since redundant vectors of a kind overlap; twice, so that rounding is removed.
            for (int round = 0; round < 2; round++)
            {
                double[] whole = [.. rest];
                foreach ((_, _, double[] before) in basis)
                {
                    double overlap = TensorPrimitives.Dot<double>(before, whole);
                    for (int k = 0; k < size; k++)
                    {
                        rest[k] -= overlap * before[k];
                    }
                }
            }

            if (TensorPrimitives.Dot<double>(rest, rest) > least)
            {
                left.Add((motion, label, rest));
            }
        }

        int n = left.Count;
        double[] gram = new double[n * n], values = new double[n];
        for (int k = 0; k < n * n; k++)
        {
            gram[k] = TensorPrimitives.Dot<double>(left[k / n].Vector, left[k % n].Vector);
        }

        if (n > 0)
        {
            Lapack.Current.SymmetricEigen(n, gram, values);
        }

        // Σ_v U_vk U_vm λ_v^(-1/2) s_m: the symmetric inverse square root, redundant combinations left out.
        for (int k = 0; k < n; k++)
        {
            double[] vector = new double[size];
            for (int v = 0; v < n; v++)
            {
                for (int m = 0; m < n && values[v] > least; m++)
                {
                    double weight = gram[(v * n) + k] * gram[(v * n) + m] / Math.Sqrt(values[v]);
                    for (int c = 0; c < size; c++)
                    {
                        vector[c] += weight * left[m].Vector[c];
                    }
                }
            }

            basis.Add((left[k].Motion, left[k].Label, vector));
        }
    }

    double[] Vector(InternalCoordinate coordinate, double[] root)
    {
        double[] vector = new double[size];
        for (int k = 0; k < coordinate.Atoms.Length; k++)
        {
            for (int a = 0; a < 3; a++)
            {
                vector[(3 * coordinate.Atoms[k]) + a] += coordinate.Gradient[k][a] / root[coordinate.Atoms[k]];
            }
        }

        return vector;
    }

    static double[] Weighted(double[] root, Func<int, Vector3d> displacement) =>
        [.. root.SelectMany((r, k) => new[] { r * displacement(k).X, r * displacement(k).Y, r * displacement(k).Z })];

    static Vector3d Centre(double[] root, Vector3d[] positions)
    {
        Vector3d sum = default;
        for (int k = 0; k < root.Length; k++)
        {
            sum += root[k] * root[k] * positions[k];
        }

        return (1 / root.Sum(r => r * r)) * sum;
    }

    static double[] Normalized(double[] vector)
    {
        double norm = Math.Sqrt(TensorPrimitives.Dot<double>(vector, vector));
        return norm > 0 ? Array.ConvertAll(vector, x => x / norm) : [.. vector];
    }
}
