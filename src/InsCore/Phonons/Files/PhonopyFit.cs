using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Force constants from phonopy's displacements and forces.</summary>
internal static class PhonopyFit
{
    /// <summary>Prepares a fit; it is made later.</summary>
    public static Func<ForceConstants> Prepare(PhononSource source, PhonopyCells cells, List<PhonopyForceSet> sets, PhononInputOptions options)
    {
        BornCharges? charges = ForceConstantsBuilder.Charges(source, cells.Primitive, cells.Dielectric, cells.Charges);
        return () => Solve(source, cells, sets, options.For(DipoleTail.Included, charges));
    }

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
