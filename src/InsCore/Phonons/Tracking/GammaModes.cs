using System.Numerics;
using InsCore.Units;

namespace InsCore.Phonons.Tracking;

/// <summary>The modes at Γ of one structure, in the frame of a reference.</summary>
/// <param name="Values">Eigenvalues, [nModes], eV/(Å² u), ascending.</param>
/// <param name="Vectors">[nModes × 3·nAtoms].</param>
/// <param name="Acoustic">Indices of the translations.</param>
internal sealed record GammaModes(double[] Values, Complex[] Vectors, int[] Acoustic)
{
    public static GammaModes Of(PhononModes modes, CommonFrame frame)
    {
        int q = Array.FindIndex(modes.QPoints, AcousticModes.IsGamma);
        if (q < 0 || !modes.HasEigenvectors)
        {
            throw new ArgumentException("modes can only be followed with eigenvectors at Γ", nameof(modes));
        }

        return new(
            Array.ConvertAll(modes.EnergiesAt(q).ToArray(), Eigenvalue),
            frame.Turn(default, modes.EigenvectorsAt(q)),
            AcousticModes.Find(modes, q)!.Modes);
    }

    /// <summary>The eigenvalue, eV/(Å² u), of a mode energy, eV; negative where the mode is unstable.</summary>
    public static double Eigenvalue(double energy) => Math.CopySign(energy * energy / Constants.HbarSquaredPerMass, energy);

    /// <summary>Bᴴ D B for rows B of a basis, [count × count]: (B e_n) λ_n (B e_n)ᴴ summed over modes.</summary>
    public Complex[] Block(SymmetryAdaptedBasis basis)
    {
        int size = Values.Length, count = basis.Count;
        Complex[] components = new Complex[count * size], block = new Complex[count * count];
        for (int a = 0; a < count; a++)
        {
            for (int n = 0; n < size; n++)
            {
                Complex sum = 0;
                for (int k = 0; k < size; k++)
                {
                    sum += Complex.Conjugate(basis.Vectors[(a * size) + k]) * Vectors[(n * size) + k];
                }

                components[(a * size) + n] = sum;
            }
        }

        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Complex sum = 0;
                for (int n = 0; n < size; n++)
                {
                    sum += Values[n] * components[(a * size) + n] * Complex.Conjugate(components[(b * size) + n]);
                }

                // Of a real basis and real modes: real, as is kept exactly.
                (block[(a * count) + b], block[(b * count) + a]) = (sum, Complex.Conjugate(sum));
            }
        }

        return block;
    }
}
