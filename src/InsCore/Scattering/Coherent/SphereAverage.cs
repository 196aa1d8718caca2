using System.Numerics.Tensors;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering.Coherent;

/// <summary>Averages coherent one-phonon scattering over directions, branches being linear over the triangles of a <see cref="SphereMesh"/>.</summary>
/// <remarks>
/// Triangles are divided until two levels agree, or there are as many directions as may be; each level takes over the directions of the last.
/// The error falls with the square of the edge where everything is smooth. How fast it does fall is seen from three levels.
/// </remarks>
internal sealed class SphereAverage
{
    // The coarsest triangles that are looked at, and the first that may be the last.
    const int FirstLevel = 1, LeastLevel = 3;

    readonly IDynamicalMatrix matrices;
    readonly CoherentStructureFactor factor;
    readonly SphereMesh mesh;
    readonly EnergyBins bins;
    readonly double temperature, accuracy;
    readonly int most, threads;

    /// <summary>Prepares the averages at any |Q|.</summary>
    /// <param name="matrices">Source of the dynamical matrices at any wave vector.</param>
    /// <param name="factor">The structure factor of the same crystal.</param>
    /// <param name="mesh">The directions.</param>
    /// <param name="bins">Bins along the energy transfer.</param>
    /// <param name="temperature">K.</param>
    /// <param name="accuracy">Error relative to the maximum that is good enough.</param>
    /// <param name="most">Largest number of directions, those equal by symmetry counted once.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    public SphereAverage(
        IDynamicalMatrix matrices, CoherentStructureFactor factor, SphereMesh mesh, EnergyBins bins, double temperature, double accuracy, int most, int threads)
    {
        (this.matrices, this.factor, this.mesh, this.bins) = (matrices, factor, mesh, bins);
        (this.temperature, this.accuracy, this.most, this.threads) = (temperature, accuracy, most, threads);
    }

    /// <summary>The average at one |Q|.</summary>
    /// <param name="momentum">|Q|, Å⁻¹.</param>
    /// <param name="broaden">Puts the resolution on a spectrum, with which the accuracy counts.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public SphereSpectrum At(double momentum, Func<double[], double[]> broaden, CancellationToken cancellation)
    {
        List<(double Energy, double Amplitude)[]> corners = [];
        List<double[]> spectra = [];
        EnergyMoments moments = new(bins);
        for (int level = FirstLevel; ; level++)
        {
            Solve(momentum, corners, mesh[level].Directions, cancellation);
            moments.Clear();
            foreach (SphereTriangle triangle in mesh[level].Triangles)
            {
                (double, double)[] a = corners[triangle.A], b = corners[triangle.B], c = corners[triangle.C];
                for (int n = 0; n < a.Length; n++)
                {
                    moments.AddTriangle(triangle.Share, a[n], b[n], c[n]);
                }
            }

            spectra.Add(moments.Spectrum(temperature));
            if (level < LeastLevel)
            {
                continue;
            }

            SphereSpectrum found = new(spectra[^1], spectra[^2], spectra[^3], corners.Count);
            if (found.Error(broaden) <= accuracy || mesh[level + 1].Directions > most)
            {
                return found;
            }
        }
    }

    // Energies and amplitudes |E| S of the branches, ascending; unstable ones do not scatter.
    void Solve(double momentum, List<(double, double)[]> corners, int count, CancellationToken cancellation)
    {
        // Fractional coordinates of Q: Q = 2π q A*, so q = Q Aᵀ/2π.
        Matrix3d toFractional = momentum / (2 * Math.PI) * matrices.Crystal.PeriodicLattice.Vectors.Transpose;
        Vector3d[] vectors = [.. mesh.Directions.Skip(corners.Count).Take(count - corners.Count).Select(n => n * toFractional)];
        if (vectors.Length == 0)
        {
            return;
        }

        PhononModes modes = PhononSolver.Solve(matrices, vectors, threads, null, cancellation);
        double[] intensities = factor.Intensities(modes);
        for (int q = 0; q < vectors.Length; q++)
        {
            (double, double)[] branches = new (double, double)[modes.ModeCount];
            for (int n = 0; n < branches.Length; n++)
            {
                branches[n] = Amplitude(modes.EnergiesAt(q)[n], intensities[(q * branches.Length) + n]);
            }

            corners.Add(branches);
        }
    }

    /// <summary>A branch at one place: its energy and |E| S, nothing of either where it is unstable.</summary>
    internal static (double Energy, double Amplitude) Amplitude(double energy, double intensity) => energy > 0 ? (energy, energy * intensity) : default;
}

/// <summary>A spectrum averaged over directions, and over triangles of twice and four times the edge.</summary>
/// <param name="Values">[nBins].</param>
/// <param name="Coarse">The same from triangles of twice the edge.</param>
/// <param name="Coarser">The same from triangles of four times the edge.</param>
/// <param name="Directions">Directions used, those equal by symmetry counted once.</param>
internal sealed record SphereSpectrum(double[] Values, double[] Coarse, double[] Coarser, int Directions)
{
    /// <summary>Error that is left, relative to the maximum.</summary>
    /// <param name="broaden">What counts of a spectrum.</param>
    public double Error(Func<double[], double[]> broaden) => Error(broaden(Values), broaden(Coarse), broaden(Coarser));

    /// <summary>What is left of a series of which three members are known: differences fall by some factor from 2 to 4, seen from the last two.</summary>
    internal static double Error(double[] values, double[] coarse, double[] coarser)
    {
        double largest = TensorPrimitives.Max<double>(values), last = Distance(values, coarse), before = Distance(coarse, coarser);
        double ratio = before > 0 ? Math.Clamp(last / before, 0.25, 0.5) : 0.5;
        return largest > 0 ? last * ratio / (1 - ratio) / largest : 0;
    }

    static double Distance(double[] a, double[] b)
    {
        double most = 0;
        for (int k = 0; k < a.Length; k++)
        {
            most = Math.Max(most, Math.Abs(a[k] - b[k]));
        }

        return most;
    }
}
