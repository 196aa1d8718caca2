using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Springs that weaken with distance between the atoms of a crystal: stiff bonds, soft contacts, energies of a molecular crystal.</summary>
sealed class BondSprings : IDynamicalMatrix
{
    const double Cutoff = 5, Strength = 300, Decay = 2.2, Transverse = 0.15;

    readonly List<(int I, int J, Vector3d Shift, Vector3d Bond)> bonds = [];

    public BondSprings(Crystal crystal)
    {
        Crystal = crystal;
        for (int cell = 0; cell < 27; cell++)
        {
            Vector3d shift = new((cell / 9) - 1, (cell / 3 % 3) - 1, (cell % 3) - 1), way = crystal.PeriodicLattice.ToCartesian(shift);
            for (int i = 0; i < crystal.AtomCount; i++)
            {
                for (int j = 0; j < crystal.AtomCount; j++)
                {
                    Vector3d bond = crystal.Positions[j] + way - crystal.Positions[i];
                    if (bond.Norm is > 1e-6 and < Cutoff)
                    {
                        bonds.Add((i, j, shift, bond));
                    }
                }
            }
        }
    }

    public Crystal Crystal { get; }

    public void Evaluate(Vector3d q, Span<Complex> matrix)
    {
        matrix[..(9 * Crystal.AtomCount * Crystal.AtomCount)].Clear();
        foreach ((int i, int j, Vector3d shift, Vector3d bond) in bonds)
        {
            Add(matrix, i, j, bond, -Complex.Exp(new Complex(0, 2 * Math.PI * Vector3d.Dot(q, shift))));
            Add(matrix, i, i, bond, 1);
        }
    }

    void Add(Span<Complex> matrix, int i, int j, Vector3d bond, Complex factor)
    {
        double length = bond.Norm, strength = Strength * Math.Exp(-Decay * length) / Math.Sqrt(Crystal.Masses[i] * Crystal.Masses[j]);
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                double direction = bond[a] * bond[b] / (length * length);
                matrix[(((3 * i) + a) * 3 * Crystal.AtomCount) + (3 * j) + b] += factor * strength * (direction + (a == b ? Transverse : 0));
            }
        }
    }
}
