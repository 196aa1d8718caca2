using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Force constants from phonopy's displacements and forces.</summary>
internal static class PhonopyFit
{
    /// <summary>Whether a file is FORCE_SETS of either type.</summary>
    public static bool Recognises(PhononSource source) => PhonopyForceSets.Recognises(source) || PhonopySnapshots.Recognises(source);

    /// <summary>Reads FORCE_SETS of either type; the fit is made later.</summary>
    public static Func<ForceConstants> Prepare(PhononSource source, PhonopyCells cells, PhononInputOptions options) => PhonopySnapshots.Recognises(source)
        ? Prepare(source, cells, options, PhonopySnapshots.Read(source, cells))
        : Prepare(source, cells, options, PhonopyForceSets.Read(source, cells));

    /// <summary>Reads the displacements and forces of a phonopy_params.yaml; null where there are none.</summary>
    public static Func<ForceConstants>? Prepare(YamlFile yaml, PhonopyCells cells, PhononInputOptions options)
    {
        if (PhonopySnapshots.Read(yaml.Root, cells) is { } snapshots)
        {
            return Prepare(yaml.Source, cells, options, snapshots);
        }

        List<PhonopyForceSet> sets = PhonopyForceSets.Read(yaml.Root["displacements"], cells);
        return sets.Count > 0 ? Prepare(yaml.Source, cells, options, sets) : null;
    }

    static Func<ForceConstants> Prepare(PhononSource source, PhonopyCells cells, PhononInputOptions options, List<PhonopyForceSet> sets)
    {
        BornCharges? charges = ForceConstantsBuilder.Charges(source, cells.Primitive, cells.Dielectric, cells.Charges);
        return () => Solve(source, cells, sets, options.For(DipoleTail.Included, charges));
    }

    static Func<ForceConstants> Prepare(PhononSource source, PhonopyCells cells, PhononInputOptions options, PhonopySnapshots snapshots)
    {
        BornCharges? charges = ForceConstantsBuilder.Charges(source, cells.Primitive, cells.Dielectric, cells.Charges);
        return () => Solve(source, cells, snapshots, options.For(DipoleTail.Included, charges));
    }

    static ForceConstants Solve(PhononSource source, PhonopyCells cells, PhonopySnapshots snapshots, ForceConstantsOptions options)
    {
        if (!SnapshotFit.IsPossible(cells.Supercell))
        {
            throw source.Error(null, $"is of a supercell of {cells.Order.Length} atoms, too large for a fit", "give force constants");
        }

        SupercellSymmetry symmetry = new(cells.Supercell, SpaceGroup.Find(cells.Primitive));
        SnapshotFit fit = new(symmetry);
        fit.Add(snapshots.Displacements, snapshots.Forces);
        return fit.TrySolve() is { } values
            ? ForceConstantsBuilder.Checked(source, "force constants", () => new ForceConstants(cells.Supercell, values, options))
            : throw Undetermined(source, snapshots.Forces.Count, SnapshotFit.Needed(symmetry));
    }

    static InsInputException Undetermined(PhononSource source, int count, int needed) => source.Error(
        null,
        FormattableString.Invariant($"the displacements of {count} {(count == 1 ? "supercell does" : "supercells do")} not determine all force constants"),
        count < needed
            ? FormattableString.Invariant($"give at least {needed} supercells with random displacements of all atoms; symmetry needs the system's spglib")
            : "displace all atoms at random, in each supercell otherwise; symmetry needs the system's spglib");

    /// <summary>Moves each displacement into the home cell and onto the representative of its orbit, and fits.</summary>
    /// <param name="source">The file, for errors.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="sets">The displacements and forces.</param>
    /// <param name="options">Charges and sum rule.</param>
    static ForceConstants Solve(PhononSource source, PhonopyCells cells, List<PhonopyForceSet> sets, ForceConstantsOptions options)
    {
        SupercellSymmetry symmetry = new(cells.Supercell, SpaceGroup.Find(cells.Primitive));
        int[] representatives = symmetry.Representatives();
        List<Displacement> displacements = [];
        List<Vector3d[]> forces = [];
        foreach (PhonopyForceSet set in sets)
        {
            int home = cells.Order[set.Atom], i = cells.Supercell.UnitAtoms[home];
            int o = Enumerable.Range(0, symmetry.Rotations.Length).First(o => symmetry.Image(o, i) == representatives[i]);
            int[] permutation = symmetry.Permutation(o, i);
            Vector3d[] moved = new Vector3d[set.Forces.Length];
            for (int s = 0; s < moved.Length; s++)
            {
                int there = cells.Order[s];
                int target = cells.Supercell.IndexOf(cells.Supercell.UnitAtoms[there], cells.Supercell.Shifts[there] - cells.Supercell.Shifts[home]);
                moved[permutation[target]] = symmetry.Rotations[o] * set.Forces[s];
            }

            displacements.Add(new Displacement(symmetry.Index[representatives[i], default], symmetry.Rotations[o] * set.Vector));
            forces.Add(moved);
        }

        double[] values = ForceConstantsFit.Solve(Displacements.Of(symmetry, [.. displacements]), [.. forces]);
        if (!Array.TrueForAll(values, double.IsFinite))
        {
            throw source.Error(null, "the displacements do not determine all force constants", "give all displacements that phonopy made; symmetry needs the system's spglib");
        }

        return ForceConstantsBuilder.Checked(source, "force constants", () => new ForceConstants(cells.Supercell, values, options));
    }
}
