using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Tracking;

/// <summary>Describes tracked modes and divides their shifts.</summary>
internal sealed class ShiftAnalysis
{
    // Pairs kept for each mode.
    const int MostPairs = 12;

    readonly Crystal crystal;
    readonly ForceChange[] changes;
    readonly IReadOnlyList<(Molecule Molecule, MotionSpaces Spaces)> motions;
    readonly PairKind[] kinds;

    /// <summary>Prepares the changes of the force constants.</summary>
    public ShiftAnalysis(IReadOnlyList<TrackingPoint> points, CommonFrame[] frames, GammaModes[] gamma, FactorGroup group, CancellationToken cancellation)
    {
        crystal = points[0].Modes.Crystal;
        Molecules = Molecules.Find(crystal);
        motions = ModeDescription.Prepare(crystal, Molecules);
        PressureForces[] forces = new PressureForces[points.Count];
        for (int k = 0; k < forces.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            forces[k] = new PressureForces(points[k].Modes, frames[k], gamma[k], Molecules);
        }

        changes = [.. Enumerable.Range(1, forces.Length - 1).Select(k => new ForceChange(forces[k - 1], forces[k], Molecules, crystal.Masses))];
        kinds = PairKind.Of(AtomLabels.Of(crystal, group), Molecules, forces[0], forces[^1]);
        Notes = [.. MakeNotes(points)];
    }

    /// <summary>The molecules of the first structure.</summary>
    public Molecules Molecules { get; }

    /// <summary>What a reader must know of the division.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Fills in what a mode is and why it moves.</summary>
    public void Complete(TrackedMode mode)
    {
        mode.Description = ModeDescription.Of(motions, mode.Vectors[0]);
        double change = mode.Chain[^1].Value - mode.Chain[0].Value, scale = Scale(mode, change);
        Complex local = 0, geometry = 0, total = 0;
        double[] pairs = new double[kinds.Length];
        for (int link = 1; link < mode.Chain.Count; link++)
        {
            (double from, _, Complex[] a) = mode.Chain[link - 1];
            (double to, _, Complex[] b) = mode.Chain[link];
            Complex overlap = 0;
            for (int k = 0; k < a.Length; k++)
            {
                overlap += Complex.Conjugate(b[k]) * a[k];
            }

            // Matrices change linearly within an interval, so that a link takes its share of the change of each.
            for (int interval = (int)from; interval < to; interval++)
            {
                double share = Math.Min(to, interval + 1) - Math.Max(from, interval);
                Complex weight = share / overlap;
                (Complex l, Complex g, Complex t) = changes[interval].Forms(b, a);
                (local, geometry, total) = (local + (weight * l), geometry + (weight * g), total + (weight * t));
                AddPairs(changes[interval], weight, b, a, pairs);
            }
        }

        double rest = total.Real - local.Real - geometry.Real;
        double size = Math.Abs(local.Real) + Math.Abs(geometry.Real) + Math.Abs(rest);
        mode.Decomposition = new ShiftDecomposition(
            scale * local.Real,
            scale * geometry.Real,
            scale * rest,
            [
                .. kinds.Zip(pairs, (kind, sum) => kind.Contribution(scale * sum)).OrderByDescending(p => Math.Abs(p.Shift)).Take(MostPairs),
            ],
            size > 0 ? Math.Abs(total.Real - change) / size : 0);
    }

    // From a change of the eigenvalue to one of the wavenumber.
    static double Scale(TrackedMode mode, double change)
    {
        double squared = Constants.HbarSquaredPerMass * Constants.EvInWavenumbers * Constants.EvInWavenumbers;
        double sum = mode.Wavenumbers[0] + mode.Wavenumbers[^1];
        return mode.Wavenumbers[0] > 0 && mode.Wavenumbers[^1] > 0 ? squared / sum : change != 0 ? mode.Shift / change : 0;
    }

    void AddPairs(ForceChange change, Complex weight, Complex[] b, Complex[] a, double[] pairs)
    {
        for (int k = 0; k < kinds.Length; k++)
        {
            foreach ((int i, int j) in kinds[k].Pairs)
            {
                Matrix3d block = kinds[k].IsIntramolecular
                    ? change.Intra[(i, j)]
                    : change.Total(i, j) - change.Intra.GetValueOrDefault((i, j));
                pairs[k] -= (weight * Form(ForceChange.Symmetric(block), Relative(b, i, j), Relative(a, i, j))).Real;
            }
        }
    }

    (Complex X, Complex Y, Complex Z) Relative(Complex[] e, int i, int j)
    {
        double p = 1 / Math.Sqrt(crystal.Masses[i]), q = 1 / Math.Sqrt(crystal.Masses[j]);
        return ((p * e[3 * i]) - (q * e[3 * j]), (p * e[(3 * i) + 1]) - (q * e[(3 * j) + 1]), (p * e[(3 * i) + 2]) - (q * e[(3 * j) + 2]));
    }

    static Complex Form(Matrix3d m, (Complex X, Complex Y, Complex Z) b, (Complex X, Complex Y, Complex Z) a) =>
        (Complex.Conjugate(b.X) * ((m[0, 0] * a.X) + (m[0, 1] * a.Y) + (m[0, 2] * a.Z)))
        + (Complex.Conjugate(b.Y) * ((m[1, 0] * a.X) + (m[1, 1] * a.Y) + (m[1, 2] * a.Z)))
        + (Complex.Conjugate(b.Z) * ((m[2, 0] * a.X) + (m[2, 1] * a.Y) + (m[2, 2] * a.Z)));

    IEnumerable<string> MakeNotes(IReadOnlyList<TrackingPoint> points)
    {
        if (Molecules.All.Any(m => !m.IsFinite))
        {
            yield return "the crystal holds chains, layers or a framework, whose force constants all count as intermolecular";
        }
        else if (points.Any(p => !IntraBlocks.IsMesh(p.Modes)))
        {
            yield return "without modes on a whole mesh of wave vectors, forces within a molecule are not told from those to its images in other cells";
        }
    }
}
