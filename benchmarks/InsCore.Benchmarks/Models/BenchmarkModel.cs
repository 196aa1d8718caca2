using System.Collections.Concurrent;
using InsCore.Kernels;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>A model that is timed, with structures for it.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Size">Size of a model with random weights; null for the model that comes with InsCore.</param>
public sealed record BenchmarkModel(string Name, MaceSize? Size)
{
    static readonly ConcurrentDictionary<(string, Precision, Executor), MacePotential> loaded = new();

    /// <summary>The model that comes with InsCore, on the crystal it was made for.</summary>
    public static BenchmarkModel Default { get; } = new("default", null);

    /// <summary>Random weights, size of MACE-OFF23 small.</summary>
    public static BenchmarkModel Off23Small { get; } = new(MaceSize.Off23Small.Name, MaceSize.Off23Small);

    /// <summary>Random weights, size of MACE-MPA-0 medium.</summary>
    public static BenchmarkModel MpMedium { get; } = new(MaceSize.MpMedium.Name, MaceSize.MpMedium);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BenchmarkModel> All { get; } =
        [Default, Off23Small, new(MaceSize.Off23Medium.Name, MaceSize.Off23Medium), MpMedium];

    /// <summary>Loads the potential, once.</summary>
    /// <param name="precision">Arithmetic.</param>
    /// <param name="executor">What is to evaluate it.</param>
    internal MacePotential Load(Precision precision, Executor executor = Executor.Automatic) => loaded.GetOrAdd(
        (Name, precision, executor),
        _ => MacePotential.Load(Size is null ? ModelFile.DefaultName : RandomMaceModel.FileOf(Size), precision, executor: executor));

    /// <summary>A structure: supercells of the example crystal, shaken, for the default model; else atoms at random places.</summary>
    /// <param name="atoms">Number of atoms.</param>
    internal Crystal Structure(int atoms)
    {
        if (Size is not null)
        {
            return RandomCrystal.Of(atoms, RandomCrystal.Composition);
        }

        Crystal cell = Example("dit-pbca.cif");
        int repeat = (int)Math.Round(Math.Cbrt(atoms / (double)cell.AtomCount));
        return atoms == cell.AtomCount * repeat * repeat * repeat
            ? RandomCrystal.Shake(new Supercell(cell, repeat, repeat, repeat).Crystal)
            : RandomCrystal.Of(atoms, RandomCrystal.Composition);
    }

    /// <summary>Mean number of neighbours in a structure.</summary>
    internal static double Neighbours(MacePotential potential, Crystal crystal) =>
        NeighbourList.Build(crystal, potential.CutoffRadius).Count / (double)crystal.AtomCount;

    /// <summary>Operations of energy and forces of a structure, by <see cref="FlopCount"/>.</summary>
    internal double Operations(MacePotential potential, Crystal crystal)
    {
        (int channels, int degree) = Size is null ? DefaultSize : (Size.Channels, Size.Degree);
        return crystal.AtomCount * FlopCount.PerAtom(channels, degree, Neighbours(potential, crystal));
    }

    /// <summary>A structure of the example.</summary>
    internal static Crystal Example(string file) => StructureFile.Read(Checkout.File(Path.Combine("examples", "diiodothiophene", file)));

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Channels and degree of the model that comes with InsCore.
    static (int Channels, int Degree) DefaultSize { get; } = ReadDefaultSize();

    static (int, int) ReadDefaultSize()
    {
        Potentials.Mace.MaceLayer first = Potentials.Mace.MaceModelReader.Read(ModelFile.Default.Archive, ModelFile.DefaultName).Layers[0];
        return (first.Channels.Node, first.Degrees.Output);
    }
}
