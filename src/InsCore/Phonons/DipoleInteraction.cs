using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>The dipole–dipole part of a dynamical matrix, by Ewald's method.</summary>
/// <remarks>
/// X. Gonze and C. Lee, Phys. Rev. B 55, 10355 (1997), doi:10.1103/PhysRevB.55.10355, equations (71) to (76). With K = q + G, d = R + τ_j - τ_i,
/// Δ = ε⁻¹ d and D² = d·Δ, all times e²/4πε₀:
/// C_ij(q) = Z_iᵀ [ (4π/Ω) Σ_G K Kᵀ/(K·ε·K) exp(iK·(τ_i - τ_j) - K·ε·K/4Λ²) - Λ³ (det ε)^(-1/2) Σ_R H(ΛΔ, ΛD) exp(iq·R) ] Z_j, on the site less
/// Σ_j C_ij(0). The sum over R is a Fourier series over lattice vectors as the short-ranged force constants are, and is added to theirs
/// once and for all; only the sum over K is left for each wave vector. The result does not depend on Λ.
/// </remarks>
internal sealed partial class DipoleInteraction
{
    // Both sums end where their terms have fallen by exp(-Reach²), 1e-12.
    const double Reach = 5.3;

    // Lattice vectors worth having in the sum over R: those with which the time of both sums together is shortest, for cells with a table
    // (DipoleTensors) and without.
    const double BestTerms = 150, BestTermsOfDyads = 390;

    // Atoms of the largest cell with a table: it has some 20 MB then.
    const int LargestTable = 100;

    // Elements of the table of the sum over R; larger cells shift work to the sum over K instead.
    const double MaximumTable = 3e7;

    // What phonopy takes.
    const double ReciprocalOnlyTerms = 300, ReciprocalOnlyLast = 1e-10;

    readonly Lattice lattice;
    readonly Vector3d[] positions;
    readonly Matrix3d[] charges; // Z* / √m
    readonly Matrix3d dielectric, inverse, metric;
    readonly double lambda, reach = Reach;
    readonly bool isComplete;

    /// <summary>Prepares the sums.</summary>
    /// <param name="crystal">The unit cell.</param>
    /// <param name="born">Its dielectric tensor and charges.</param>
    /// <param name="sum">Whether to sum over direct lattice vectors too.</param>
    /// <param name="terms">Lattice vectors wanted in the sum over R if not the best number; sets Λ.</param>
    /// <param name="largestTable">Atoms up to which the sum over K is a matrix product.</param>
    public DipoleInteraction(
        Crystal crystal, BornCharges born, DipoleSum sum = DipoleSum.Ewald, double? terms = null, int largestTable = LargestTable)
    {
        lattice = crystal.PeriodicLattice;
        positions = crystal.Positions.ToArray();
        charges = [.. Enumerable.Range(0, positions.Length).Select(i => (1 / Math.Sqrt(crystal.Masses[i])) * born.Charges[i])];
        dielectric = born.Dielectric;
        inverse = dielectric.Inverse;
        metric = Cholesky(dielectric);
        double best = positions.Length <= largestTable ? BestTerms : BestTermsOfDyads;
        double wanted = terms ?? Math.Clamp(MaximumTable / new BlockTriangle(positions.Length).Length, 8, best);
        double volume = lattice.Volume / Math.Sqrt(dielectric.Determinant);
        isComplete = sum == DipoleSum.Ewald;
        lambda = Reach / Math.Cbrt(wanted * volume * 3 / (4 * Math.PI));
        if (!isComplete)
        {
            double cutoff = 2 * Math.PI * Math.Cbrt(3 * ReciprocalOnlyTerms / (4 * Math.PI * lattice.Volume));
            reach = Math.Sqrt(-Math.Log(ReciprocalOnlyLast));
            lambda = cutoff * Math.Sqrt(dielectric.Trace / 3) / (2 * reach);
        }

        PrepareWaves();
        tensors = positions.Length <= largestTable ? new DipoleTensors(positions, charges, reciprocal) : null;
    }

    /// <summary>The sum over R, and the on-site term by which the whole vanishes for a crystal moved as a whole; mass-weighted.</summary>
    /// <param name="masses">[nAtoms], u.</param>
    public LatticeSeries Series(ReadOnlySpan<double> masses)
    {
        Vector3d[] vectors = isComplete ? [.. LatticeVectors()] : [];
        LatticeSeries series = new(positions.Length, vectors);
        foreach (Vector3d r in vectors)
        {
            for (int i = 0; i < positions.Length; i++)
            {
                for (int j = i; j < positions.Length; j++)
                {
                    Vector3d d = lattice.ToCartesian(r) + positions[j] - positions[i];
                    double distance = Math.Sqrt(Vector3d.Dot(d, inverse * d));
                    if (lambda * distance < Reach && (i != j || r != default))
                    {
                        series.Add(i, j, r, 1, charges[i].Transpose * RealSpace(d, distance) * charges[j]);
                    }
                }
            }
        }

        Matrix3d[] sites = OnSite(series, masses);
        for (int i = 0; i < sites.Length; i++)
        {
            series.Add(i, i, default, 1, sites[i]);
        }

        return series;
    }

    IEnumerable<Vector3d> LatticeVectors()
    {
        // In this metric D is the length of d.
        Matrix3d turned = metric.Inverse.Transpose;
        Vector3d[] places = Array.ConvertAll(positions, x => x * turned);
        double spread = places.Max(a => places.Max(b => (b - a).Norm));
        return Within(lattice.Vectors * turned, (Reach / lambda) + spread).Where(r => IsReached(places, r * (lattice.Vectors * turned)));
    }

    bool IsReached(Vector3d[] places, Vector3d r) => Array.Exists(places, a => Array.Exists(places, b => lambda * (r + b - a).Norm < Reach));

    // -Λ³ (det ε)^(-1/2) H(ΛΔ, ΛD) e²/4πε₀.
    Matrix3d RealSpace(Vector3d d, double distance)
    {
        Vector3d x = lambda * (inverse * d);
        double y = lambda * distance, y2 = y * y;
        double tail = MathNet.Numerics.SpecialFunctions.Erfc(y) / (y2 * y), gauss = 2 / Math.Sqrt(Math.PI) * Math.Exp(-y2);
        Matrix3d h = (((3 * tail) + (gauss * ((3 / y2) + 2))) / y2 * Matrix3d.Outer(x, x)) - ((tail + (gauss / y2)) * inverse);
        return -Math.Pow(lambda, 3) * Constants.CoulombEnergy / Math.Sqrt(dielectric.Determinant) * h;
    }

    // -Σ_j C_ij(0) of the plain force constants, made symmetric.
    Matrix3d[] OnSite(LatticeSeries own, ReadOnlySpan<double> masses)
    {
        BlockTriangle layout = new(positions.Length);
        double[] real = new double[layout.Length], imaginary = new double[layout.Length];
        own.Sum([default], new LatticeSeries.Workspace(), real, imaginary);
        Add([default], new Workspace(), layout.Length, real, imaginary);
        Matrix3d[] sums = new Matrix3d[positions.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            for (int j = i; j < sums.Length; j++)
            {
                // In D, C_ij is divided by √(m_i m_j); the on-site block of i by m_i.
                Matrix3d block = BlockOf(layout, real, i, j);
                sums[i] -= Math.Sqrt(masses[j] / masses[i]) * block;
                sums[j] -= i == j ? default : Math.Sqrt(masses[i] / masses[j]) * block.Transpose;
            }
        }

        return Array.ConvertAll(sums, s => 0.5 * (s + s.Transpose));
    }

    static Matrix3d BlockOf(BlockTriangle layout, double[] values, int i, int j)
    {
        Vector3d Row(int a)
        {
            int start = layout.At((3 * i) + a, 3 * j);
            return new(values[start], values[start + 1], values[start + 2]);
        }

        return new(Row(0), Row(1), Row(2));
    }

    // Integers n with |n × vectors| ≤ radius.
    static IEnumerable<Vector3d> Within(Matrix3d vectors, double radius)
    {
        Matrix3d dual = vectors.Inverse.Transpose;
        int x = (int)(radius * dual.Row0.Norm), y = (int)(radius * dual.Row1.Norm), z = (int)(radius * dual.Row2.Norm);
        for (int i = -x; i <= x; i++)
        {
            for (int j = -y; j <= y; j++)
            {
                for (int k = -z; k <= z; k++)
                {
                    Vector3d n = new(i, j, k);
                    if ((n * vectors).Norm <= radius)
                    {
                        yield return n;
                    }
                }
            }
        }
    }

    // Lower L with ε = L Lᵀ, so that K·ε·K = |K L|².
    static Matrix3d Cholesky(Matrix3d e)
    {
        double xx = Math.Sqrt(e[0, 0]), yx = e[1, 0] / xx, zx = e[2, 0] / xx;
        double yy = Math.Sqrt(e[1, 1] - (yx * yx)), zy = (e[2, 1] - (zx * yx)) / yy;
        return new(xx, 0, 0, yx, yy, 0, zx, zy, Math.Sqrt(e[2, 2] - (zx * zx) - (zy * zy)));
    }
}
