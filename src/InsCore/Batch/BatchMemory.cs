using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>Memory that units need, estimated from sizes that are known beforehand.</summary>
public static class BatchMemory
{
    // Two to three times what phonons of 36 and 72 atoms took with the embedded model on 1 and 4 threads (164, 203, 217, 324 MiB): runtime, libraries and
    // model; features and their derivatives; copies of all eigenvectors while they are written.
    const double Base = 350, PerThread = 40, PerAtomAndThread = 1.5;
    const int Copies = 4;

    /// <summary>Memory of each unit of a plan, MiB.</summary>
    /// <param name="plan">The plan.</param>
    public static Func<BatchUnit, int> Estimates(BatchPlan plan)
    {
        Dictionary<string, (int Atoms, int Waves)> sizes = plan.Branches.ToDictionary(b => b.Name, b => Size(b.Options));
        return unit =>
        {
            (int atoms, int waves) = sizes[unit.Branch.Name];
            int moving = unit.Branch.Options.Dynamics is { Cells: var n } && unit.Kind == BatchUnitKind.Dynamics ? n[0] * n[1] * n[2] : 1;
            double modes = unit.Kind is BatchUnitKind.Phonons or BatchUnitKind.QuasiHarmonic ? Copies * 16.0 * waves * 9 * atoms * atoms / (1 << 20) : 0;
            return (int)Math.Ceiling(Base + (plan.Threads * (PerThread + (PerAtomAndThread * atoms * moving))) + modes);
        };
    }

    static (int Atoms, int Waves) Size(StudyOptions options)
    {
        Crystal read = StructureFile.Read(options.Structure);
        if (read.Lattice is null)
        {
            return (read.AtomCount, 1);
        }

        Crystal crystal = PrimitiveCell.Of(read, SpaceGroup.Find(read)).Crystal;
        return (crystal.AtomCount, QMesh.Irreducible(PhononStep.MeshOf(crystal, options.Phonons), SpaceGroup.Find(crystal)).QPoints.Length);
    }
}
