using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Fourier series over the cells of a supercell, at the wave vectors that it holds.</summary>
internal static class SupercellSeries
{
    /// <summary>exp(2πi q·R) of each cell, [ImageCount].</summary>
    public static void Phases(Supercell supercell, Vector3d q, Span<Complex> phases)
    {
        for (int n = 0; n < phases.Length; n++)
        {
            (double sine, double cosine) = double.SinCosPi(2 * Vector3d.Dot(q, supercell.Shifts[n]));
            phases[n] = new Complex(cosine, sine);
        }
    }

    /// <summary>Adds one wave vector's share to force constants, Φ_i,s = (1/N) Σ_q C_ij(q) exp(-2πi q·R_s).</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="phases">exp(2πi q·R), [ImageCount].</param>
    /// <param name="plain">C(q), [3·nAtoms × 3·nAtoms], eV/Å².</param>
    /// <param name="values">[nAtoms × 3 × nSupercellAtoms × 3], eV/Å².</param>
    public static void AddTo(Supercell supercell, ReadOnlySpan<Complex> phases, ReadOnlySpan<Complex> plain, Span<double> values)
    {
        int size = 3 * supercell.Unit.AtomCount, all = supercell.Crystal.AtomCount;
        for (int row = 0; row < size; row++)
        {
            for (int s = 0; s < all; s++)
            {
                // Re C exp(-2πi q·R); the imaginary parts of q and -q cancel. Images of an atom follow each other.
                Complex phase = phases[s % supercell.ImageCount] / supercell.ImageCount;
                int from = (row * size) + (3 * supercell.UnitAtoms[s]), to = ((row * all) + s) * 3;
                for (int b = 0; b < 3; b++)
                {
                    values[to + b] += (phase.Real * plain[from + b].Real) + (phase.Imaginary * plain[from + b].Imaginary);
                }
            }
        }
    }
}
