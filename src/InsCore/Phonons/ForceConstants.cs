using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Force constants of a supercell, which interpolate the dynamical matrix to any wave vector.</summary>
/// <remarks>
/// D_ia,jb(q) = (m_i m_j)^(-1/2) Σ_s Φ_ia,sb ⟨exp(2πi q·R)⟩ over the supercell atoms s that are images of j; the mean is over the lattice
/// vectors R that bring s nearest to i, which are several if s lies on the boundary of the Wigner–Seitz cell around i. Exact at wave
/// vectors that the supercell holds; elsewhere exact if Φ vanishes beyond that cell. With Born charges, Φ is without the dipole–dipole
/// interaction of the charges, which does not vanish there and is added at each wave vector (<see cref="DipoleInteraction"/>).
/// Everything that does not depend on the wave vector is done once: image weights, masses, sum rule, the real-space half of
/// Ewald's sum and its on-site term.
/// </remarks>
public sealed partial class ForceConstants : IDynamicalMatrixGradient, IHermitianMatrix
{
    // Enough for the matrix products to be fast, whole tiles of six rows, small enough for their results to stay in the cache.
    const int Together = 36;

    // Elements of the matrices of one block.
    const int MaximumBlock = 1 << 20;

    readonly double[] values, shortRanged;
    readonly BlockTriangle layout;
    readonly LatticeSeries series;
    readonly DipoleInteraction? dipoles;
    readonly ThreadLocal<Workspace> workspaces = new(() => new Workspace());

    /// <summary>Takes over force constants, e.g. of another program.</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="values">
    /// [nAtoms × 3 × nSupercellAtoms × 3], eV/Å²: ∂²E/∂x_ia∂x_sb of atom i in the home cell and supercell atom s.
    /// </param>
    /// <param name="options">Born charges, sum rule, images; null for the defaults without charges.</param>
    /// <exception cref="ArgumentException">The number of values or charges is wrong, or one is not finite.</exception>
    public ForceConstants(Supercell supercell, ReadOnlySpan<double> values, ForceConstantsOptions? options = null)
    {
        Options = options ?? new();
        int expected = 9 * supercell.Unit.AtomCount * supercell.Crystal.AtomCount;
        if (values.Length != expected)
        {
            throw new ArgumentException($"{values.Length} force constants were given, {expected} are needed", nameof(values));
        }

        if (Options.Charges is { } charges && charges.Charges.Length != supercell.Unit.AtomCount)
        {
            throw new ArgumentException(
                $"{charges.Charges.Length} Born charges were given for {supercell.Unit.AtomCount} atoms", nameof(options));
        }

        Supercell = supercell;
        this.values = values.ToArray();
        if (!Array.TrueForAll(this.values, double.IsFinite))
        {
            throw new ArgumentException("a force constant is not a finite number", nameof(values));
        }

        layout = new BlockTriangle(supercell.Unit.AtomCount);
        LatticeSeries? tail = null;
        if (Options.Charges is not null)
        {
            dipoles = new DipoleInteraction(supercell.Unit, Options.Charges, Options.DipoleSum);
            tail = dipoles.Series(supercell.Unit.Masses);
        }

        shortRanged = this.values;
        double[] raw = [.. this.values];
        double asymmetry = SumRules.MakeSymmetric(supercell, this.values, Options.Asymmetry);
        if (tail is not null && Options.Dipoles == DipoleTail.Included)
        {
            double[] interaction = DipoleTailRemoval.ForceConstants(supercell, dipoles!, tail);
            shortRanged = [.. this.values.Zip(interaction, (all, dipole) => all - dipole)];
        }

        (double violation, double[] onSite) = ImposeSumRule(tail, raw);
        Correction = new SumRuleReport(asymmetry, violation, this.values.Zip(raw, (now, then) => Math.Abs(now - then)).Append(onSite.Max(Math.Abs)).Max());
        series = MakeSeries(tail, onSite);
    }

    /// <summary>The supercell.</summary>
    public Supercell Supercell { get; }

    /// <summary>The unit cell.</summary>
    public Crystal Crystal => Supercell.Unit;

    /// <summary>Born charges, sum rule and images.</summary>
    public ForceConstantsOptions Options { get; }

    /// <summary>
    /// [nAtoms × 3 × nSupercellAtoms × 3], eV/Å², with the symmetry of indices and the sum rule imposed (but for the reciprocal one, which
    /// no force constants of the supercell can express); with dipoles or without, as they were given.
    /// </summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>The same without the dipole–dipole interaction, whichever were given.</summary>
    public ReadOnlySpan<double> ShortRanged => shortRanged;

    /// <summary>What had to be corrected.</summary>
    public SumRuleReport Correction { get; }

    /// <summary>Fits force constants to the forces of displaced supercells.</summary>
    /// <param name="displacements">The displacements.</param>
    /// <param name="forces">[nDisplacements][nSupercellAtoms], eV/Å.</param>
    /// <exception cref="ArgumentException">The forces do not belong to the displacements.</exception>
    public static ForceConstants FromForces(Displacements displacements, Vector3d[][] forces) =>
        new(displacements.Supercell, ForceConstantsFit.Solve(displacements, forces));

    /// <summary>Fits force constants to supercells in which all atoms are displaced, at random or in the course of molecular dynamics.</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="spaceGroup">Space group of its unit cell.</param>
    /// <param name="displacements">[nSnapshots][nSupercellAtoms], Å, from the places of the perfect crystal.</param>
    /// <param name="forces">[nSnapshots][nSupercellAtoms], eV/Å.</param>
    /// <param name="options">Born charges, sum rule, images; null for the defaults without charges.</param>
    /// <remarks>
    /// Linear least squares, with the symmetry of the crystal; a translation of the whole crystal counts as forceless. Large displacements give the
    /// harmonic force constants that fit best, and not those of the minimum.
    /// </remarks>
    /// <exception cref="ArgumentException">The forces do not belong to the displacements, or do not determine all force constants.</exception>
    public static ForceConstants FromSnapshots(
        Supercell supercell,
        SpaceGroup spaceGroup,
        IReadOnlyList<Vector3d[]> displacements,
        IReadOnlyList<Vector3d[]> forces,
        ForceConstantsOptions? options = null)
    {
        int all = supercell.Crystal.AtomCount;
        if (displacements.Count != forces.Count || displacements.Concat(forces).Any(f => f.Length != all))
        {
            throw new ArgumentException("one displacement and one force on each supercell atom are needed for each snapshot", nameof(forces));
        }

        SupercellSymmetry symmetry = new(supercell, spaceGroup);
        SnapshotFit fit = new(symmetry);
        fit.Add(displacements, forces);
        return new(
            supercell,
            fit.TrySolve() ?? throw new ArgumentException(
                $"{forces.Count} snapshots do not determine all force constants; with random displacements {SnapshotFit.Needed(symmetry)} do", nameof(displacements)),
            options);
    }

    /// <summary>Takes over force constants that are listed by cells of the supercell, as CASTEP and Euphonic do.</summary>
    /// <param name="unit">The unit cell.</param>
    /// <param name="matrix">M, integers: supercell vectors = M × unit-cell vectors (in rows).</param>
    /// <param name="cells">[nCells], integers, one for each cell of the supercell, in any order and any image.</param>
    /// <param name="values">[nCells × nAtoms × 3 × nAtoms × 3], eV/Å²: ∂²E/∂x_ia(0)∂x_jb(cell).</param>
    /// <param name="options">Born charges, sum rule, images; null for the defaults without charges.</param>
    /// <exception cref="ArgumentException">The cells do not fill the supercell once, or the values do not belong to them.</exception>
    public static ForceConstants FromCells(
        Crystal unit, Matrix3d matrix, IReadOnlyList<Vector3d> cells, ReadOnlySpan<double> values, ForceConstantsOptions? options = null)
    {
        Supercell supercell = new(unit, matrix);
        int atoms = unit.AtomCount, size = 3 * atoms, all = supercell.Crystal.AtomCount;
        if (cells.Count != supercell.ImageCount || values.Length != cells.Count * size * size)
        {
            throw new ArgumentException(
                $"{cells.Count} cells and {values.Length} force constants were given, {supercell.ImageCount} and {supercell.ImageCount * size * size} are needed");
        }

        if (cells.Select(cell => supercell.IndexOf(0, cell)).Distinct().Count() != cells.Count)
        {
            throw new ArgumentException("two of the cells are images of each other", nameof(cells));
        }

        double[] ordered = new double[values.Length];
        for (int c = 0; c < cells.Count; c++)
        {
            for (int j = 0; j < atoms; j++)
            {
                int s = supercell.IndexOf(j, cells[c]);
                for (int row = 0; row < size; row++)
                {
                    values.Slice((((c * size) + row) * size) + (3 * j), 3).CopyTo(ordered.AsSpan(((row * all) + s) * 3, 3));
                }
            }
        }

        return new ForceConstants(supercell, ordered, options);
    }
}
