using System.Globalization;
using InsCore.Backends;
using InsCore.Comparison;
using InsCore.Potentials;
using InsCore.Pressure;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Finds every problem of a study's settings before anything runs.</summary>
internal static class StudyChecks
{
    const double HighestPressure = 1000, LargestTemperature = 5000, LargestQ = 100;

    const int MostThreads = 4096, MostReplicas = 1000, MostDirections = 1_000_000, MostQBins = 5000;

    public static void Check(StudyOptions o)
    {
        List<string> problems = [];
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Require(o.Structure.Length > 0, "no structure is given");
        Require(o.Pressures.Count > 0, "no pressure is given");
        Require(o.Pressures.All(p => Math.Abs(p) <= HighestPressure), $"a pressure is beyond ±{HighestPressure} GPa (the unit is GPa)");
        Require(o.Pressures.Distinct().Count() == o.Pressures.Count, "a pressure is given twice");
        Require(
            o.Pressures.Distinct().Select(StudyNames.Pressure).Distinct().Count() == o.Pressures.Distinct().Count(),
            "two pressures differ by less than 0.0001 GPa");
        Require(o.Precision is "float64" or "float32", $"precision must be float64 or float32, not {o.Precision}");
        Require(o.Relaxation.ForceTolerance > 0 && o.Relaxation.StressTolerance > 0, "the tolerances of the relaxation must be positive");
        Require(o.Relaxation.MaximumSteps > 0, "the relaxation needs at least one step");
        Require(o.Phonons.Mesh?.All(n => n is > 0 and <= 100) ?? true, "divisions of the mesh must be 1 to 100");
        Require(o.Phonons.Supercell?.All(n => n is > 0 and <= 20) ?? true, "divisions of the supercell must be 1 to 20");
        Require(o.Phonons.SupercellDistance is > 0 and <= 100, "the distance of the supercell must be between 0 and 100 Å");
        Require(o.Phonons.Displacement is null or (> 0 and <= 0.5), "the displacement must be between 0 and 0.5 Å");
        Require(o.Comparisons.All(c => c.Pressure is not { } p || o.Pressures.Contains(p)), "a measured spectrum belongs to a pressure that is not among the pressures");
        Require(o.Comparisons.Select(c => c.Pressure ?? o.Pressures.FirstOrDefault()).Distinct().Count() == o.Comparisons.Count, "two measured spectra belong to one pressure");
        Require(o.Dynamics?.Cells is null or { Count: 3 }, "the supercell of molecular dynamics needs three divisions");
        Require(o.Dynamics?.Cells.All(n => n is > 0 and <= 50) ?? true, "divisions of the supercell of molecular dynamics must be 1 to 50");
        Require(o.Dynamics?.Replicas is null or (> 0 and <= MostReplicas), $"replicas of molecular dynamics must be 1 to {MostReplicas}");
        Require(o.Dynamics?.Precision is null or "float64" or "float32", $"precision must be float64 or float32, not {o.Dynamics?.Precision}");
        Require(o.Thermodynamics.Spectra.Count == 0 || o.Thermodynamics.QuasiHarmonic, "thermodynamics.spectra needs thermodynamics.quasiharmonic");
        Require(
            !o.Thermodynamics.QuasiHarmonic || o.Pressures.Count >= QuasiHarmonic.LeastVolumes,
            $"the quasi-harmonic approximation needs {QuasiHarmonic.LeastVolumes} pressures or more, negative ones among them for a warm crystal at no pressure");
        Require(!o.Scattering.IsCoherent, "the coherent part takes force constants: call `inscore ins --coherent` with a file of them");
        Throw(problems);
        CheckMachine(o);
        CheckSpacing(o.Phonons);
        o.Dynamics?.Run.Check();
        ThermodynamicsOutput.Check(o.Thermodynamics);
        Check(o.Scattering);
        foreach (ComparisonOptions comparison in o.Comparisons)
        {
            comparison.Check();
            MeasuredSpectrumFile.Read(comparison.Experiment, comparison.File);
        }
    }

    /// <summary>Checks the number of threads and opens the OpenCL device, if there is to be one.</summary>
    public static void CheckMachine(StudyOptions o)
    {
        if (o.Threads is < 0 or > MostThreads)
        {
            throw new InsInputException("threads", null, $"{o.Threads} is out of range", $"give 1 to {MostThreads}, or 0 for all cores");
        }

        OpenClChoice.Prepare(o.DeviceAsked);
    }

    /// <summary>Checks the spacing of a mesh.</summary>
    public static void CheckSpacing(PhononSettings settings)
    {
        if (settings.Spacing is not (> 0 and < 10))
        {
            throw new InsInputException(
                "spacing", null, FormattableString.Invariant($"{settings.Spacing} is out of range"), "give the largest distance of mesh points, more than 0 and less than 10 1/Å");
        }
    }

    /// <summary>Checks what a spectrum alone needs.</summary>
    public static void Check(ScatteringOptions options)
    {
        if (options.Temperature is not (>= 0 and <= LargestTemperature))
        {
            Throw([$"the temperature must be between 0 and {LargestTemperature} K"]);
        }

        options.Check();
        options.Acoustic.Check();
        if (options is { IsCoherent: true, Weighting: Weighting.Incoherent })
        {
            throw new InsInputException("--coherent", null, "incoherent cross sections leave nothing coherent", "choose --weighting total or coherent, or leave it out");
        }

        Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies).Resolution(options.Resolution);
    }

    /// <summary>Checks what maps need, whose instrument is a setting of their own.</summary>
    public static void CheckMap(StudyOptions options)
    {
        MapSettings map = options.Map;
        if (map.Instrument is null && options.Scattering.IncidentEnergies.Count > 0)
        {
            Throw(["incident energies need an instrument"]);
        }

        void Require(bool holds, string setting, IFormattable value, string remedy)
        {
            if (!holds)
            {
                throw new InsInputException(setting, null, $"{value.ToString(null, CultureInfo.InvariantCulture)} is out of range", remedy);
            }
        }

        CheckMachine(options);
        Require(map.Directions is >= 1 and <= MostDirections, "directions", map.Directions, $"give 1 to {MostDirections}");
        Require(map.QBins is >= 2 and <= MostQBins, "q-bins", map.QBins, $"give 2 to {MostQBins}");
        Require(map.QMaximum is null or (> 0 and <= LargestQ), "momentum transfer", map.QMaximum ?? 0, $"give more than 0 and at most {LargestQ} 1/Å");
        if (map is { Path: not null, Instrument: not null })
        {
            throw new InsInputException("path", null, "the instruments known here measure powders", "leave out the instrument, or the path");
        }

        Check(options.Map.Instrument is { } name
            ? options.Scattering with { Instrument = name }
            : options.Scattering with { Resolution = null });
    }

    /// <summary>The potential, known to fit the crystal.</summary>
    public static MacePotential Potential(ModelFile file, StudyOptions options, Crystal crystal)
    {
        MacePotential potential = Potential(file, options);
        potential.Device = options.DeviceAsked;
        int[] unknown = [.. crystal.AtomicNumbers.ToArray().Distinct().Except(potential.Elements).Order()];
        return unknown.Length == 0
            ? potential
            : throw new InsInputException(
                options.Structure,
                null,
                $"holds {string.Join(", ", unknown.Select(Element.Symbol))}, which the model {file.Card.Name} does not know",
                $"use a model trained for it; this one knows {string.Join(", ", potential.Elements.Select(Element.Symbol))}");
    }

    /// <summary>The potential in the arithmetic of the options.</summary>
    public static MacePotential Potential(ModelFile file, StudyOptions options) =>
        MacePotential.Load(file, options.Precision == "float32" ? Precision.Float32 : Precision.Float64, options.Head, options.Executor, options.Radial, options.Device);

    static void Throw(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new InsInputException("settings", null, string.Join("; ", problems), "see docs/cli.md");
        }
    }
}
