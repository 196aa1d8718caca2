using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Collects the modes of a file as they come and makes sound modes of them: weights that sum to 1, ascending energies, unit vectors.</summary>
/// <param name="source">The file, for errors.</param>
/// <param name="crystal">The cell.</param>
/// <param name="mayLackVectors">True where the format may leave out all eigenvectors.</param>
internal sealed class ModesBuilder(PhononSource source, Crystal crystal, bool mayLackVectors = false)
{
    const string Remedy = "copy the file again, or write it anew with eigenvectors";

    // Of the squared norm. Files print as few as six digits; what is farther off is no eigenvector, what is nearer to one stays as printed.
    const double LargestNormError = 1e-2;
    const double PrintedNormError = 1e-6;

    // What ten printed digits leave of a sum that is 1.
    const double WeightTolerance = 1e-6;

    readonly List<Vector3d> points = [];
    readonly List<double> weights = [];
    readonly List<double> energies = [];
    readonly List<Complex> eigenvectors = [];
    readonly List<string> notes = [];

    /// <summary>The cell.</summary>
    public Crystal Crystal => crystal;

    /// <summary>3 × number of atoms.</summary>
    public int ModeCount => 3 * crystal.AtomCount;

    /// <summary>Number of wave vectors so far.</summary>
    public int PointCount => points.Count;

    /// <summary>What a user should know, in the end.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Adds a remark.</summary>
    public void Note(string text) => notes.Add(text);

    /// <summary>Begins a wave vector, once the one before is complete.</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="weight">In any scale.</param>
    public void AddPoint(Vector3d q, double weight)
    {
        CheckComplete();
        points.Add(q);
        weights.Add(weight);
    }

    /// <summary>Gives several wave vectors one weight between them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="end">Index behind the last of them.</param>
    public void ShareWeight(int count, int end)
    {
        for (int k = end - count; k < end; k++)
        {
            weights[k] /= count;
        }
    }

    /// <summary>Adds an energy, eV, negative for an imaginary mode.</summary>
    public void AddEnergy(double energy) => energies.Add(energy);

    /// <summary>Adds a component of an eigenvector: modes outermost, then atoms, then x, y, z.</summary>
    public void AddComponent(double real, double imaginary) => eigenvectors.Add(new Complex(real, imaginary));

    /// <summary>Makes the modes.</summary>
    /// <param name="atomPhases">True if the eigenvectors' phases are those of the atoms' positions (phonopy) and not of the cells.</param>
    public PhononModes Build(bool atomPhases = false)
    {
        CheckComplete();
        if (points.Count == 0)
        {
            throw source.Error(null, "holds no modes", Remedy);
        }

        PhononModes modes = new(crystal, [.. points], Normalized(), eigenvectors.Count > 0);
        energies.CopyTo(modes.Energies);
        eigenvectors.CopyTo(modes.Eigenvectors);
        Check(modes);
        for (int q = 0; q < points.Count; q++)
        {
            if (!modes.HasEigenvectors)
            {
                modes.EnergiesAt(q).Sort();
                continue;
            }

            if (atomPhases)
            {
                PhaseConvention.FromAtoms(crystal, points[q], modes.EigenvectorsAt(q));
            }

            Sort(modes.EnergiesAt(q), modes.EigenvectorsAt(q));
        }

        return modes;
    }

    void CheckComplete()
    {
        long count = (long)points.Count * ModeCount;
        if (energies.Count != count || (eigenvectors.Count != count * ModeCount && !(mayLackVectors && eigenvectors.Count == 0)))
        {
            throw source.Error(
                $"wave vector {points.Count}",
                $"has {energies.Count - (count - ModeCount)} frequencies and {eigenvectors.Count - ((count - ModeCount) * ModeCount)} components of eigenvectors, "
                    + $"expected {ModeCount} and {(long)ModeCount * ModeCount}",
                Remedy);
        }
    }

    double[] Normalized()
    {
        double sum = weights.Sum();
        if (!(sum > 0) || !double.IsFinite(sum) || weights.Exists(w => w < 0))
        {
            throw source.Error("weights", "must not be negative, and not all zero", Remedy);
        }

        if (Math.Abs(sum - 1) > WeightTolerance && Math.Abs(sum - Math.Round(sum)) > WeightTolerance)
        {
            notes.Add(FormattableString.Invariant($"the weights of the wave vectors sum to {sum:G6}; they were scaled to sum to 1"));
        }

        return [.. weights.Select(w => w / sum)];
    }

    void Check(PhononModes modes)
    {
        if (!Array.TrueForAll(modes.QPoints, q => q.IsFinite) || !Array.TrueForAll(modes.Energies, double.IsFinite))
        {
            throw source.Error("modes", "hold a value that is not a finite number", Remedy);
        }

        int size = modes.ModeCount;
        for (int n = 0; modes.HasEigenvectors && n < modes.Energies.Length; n++)
        {
            Span<Complex> vector = modes.Eigenvectors.AsSpan(n * size, size);
            double square = 0;
            foreach (Complex z in vector)
            {
                square += Eigenvector.Square(z);
            }

            if (!(Math.Abs(square - 1) <= LargestNormError))
            {
                throw source.Error(
                    $"wave vector {(n / size) + 1}, mode {(n % size) + 1}", FormattableString.Invariant($"the eigenvector has norm {Math.Sqrt(square):G4}, not 1"), Remedy);
            }

            if (Math.Abs(square - 1) > PrintedNormError)
            {
                for (int k = 0; k < size; k++)
                {
                    vector[k] /= Math.Sqrt(square);
                }
            }
        }
    }

    // Stable: band files keep modes in the order of their bands, others break ties as the program did.
    static void Sort(Span<double> energies, Span<Complex> eigenvectors)
    {
        int size = energies.Length;
        int[] order = new int[size];
        bool ascending = true;
        for (int n = 0; n < size; n++)
        {
            order[n] = n;
            ascending &= n == 0 || energies[n] >= energies[n - 1];
        }

        if (ascending)
        {
            return;
        }

        double[] oldEnergies = energies.ToArray();
        Complex[] oldVectors = eigenvectors.ToArray();
        Array.Sort(order, (a, b) => oldEnergies[a] != oldEnergies[b] ? oldEnergies[a].CompareTo(oldEnergies[b]) : a.CompareTo(b));
        for (int n = 0; n < size; n++)
        {
            energies[n] = oldEnergies[order[n]];
            oldVectors.AsSpan(order[n] * size, size).CopyTo(eigenvectors[(n * size)..]);
        }
    }
}
