using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Tests.Scattering;

/// <summary>Atoms joined by springs to all neighbours within a radius: stable, with all symmetry of the crystal, exact at every q.</summary>
internal sealed class SpringCrystal(Crystal crystal, double cutoff = 5.5) : IDynamicalMatrix
{
    const int Cells = 2;

    public Crystal Crystal => crystal;

    public static PhononModes Solve(Crystal crystal, QMesh mesh) => PhononSolver.Solve(new SpringCrystal(crystal), mesh);

    public void Evaluate(Vector3d q, Span<Complex> matrix)
    {
        int n = crystal.AtomCount;
        matrix[..(9 * n * n)].Clear();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int cell = 0; cell < 125; cell++)
                {
                    Vector3d shift = new((cell / 25) - Cells, (cell / 5 % 5) - Cells, (cell % 5) - Cells);
                    Vector3d bond = crystal.Positions[j] + crystal.PeriodicLattice.ToCartesian(shift) - crystal.Positions[i];
                    if (bond.Norm < 1e-6 || bond.Norm > cutoff)
                    {
                        continue;
                    }

                    Complex phase = Complex.Exp(new Complex(0, 2 * Math.PI * Vector3d.Dot(q, shift)));
                    Add(matrix, i, j, bond, -phase);
                    Add(matrix, i, i, bond, 1);
                }
            }
        }
    }

    // Longitudinal and transverse springs that weaken with distance; divided by the masses.
    void Add(Span<Complex> matrix, int i, int j, Vector3d bond, Complex factor)
    {
        double length = bond.Norm, strength = 40 * Math.Exp(-1.5 * length) / Math.Sqrt(crystal.Masses[i] * crystal.Masses[j]);
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                double direction = bond[a] * bond[b] / (length * length);
                matrix[(((3 * i) + a) * 3 * crystal.AtomCount) + (3 * j) + b] += factor * strength * (direction + (a == b ? 0.1 : 0));
            }
        }
    }
}
