using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <content>The sum over K: dyads of waves v_ia = w(K) (K·Z_i)_a exp(iK·τ_i), w² = (4π/Ω) exp(-K·ε·K/4Λ²)/(K·ε·K).</content>
internal sealed partial class DipoleInteraction
{
    Vector3d[] reciprocal = [];
    double[] cosines = [], sines = []; // of G·τ_i, [nG × nAtoms]
    DipoleWeight weights;
    DipoleTensors? tensors;

    /// <summary>Adds the sum over K at several wave vectors, without the term K = 0 of Γ, which has no limit.</summary>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="workspace">Of this thread.</param>
    /// <param name="stride">Elements from one matrix to the next.</param>
    /// <param name="real">[nQ × stride], in and out.</param>
    /// <param name="imaginary">The same.</param>
    public void Add(ReadOnlySpan<Vector3d> qPoints, Workspace workspace, int stride, Span<double> real, Span<double> imaginary)
    {
        if (tensors is not null)
        {
            Vector3d[] home = workspace.Home(qPoints.Length);
            for (int q = 0; q < qPoints.Length; q++)
            {
                home[q] = Home(qPoints[q]);
            }

            tensors.Add(weights, home.AsSpan(0, qPoints.Length), workspace, stride, real, imaginary);
            return;
        }

        int length = new BlockTriangle(positions.Length).Length;
        for (int q = 0; q < qPoints.Length; q++)
        {
            AddDyads(qPoints[q], workspace, real.Slice(q * stride, length), imaginary.Slice(q * stride, length));
        }
    }

    /// <summary>Adds the sum over K at one wave vector, wave by wave, as is best for large cells.</summary>
    void AddDyads(Vector3d q, Workspace workspace, Span<double> real, Span<double> imaginary)
    {
        int size = 3 * positions.Length, count = 0;
        Span<double> waves = workspace.Waves.Reserve(2 * reciprocal.Length * size), im = workspace.Imaginary.Reserve(reciprocal.Length * size);
        Span<double> phases = workspace.Phases.Reserve(2 * positions.Length);
        Vector3d home = PhasesOf(q, phases);
        for (int g = 0; g < reciprocal.Length; g++)
        {
            Vector3d k = home + reciprocal[g];
            double weight = weights.Of(k, out _);
            if (weight > 0)
            {
                Wave(k, g, weight, phases, waves.Slice(count * size, size), im.Slice(count * size, size));
                count++;
            }
        }

        im[..(count * size)].CopyTo(waves[(count * size)..]);
        HermitianUpdateKernel.Add(positions.Length, count, waves, waves, real, imaginary);
    }

    /// <summary>Adds what the limit q → 0 along a direction adds at Γ: the splitting of longitudinal and transverse optic modes.</summary>
    /// <param name="direction">Cartesian, of any length but zero.</param>
    /// <param name="real">[<see cref="BlockTriangle.Length"/>], in and out.</param>
    public void AddDirection(Vector3d direction, Span<double> real)
    {
        int size = 3 * positions.Length;
        double[] wave = new double[2 * size], none = new double[real.Length];
        double weight = Math.Sqrt(weights.Prefactor / Vector3d.Dot(direction, dielectric * direction));
        for (int i = 0; i < positions.Length; i++)
        {
            Vector3d z = weight * (direction * charges[i]);
            (wave[3 * i], wave[(3 * i) + 1], wave[(3 * i) + 2]) = (z.X, z.Y, z.Z);
        }

        HermitianUpdateKernel.Add(positions.Length, 1, wave, wave, real, none);
    }

    /// <summary>Adds the derivatives of the sum over K along the Cartesian axes of k = 2π q.</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="workspace">Of this thread.</param>
    /// <param name="stride">Elements from one matrix to the next.</param>
    /// <param name="real">[3 × stride], in and out.</param>
    /// <param name="imaginary">The same.</param>
    public void AddGradient(Vector3d q, Workspace workspace, int stride, Span<double> real, Span<double> imaginary)
    {
        int size = 3 * positions.Length, length = new BlockTriangle(positions.Length).Length;
        Span<double> wave = workspace.Waves.Reserve(2 * size), change = workspace.Imaginary.Reserve(2 * size);
        Span<double> phases = workspace.Phases.Reserve(2 * positions.Length);
        Vector3d home = PhasesOf(q, phases);
        for (int g = 0; g < reciprocal.Length; g++)
        {
            Vector3d k = home + reciprocal[g], ek = dielectric * k;
            double weight = weights.Of(k, out double square);
            if (!(weight > 0))
            {
                continue;
            }

            Wave(k, g, weight, phases, wave[..size], wave[size..]);
            for (int c = 0; c < 3; c++)
            {
                double growth = -ek[c] * ((1 / (4 * lambda * lambda)) + (1 / square)); // ∂ ln w / ∂K_c
                Change(g, c, weight, growth, phases, wave, change);
                Span<double> re = real.Slice(c * stride, length), im = imaginary.Slice(c * stride, length);
                HermitianUpdateKernel.Add(positions.Length, 1, change, wave, re, im);
                HermitianUpdateKernel.Add(positions.Length, 1, wave, change, re, im);
            }
        }
    }

    // All G for which K is within reach for some q of the cell around Γ, and their phases.
    void PrepareWaves()
    {
        weights = new(dielectric, 4 * Math.PI * Constants.CoulombEnergy / lattice.Volume, lambda, reach);
        Matrix3d vectors = 2 * Math.PI * (lattice.Reciprocal * metric);
        double corner = 0;
        for (int k = 0; k < 4; k++)
        {
            corner = Math.Max(corner, (new Vector3d(0.5, (k % 2) - 0.5, (k / 2) - 0.5) * vectors).Norm);
        }

        Matrix3d reciprocalVectors = 2 * Math.PI * lattice.Reciprocal;
        reciprocal = [.. Within(vectors, (2 * lambda * reach) + corner).Select(n => n * reciprocalVectors)];
        cosines = new double[reciprocal.Length * positions.Length];
        sines = new double[cosines.Length];
        for (int k = 0; k < cosines.Length; k++)
        {
            (sines[k], cosines[k]) = Math.SinCos(Vector3d.Dot(reciprocal[k / positions.Length], positions[k % positions.Length]));
        }
    }

    Vector3d Home(Vector3d q) => 2 * Math.PI * (q.WrapToNearest() * lattice.Reciprocal);

    // Cartesian q of the cell around Γ, and exp(iq·τ_i) as pairs.
    Vector3d PhasesOf(Vector3d q, Span<double> phases)
    {
        Vector3d home = Home(q);
        for (int i = 0; i < positions.Length; i++)
        {
            (phases[(2 * i) + 1], phases[2 * i]) = Math.SinCos(Vector3d.Dot(home, positions[i]));
        }

        return home;
    }

    (double Cosine, double Sine) Phase(int g, int i, ReadOnlySpan<double> phases)
    {
        double x = phases[2 * i], y = phases[(2 * i) + 1], c = cosines[(g * positions.Length) + i], s = sines[(g * positions.Length) + i];
        return ((x * c) - (y * s), (x * s) + (y * c));
    }

    void Wave(Vector3d k, int g, double weight, ReadOnlySpan<double> phases, Span<double> re, Span<double> im)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            (double c, double s) = Phase(g, i, phases);
            Vector3d z = weight * (k * charges[i]);
            (re[3 * i], re[(3 * i) + 1], re[(3 * i) + 2]) = (c * z.X, c * z.Y, c * z.Z);
            (im[3 * i], im[(3 * i) + 1], im[(3 * i) + 2]) = (s * z.X, s * z.Y, s * z.Z);
        }
    }

    // ∂v_i/∂K_c = (∂ ln w/∂K_c + i τ_ic) v_i + w Z_i,c exp(iK·τ_i).
    void Change(int g, int c, double weight, double growth, ReadOnlySpan<double> phases, ReadOnlySpan<double> wave, Span<double> change)
    {
        int size = 3 * positions.Length;
        for (int i = 0; i < positions.Length; i++)
        {
            (double cosine, double sine) = Phase(g, i, phases);
            Vector3d z = weight * charges[i].Row(c);
            double place = positions[i][c];
            for (int a = 0; a < 3; a++)
            {
                int at = (3 * i) + a;
                change[at] = (growth * wave[at]) - (place * wave[size + at]) + (cosine * z[a]);
                change[size + at] = (growth * wave[size + at]) + (place * wave[at]) + (sine * z[a]);
            }
        }
    }

    /// <summary>What one thread needs.</summary>
    internal sealed class Workspace
    {
        Vector3d[] home = [];

        /// <summary>The waves of one wave vector, or dyads of several.</summary>
        public AlignedBuffer Waves { get; } = new();

        /// <summary>Imaginary parts of waves, or sums of dyads.</summary>
        public AlignedBuffer Imaginary { get; } = new();

        /// <summary>exp(iq·τ_i), and what is made of it.</summary>
        public AlignedBuffer Phases { get; } = new();

        /// <summary>Wave vectors in the cell around Γ, at least so many.</summary>
        public Vector3d[] Home(int count) => home = home.Length < count ? new Vector3d[count] : home;
    }
}
