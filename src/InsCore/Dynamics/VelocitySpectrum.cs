using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>The spectral density P_ij(E) of the velocities of every atom: ∫ P dE = ⟨v_i v_j⟩, so that M tr∫ P dE = 3 kT.</summary>
/// <remarks>
/// Welch's method (P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 70 (1967)): overlapping pieces times Hann's window, Fourier transforms with
/// zeros behind, means of |X_k|² over pieces, normalised by the sum of the squared window, which keeps ⟨v_i v_j⟩ (Parseval). The integrator's
/// own errors, exact for harmonic motion, are undone: velocity Verlet of step Δt moves at sin(ωΔt/2) = ω₀Δt/2 instead of ω₀, and its velocities
/// at full steps are smaller by cos(ωΔt/2) than those of the motion.
/// </remarks>
public sealed class VelocitySpectrum
{
    // Energies between which nothing is resolved are at most so far apart, cm⁻¹: a bin of a spectrum.
    const double LargestSpacing = 1;

    // A piece is at most a fifth of the trajectory and 8 ps long: nine pieces or more, 4 cm⁻¹ or less where there is time for it.
    const int FewestPieces = 5;
    const double LongestPiece = 8000, ShortestPiece = 500;

    readonly double[] window;
    readonly float[] buffer;
    readonly FourierTransform fourier;
    readonly double[][] sums; // [nAtoms × 6][bins], two-sided power of bins 0 … N/2
    readonly double timeStep, norm;
    int filled;

    VelocitySpectrum(Crystal crystal, double timeStep, double sampleTime, int length)
    {
        (Crystal, this.timeStep, SampleTime) = (crystal, timeStep, sampleTime);
        window = [.. Enumerable.Range(0, length).Select(n => 0.5 * (1 - Math.Cos(2 * Math.PI * (n + 0.5) / length)))];
        norm = window.Sum(w => w * w);
        double finest = 2 * Math.PI * Constants.ReducedPlanck * Constants.EvInWavenumbers / (sampleTime * LargestSpacing);
        fourier = new FourierTransform((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * length, Math.Min(finest, 1 << 20))));
        buffer = new float[length * 3 * crystal.AtomCount];
        sums = [.. Enumerable.Range(0, 6 * crystal.AtomCount).Select(_ => new double[(fourier.Length / 2) + 1])];
    }

    /// <summary>The atoms.</summary>
    public Crystal Crystal { get; }

    /// <summary>Time between samples, fs.</summary>
    public double SampleTime { get; }

    /// <summary>Pieces averaged over; 0 where the trajectory is too short for one.</summary>
    public int Pieces { get; private set; }

    /// <summary>Whether there is a spectrum that shows more than noise: half a picosecond at a time, at least once.</summary>
    public bool IsUsable => Pieces > 0 && window.Length * SampleTime >= ShortestPiece;

    /// <summary>Full width at half maximum of a sharp line, cm⁻¹: that of Hann's window is 1.44 over its length.</summary>
    public double Resolution => 1.44 * 2 * Math.PI * Constants.ReducedPlanck * Constants.EvInWavenumbers / (window.Length * SampleTime);

    /// <summary>Number of bins.</summary>
    public int BinCount => sums[0].Length;

    /// <summary>Prepares the spectrum of a trajectory.</summary>
    internal static VelocitySpectrum For(Trajectory trajectory)
    {
        double sampleTime = trajectory.Options.SampleSteps * trajectory.Options.TimeStep;
        int length = (int)Math.Min(trajectory.SampleCount / FewestPieces, LongestPiece / sampleTime);
        return new VelocitySpectrum(trajectory.Start, trajectory.Options.TimeStep, sampleTime, Math.Max(8, length));
    }

    /// <summary>Prepares the spectrum of velocities in pieces of a length.</summary>
    internal static VelocitySpectrum Of(Crystal crystal, double timeStep, double sampleTime, int length) => new(crystal, timeStep, sampleTime, length);

    /// <summary>Begins another trajectory of the same atoms, to be averaged with those before.</summary>
    internal void Restart() => filled = 0;

    /// <summary>Adds a sample.</summary>
    /// <param name="velocities">[nAtoms × 3], Å/fs, at a full step.</param>
    internal void Add(ReadOnlySpan<float> velocities)
    {
        velocities.CopyTo(buffer.AsSpan(filled * velocities.Length));
        if (++filled == window.Length)
        {
            AddPiece();
            int kept = window.Length / 2;
            buffer.AsSpan((window.Length - kept) * velocities.Length, kept * velocities.Length).CopyTo(buffer);
            filled = kept;
        }
    }

    /// <summary>Energy of a bin in the motion of the trajectory, corrected for the time step, eV.</summary>
    public double Energy(int bin) => 2 * Constants.ReducedPlanck / timeStep * Math.Sin(0.5 * timeStep * Frequency(bin));

    /// <summary>P_ij of one atom in one bin times the width of the bin, Å²/fs², xx, yy, zz, yz, xz, xy; the sum over bins is ⟨v_i v_j⟩.</summary>
    /// <param name="atom">0 to nAtoms - 1.</param>
    /// <param name="bin">From 0.</param>
    /// <param name="tensor">[6], out.</param>
    public void Weight(int atom, int bin, Span<double> tensor)
    {
        double cosine = Math.Cos(0.5 * timeStep * Frequency(bin));
        double scale = (bin == 0 || bin == BinCount - 1 ? 1 : 2) / (norm * fourier.Length * Math.Max(1, Pieces) * cosine * cosine);
        for (int c = 0; c < 6; c++)
        {
            tensor[c] = scale * sums[(6 * atom) + c][bin];
        }
    }

    /// <summary>Kinetic temperature of each atom, M ⟨v²⟩/3k, corrected for the centre of mass that rests, K.</summary>
    public double[] Temperatures()
    {
        double total = Crystal.Masses.ToArray().Sum();
        double[] temperatures = new double[Crystal.AtomCount];
        Span<double> tensor = stackalloc double[6];
        for (int atom = 0; atom < temperatures.Length; atom++)
        {
            double mass = Crystal.Masses[atom];
            for (int bin = 0; bin < BinCount; bin++)
            {
                Weight(atom, bin, tensor);
                temperatures[atom] += mass * (tensor[0] + tensor[1] + tensor[2]);
            }

            temperatures[atom] /= 3 * Constants.Boltzmann * Constants.SquareVelocityOfEvPerMass * (1 - (mass / total));
        }

        return temperatures;
    }

    // Angular, 1/fs.
    double Frequency(int bin) => 2 * Math.PI * bin / (fourier.Length * SampleTime);

    void AddPiece()
    {
        Pieces++;
        int atoms = Crystal.AtomCount;
        double[] xRe = new double[fourier.Length], yRe = new double[fourier.Length], zRe = new double[fourier.Length], zero = new double[fourier.Length];
        for (int atom = 0; atom < atoms; atom++)
        {
            Fill(atom, 0, xRe);
            Fill(atom, 1, yRe);
            Fill(atom, 2, zRe);
            Array.Clear(zero);
            fourier.Forward(xRe, yRe);
            fourier.Forward(zRe, zero);
            Accumulate(sums.AsSpan(6 * atom, 6), (xRe, yRe), (zRe, zero));
        }
    }

    void Fill(int atom, int axis, double[] values)
    {
        int stride = 3 * Crystal.AtomCount;
        for (int n = 0; n < window.Length; n++)
        {
            values[n] = window[n] * buffer[(n * stride) + (3 * atom) + axis];
        }

        values.AsSpan(window.Length).Clear();
    }

    // Two real sequences in one transform: X = (Z_k + Z*_-k)/2, Y = (Z_k - Z*_-k)/2i.
    static void Accumulate(Span<double[]> sums, (double[] Re, double[] Im) xy, (double[] Re, double[] Im) z)
    {
        for (int k = 0; k < sums[0].Length; k++)
        {
            int mirror = (xy.Re.Length - k) % xy.Re.Length;
            double ax = 0.5 * (xy.Re[k] + xy.Re[mirror]), bx = 0.5 * (xy.Im[k] - xy.Im[mirror]);
            double ay = 0.5 * (xy.Im[k] + xy.Im[mirror]), by = 0.5 * (xy.Re[mirror] - xy.Re[k]);
            double az = z.Re[k], bz = z.Im[k];
            sums[0][k] += (ax * ax) + (bx * bx);
            sums[1][k] += (ay * ay) + (by * by);
            sums[2][k] += (az * az) + (bz * bz);
            sums[3][k] += (ay * az) + (by * bz);
            sums[4][k] += (ax * az) + (bx * bz);
            sums[5][k] += (ax * ay) + (bx * by);
        }
    }
}
