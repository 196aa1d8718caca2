using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering.Compatibility;

/// <summary>The displacement tensors that AbINS makes of modes, wave vector by wave vector.</summary>
/// <remarks>
/// B = (n + 1) ħ²/(2 M E) Re(e eᴴ) of each mode kept, A_q = Σ (2n + 1) ħ²/(2 M E) Re(e eᴴ) of one wave vector, A = Σ_q w_q A_q.
/// </remarks>
internal sealed class AbinsTensors
{
    readonly SymmetricTensor[][][] amplitudes; // [q][atom][mode]
    readonly SymmetricTensor[][] own;          // [q][atom]

    /// <summary>Makes the tensors.</summary>
    /// <param name="modes">Modes on a mesh.</param>
    /// <param name="symmetry">Symmetry of the sites, where the options ask for it.</param>
    /// <param name="options">Temperature and thresholds.</param>
    public AbinsTensors(PhononModes modes, SiteSymmetry symmetry, AbinsOptions options)
    {
        int points = modes.QPoints.Length, atoms = modes.Crystal.AtomCount;
        Weights = modes.Weights;
        Energies = new double[points][];
        amplitudes = new SymmetricTensor[points][][];
        own = new SymmetricTensor[points][];
        Displacements = new SymmetricTensor[atoms];
        for (int q = 0; q < points; q++)
        {
            int[] kept = [.. Enumerable.Range(0, modes.ModeCount).Where(n => modes.EnergiesAt(q)[n] * Constants.EvInWavenumbers > options.LowestEnergy)];
            Energies[q] = Array.ConvertAll(kept, n => modes.EnergiesAt(q)[n] * Constants.EvInWavenumbers);
            amplitudes[q] = new SymmetricTensor[atoms][];
            own[q] = new SymmetricTensor[atoms];
            for (int i = 0; i < atoms; i++)
            {
                amplitudes[q][i] = Array.ConvertAll(kept, n => Amplitude(modes, q, n, i, options, ref own[q][i]));
                Displacements[i] += modes.Weights[q] * own[q][i];
            }
        }

        if (options.Symmetrise)
        {
            Displacements = [.. Enumerable.Range(0, atoms).Select(i => Average(Displacements, symmetry, i))];
        }

        Symmetry = symmetry;
    }

    /// <summary>Weights of the wave vectors, [nQ].</summary>
    public double[] Weights { get; }

    /// <summary>Energies of the modes kept, [nQ][], cm⁻¹.</summary>
    public double[][] Energies { get; }

    /// <summary>Number of modes kept, at all wave vectors.</summary>
    public int Kept => Energies.Sum(e => e.Length);

    /// <summary>A of each atom, mean over the zone, [nAtoms], Å².</summary>
    public SymmetricTensor[] Displacements { get; }

    /// <summary>Symmetry of the sites.</summary>
    public SiteSymmetry Symmetry { get; }

    /// <summary>Number of atoms.</summary>
    public int AtomCount => Displacements.Length;

    /// <summary>B of the modes kept, Å².</summary>
    public ReadOnlySpan<SymmetricTensor> Amplitudes(int q, int atom) => amplitudes[q][atom];

    /// <summary>A of one wave vector, Å².</summary>
    public SymmetricTensor Own(int q, int atom) => own[q][atom];

    /// <summary>The mean of a tensor over the operations that lead to an atom.</summary>
    public static SymmetricTensor Average(ReadOnlySpan<SymmetricTensor> tensors, SiteSymmetry symmetry, int atom)
    {
        SymmetricTensor sum = default;
        foreach ((int source, Matrix3d rotation) in symmetry.Arriving(atom))
        {
            sum += tensors[source].Rotate(rotation);
        }

        return 1.0 / symmetry.Rotations.Length * sum;
    }

    static SymmetricTensor Amplitude(PhononModes modes, int q, int mode, int atom, AbinsOptions options, ref SymmetricTensor displacement)
    {
        double energy = modes.EnergiesAt(q)[mode], occupation = BoseEinstein.Occupation(energy, options.Temperature);
        double scale = Constants.HbarSquaredPerMass / (2 * modes.Crystal.Masses[atom] * energy);
        SymmetricTensor zeroPoint = Floor(
            scale * SymmetricTensor.RealDyad(modes.EigenvectorsAt(q).Slice((mode * modes.ModeCount) + (3 * atom), 3)), options.TensorFloor);
        displacement += ((2 * occupation) + 1) * zeroPoint;
        return (occupation + 1) * zeroPoint;
    }

    static SymmetricTensor Floor(SymmetricTensor t, double floor)
    {
        double Of(double x) => Math.Abs(x) < floor ? floor : x;
        return new(Of(t.Xx), Of(t.Yy), Of(t.Zz), Of(t.Yz), Of(t.Xz), Of(t.Xy));
    }
}
