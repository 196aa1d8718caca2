using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>The fewest displacements of a supercell from which symmetry gives all force constants.</summary>
/// <remarks>
/// For each inequivalent atom, directions are chosen such that they and their images under the site symmetry span space; an opposite
/// displacement is left out where symmetry makes the two equivalent. (K. Parlinski, Z. Q. Li, Y. Kawazoe, Phys. Rev. Lett. 78, 4063 (1997).)
/// </remarks>
public sealed class Displacements
{
    /// <summary>Default length of a displacement, Å, for forces in double precision.</summary>
    /// <remarks>
    /// The error of central differences grows as the square: for the default model and its crystals, at most 0.004 cm⁻¹ at 0.001 Å,
    /// 0.09 at 0.005 Å, 0.37 at 0.01 Å and 1.5 at 0.02 Å. Forces with noise (single precision, other programs) want 0.01 Å.
    /// </remarks>
    public const double DefaultAmplitude = 0.001;

    // Of one launch; small enough that progress is seen, and little lost when the work is stopped.
    const int StructuresTogether = 16;

    Displacements(SupercellSymmetry symmetry, Displacement[] items)
    {
        Symmetry = symmetry;
        Items = items;
    }

    /// <summary>The supercell.</summary>
    public Supercell Supercell => Symmetry.Supercell;

    /// <summary>The displacements, all of atoms in the home cell.</summary>
    public IReadOnlyList<Displacement> Items { get; }

    internal SupercellSymmetry Symmetry { get; }

    /// <summary>Chooses the displacements.</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="spaceGroup">Space group of its unit cell, <see cref="Supercell.Unit"/>.</param>
    /// <param name="amplitude">Length of each displacement, Å.</param>
    /// <param name="bothSigns">True to displace to both sides even where symmetry makes them equivalent.</param>
    /// <exception cref="ArgumentException">The amplitude is not positive, or the group belongs to another crystal.</exception>
    public static Displacements Plan(
        Supercell supercell, SpaceGroup spaceGroup, double amplitude = DefaultAmplitude, bool bothSigns = false)
    {
        if (!(amplitude > 0 && double.IsFinite(amplitude)))
        {
            throw new ArgumentOutOfRangeException(nameof(amplitude), "the length of a displacement must be a positive number, Å");
        }

        SupercellSymmetry symmetry = new(supercell, spaceGroup);
        List<Displacement> items = [];
        foreach (int atom in symmetry.Representatives().Distinct())
        {
            int home = symmetry.Index[atom, default];
            foreach (Vector3d direction in new DisplacementDirections(symmetry, atom, bothSigns).Choose())
            {
                items.Add(new Displacement(home, amplitude * direction));
            }
        }

        return new Displacements(symmetry, [.. items]);
    }

    /// <summary>Displacements that were chosen elsewhere.</summary>
    /// <param name="symmetry">Supercell and group.</param>
    /// <param name="items">Each of an atom of the home cell that represents its orbit.</param>
    internal static Displacements Of(SupercellSymmetry symmetry, Displacement[] items) => new(symmetry, items);

    /// <summary>The supercell with one displacement made.</summary>
    public Crystal Displaced(int index)
    {
        Crystal crystal = Supercell.Crystal;
        Vector3d[] positions = crystal.Positions.ToArray();
        positions[Items[index].Atom] += Items[index].Vector;
        return crystal.With(crystal.Lattice, positions);
    }

    /// <summary>Forces on all atoms of the supercell for each displacement.</summary>
    /// <param name="potential">The potential.</param>
    /// <param name="store">Where forces are kept and looked up, so that a stopped calculation goes on; null for none.</param>
    /// <param name="threads">Displacements treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each displacement.</param>
    /// <param name="cancellation">Stops the calculation; what is finished is in the store.</param>
    /// <returns>[nDisplacements][nSupercellAtoms], eV/Å.</returns>
    public Vector3d[][] EvaluateForces(
        IPotential potential,
        ForceStore? store = null,
        int threads = 0,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Vector3d[][] forces = new Vector3d[Items.Count][];
        if (potential is MacePotential { Executor: Executor.OpenCl } device)
        {
            EvaluateTogether(forces, device, store, progress, cancellation);
            return forces;
        }

        int done = 0;
        ParallelLoop.For(
            forces.Length,
            threads,
            () => 0,
            (d, _) =>
            {
                forces[d] = ForcesOf(Displaced(d), potential, store, cancellation);
                progress?.Report(new StepProgress("displacements", Interlocked.Increment(ref done), forces.Length, ""));
            },
            cancellation);
        return forces;
    }

    /// <summary>Evaluates every so-manyth structure and keeps its forces.</summary>
    internal void EvaluatePart(IPotential potential, ForceStore store, int part, int parts, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int[] own = [.. Enumerable.Range(0, Items.Count).Where(d => d % parts == part)];
        int done = 0;
        ParallelLoop.For(
            own.Length,
            threads,
            () => 0,
            (k, _) =>
            {
                ForcesOf(Displaced(own[k]), potential, store, cancellation);
                progress?.Report(new StepProgress("displacements", Interlocked.Increment(ref done), own.Length, ""));
            },
            cancellation);
    }

    // A device takes many structures in one launch; threads of a loop would wait for one another.
    void EvaluateTogether(Vector3d[][] forces, MacePotential potential, ForceStore? store, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int done = 0;
        foreach (int[] part in Enumerable.Range(0, forces.Length).Chunk(StructuresTogether))
        {
            Crystal[] displaced = Array.ConvertAll(part, Displaced);
            Vector3d[]?[] known = Array.ConvertAll(displaced, crystal => store?.TryLoad(crystal));
            Crystal[] missing = [.. displaced.Where((_, k) => known[k] is null)];
            PotentialResult[] results = potential.EvaluateMany(missing, cancellation: cancellation);
            for (int k = 0, next = 0; k < part.Length; k++)
            {
                if (known[k] is null)
                {
                    known[k] = results[next++].Forces;
                    store?.Save(displaced[k], known[k]!);
                }

                forces[part[k]] = known[k]!;
                progress?.Report(new StepProgress("displacements", ++done, forces.Length, ""));
            }
        }
    }

    static Vector3d[] ForcesOf(Crystal displaced, IPotential potential, ForceStore? store, CancellationToken cancellation)
    {
        if (store?.TryLoad(displaced) is { } known)
        {
            return known;
        }

        // The loop over displacements keeps all cores busy.
        Vector3d[] forces = potential.Evaluate(displaced, threads: 1, cancellation).Forces;
        store?.Save(displaced, forces);
        return forces;
    }
}
