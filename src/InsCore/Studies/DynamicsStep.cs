using System.Text.Json.Nodes;
using InsCore.Dynamics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Runs the molecular dynamics of a structure at one pressure, or goes on with it, and says what came out.</summary>
/// <remarks>A trajectory that is complete is read and not computed again; if the same was made of it before, that is taken.</remarks>
internal static class DynamicsStep
{
    /// <summary>Name of the folder of a replica within that of a pressure: md, md-2, md-3, …</summary>
    public static string FolderOf(int replica) => replica == 0 ? "md" : FormattableString.Invariant($"md-{replica + 1}");

    // Beyond this force, eV/Å, the structure is no minimum, and phonons of it say nothing.
    const double LargestForce = 0.02;

    // Where the figure of the spectra ends, cm⁻¹, as those of the phonons do.
    const double FingerprintEnd = 1200;

    public static DynamicsPoint Run(StudyContext context, Crystal crystal, double pressure, string folder, string place, int replica = 0)
    {
        DynamicsSettings settings = context.Options.Dynamics!;
        Supercell cells = new(crystal, settings.Cells[0], settings.Cells[1], settings.Cells[2]);
        DynamicsOptions options = settings.Run with { Pressure = pressure, Threads = context.Options.Threads, Seed = unchecked(settings.Run.Seed + (ulong)replica) };
        string identity = Identity(context, settings), restart = Path.Combine(folder, Trajectory.RestartName), file = Path.Combine(folder, "md.json");
        string key = StepKey.Of(
            "md", cells.Crystal, identity, options.PathText, options.ProductionSteps, context.PotentialIdentity,
            SpectrumStep.Key("velocities", context.Options.ScatteringHere));

        // Who deletes the restart file wants the trajectory anew.
        if ((File.Exists(restart) || context.IsStoredOnly) && context.Stored(file, key) is { } stored)
        {
            return DynamicsPoint.FromJson(stored);
        }

        if (context.Options.Force)
        {
            File.Delete(restart);
        }

        Trajectory trajectory = MolecularDynamics.Run(
            cells.Crystal, Potential(context, settings), options, folder, identity, context.ProgressAt(place), context.Cancellation);
        context.ProgressAt(place)?.Report(new StepProgress("md analysis", 0, 0, $"{trajectory.SampleCount} samples"));
        (DynamicsResult result, VelocitySpectrum velocities) = DynamicsAnalysis.Run(trajectory, context.Cancellation);
        string title = FormattableString.Invariant(
            $"{StudyNames.Formula(cells.Crystal).Replace(" per cell", "", StringComparison.Ordinal)}, {options.Ensemble.ToString().ToUpperInvariant()}, {options.Temperature:0.#} K, {StudyNames.Label(pressure)}; potential {(string?)context.Provenance.Model["name"]}");
        Results.ResultRecord.Reuse(folder);
        DynamicsFigures.Write(folder, title, result);
        DynamicsTables.Write(folder, title, result);
        context.Finish(Path.Combine(folder, DynamicsCurves.FileName), key, DynamicsCurves.ToJson(result));
        (SpectrumResult? spectrum, SpectrumResult? harmonic) = velocities.IsUsable ? Spectra(context, crystal, cells, result, velocities, folder, place) : default;
        DynamicsPoint point = DynamicsPoint.Of(result, velocities, spectrum, harmonic);
        context.Finish(file, key, point.ToJson());
        return point;
    }

    static (SpectrumResult Spectrum, SpectrumResult? Harmonic) Spectra(
        StudyContext context, Crystal crystal, Supercell cells, DynamicsResult result, VelocitySpectrum velocities, string folder, string place)
    {
        double temperature = result.Options.Ensemble == Ensemble.Nve ? Math.Round(result.Temperature.Mean) : result.Options.Temperature;
        ScatteringOptions options = context.Options.ScatteringHere with
        {
            Temperature = temperature, Acoustic = new AcousticCorrection { Enabled = false },
        };
        SpaceGroup group = SpaceGroup.Find(crystal);
        IProgress<StepProgress>? progress = context.ProgressAt(place);
        SpectralTensors moving = VelocityTensors.Build(velocities, crystal, cells.UnitAtoms, group, result.Temperature.Mean, temperature);
        SpectrumResult spectrum = SpectrumResult.From(
            InsCalculator.Compute(moving, options, progress, context.Cancellation),
            [FormattableString.Invariant($"velocities of molecular dynamics in {velocities.Pieces} pieces, lines {velocities.Resolution:F1} cm⁻¹ wide before the resolution of the instrument; {VelocityTensors.Correction}")]);
        string mark = result.Verdict.HoldsTogether ? "" : ": crystal did not hold together";
        if (!result.Verdict.HoldsTogether)
        {
            spectrum = spectrum with { Diagnostics = [.. spectrum.Diagnostics, "warning: the crystal does not hold together in this motion, so that this is not the spectrum of the structure it began with"] };
        }

        string Title(string? energy) => StudyNames.Title(crystal, place.Replace("GPa", " GPa", StringComparison.Ordinal), options, (string?)context.Provenance.Model["name"], energy);
        spectrum.WriteFiles(folder, energy => $"MD, {Title(energy)}", $"total{mark}");
        SpectrumResult? harmonic = Harmonic(context, crystal, group, options, folder, progress);
        if (harmonic is not null)
        {
            SpectrumFigure figure = new(Title(spectrum.Parts[0].IncidentEnergy), InsSpectrum.IntensityUnit, spectrum.Energies[0], Math.Min(FingerprintEnd, spectrum.Energies[^1]));
            figure.WriteContributions(
                Path.Combine(folder, "spectrum-harmonic"), spectrum.Total("molecular dynamics" + mark), [Widened(harmonic.Total("harmonic, same wave vectors, as wide"), velocities.Resolution)]);
        }

        context.Finish(Path.Combine(folder, "spectrum.json"), StepKey.Of("md spectrum", crystal), spectrum.ToJson());
        return (spectrum, harmonic);
    }

    // With lines as wide as those of the velocities, as far as a Gaussian is like Hann's window.
    static Spectrum1D Widened(Spectrum1D spectrum, double fullWidth)
    {
        double sigma = fullWidth / Math.Sqrt(8 * Math.Log(2)) / (spectrum.Energies[1] - spectrum.Energies[0]);
        return spectrum with { Intensities = Broadening.Apply([spectrum.Intensities], 0, spectrum.Intensities.Length, _ => sigma)[0] };
    }

    // At the wave vectors that fit into the cell that moves, so that only the motion differs.
    static SpectrumResult? Harmonic(
        StudyContext context, Crystal crystal, SpaceGroup group, ScatteringOptions options, string folder, IProgress<StepProgress>? progress)
    {
        if (context.Potential!.Evaluate(crystal, options.Threads, context.Cancellation).LargestForce > LargestForce)
        {
            return null;
        }

        IReadOnlyList<int> n = context.Options.Dynamics!.Cells;
        string file = Path.Combine(folder, "harmonic.json"), key = SpectrumStep.Key(StepKey.Of("md harmonic", crystal, context.PotentialIdentity, n), options);
        if (context.Stored(file, key) is { } stored)
        {
            return SpectrumResult.FromJson(stored);
        }

        IDynamicalMatrix matrices = PhononStep.Exact(context, crystal, PhononStep.Scratch(folder));
        SpectralTensors tensors = SpectralTensors.FromMatrices(
            matrices, QMesh.Irreducible((n[0], n[1], n[2]), group), group, options, progress, context.Cancellation);
        SpectrumResult result = SpectrumResult.From(InsCalculator.Compute(tensors, options, progress, context.Cancellation), []);
        context.Finish(file, key, result.ToJson());
        PhononStep.DeleteScratch(folder);
        return result;
    }

    // Molecular dynamics may have an arithmetic of its own.
    static bool HasOwnPotential(StudyContext context, DynamicsSettings settings) =>
        settings.Precision is not null && settings.Precision != context.Options.Precision;

    static string Identity(StudyContext context, DynamicsSettings settings) => HasOwnPotential(context, settings)
        ? Study.Identity(ModelFile.Read(context.Options.Model), context.Options with { Precision = settings.Precision! })
        : context.PotentialIdentity;

    static MacePotential Potential(StudyContext context, DynamicsSettings settings) => HasOwnPotential(context, settings)
        ? StudyChecks.Potential(ModelFile.Read(context.Options.Model), context.Options with { Precision = settings.Precision! })
        : context.Potential!;
}
