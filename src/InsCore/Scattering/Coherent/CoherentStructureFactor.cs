using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering.Coherent;

/// <summary>The coherent one-phonon structure factor of a crystal.</summary>
/// <remarks>
/// F(Q, ν) = Σ_κ b_κ/√M_κ (Q·e*_κν) exp(iQ·r_κ) exp(-Qᵀ W_κ Q), S(Q, ν) = ħ² |F|²/(2 N E_ν), per atom of the cell, E = |ħω|.
/// The whole Q enters, not its part in the first zone. Eigenvectors follow the cell-phase convention of <see cref="IDynamicalMatrix"/>: the dynamical
/// matrix holds exp(iq·R) of lattice vectors alone, so that eigenvectors at q and q + G are the same and exp(iQ·r) carries all of the positions.
/// Eigenvectors in the other convention (phonopy's), which hold exp(-iq·r) as well, must be multiplied by exp(iq·r) first.
/// Without 4π and without k_f/k_i: the double differential cross section is N (k_f/k_i) Σ_ν S (n + 1) δ(ħω - E). G. L. Squires,
/// Introduction to the Theory of Thermal Neutron Scattering (1978), eq. 3.120; R. Fair et al., J. Appl. Cryst. 55 (2022) 1689, eq. 4.
/// </remarks>
public sealed class CoherentStructureFactor
{
    // (1 fm)² in barn: lengths are in fm, intensities in mbarn.
    const double MillibarnPerSquareFemtometre = 10;

    readonly Crystal crystal;
    readonly Complex[] lengths;
    readonly DebyeWallerTensors? debyeWaller;
    readonly double scale;

    /// <summary>Prepares the calculation for a crystal.</summary>
    /// <param name="crystal">The cell of the modes.</param>
    /// <param name="debyeWaller">The Debye–Waller tensors; null for no Debye–Waller factor.</param>
    /// <param name="lengths">[nAtoms], fm; null for those of <see cref="ScatteringLengths"/>.</param>
    /// <param name="hbarSquaredPerMass">ħ²/(1 u · 1 Å²), eV; another than <see cref="Constants.HbarSquaredPerMass"/> to repeat older numbers digit for digit.</param>
    public CoherentStructureFactor(
        Crystal crystal,
        DebyeWallerTensors? debyeWaller = null,
        Complex[]? lengths = null,
        double hbarSquaredPerMass = Constants.HbarSquaredPerMass)
    {
        scale = MillibarnPerSquareFemtometre * hbarSquaredPerMass / (2 * crystal.AtomCount);
        this.crystal = crystal;
        this.debyeWaller = debyeWaller;
        this.lengths = lengths ?? ScatteringLengths.Of(crystal);
        if (this.lengths.Length != crystal.AtomCount || (debyeWaller is not null && debyeWaller.Tensors.Length != crystal.AtomCount))
        {
            throw new ArgumentException("one scattering length and one Debye–Waller tensor are needed for each atom");
        }
    }

    /// <summary>S(Q, ν) at all wave vectors of a set of modes, taken as whole momentum transfers.</summary>
    /// <param name="modes">Modes at Q; they may lie outside the first zone.</param>
    /// <returns>[nQ × nModes], mbarn per atom.</returns>
    public double[] Intensities(PhononModes modes)
    {
        double[] intensities = new double[modes.Energies.Length];
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            At(modes.QPoints[q], modes.EnergiesAt(q), modes.EigenvectorsAt(q), intensities.AsSpan(q * modes.ModeCount, modes.ModeCount));
        }

        return intensities;
    }

    /// <summary>S(Q, ν) at one momentum transfer.</summary>
    /// <param name="momentum">Q, fractional coordinates of the reciprocal lattice.</param>
    /// <param name="energies">[nModes], eV, of the modes at Q or at Q less a reciprocal lattice vector.</param>
    /// <param name="vectors">[nModes × nAtoms × 3], their eigenvectors.</param>
    /// <param name="intensities">[nModes], mbarn per atom; infinite or NaN for a mode of zero energy that scatters.</param>
    public void At(Vector3d momentum, ReadOnlySpan<double> energies, ReadOnlySpan<Complex> vectors, Span<double> intensities)
    {
        int components = 3 * crystal.AtomCount;
        Span<Complex> weights = components <= 256 ? stackalloc Complex[components] : new Complex[components];
        Weights(momentum, weights);
        for (int n = 0; n < energies.Length; n++)
        {
            double square = Eigenvector.Square(Amplitude(weights, vectors.Slice(n * components, components)));
            intensities[n] = square == 0 ? 0 : scale * square / Math.Abs(energies[n]);
        }
    }

    // Weights of e*: b/√M exp(iQ·r - QᵀWQ) Q, [nAtoms × 3]. r·Q is a whole-lattice scalar product, so fractional coordinates serve.
    void Weights(Vector3d momentum, Span<Complex> weights)
    {
        Matrix3d reciprocal = crystal.PeriodicLattice.Reciprocal;
        Vector3d q = 2 * Math.PI * (momentum * reciprocal);
        for (int i = 0; i < lengths.Length; i++)
        {
            double damping = debyeWaller is null ? 0 : debyeWaller.Tensors[i].Along(q);
            (double sin, double cos) = Math.SinCos(Vector3d.Dot(q, crystal.Positions[i]));
            Complex weight = Math.Exp(-damping) / Math.Sqrt(crystal.Masses[i]) * lengths[i] * new Complex(cos, sin);
            weights[3 * i] = q.X * weight;
            weights[(3 * i) + 1] = q.Y * weight;
            weights[(3 * i) + 2] = q.Z * weight;
        }
    }

    static Complex Amplitude(ReadOnlySpan<Complex> weights, ReadOnlySpan<Complex> vector)
    {
        double re = 0, im = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            (double wr, double wi, double er, double ei) = (weights[k].Real, weights[k].Imaginary, vector[k].Real, vector[k].Imaginary);
            re += (wr * er) + (wi * ei);
            im += (wi * er) - (wr * ei);
        }

        return new(re, im);
    }
}
