using System.Globalization;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Maps of a phonon file as AbINS computes them for instruments of direct geometry, and how they differ from the exact ones.</summary>
public static class AbinsMapStudy
{
    /// <summary>Computes the maps and writes them into the output folder.</summary>
    /// <param name="phonons">Modes or force constants, in any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="words">Settings of <see cref="AbinsSettings"/>.</param>
    /// <param name="difference">True to compare with the exact map over rectangles of energy and |Q|.</param>
    /// <param name="options">Temperature, instrument of the map, mesh, unit and output folder.</param>
    /// <param name="qBins">Bins in |Q|; null for AbINS' own number.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">The file or a setting cannot be used.</exception>
    public static LikeMapResult Map(
        string phonons,
        IEnumerable<string> words,
        bool difference,
        StudyOptions options,
        int? qBins = null,
        string commandLine = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        StudyChecks.CheckMap(options);
        ScatteringOptions scattering = options.Scattering;
        AbinsOptions settings = AbinsSettings.Apply(
            new()
            {
                Temperature = scattering.Temperature, Resolution = scattering.Resolution, MaximumEnergy = options.Map.MaximumEnergy ?? scattering.MaximumEnergy,
                QMaximum = options.Map.QMaximum, QBins = qBins, Threads = options.Threads,
            },
            words);
        Instrument? instrument = options.Map.Instrument is { } name ? Instrument.ByName(name, scattering.IncidentEnergies, scattering.Frequencies) : null;
        if (instrument is null && settings.Resolution is not null)
        {
            throw new InsInputException("--resolution", null, "has no place in a map of AbINS' ideal instrument", "choose an instrument, or leave it out");
        }

        PhononInput input = PhononInput.Read(phonons, options.PhononFile).RequireMesh();
        Provenance provenance = StudyProvenance.Of(commandLine, options, [phonons], [], input.Notes);
        PhononModes modes = input.Modes ?? PhononSolver.Solve(
            input.ForceConstants!, QMesh.Full(PhononStep.MeshOf(input.ForceConstants!.Crystal, options.Phonons)), options.Threads, progress, cancellation);
        SpaceGroup group = SpaceGroup.Find(modes.Crystal);
        IReadOnlyList<AbinsMap> maps = AbinsMapCalculator.Compute(modes, group, settings, instrument, difference, progress, cancellation);
        LikeMapResult result = new()
        {
            Program = "AbINS",
            Maps = [.. maps.Select(m => new LikeMap(
                m.Bank?.Name ?? "", m.Total, [.. m.Species, .. m.Orders], MapResult.Limits(m.Total, m.Bank), null,
                difference ? Difference(m, modes, group, options.ScatteringHere with { Weighting = settings.Weighting }, progress, cancellation) : null))],
            Subject = string.Create(CultureInfo.InvariantCulture, $"{StudyNames.Formula(modes.Crystal)}, {settings.Temperature} K{(instrument is null ? "" : $", {instrument.Name.ToUpperInvariant()}")}"),
            IntensityUnit = AbinsMap.IntensityUnit,
            PintUnit = "barn * centimeter",
            Unit = options.Map.Unit,
            Scale = options.Map.Scale ?? MapScale.Linear,
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture, $"instrument {instrument?.Label ?? "ideal"}, {settings.Temperature} K, resolution {maps[0].Resolution?.Name ?? "none"}{(maps[0].Resolution is null ? "" : $" by {settings.Broadening.ToString().ToLowerInvariant()}")}, orders to {settings.Orders}, {settings.Weighting.ToString().ToLowerInvariant()} cross sections of {CrossSections.TableName}"),
                string.Create(CultureInfo.InvariantCulture, $"{maps[0].DroppedModes} of {modes.Energies.Length} modes at or below {settings.LowestEnergy} cm⁻¹ are left out"),
                .. difference ? ["compared with the exact map of the same cross sections, 4π times its barn/sr; bins in |Q| from zero for both"] : Array.Empty<string>(),
                .. input.Notes,
            ],
        };
        result.WriteFiles(options.Output);
        StudyJson.Write(result.ToJson(), provenance, Path.Combine(options.Output, result.FileName + ".json"));
        return result;
    }

    static MapDifference Difference(
        AbinsMap map, PhononModes modes, SpaceGroup group, ScatteringOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        double step = map.Total.EnergyStep, width = map.Total.Q[1] - map.Total.Q[0];
        int count = map.Total.Energies.Length;
        options = options with { MinimumEnergy = 0, BinWidth = step, MaximumEnergy = count * step * (1 + 1e-12), Orders = 1, Resolution = map.Resolution?.Name ?? "none" };
        SpectralTensors tensors = SpectralTensors.Binned(modes, group, options, cancellation);
        Spectrum2D exact = ScatteringMapCalculator.Bank(
            tensors, new QAxis(width * map.Total.Q.Length, map.Total.Q.Length), options, map.Bank, map.Resolution, progress, cancellation).Total;
        return MapDifference.Compute(map.Total with { Label = "like AbINS" }, HalfBinLower(exact, map.Total));
    }

    // AbINS' bins are centred half a bin off those of the exact map: the mean of two neighbours. σ/4π becomes σ.
    static Spectrum2D HalfBinLower(Spectrum2D exact, Spectrum2D like)
    {
        int count = like.Energies.Length;
        double[] values = new double[like.Intensities.Length];
        for (int k = 0; k < values.Length; k++)
        {
            ReadOnlySpan<double> row = exact.Row(k / count);
            int bin = k % count;
            values[k] = bin + 1 < row.Length ? 2 * Math.PI * (row[bin] + row[bin + 1]) : double.NaN;
        }

        return new("exact", like.Q, like.Energies, values);
    }
}
