using System.Numerics;
using InsCore.Kernels;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Dynamical matrices of springs between all near atoms: a molecular crystal's range of frequencies at no cost.</summary>
/// <remarks>k = min(30, 0.1 exp((R_i + R_j - r)/0.35 Å)) eV/Å², R the van der Waals radii (Alvarez 2013, 10.1039/c3dt50599e), 2 % across.</remarks>
internal sealed class SpringModel(Crystal crystal) : IDynamicalMatrix
{
    const double Cutoff = 5;
    const double Transverse = 0.02;

    readonly NeighbourList pairs = NeighbourList.Build(crystal, Cutoff);

    /// <inheritdoc/>
    public Crystal Crystal => crystal;

    /// <inheritdoc/>
    public void Evaluate(Vector3d q, Span<Complex> matrix)
    {
        int size = 3 * crystal.AtomCount;
        matrix[..(size * size)].Clear();
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            for (int e = pairs.First[i]; e < pairs.First[i + 1]; e++)
            {
                int j = pairs.Sender[e];
                Vector3d s = new(pairs.Shift[3 * e], pairs.Shift[(3 * e) + 1], pairs.Shift[(3 * e) + 2]);
                Matrix3d k = Stiffness(i, j, pairs.Vector[e]);

                // The neighbour sits in the cell -S.
                Complex phase = Complex.FromPolarCoordinates(1, -2 * Math.PI * Vector3d.Dot(q, s));
                double mixed = Math.Sqrt(crystal.Masses[i] * crystal.Masses[j]);
                for (int a = 0; a < 9; a++)
                {
                    (int row, int column) = ((3 * i) + (a / 3), a % 3);
                    matrix[(row * size) + (3 * i) + column] += k[a / 3, column] / crystal.Masses[i];
                    matrix[(row * size) + (3 * j) + column] -= k[a / 3, column] / mixed * phase;
                }
            }
        }
    }

    Matrix3d Stiffness(int i, int j, Vector3d r)
    {
        double contact = Radius(crystal.AtomicNumbers[i]) + Radius(crystal.AtomicNumbers[j]);
        double k = Math.Min(30, 0.1 * Math.Exp((contact - r.Norm) / 0.35));
        Vector3d n = (1 / r.Norm) * r;
        return k * (((1 - Transverse) * Matrix3d.Outer(n, n)) + (Transverse * Matrix3d.Identity));
    }

    static double Radius(int atomicNumber) => atomicNumber switch { 1 => 1.20, 6 => 1.77, 16 => 1.89, 53 => 2.04, _ => 1.8 };
}
