using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Embedding;

/// <summary>Exported functions on dynamical matrices and modes; documented in inscore_embed.h.</summary>
internal static unsafe class PhononExports
{
    [UnmanagedCallersOnly(EntryPoint = "inscore_dynamical_matrices", CallConvs = [typeof(CallConvCdecl)])]
    public static int DynamicalMatrices(ulong model, StructureArgument* structure, int count, double* q, double* matrices) => Boundary.Run(() =>
    {
        Model loaded = Handles.Get<Model>(model);
        Crystal crystal = StructureArgument.Read(structure);
        Argument.Check(count >= 0, "count", $"{count} is negative", "give the number of wave vectors");
        if (count == 0)
        {
            return;
        }

        ReadOnlySpan<double> waves = Argument.Finite(q, Argument.Length(3L * count, "q"), "q");
        Argument.NotNull(matrices, "matrices");
        int size = Argument.Length(9L * crystal.AtomCount * crystal.AtomCount, "matrices");
        MaceDynamicalMatrix exact = new(loaded.Potential, crystal, loaded.Threads);
        for (int k = 0; k < count; k++)
        {
            exact.Evaluate(new Vector3d(waves[3 * k], waves[(3 * k) + 1], waves[(3 * k) + 2]), new Span<Complex>((Complex*)matrices + ((nint)k * size), size));
        }
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_compute_modes", CallConvs = [typeof(CallConvCdecl)])]
    public static int Compute(ulong model, StructureArgument* structure, int* mesh, ulong* modes) => Boundary.Run(() =>
    {
        Model loaded = Handles.Get<Model>(model);
        Argument.NotNull(modes, "modes");
        Argument.NotNull(mesh, "mesh");
        Crystal crystal = StructureArgument.Read(structure);
        Argument.Check(crystal.Lattice is not null, "periodic", "a mesh of wave vectors takes a crystal", "for a molecule, diagonalize its matrix at q = 0 0 0");
        SpaceGroup group = SpaceGroup.Find(crystal);
        QMesh points = QMesh.Irreducible((mesh[0], mesh[1], mesh[2]), group);
        Argument.Length(9L * crystal.AtomCount * crystal.AtomCount * points.QPoints.Length, "vectors");
        SpaceGroup obeyed = SpaceGroup.Find(crystal, MaceDynamicalMatrix.SymmetryTolerance);
        PhononModes solved = PhononSolver.Solve(new MaceDynamicalMatrix(loaded.Potential, crystal, 1, symmetry: obeyed), points, loaded.Threads);
        *modes = Handles.Add(new Modes(solved, group, loaded.Threads));
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_modes_size", CallConvs = [typeof(CallConvCdecl)])]
    public static int Size(ulong modes, int* waveVectors, int* modeCount) => Boundary.Run(() =>
    {
        PhononModes phonons = Handles.Get<Modes>(modes).Phonons;
        Argument.CopyTo<int>([phonons.QPoints.Length], waveVectors);
        Argument.CopyTo<int>([phonons.ModeCount], modeCount);
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_read_modes", CallConvs = [typeof(CallConvCdecl)])]
    public static int Read(ulong modes, double* q, double* weights, double* energies, double* vectors) => Boundary.Run(() =>
    {
        PhononModes phonons = Handles.Get<Modes>(modes).Phonons;
        Argument.CopyTo<Vector3d>(phonons.QPoints, q);
        Argument.CopyTo<double>(phonons.Weights, weights);
        Argument.CopyTo<double>(phonons.Energies, energies);
        Argument.CopyTo<Complex>(phonons.Eigenvectors, vectors);
    });
}
