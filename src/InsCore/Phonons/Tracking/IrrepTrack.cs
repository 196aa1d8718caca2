using System.Numerics;
using InsCore.Units;

namespace InsCore.Phonons.Tracking;

/// <summary>The modes of one symmetry through all pressures.</summary>
internal sealed class IrrepTrack
{
    // Steps of the path on which crossings are looked for, and golden sections by which they are located.
    const int Steps = 96, Sections = 16;

    // Shortest step as a share of the path; longer in large blocks, where a step costs as much as a wave vector of the mesh.
    const double LeastStep = 1.0 / 256, LeastStepOfLarge = 1.0 / 32;
    const int LargeBlock = 100;

    // Less of an exchange is not worth a mark.
    const double LeastExchange = 0.2;

    readonly LevelTree[] trees;
    readonly int[][] partners;

    public IrrepTrack(SymmetryAdaptedBasis basis, IReadOnlyList<GammaModes> gamma)
    {
        Basis = basis;
        Path = new LevelPath(basis.Count, [.. gamma.Select(g => g.Block(basis))]);
        trees = [.. Enumerable.Range(0, gamma.Count).Select(k => LevelTree.Of(Path, k, basis.Count > LargeBlock ? LeastStepOfLarge : LeastStep))];
        partners = Array.ConvertAll(trees, LevelPairing.Pair);
    }

    /// <summary>Symmetry and displacements.</summary>
    public SymmetryAdaptedBasis Basis { get; }

    /// <summary>Their block of the dynamical matrix.</summary>
    public LevelPath Path { get; }

    /// <summary>The modes.</summary>
    /// <param name="numbers">[pressure][level].</param>
    /// <param name="volumes">[pressure], Å³.</param>
    public IEnumerable<TrackedMode> Modes(int[][] numbers, IReadOnlyList<double> volumes)
    {
        for (int i = 0; i < Basis.Count; i++)
        {
            TrackedMode mode = new(numbers[0][i], Basis.Irrep, numbers.Length);
            for (int k = 0; k < numbers.Length; k++)
            {
                Levels levels = Path.At(k);
                int j = partners[k][i];
                mode.Numbers[k] = numbers[k][j];
                mode.Wavenumbers[k] = Wavenumber(levels.Values[j]);
                mode.Overlaps[k] = Eigenvector.Overlap(Path.At(0).Vector(i), levels.Vector(j));
                mode.Confidences[k] = trees[k].Confidence(i, j);
                mode.Vectors[k] = Expand(levels.Vector(j));

                // -∂ln ω/∂ln V = -(V/2λ) ∂λ/∂V
                mode.Grueneisen[k] = levels.Values[j] > 0 ? -volumes[k] / (2 * levels.Values[j]) * Path.Slope(k, volumes, levels.Vector(j)) : double.NaN;
            }

            mode.Chain = [.. trees[^1].Chain(i, partners[^1][i]).Select(c => (c.Levels.Time, c.Levels.Values[c.Index], Expand(c.Levels.Vector(c.Index))))];
            yield return mode;
        }
    }

    /// <summary>Avoided crossings.</summary>
    /// <param name="numbers">[level], at the first pressure.</param>
    /// <param name="pressures">GPa.</param>
    public IEnumerable<ModeCrossing> Crossings(int[] numbers, IReadOnlyList<double> pressures)
    {
        Encounter[,] encounters = Encounters();
        for (int i = 0; i < Basis.Count; i++)
        {
            for (int k = i + 1; k < Basis.Count; k++)
            {
                Encounter e = encounters[i, k];
                if (e.Exchange > LeastExchange || e.IsTurned)
                {
                    (double time, double gap) = Closest(e);
                    double[] values = Path.At(time).Values;
                    int interval = Math.Min((int)time, Path.End - 1);
                    double share = time - interval, pressure = ((1 - share) * pressures[interval]) + (share * pressures[interval + 1]);
                    yield return new ModeCrossing(
                        numbers[i], numbers[k], Basis.Irrep.Name, pressure, (Wavenumber(values[e.Lower]) + Wavenumber(values[e.Upper])) / 2, gap, e.Exchange, partners[^1][k] < partners[^1][i]);
                }
            }
        }
    }

    // What happens between the patterns of two levels, all along the path.
    Encounter[,] Encounters()
    {
        int count = Basis.Count, steps = Math.Max(1, Steps / Path.End);
        Encounter[,] encounters = new Encounter[count, count];
        for (int step = 0; step <= steps * Path.End; step++)
        {
            double time = (double)step / steps;
            Levels levels = Path.At(time);
            double[] overlaps = Path.At(0).Overlaps(levels);
            int[] place = LevelPairing.ByPattern(count, overlaps);
            for (int i = 0; i < count; i++)
            {
                for (int k = i + 1; k < count; k++)
                {
                    Encounter e = encounters[i, k];
                    double gap = Math.Abs(Wavenumber(levels.Values[place[k]]) - Wavenumber(levels.Values[place[i]]));
                    bool isClosest = step == 0 || gap < e.Gap;
                    encounters[i, k] = new(
                        Math.Max(e.Exchange, Math.Min(overlaps[(i * count) + place[k]], overlaps[(k * count) + place[i]])),
                        e.IsTurned || place[k] < place[i],
                        isClosest ? gap : e.Gap,
                        isClosest ? time : e.Time,
                        isClosest ? Math.Min(place[i], place[k]) : e.Lower,
                        isClosest ? Math.Max(place[i], place[k]) : e.Upper,
                        1.0 / steps);
                }
            }
        }

        return encounters;
    }

    // The smallest distance of two neighbouring levels near the place found, by golden sections.
    (double Time, double Gap) Closest(Encounter e)
    {
        if (e.Upper != e.Lower + 1)
        {
            return (e.Time, e.Gap);
        }

        double Gap(double time)
        {
            double[] values = Path.At(time).Values;
            return Wavenumber(values[e.Upper]) - Wavenumber(values[e.Lower]);
        }

        double golden = (Math.Sqrt(5) - 1) / 2, from = Math.Max(0, e.Time - e.Step), to = Math.Min(Path.End, e.Time + e.Step);
        for (int round = 0; round < Sections; round++)
        {
            double a = to - (golden * (to - from)), b = from + (golden * (to - from));
            (from, to) = Gap(a) < Gap(b) ? (from, b) : (a, to);
        }

        double best = (from + to) / 2, least = Gap(best);
        return least < e.Gap ? (best, least) : (e.Time, e.Gap);
    }

    // Σ_a c_a B_a.
    Complex[] Expand(ReadOnlySpan<Complex> components)
    {
        int size = Basis.Vectors.Length / Basis.Count;
        Complex[] vector = new Complex[size];
        for (int a = 0; a < components.Length; a++)
        {
            for (int k = 0; k < size; k++)
            {
                vector[k] += components[a] * Basis.Vectors[(a * size) + k];
            }
        }

        return vector;
    }

    static double Wavenumber(double value) => PhononSolver.ModeEnergy(value) * Constants.EvInWavenumbers;

    readonly record struct Encounter(double Exchange, bool IsTurned, double Gap, double Time, int Lower, int Upper, double Step);
}
