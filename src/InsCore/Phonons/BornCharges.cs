using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>What makes lattice vibrations of an insulator polar: dielectric tensor and Born effective charges.</summary>
/// <remarks>X. Gonze and C. Lee, Phys. Rev. B 55, 10355 (1997), doi:10.1103/PhysRevB.55.10355, sections III and V.</remarks>
public sealed class BornCharges
{
    readonly Matrix3d[] charges;

    /// <summary>Takes over the charges of another program.</summary>
    /// <param name="dielectric">ε∞, relative permittivity of clamped nuclei, Cartesian, symmetric and positive definite.</param>
    /// <param name="charges">
    /// [nAtoms], e, Cartesian: Z*_i,ab = Ω ∂P_a/∂x_ib; the row is the direction of polarization or field, the column that of the displacement
    /// (as in VASP and phonopy's BORN; the files of CASTEP and Euphonic hold the transposed matrices).
    /// </param>
    /// <exception cref="ArgumentException">A number is not finite, or the dielectric tensor is not positive.</exception>
    public BornCharges(Matrix3d dielectric, ReadOnlySpan<Matrix3d> charges)
    {
        Matrix3d e = 0.5 * (dielectric + dielectric.Transpose);
        if (!(IsFinite(e) && e[0, 0] > 0 && (e[0, 0] * e[1, 1]) - (e[0, 1] * e[0, 1]) > 0 && e.Determinant > 0))
        {
            throw new ArgumentException("the dielectric tensor must be finite and positive", nameof(dielectric));
        }

        foreach (Matrix3d charge in charges)
        {
            if (!IsFinite(charge))
            {
                throw new ArgumentException("a Born effective charge is not a finite number", nameof(charges));
            }
        }

        Dielectric = e;
        this.charges = charges.ToArray();
    }

    /// <summary>The charges scaled so that the dipole–dipole interaction is that of another value of e²/4πε₀.</summary>
    /// <param name="coulombEnergy">eV Å; BORN files of phonopy begin with one, often 14.4.</param>
    public BornCharges WithCoulombEnergy(double coulombEnergy)
    {
        double scale = Math.Sqrt(coulombEnergy / Constants.CoulombEnergy);
        return new(Dielectric, Array.ConvertAll(charges, z => scale * z));
    }

    /// <summary>ε∞, Cartesian, symmetric.</summary>
    public Matrix3d Dielectric { get; }

    /// <summary>Z*, [nAtoms], e; row: polarization, column: displacement.</summary>
    public ReadOnlySpan<Matrix3d> Charges => charges;

    /// <summary>Σ_i Z*_i, e: zero in a neutral cell (the acoustic sum rule of the charges).</summary>
    public Matrix3d Sum
    {
        get
        {
            Matrix3d sum = default;
            foreach (Matrix3d charge in charges)
            {
                sum += charge;
            }

            return sum;
        }
    }

    /// <summary>The charges less their mean, so that a cell moved as a whole makes no polarization.</summary>
    public BornCharges Neutral()
    {
        Matrix3d mean = (1.0 / charges.Length) * Sum;
        return new(Dielectric, Array.ConvertAll(charges, z => z - mean));
    }

    static bool IsFinite(Matrix3d m) => m.Row0.IsFinite && m.Row1.IsFinite && m.Row2.IsFinite;
}
