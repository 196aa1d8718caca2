using System.Globalization;
using InsCore.Backends;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Studies;

/// <summary>Dispersed phonons of a crystal, from a potential, or from force constants or modes in a file: bands along a path, and the density of states.</summary>
public sealed class DispersionStudy
{
    // Usual step of a mesh of interpolated matrices, Å⁻¹ with 2π, half of that of exact ones.
    const double InterpolatedSpacing = 0.05;

    // Bins and widths that a density of states may have, cm⁻¹.
    const double LeastBin = 1e-3, MostWidth = 1e4;

    // Adaptive widths are not below this, cm⁻¹ (0.01 meV).
    const double LeastDeviation = 0.0806554393734921;

    readonly StudyOptions options;
    readonly DispersionOptions settings;
    readonly IDynamicalMatrix? matrices;
    readonly PhononModes? stored;
    readonly Lazy<IDynamicalMatrixGradient> slopes;
    readonly IProgress<StepProgress>? progress;
    readonly CancellationToken cancellation;

    DispersionStudy(
        StudyOptions options,
        DispersionOptions settings,
        IDynamicalMatrix matrices,
        Func<IDynamicalMatrixGradient> slopes,
        string method,
        Provenance provenance,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        (this.options, this.settings, this.matrices, this.progress, this.cancellation) = (options, settings, matrices, progress, cancellation);
        this.slopes = new(slopes);
        Method = method;
        Provenance = provenance;
        Crystal = matrices.Crystal;
        Group = SpaceGroup.Find(Crystal);
    }

    DispersionStudy(StudyOptions options, DispersionOptions settings, PhononModes stored, string method, Provenance provenance)
    {
        (this.options, this.settings, this.stored, slopes) = (options, settings, stored, new(() => throw new InvalidOperationException("stored modes have no slopes")));
        (Method, Provenance, Crystal) = (method, provenance, stored.Crystal);
        Group = SpaceGroup.Find(Crystal);
    }

    /// <summary>The cell that wave vectors refer to.</summary>
    public Crystal Crystal { get; }

    /// <summary>Its space group.</summary>
    public SpaceGroup Group { get; }

    /// <summary>How the matrices are made, in words.</summary>
    public string Method { get; }

    /// <summary>The potential's card, or null where force constants were read.</summary>
    public ModelCard? Card { get; private init; }

    /// <summary>The error of the interpolation, where exact matrices were interpolated.</summary>
    public InterpolationError? Error { get; private init; }

    /// <summary>What a user should know.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Block of every output.</summary>
    public Provenance Provenance { get; }

    /// <summary>Reads the file and prepares the matrices.</summary>
    /// <param name="options">Structure (or file of force constants or modes), potential, threads.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A file or a setting cannot be used.</exception>
    public static DispersionStudy Open(
        StudyOptions options,
        DispersionOptions settings,
        string commandLine = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        StudyChecks.CheckMachine(options);
        StudyChecks.CheckSpacing(options.Phonons);
        Check(settings);
        return !StructureFile.IsNamed(options.Structure) && PhononInput.Recognises(options.Structure)
            ? FromFile(options, settings, commandLine, progress, cancellation)
            : FromPotential(options, settings, commandLine, progress, cancellation);
    }

    /// <summary>Modes along the path, those of the file where it holds modes.</summary>
    /// <exception cref="InsInputException">The path cannot be used, or the modes of the file lie on none.</exception>
    public BandStructure Bands()
    {
        if (stored is not null)
        {
            Refuse(settings.Path is not null, "--path", "needs force constants, and the file holds modes at its own wave vectors");
            Refuse(settings.Connect, "--connect", "needs force constants, and the file holds modes at its own wave vectors");
            Refuse(settings.Eigenvectors && !stored.HasEigenvectors, "--eigenvectors", "needs eigenvectors, and the file holds frequencies without");
            return StoredBands.Of(stored, options.Structure, settings.Eigenvectors);
        }

        BandPath path = settings.Path is { } text ? BandPath.Parse(text, Crystal, Group) : BandPath.Standard(Crystal, Group);
        return BandStructure.Compute(matrices!, path, settings.Step, settings.Connect, settings.Eigenvectors, options.Threads, progress, cancellation);
    }

    /// <summary>The mesh of the density of states; null where modes of a file are taken with its weights.</summary>
    /// <exception cref="InsInputException">It has no points, or more than can be held.</exception>
    public (int A, int B, int C)? Mesh => stored is not null ? null : PhononStep.MeshOf(
        Crystal, matrices is ForceConstants && options.Phonons.Spacing == new PhononSettings().Spacing ? options.Phonons with { Spacing = InterpolatedSpacing } : options.Phonons);

    /// <summary>The density of states on the mesh, accumulated block by block.</summary>
    public DensityOfStates Density()
    {
        double toWavenumbers = settings.Unit.Wavenumbers;
        IReadOnlyList<double> widths = settings.Widths is { } given ? Converted(given, toWavenumbers) : [];
        double bin = settings.Bin is { } width ? width * toWavenumbers : settings.Unit == EnergyUnit.Millielectronvolt ? 0.1 * toWavenumbers : 1;
        DensityOfStates density = new(Crystal, bin, new DosBroadening(settings.Shape, widths));
        if (stored is not null)
        {
            Refuse(settings.IsAdaptive, "--width adaptive", "takes the gradients of modes, which a file of modes has not");
            density.Add(stored);
            return density;
        }

        IDynamicalMatrixGradient? gradient = settings.IsAdaptive ? slopes.Value : null;
        QMesh mesh = QMesh.Irreducible(Mesh!.Value, Group);
        foreach (PhononModes block in PhononSolver.Stream(
            matrices!, mesh.QPoints, mesh.Weights, threads: options.Threads, progress: progress, cancellation: cancellation))
        {
            density.Add(block, gradient is null ? [] : AdaptiveWidths(gradient, block, mesh.FullCount));
        }

        return density;
    }

    static void Refuse(bool isGiven, string flag, string problem)
    {
        if (isGiven)
        {
            throw new InsInputException(flag, null, problem, "leave it out, or give force constants");
        }
    }

    double[] AdaptiveWidths(IDynamicalMatrixGradient gradient, PhononModes block, int count)
    {
        Vector3d[] slopes = ModeGradients.Compute(gradient, block, options.Threads, cancellation);
        double[] deviations = ModeGradients.Widths(slopes, Crystal.Volume, count);
        return Array.ConvertAll(
            deviations, d => DosBroadening.GaussianWidth * Math.Max(LeastDeviation, d * Constants.EvInWavenumbers));
    }

    // c_k ν^k in other units.
    static double[] Converted(IReadOnlyList<double> coefficients, double factor) =>
        [.. coefficients.Select((c, k) => c * Math.Pow(factor, 1 - k))];

    static void Check(DispersionOptions settings)
    {
        void Require(bool holds, string flag, string problem, string remedy)
        {
            if (!holds)
            {
                throw new InsInputException(flag, null, problem, remedy);
            }
        }

        Require(settings.Interpolate?.All(n => n is > 0 and <= 50) ?? true, "--interpolate", "divisions of the mesh must be 1 to 50", "write e.g. \"2 2 2\"");
        Require(settings.Step is > 0 and < 10, "--step", "must be positive, 1/Å", "write e.g. 0.02");
        double unit = settings.Unit.Wavenumbers;
        string Bound(double wavenumbers) => string.Create(CultureInfo.InvariantCulture, $"{wavenumbers / unit:G3} {settings.Unit.Name}");
        Require(
            settings.Bin is null || settings.Bin * unit is >= LeastBin and <= MostWidth,
            "--bin",
            $"must be between {Bound(LeastBin)} and {Bound(MostWidth)}",
            string.Create(CultureInfo.InvariantCulture, $"write e.g. {1 / unit:G3}"));
        Require(settings.Width?.All(double.IsFinite) ?? true, "--width", "must be numbers", "write e.g. 5");
        Require(
            settings.Width is not [< 0] && !(settings.Width is [var first, ..] && first * unit > MostWidth),
            "--width",
            $"must be between 0 and {Bound(MostWidth)}",
            "write 0 for a histogram");
    }

    static DispersionStudy FromFile(
        StudyOptions options, DispersionOptions settings, string commandLine, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        PhononInput input = PhononInput.Read(options.Structure, settings.Reading).ToPrimitive();
        Provenance provenance = StudyProvenance.Of(commandLine, options, [options.Structure], [], input.Notes);
        if (input.ForceConstants is not { } constants)
        {
            PhononModes modes = input.Frequencies!;
            int cells = modes.Crystal.AtomCount / PrimitiveCell.Of(modes.Crystal, SpaceGroup.Find(modes.Crystal)).Crystal.AtomCount;
            string[] lacking =
            [
                .. modes.HasEigenvectors ? Array.Empty<string>() : ["without eigenvectors there are no shares of elements, and no weights of neutrons"],
                .. cells > 1 ? [$"the cell of the file holds {cells} primitive ones: branches of the primitive cell are folded into its zone, which only force constants can undo"] : Array.Empty<string>(),
            ];
            return new(options, settings, modes, $"modes of {input.Format}, {modes.QPoints.Length} wave vectors", provenance) { Notes = [.. input.Notes, .. lacking] };
        }

        string polar = constants.IsPolar ? ", with dipole–dipole interaction" : "";
        return new(options, settings, constants, () => constants, $"force constants of {input.Format}{polar}", provenance, progress, cancellation) { Notes = input.Notes };
    }

    static DispersionStudy FromPotential(
        StudyOptions options, DispersionOptions settings, string commandLine, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Study study = Study.Open(options, commandLine, progress, cancellation);
        StudyContext context = study.Shared;
        progress?.Report(new StepProgress("second derivatives", 0, 0, "preparing"));
        IDynamicalMatrix exact = PhononStep.Exact(context, study.Start, PhononStep.Scratch(options.Output));
        if (settings.Interpolate is not [var a, var b, var c])
        {
            MaceDynamicalMatrix Slopes() => new(
                context.Potential!, study.Start, 1, cancellation, SpaceGroup.Find(study.Start, MaceDynamicalMatrix.SymmetryTolerance));
            return new(options, settings, exact, Slopes, "exact D(q)", context.Provenance, progress, cancellation) { Card = study.Card };
        }

        ForceConstants constants = MeshInterpolation.ForceConstants(exact, (a, b, c), null, options.Threads, progress, cancellation);
        InterpolationError error = InterpolationError.Measure(constants, exact, (a, b, c), options.Threads, cancellation);
        string method = $"exact D(q) on a {a}×{b}×{c} mesh, interpolated";
        return new(options, settings, constants, () => constants, method, context.Provenance, progress, cancellation)
        {
            Card = study.Card,
            Error = error,
        };
    }

    /// <summary>Deletes the matrices kept for going on after a stop, once results are written.</summary>
    internal void DeleteScratch() => PhononStep.DeleteScratch(options.Output);
}
