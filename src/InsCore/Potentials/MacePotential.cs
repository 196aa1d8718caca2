using InsCore.Backends;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Potentials.Mace;
using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>Arithmetic of a potential.</summary>
public enum Precision
{
    /// <summary>Double precision: phonons, relaxation.</summary>
    Float64,

    /// <summary>Single precision: molecular dynamics, screening.</summary>
    Float32,
}

/// <summary>A MACE potential: the atomic cluster expansion passed along as messages.</summary>
/// <remarks>
/// I. Batatia, D. P. Kovács, G. N. C. Simm, C. Ortner, G. Csányi, NeurIPS 2022, arXiv:2206.07697. Reads the published model
/// families with Residual, plain, Density and non-linear interaction blocks, 1 to 3 layers, l up to 3, correlation up to 3.
/// </remarks>
public sealed class MacePotential : IPotential
{
    // Closer atoms are a mistake in the structure; no potential means anything there.
    const double SmallestDistance = 0.1;

    readonly MaceModel model;
    readonly int head;
    readonly IMaceEngine engine;
    readonly Dictionary<int, int> elementRows;

    MacePotential(MaceModel model, ModelFile file, Precision precision, int head, Executor executor, RadialMethod radial, string? device)
    {
        (this.model, this.head, Card, Summary) = (model, head, file.Card, ModelSummary.Of(file.Archive, model));
        engine = precision == Precision.Float64 ? MakeEngine<double>(executor, radial, device) : MakeEngine<float>(executor, radial, device);
        Executor = engine.Executor;
        elementRows = model.AtomicNumbers.Select((z, row) => (z, row)).ToDictionary(pair => pair.z, pair => pair.row);
        Elements = [.. model.AtomicNumbers.Order()];
        Precision = precision;
        Head = model.Heads[head];
        MaceLayer first = model.Layers[0];
        string irreps = Irreps.Natural(first.Channels.Node, first.Degrees.Output);
        Description = FormattableString.Invariant(
            $"MACE {Card.Name}, {irreps}, {model.Layers.Length} layers, cutoff {CutoffRadius} Å, ")
            + (model.Heads.Length > 1 ? $"head {Head}, " : "") + precision.ToString().ToLowerInvariant();
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Elements { get; }

    /// <inheritdoc/>
    public double CutoffRadius => model.Radial.CutoffRadius;

    /// <summary>Name, origin and licence of the model.</summary>
    public ModelCard Card { get; }

    /// <summary>What the model is, for people: class, precision of the file, cutoff, layers, heads and so on, with units, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Summary { get; }

    /// <summary>Arithmetic in use.</summary>
    public Precision Precision { get; }

    /// <summary>What evaluates it.</summary>
    public Executor Executor { get; }

    /// <summary>One line for people: what evaluates the model, with the measured error of its tables; takes a moment.</summary>
    public string DescribeExecutor() => engine.Describe();

    /// <summary>OpenCL device of second derivatives, see <see cref="Scattering.ScatteringOptions.Device"/>; null for a GPU where the work is worth it.</summary>
    internal string? Device { get; set; }

    /// <summary>Name of the head in use.</summary>
    public string Head { get; }

    /// <summary>Names of all heads of the model.</summary>
    public IReadOnlyList<string> Heads => model.Heads;

    /// <summary>Loads a model.</summary>
    /// <param name="nameOrPath">"default" for the model that comes with InsCore, or a file: MACE's .model or InsCore's container.</param>
    /// <param name="precision">Arithmetic to evaluate it in, whatever the precision of the file.</param>
    /// <param name="head">Name of a head, or its number from 0; null for the first.</param>
    /// <param name="executor">What is to evaluate it.</param>
    /// <param name="radial">How the native executor is to evaluate the functions of the distance.</param>
    /// <param name="device">OpenCL device: a part of its name, its number, platform and number ("0:1"), "automatic" for the first one; null for what
    /// INSCORE_OPENCL_DEVICE says. One that is named here asks for <see cref="Executor.OpenCl"/> where the executor is left open; "none" for none.</param>
    /// <exception cref="InsBackendException">libinscore or an OpenCL device was asked for and cannot be had.</exception>
    /// <exception cref="InsInputException">The file cannot be read, is no MACE model this library can evaluate, or has no such head.</exception>
    public static MacePotential Load(
        string nameOrPath = ModelFile.DefaultName, Precision precision = Precision.Float64, string? head = null,
        Executor executor = Executor.Automatic, RadialMethod radial = RadialMethod.Spline, string? device = null) =>
        Load(ModelFile.Read(nameOrPath), precision, head, executor, radial, device);

    /// <summary>Makes a potential of a model that has been read.</summary>
    /// <param name="file">The model.</param>
    /// <param name="precision">Arithmetic to evaluate it in, whatever the precision of the file.</param>
    /// <param name="head">Name of a head, or its number from 0; null for the first.</param>
    /// <param name="executor">What is to evaluate it.</param>
    /// <param name="radial">How the native executor is to evaluate the functions of the distance.</param>
    /// <param name="device">OpenCL device: a part of its name, its number, platform and number ("0:1"), "automatic" for the first one; null for what
    /// INSCORE_OPENCL_DEVICE says. One that is named here asks for <see cref="Executor.OpenCl"/> where the executor is left open; "none" for none.</param>
    /// <exception cref="InsBackendException">libinscore or an OpenCL device was asked for and cannot be had.</exception>
    /// <exception cref="InsInputException">It is no MACE model this library can evaluate, or has no such head.</exception>
    public static MacePotential Load(
        ModelFile file, Precision precision = Precision.Float64, string? head = null, Executor executor = Executor.Automatic,
        RadialMethod radial = RadialMethod.Spline, string? device = null)
    {
        MaceModel model = MaceModelReader.Read(file.Archive, file.Card.Source);
        return new MacePotential(model, file, precision, FindHead(model, file.Card.Source, head), executor, radial, device);
    }

    /// <inheritdoc/>
    public PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default)
    {
        PotentialArrays results = new(crystal.AtomCount);
        int[] elements = ElementRows(crystal);
        Evaluate(crystal, NeighbourList.Build(crystal, CutoffRadius), elements, Workers(threads), results, cancellation);
        return results.AsResult();
    }

    /// <summary>Evaluates several structures, such as displaced supercells, many in one launch where the executor is <see cref="Executor.OpenCl"/>.</summary>
    /// <param name="crystals">The structures, of any sizes.</param>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>Results in the order of the structures.</returns>
    /// <exception cref="ArgumentException">An element is unknown to the potential.</exception>
    /// <exception cref="InsNumericalException">A result is not finite, or two atoms overlap.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PotentialResult[] EvaluateMany(IReadOnlyList<Crystal> crystals, int threads = 0, CancellationToken cancellation = default)
    {
        PotentialBatch batch = new([.. crystals.Select(crystal =>
        {
            NeighbourList graph = NeighbourList.Build(crystal, CutoffRadius);
            CheckDistances(crystal, graph);
            return (graph, ElementRows(crystal), new PotentialArrays(crystal.AtomCount));
        })]);
        engine.EvaluateMany(batch, Workers(threads), cancellation);
        for (int k = 0; k < crystals.Count; k++)
        {
            CheckFinite(crystals[k], batch.Items[k].Results);
        }

        return [.. batch.Items.Select(item => item.Results.AsResult())];
    }

    /// <inheritdoc/>
    public PotentialSession OpenSession(Crystal crystal, int threads = 0) =>
        new MaceSession(this, crystal, ElementRows(crystal), Workers(threads));

    /// <summary>Evaluates a structure whose pairs are known.</summary>
    /// <param name="crystal">Its elements count; atoms may have moved.</param>
    /// <param name="graph">All pairs within the cutoff.</param>
    /// <param name="elements">[nAtoms], row of each atom's element in the model's tables.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="results">Out.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    internal void Evaluate(
        Crystal crystal, NeighbourList graph, int[] elements, int workers, PotentialArrays results, CancellationToken cancellation)
    {
        CheckDistances(crystal, graph);
        engine.Evaluate(graph, elements, workers, results, cancellation);
        CheckFinite(crystal, results);
    }

    /// <summary>Prepares second derivatives at the positions of a structure, always in double precision.</summary>
    internal TangentSweep Linearize(Crystal crystal, int threads = 0, CancellationToken cancellation = default)
    {
        int[] elements = ElementRows(crystal);
        NeighbourList graph = NeighbourList.Build(crystal, CutoffRadius);
        CheckDistances(crystal, graph);
        MaceEngine<double> exact = engine as MaceEngine<double> ?? new MaceEngine<double>(model, head);
        TangentKernels kernels = Executor != Executor.Managed && NativeKernels.AreAvailable ? TangentKernels.Native : TangentKernels.Managed;
        return new TangentSweep(
            new MaceLinearization(model, model.Scale[head], exact, kernels, graph, elements, Workers(threads), cancellation), crystal.Lattice);
    }

    IMaceEngine MakeEngine<T>(Executor executor, RadialMethod radial, string? device)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        bool isOpen = executor == Executor.Automatic && radial == RadialMethod.Spline;
        if (executor == Executor.OpenCl || (isOpen && device is not (null or OpenClDevices.None)))
        {
            return new OpenClMaceEngine<T>(model, head, OpenClChoice.Require(device, needsFloat64: typeof(T) == typeof(double)));
        }

        IMaceEngine host = MakeHostEngine<T>(executor, radial);
        return isOpen && device is null && OpenClChoice.Automatic(needsFloat64: typeof(T) == typeof(double)).Device is { } gpu
            ? AutomaticMaceEngine.Choose<T>(model, head, host, gpu)
            : host;
    }

    IMaceEngine MakeHostEngine<T>(Executor executor, RadialMethod radial)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        bool isNative = executor != Executor.Managed && NativeKernels.AreAvailable;
        return executor == Executor.Native && !isNative ? throw new InsBackendException(NativeKernels.Describe())
            : isNative && radial == RadialMethod.Spline ? new NativeMaceEngine<T>(model, head)
            : new MaceEngine<T>(model, head, isNative);
    }

    static int Workers(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    static int FindHead(MaceModel model, string source, string? head)
    {
        if (head is null)
        {
            return 0;
        }

        int index = Array.IndexOf(model.Heads, head);
        bool isNumber = int.TryParse(head, System.Globalization.CultureInfo.InvariantCulture, out int number);
        return index >= 0 ? index
            : isNumber && number >= 0 && number < model.Heads.Length ? number
            : throw new InsInputException(
                source, "heads", $"there is no head {head}", $"choose one of {string.Join(", ", model.Heads)}");
    }

    int[] ElementRows(Crystal crystal)
    {
        int[] rows = new int[crystal.AtomCount];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!elementRows.TryGetValue(crystal.AtomicNumbers[i], out rows[i]))
            {
                throw new ArgumentException(
                    $"the potential does not know {Element.Symbol(crystal.AtomicNumbers[i])}; it knows "
                    + string.Join(", ", Elements.Select(Element.Symbol)),
                    nameof(crystal));
            }
        }

        return rows;
    }

    static void CheckDistances(Crystal crystal, NeighbourList graph)
    {
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                if (graph.Vector[e].Norm < SmallestDistance)
                {
                    throw new InsNumericalException(FormattableString.Invariant(
                        $"{Name(crystal, i)} and {Name(crystal, graph.Sender[e])} overlap: they are {graph.Vector[e].Norm:0.####} Å apart"));
                }
            }
        }
    }

    static void CheckFinite(Crystal crystal, PotentialArrays result)
    {
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            if (!double.IsFinite(result.AtomEnergies[i]) || !result.Forces[i].IsFinite)
            {
                throw new InsNumericalException($"the energy or force of {Name(crystal, i)} is not a finite number; look for atoms that are too close");
            }
        }
    }

    static string Name(Crystal crystal, int atom) => $"atom {atom + 1} ({Element.Symbol(crystal.AtomicNumbers[atom])})";
}
