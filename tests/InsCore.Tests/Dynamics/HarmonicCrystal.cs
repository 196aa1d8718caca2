using System.Numerics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Tests.Dynamics;

/// <summary>The potential of force constants: E = ½ u Φ u about the structure that they are of, in its fixed cell.</summary>
internal sealed class HarmonicCrystal : IPotential
{
    readonly Crystal crystal;
    readonly double[] force; // [3N × 3N], eV/Å²

    /// <summary>Takes the force constants of dynamical matrices at Γ.</summary>
    public HarmonicCrystal(IDynamicalMatrix matrices)
    {
        crystal = matrices.Crystal;
        int size = 3 * crystal.AtomCount;
        Complex[] matrix = new Complex[size * size];
        matrices.Evaluate(default, matrix);
        force = [.. matrix.Select((z, k) => z.Real * Math.Sqrt(crystal.Masses[k / size / 3] * crystal.Masses[k % size / 3]))];
    }

    public string Description => "harmonic";

    public IReadOnlyList<int> Elements => [.. crystal.AtomicNumbers.ToArray().Distinct().Order()];

    public double CutoffRadius => 1;

    public PotentialResult Evaluate(Crystal moved, int threads = 0, CancellationToken cancellation = default)
    {
        int n = crystal.AtomCount;
        double[] u = new double[3 * n], f = new double[3 * n];
        for (int i = 0; i < n; i++)
        {
            Vector3d d = moved.Positions[i] - crystal.Positions[i];
            (u[3 * i], u[(3 * i) + 1], u[(3 * i) + 2]) = (d.X, d.Y, d.Z);
        }

        double energy = 0;
        for (int k = 0; k < f.Length; k++)
        {
            for (int l = 0; l < f.Length; l++)
            {
                f[k] -= force[(k * f.Length) + l] * u[l];
            }

            energy -= 0.5 * f[k] * u[k];
        }

        double[] energies = new double[n];
        energies[0] = energy;
        return new(energy, energies, [.. f.Chunk(3).Select(x => new Vector3d(x[0], x[1], x[2]))], default);
    }
}
