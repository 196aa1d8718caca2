using System.Globalization;
using System.Numerics.Tensors;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Studies;

/// <summary>What euphonic-powder-map, euphonic-intensity-map and euphonic-dos compute of a phonon file.</summary>
public static class EuphonicStudy
{
    const string BareUnit = "modes per atom";

    /// <summary>Computes a map and writes it into the output folder.</summary>
    /// <param name="phonons">Force constants, or modes along a path, in any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="settings">What Euphonic would be asked for.</param>
    /// <param name="options">How the file is read, mesh of the Debye–Waller factor, path, unit, output folder.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">The file or a setting cannot be used.</exception>
    public static LikeMapResult Map(
        string phonons,
        EuphonicOptions settings,
        StudyOptions options,
        string commandLine = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        settings.Check();
        StudyChecks.CheckMachine(options);
        PhononInput input = PhononInput.Read(phonons, options.PhononFile);
        Provenance provenance = StudyProvenance.Of(commandLine, options, [phonons], [], input.Notes);
        (IReadOnlyList<Spectrum2D> parts, double[] edges, MomentumPath? path, string[] notes) = input.Modes is { } modes
            ? OfModes(modes, settings, options)
            : OfForceConstants(input.ForceConstants!, settings, options, progress, cancellation);
        double[] sum = new double[parts[0].Intensities.Length];
        foreach (Spectrum2D part in parts)
        {
            TensorPrimitives.Add(sum, part.Intensities, sum);
        }

        Spectrum2D Finished(Spectrum2D map) => EuphonicMaps.Masked(EuphonicBroadening.Map(map, settings), edges, settings);
        Spectrum2D total = Finished(parts[0] with { Label = "total", Intensities = sum });
        Crystal crystal = input.Modes?.Crystal ?? input.ForceConstants!.Crystal;
        (double Position, string Text)[]? ticks = path is not null ? [.. path.Corners] : input.Modes is null ? null : Ticks(input.Modes, total.Q);
        LikeMapResult result = new()
        {
            Program = "Euphonic",
            Maps = [new("", total, parts.Count > 1 ? [.. parts.Select(Finished)] : [], Limits(total, settings), ticks)],
            Subject = StudyNames.Formula(crystal) + (settings.Temperature is { } t ? string.Create(CultureInfo.InvariantCulture, $", {t} K") : ""),
            IntensityUnit = Unit(settings),
            PintUnit = settings.Weighting == EuphonicWeighting.Dos ? "centimeter" : "millibarn * centimeter",
            Unit = options.Map.Unit,
            Scale = options.Map.Scale ?? MapScale.Linear,
            Notes = [What(settings), .. notes, .. Broadening(settings, options.Map.Unit), .. input.Notes],
        };
        result.WriteFiles(options.Output);
        StudyJson.Write(result.ToJson(), provenance, Path.Combine(options.Output, result.FileName + ".json"));
        return result;
    }

    /// <summary>Computes a density of states and writes it into the output folder.</summary>
    /// <param name="phonons">Force constants, or modes on a mesh, in any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="settings">What Euphonic would be asked for.</param>
    /// <param name="options">How the file is read, mesh, output folder.</param>
    /// <param name="unit">Unit of energies in the figure.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">The file or a setting cannot be used.</exception>
    public static LikeResult Density(
        string phonons,
        EuphonicOptions settings,
        StudyOptions options,
        EnergyUnit unit,
        string commandLine = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        settings.Check();
        StudyChecks.CheckMachine(options);
        if (settings.Weighting == EuphonicWeighting.Coherent)
        {
            throw new InsInputException("--weighting", null, "coherent is the structure factor, which a density of states has not", "choose dos, coherent-dos, incoherent-dos or coherent-plus-incoherent-dos");
        }

        PhononInput input = PhononInput.Read(phonons, options.PhononFile).RequireMesh();
        Provenance provenance = StudyProvenance.Of(commandLine, options, [phonons], [], input.Notes);
        PhononModes modes = input.Modes ?? PhononSolver.Solve(
            input.ForceConstants!, Mesh(input.ForceConstants!.Crystal, options, out _), options.Threads, progress, cancellation);
        EnergyBins bins = EuphonicMaps.Bins(modes.Energies, settings);
        (int Element, double[] Density)[] parts = settings.IsAdaptive
            ? Adaptive(input, modes, bins, settings, options, cancellation)
            : [.. EuphonicDensityOfStates.Parts(modes, bins, settings.CrossSection).Select((p, i) => (modes.Crystal.AtomicNumbers[i], p))
                .GroupBy(p => p.Item1).Select(g => (g.Key, Added(g.Select(p => p.p))))];
        double[] centres = [.. Enumerable.Range(0, bins.Count).Select(k => bins.Centre(k) * Constants.EvInWavenumbers)];
        Spectrum1D Curve(string label, double[] perEv) => new(
            label, centres, EuphonicBroadening.Along(Array.ConvertAll(perEv, y => y * Constants.WavenumberInEv), centres, settings));
        LikeResult result = new()
        {
            Program = "Euphonic",
            Kind = "dos",
            Quantity = "density of states",
            Total = Curve("total", Added(parts.Select(p => p.Density))),
            Elements = [.. parts.Select(p => Curve(Element.Symbol(p.Element), p.Density))],
            Unit = Unit(settings) + " per cm⁻¹",
            Notes = [What(settings), .. input.Modes is null ? [MeshNote(input.ForceConstants!.Crystal, options)] : Array.Empty<string>(), .. Broadening(settings, unit), .. input.Notes],
        };
        result.WriteDensity(options.Output, $"{StudyNames.Formula(modes.Crystal)}, density of states like Euphonic", Unit(settings), unit);
        StudyJson.Write(result.ToJson(), provenance, Path.Combine(options.Output, result.FileName + ".json"));
        return result;
    }

    static (int, double[])[] Adaptive(
        PhononInput input, PhononModes modes, EnergyBins bins, EuphonicOptions settings, StudyOptions options, CancellationToken cancellation)
    {
        if (input.ForceConstants is not { } constants)
        {
            throw new InsInputException("--adaptive", null, "takes the gradients of modes, which a file of modes has not", "give force constants");
        }

        // Values hold the sum rule already.
        ForceConstants differentiated = constants.IsPolar && !settings.HasDipoleSlopes
            ? new(constants.Supercell, constants.Values, new() { SumRule = SumRule.None })
            : constants;
        Vector3d[] slopes = ModeGradients.Compute(differentiated, modes, options.Threads, cancellation);
        return [.. EuphonicDensityOfStates.AdaptiveParts(modes, ModeGradients.Widths(slopes, modes.Crystal.Volume, modes.QPoints.Length), bins, settings)];
    }

    static (IReadOnlyList<Spectrum2D> Parts, double[] Edges, MomentumPath? Path, string[] Notes) OfModes(
        PhononModes modes, EuphonicOptions settings, StudyOptions options)
    {
        if (options.Map.Path is not null || modes.QPoints.Length < 2)
        {
            throw new InsInputException(
                "phonon modes", null, "are known at their own wave vectors alone", "leave out --path to take them in the order of the file, or give force constants");
        }

        double[] distances = EuphonicMaps.Distances(modes);
        IReadOnlyList<Spectrum2D> parts = EuphonicMaps.Path(modes, distances, null, EuphonicMaps.Bins(modes.Energies, settings), settings);
        return (parts, Between(distances), null, settings is { Weighting: EuphonicWeighting.Coherent, Temperature: not null }
            ? ["a file of modes along a path gives no Debye-Waller factor: Bose factors alone"] : []);
    }

    static (IReadOnlyList<Spectrum2D> Parts, double[] Edges, MomentumPath? Path, string[] Notes) OfForceConstants(
        ForceConstants constants, EuphonicOptions settings, StudyOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        bool isDamped = settings is { Weighting: EuphonicWeighting.Coherent, Temperature: not null };
        DebyeWallerTensors? damping = isDamped
            ? DebyeWallerTensors.Compute(
                PhononSolver.Solve(constants, Mesh(constants.Crystal, options, out _), options.Threads, progress, cancellation), settings.Temperature!.Value, SpaceGroup.Find(constants.Crystal), DebyeWallerTensors.DefaultLowestEnergy, EuphonicConstants.HbarSquaredPerMass)
            : null;
        string[] notes = isDamped ? [$"Debye-Waller factor of a {MeshNote(constants.Crystal, options)}"] : [];
        if (options.Map.Path is { } corners)
        {
            double length = MomentumPath.Between(constants.Crystal.PeriodicLattice, corners, 2).Distances[^1];
            int count = (int)Math.Min(5000, Math.Max(2, Math.Ceiling((length / settings.QSpacing) - 1e-9) + 1));
            MomentumPath path = MomentumPath.Between(constants.Crystal.PeriodicLattice, corners, count);
            PhononModes modes = PhononSolver.Solve(constants, path.Points, options.Threads, progress, cancellation);
            return (EuphonicMaps.Path(modes, path.Distances, damping, EuphonicMaps.Bins(modes.Energies, settings), settings), Between(path.Distances), path, notes);
        }

        EnergyBins bins = EuphonicMaps.Bins(PhononSolver.Solve(constants, [EuphonicMaps.ProbedPoint], 1).Energies, settings, EuphonicMaps.PowderHeadroom);
        IReadOnlyList<Spectrum2D> parts = EuphonicMaps.Powder(constants, damping, bins, settings, progress, cancellation);
        double[] edges = [.. Enumerable.Range(0, settings.QBins + 1).Select(k => settings.QMinimum + (k * (settings.QMaximum - settings.QMinimum) / settings.QBins))];
        return (parts, edges, null, [.. notes, Sampling(settings)]);
    }

    // Monkhorst and Pack's mesh: off Γ along each axis with an even number of points.
    static Vector3d[] Mesh(Crystal crystal, StudyOptions options, out (int A, int B, int C) divisions)
    {
        (int a, int b, int c) = divisions = PhononStep.MeshOf(crystal, options.Phonons);
        double At(int i, int n) => ((2.0 * i) + 1 - n) / (2 * n);
        return [.. Enumerable.Range(0, a * b * c).Select(k => new Vector3d(At(k / (b * c), a), At(k / c % b, b), At(k % c, c)))];
    }

    static string MeshNote(Crystal crystal, StudyOptions options)
    {
        Mesh(crystal, options, out (int A, int B, int C) n);
        return $"mesh of {n.A} × {n.B} × {n.C} wave vectors (Monkhorst and Pack)";
    }

    // Bins around points end half way between them, the first and the last one at the points.
    static double[] Between(double[] points) =>
        [points[0], .. points.Zip(points.Skip(1), (a, b) => 0.5 * (a + b)), points[^1]];

    static (double, string)[] Ticks(PhononModes modes, double[] distances)
    {
        // Corners are where the direction changes, and the ends.
        List<(double, string)> ticks = [];
        for (int q = 0; q < distances.Length; q++)
        {
            Vector3d? before = q > 0 ? modes.QPoints[q] - modes.QPoints[q - 1] : null, after = q + 1 < distances.Length ? modes.QPoints[q + 1] - modes.QPoints[q] : null;
            if (before is not { } b || after is not { } a || (a - b).Norm > 1e-3 * (a.Norm + b.Norm))
            {
                Vector3d p = modes.QPoints[q];
                ticks.Add((distances[q], string.Create(CultureInfo.InvariantCulture, $"({p.X:0.##} {p.Y:0.##} {p.Z:0.##})")));
            }
        }

        // Labels over one another cannot be read.
        double room = 0.06 * (distances[^1] - distances[0]);
        return [.. ticks.Where((t, k) => k == 0 || t.Item1 - ticks[k - 1].Item1 > room)];
    }

    static IReadOnlyList<MapLine> Limits(Spectrum2D map, EuphonicOptions settings)
    {
        if (EuphonicMaps.Bank(settings) is not { } bank)
        {
            return [];
        }

        double[] energies = [.. map.Energies.Where(bank.Allows)];
        AngleRange range = bank.Coverage[0];
        MapLine Line(double angle, string colour, bool dashed) => new(
            string.Create(CultureInfo.InvariantCulture, $"kinematic limit, {angle:0.#}°"),
            Array.ConvertAll(energies, e => Math.Sqrt(bank.Kinematics.QSquared(e, angle))), energies, colour, dashed);
        MapLine[] lines = energies.Length < 2 ? [] : [Line(range.From, "#E69F00", false), Line(range.To, "#D55E00", true)];
        return [.. lines.Where(l => l.Q.Any(q => q > map.Q[0] && q < map.Q[^1]))];
    }

    static string Unit(EuphonicOptions settings) => settings.Weighting switch
    {
        EuphonicWeighting.Dos => BareUnit,
        EuphonicWeighting.Coherent => "mbarn per atom",
        _ => "mbarn (density of states weighted by σ⟨M⟩/M)",
    };

    static string What(EuphonicOptions settings) => settings.Weighting switch
    {
        EuphonicWeighting.Coherent => string.Create(
            CultureInfo.InvariantCulture,
            $"coherent one-phonon structure factor, scattering lengths of {ScatteringLengths.TableName}, {(settings.Temperature is { } t ? $"{t} K" : "no temperature: neither Bose nor Debye-Waller factor")}"),
        EuphonicWeighting.Dos => "density of states",
        _ => $"density of states weighted by {settings.CrossSection.ToString()!.ToLowerInvariant()} cross sections of {EuphonicConstants.TableName}: one phonon, no dependence on Q, no Debye-Waller factor",
    };

    static string Sampling(EuphonicOptions settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"powder average over {(settings.PointDensity is { } density ? $"{density} directions for each Å⁻² of Q² ({settings.LeastPoints} to {settings.MostPoints})" : $"{settings.Points} directions")} at each |Q|, {settings.Sampling}{(settings.Jitter is { } seed ? $", jitter of seed {seed} (Euphonic draws other numbers each time)" : "")}");

    static IEnumerable<string> Broadening(EuphonicOptions settings, EnergyUnit unit)
    {
        if (settings.IsAdaptive)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"adaptive widths by the gradients of the modes, times {settings.AdaptiveScale}, {(settings.IsAdaptiveFast ? $"kernels mixed within {settings.WidthError:P1}" : "a Gaussian for each mode")}");
        }

        if (settings.EnergyBroadening.Count > 0 || settings.QBroadening > 0)
        {
            string widths = string.Join(" ", settings.EnergyBroadening.Select((c, k) => (c * Math.Pow(unit.Wavenumbers, k - 1)).ToString("G6", CultureInfo.InvariantCulture)));
            yield return string.Create(CultureInfo.InvariantCulture, $"{settings.Shape} lines, full widths {(widths.Length > 0 ? widths : "0")} {unit.Name} and {settings.QBroadening} 1/Å");
        }

        if (EuphonicMaps.Bank(settings) is { } bank)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"masked for an {bank.Name} of {bank.Kinematics.FixedEnergy / unit.Wavenumbers:G6} {unit.Name}, angles {bank.Coverage[0].From:0.##} to {bank.Coverage[0].To:0.##}°");
        }
    }

    static double[] Added(IEnumerable<double[]> rows) => rows.Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);
}
