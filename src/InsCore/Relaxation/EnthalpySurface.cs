using System.Runtime.InteropServices;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Relaxation;

/// <summary>The enthalpy of a crystal as a function of displacements and cell strain.</summary>
/// <remarks>
/// Coordinates, row vectors throughout: with the reference lattice A₀ and positions y₀, displacements u and a symmetric
/// tensor e give F = 1 + e, A = A₀ F and x = (y₀ + u) F, so that u moves atoms within the cell and e carries all along.
/// With W = dE/dε of the potential (x → x(1 + ε), A → A(1 + ε)) and forces f,
///   dH/du = -f F,   dH/de = sym(F⁻¹ (W + P V 1)),   H = E + P V,
/// because dA = A F⁻¹ dF is the strain ε = F⁻¹ dF and H does not change by rotation. A symmetric F keeps the cell from
/// rotating; F commutes with the point group if e does, so the reference's space group is that of every point.
/// The six strain coordinates are e_xx, e_yy, e_zz, √2 e_yz, √2 e_xz, √2 e_xy: their Euclidean product is e : e'.
/// </remarks>
internal sealed class EnthalpySurface(Crystal reference, SpaceGroup group, IPotential potential, RelaxationOptions options)
{
    // Below this volume ratio, or above its inverse, a trial cell is nonsense and is not shown to the potential.
    const double SmallestVolumeRatio = 0.1;

    readonly PotentialSession session = potential.OpenSession(reference, options.Threads);
    readonly double pressure = options.Pressure / Constants.EvPerCubicAngstromInGpa;

    /// <summary>Structure at coordinates zero.</summary>
    public Crystal Reference => reference;

    /// <summary>3·nAtoms + 6.</summary>
    public int Size => (3 * reference.AtomCount) + 6;

    /// <summary>The structure at the coordinates.</summary>
    public Crystal CrystalAt(ReadOnlySpan<double> coordinates)
    {
        Matrix3d deformation = Deformation(coordinates);
        ReadOnlySpan<Vector3d> displacements = MemoryMarshal.Cast<double, Vector3d>(coordinates[..^6]);
        Vector3d[] positions = reference.Positions.ToArray();
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = (positions[i] + displacements[i]) * deformation;
        }

        return reference.With(new Lattice(reference.PeriodicLattice.Vectors * deformation), positions);
    }

    /// <summary>Enthalpy and its gradient at the coordinates.</summary>
    /// <exception cref="InsNumericalException">The cell has collapsed, or the potential gives no finite result.</exception>
    public SurfacePoint Evaluate(double[] coordinates, CancellationToken cancellation)
    {
        double ratio = Deformation(coordinates).Determinant;
        if (!(ratio > SmallestVolumeRatio && ratio < 1 / SmallestVolumeRatio))
        {
            throw new InsNumericalException(
                FormattableString.Invariant($"the cell has changed its volume by a factor of {ratio:g3}"));
        }

        Crystal crystal = CrystalAt(coordinates);
        session.Evaluate(crystal.PeriodicLattice.Vectors, crystal.Positions, cancellation);
        return At(coordinates, session.ToResult());
    }

    /// <summary>The point that a result of the potential belongs to.</summary>
    public SurfacePoint At(double[] coordinates, PotentialResult result)
    {
        Crystal crystal = CrystalAt(coordinates);
        Matrix3d deformation = Deformation(coordinates);
        double enthalpy = result.Energy + (pressure * crystal.Volume);
        if (!double.IsFinite(enthalpy) || !Array.TrueForAll(result.Forces, f => f.IsFinite))
        {
            throw new InsNumericalException("the potential gives an energy or a force that is not a finite number");
        }

        double[] gradient = new double[Size];
        Span<Vector3d> forces = Displacements(gradient);
        for (int i = 0; i < forces.Length; i++)
        {
            forces[i] = -1 * (result.Forces[i] * deformation);
        }

        if (options.RelaxCell)
        {
            Matrix3d g = deformation.Inverse * (result.StrainGradient + (pressure * crystal.Volume * Matrix3d.Identity));
            SetStrain(gradient, 0.5 * (g + g.Transpose));
        }

        Project(gradient);
        return new SurfacePoint(coordinates, crystal, result, enthalpy, gradient);
    }

    /// <summary>Projects a step or a gradient on the coordinates that keep the space group (an orthogonal projection).</summary>
    public void Project(Span<double> vector)
    {
        if (group.Operations.Count > 1)
        {
            Span<Vector3d> displacements = Displacements(vector);
            group.SymmetrizeForces(reference, displacements.ToArray()).CopyTo(displacements);
            SetStrain(vector, group.SymmetrizeStrain(reference.PeriodicLattice, Strain(vector)));
        }
    }

    /// <summary>Displacements in a vector of coordinates, [nAtoms], Å.</summary>
    public static Span<Vector3d> Displacements(Span<double> coordinates) =>
        MemoryMarshal.Cast<double, Vector3d>(coordinates[..^6]);

    /// <summary>The tensor e in a vector of coordinates.</summary>
    public static Matrix3d Strain(ReadOnlySpan<double> coordinates)
    {
        ReadOnlySpan<double> s = coordinates[^6..];
        double yz = s[3] / double.Sqrt(2), xz = s[4] / double.Sqrt(2), xy = s[5] / double.Sqrt(2);
        return new Matrix3d(s[0], xy, xz, xy, s[1], yz, xz, yz, s[2]);
    }

    static Matrix3d Deformation(ReadOnlySpan<double> coordinates) => Matrix3d.Identity + Strain(coordinates);

    static void SetStrain(Span<double> coordinates, Matrix3d e)
    {
        double r = double.Sqrt(2);
        ReadOnlySpan<double> six = [e[0, 0], e[1, 1], e[2, 2], r * e[1, 2], r * e[0, 2], r * e[0, 1]];
        six.CopyTo(coordinates[^6..]);
    }
}
