using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>
/// Force constants with the structure and the sizes of those of quartz that Euphonic and CASTEP users interpolate: 9 atoms, supercell 5 × 5 × 4, Born charges.
/// </summary>
/// <remarks>
/// Springs, and a small random number in every element: force constants from first principles have none that is zero. The structure is α-quartz,
/// P3₂21 (L. Levien, C. T. Prewitt, D. J. Weidner, Am. Mineral. 65, 920 (1980)), charges and dielectric tensor are rounded from published ones.
/// </remarks>
internal static class QuartzLike
{
    // eV/Å²; the springs have up to 30.
    const double Noise = 1e-5;

    /// <summary>The highest energy is below this, eV.</summary>
    public const double Highest = 0.25;

    /// <summary>Makes the force constants.</summary>
    public static ForceConstants Create()
    {
        ForceConstants springs = MeshInterpolation.ForceConstants(new SpringModel(Crystal()), (5, 5, 4), threads: 1);
        Random random = new(3);
        double[] values = Array.ConvertAll(springs.Values.ToArray(), value => value + (Noise * (random.NextDouble() - 0.5)));
        BornCharges charges = new(
            Matrix3d.Diagonal(2.4, 2.4, 2.5),
            [.. Enumerable.Range(0, 9).Select(i => i < 6 ? Matrix3d.Diagonal(-1.7, -1.6, -1.8) : Matrix3d.Diagonal(3.4, 3.2, 3.6))]);
        return new(springs.Supercell, values, new() { Charges = charges });
    }

    static Crystal Crystal()
    {
        const double U = 0.4697, X = 0.4135, Y = 0.2669, Z = 0.7858;
        Lattice lattice = Lattice.FromParameters(new(4.916, 4.916, 5.405), new(90, 90, 120));
        Vector3d[] fractional =
        [
            new(X, Y, Z), new(-Y, X - Y, Z + (2.0 / 3)), new(Y - X, -X, Z + (1.0 / 3)),
            new(Y, X, -Z), new(X - Y, -Y, (1.0 / 3) - Z), new(-X, Y - X, (2.0 / 3) - Z),
            new(U, 0, 2.0 / 3), new(0, U, 1.0 / 3), new(-U, -U, 0),
        ];
        return new(lattice, [8, 8, 8, 8, 8, 8, 14, 14, 14], Array.ConvertAll(fractional, x => lattice.ToCartesian(x.WrapToNearest())));
    }
}
