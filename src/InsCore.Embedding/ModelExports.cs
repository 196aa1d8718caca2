using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Structures;

namespace InsCore.Embedding;

/// <summary>Exported functions on models; documented in inscore_embed.h.</summary>
internal static unsafe class ModelExports
{
    [UnmanagedCallersOnly(EntryPoint = "inscore_load_model", CallConvs = [typeof(CallConvCdecl)])]
    public static int Load(byte* path, int precision, int executor, int threads, ulong* model) => Boundary.Run(() =>
    {
        Argument.NotNull(model, "model");
        Argument.Check(threads >= 0, "threads", $"{threads} is negative", "give 0 for all cores, or more");
        Precision arithmetic = precision switch
        {
            0 => Precision.Float64,
            1 => Precision.Float32,
            _ => throw new InsInputException("precision", null, $"there is no {precision}", "give INSCORE_FLOAT64 or INSCORE_FLOAT32"),
        };
        Executor chosen = executor switch
        {
            0 => Executor.Automatic,
            1 => Executor.Managed,
            2 => Executor.Native,
            3 => Executor.OpenCl,
            _ => throw new InsInputException("executor", null, $"there is no {executor}", "give a value of inscore_executor"),
        };
        *model = Handles.Add(new Model(MacePotential.Load(Argument.Text(path, "path"), arithmetic, executor: chosen), threads));
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_describe_model", CallConvs = [typeof(CallConvCdecl)])]
    public static int Describe(ulong model, int capacity, byte* text, double* cutoff, int* elements) => Boundary.Run(() =>
    {
        MacePotential potential = Handles.Get<Model>(model).Potential;
        Text.CopyTo($"{potential.Description}, {potential.Executor.ToString().ToLowerInvariant()}", text, capacity);
        Argument.CopyTo<double>([potential.CutoffRadius], cutoff);
        int[] known = new int[Element.Count + 1];
        potential.Elements.ToList().ForEach(z => known[z] = 1);
        Argument.CopyTo<int>(known, elements);
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_evaluate", CallConvs = [typeof(CallConvCdecl)])]
    public static int Evaluate(ulong model, StructureArgument* structure, double* energy, double* forces, double* stress) => Boundary.Run(() =>
    {
        Model loaded = Handles.Get<Model>(model);
        Crystal crystal = ReadFor(structure, stress);
        Write(crystal, loaded.Potential.Evaluate(crystal, loaded.Threads), energy, forces, stress);
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_evaluate_batch", CallConvs = [typeof(CallConvCdecl)])]
    public static int EvaluateBatch(
        ulong model, int count, StructureArgument* structures, double* energies, double* forces, double* stresses) => Boundary.Run(() =>
    {
        Model loaded = Handles.Get<Model>(model);
        Argument.Check(count >= 0, "count", $"{count} is negative", "give the number of structures");
        Crystal[] crystals = new Crystal[count];
        for (int k = 0; k < count; k++)
        {
            Argument.NotNull(structures, "structures");
            crystals[k] = Of(k, () => ReadFor(structures + k, stresses));
        }

        PotentialResult[] results = new PotentialResult[count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = loaded.Threads > 0 ? loaded.Threads : -1 };
        try
        {
            Parallel.For(0, count, options, k => results[k] = Of(k, () => loaded.Potential.Evaluate(crystals[k], threads: 1)));
        }
        catch (AggregateException e)
        {
            throw e.Flatten().InnerExceptions[0];
        }

        for (int k = 0; k < count; k++)
        {
            Write(crystals[k], results[k], energies is null ? null : energies + k, forces, stresses is null ? null : stresses + (9 * k));
            forces = forces is null ? null : forces + (3 * crystals[k].AtomCount);
        }
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_relax", CallConvs = [typeof(CallConvCdecl)])]
    public static int Relax(
        ulong model, StructureArgument* structure, double pressure, int fixedCell, double forceTolerance, double* positions, double* cell,
        double* energy) => Boundary.Run(() =>
    {
        Model loaded = Handles.Get<Model>(model);
        Argument.NotNull(positions, "positions");
        Crystal start = StructureArgument.Read(structure);
        RelaxationOptions usual = new() { Pressure = pressure, RelaxCell = fixedCell == 0, Threads = loaded.Threads };
        RelaxationResult result = CrystalRelaxation.Run(
            start, loaded.Potential, forceTolerance == 0 ? usual : usual with { ForceTolerance = forceTolerance });
        Argument.CopyTo(result.Crystal.Positions, positions);
        Argument.CopyTo<Matrix3d>([result.Crystal.PeriodicLattice.Vectors], cell);
        Argument.CopyTo<double>([result.Energy], energy);
    });

    static Crystal ReadFor(StructureArgument* structure, double* stress)
    {
        Crystal crystal = StructureArgument.Read(structure);
        Argument.Check(stress is null || crystal.Lattice is not null, "stress", "a molecule has none", "pass null");
        return crystal;
    }

    static void Write(Crystal crystal, PotentialResult result, double* energy, double* forces, double* stress)
    {
        Argument.CopyTo<double>([result.Energy], energy);
        Argument.CopyTo<Vector3d>(result.Forces, forces);
        if (stress is not null)
        {
            Argument.CopyTo<Matrix3d>([result.Stress(crystal.Volume)], stress);
        }
    }

    // Says which of several structures is at fault.
    static T Of<T>(int index, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (InsNumericalException e)
        {
            throw new InsNumericalException($"structure {index}: {e.Message}", e);
        }
        catch (Exception e) when (e is InsInputException or ArgumentException)
        {
            throw new ArgumentException($"structure {index}: {Boundary.Text(e)}", e);
        }
    }
}
