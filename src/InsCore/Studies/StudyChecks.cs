using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Finds every problem of a study's settings before anything runs.</summary>
internal static class StudyChecks
{
    const double HighestPressure = 1000, LargestTemperature = 5000;

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
        Require(o.Precision is "float64" or "float32", $"precision must be float64 or float32, not {o.Precision}");
        Require(o.Threads >= 0, "threads must not be negative");
        Require(o.Relaxation.ForceTolerance > 0 && o.Relaxation.StressTolerance > 0, "the tolerances of the relaxation must be positive");
        Require(o.Relaxation.MaximumSteps > 0, "the relaxation needs at least one step");
        Require(o.Phonons.Mesh?.All(n => n is > 0 and <= 100) ?? true, "divisions of the mesh must be 1 to 100");
        Require(o.Phonons.Supercell?.All(n => n is > 0 and <= 20) ?? true, "divisions of the supercell must be 1 to 20");
        Require(o.Phonons.Spacing is > 0 and < 10, "the spacing of the mesh must be positive, 1/Å");
        Require(o.Phonons.SupercellDistance is > 0 and <= 100, "the distance of the supercell must be between 0 and 100 Å");
        Require(o.Phonons.Displacement is null or (> 0 and <= 0.5), "the displacement must be between 0 and 0.5 Å");
        Throw(problems);
        Check(o.Scattering);
    }

    /// <summary>Checks what a spectrum alone needs.</summary>
    public static void Check(ScatteringOptions options)
    {
        if (options.Temperature is not (>= 0 and <= LargestTemperature))
        {
            Throw([$"the temperature must be between 0 and {LargestTemperature} K"]);
        }

        options.Check();
        Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies).Resolution(options.Resolution);
    }

    /// <summary>Checks what maps need, whose instrument is a setting of their own.</summary>
    public static void CheckMap(StudyOptions options)
    {
        if (options.Map.Instrument is null && options.Scattering.IncidentEnergies.Count > 0)
        {
            Throw(["incident energies need an instrument"]);
        }

        Check(options.Map.Instrument is { } name
            ? options.Scattering with { Instrument = name }
            : options.Scattering with { Resolution = null });
    }

    /// <summary>The potential, known to fit the crystal.</summary>
    public static MacePotential Potential(ModelFile file, StudyOptions options, Crystal crystal)
    {
        MacePotential potential = MacePotential.Load(file, options.Precision == "float32" ? Precision.Float32 : Precision.Float64, options.Head, options.Executor, options.Radial);
        int[] unknown = [.. crystal.AtomicNumbers.ToArray().Distinct().Except(potential.Elements).Order()];
        return unknown.Length == 0
            ? potential
            : throw new InsInputException(
                options.Structure,
                null,
                $"holds {string.Join(", ", unknown.Select(Element.Symbol))}, which the model {file.Card.Name} does not know",
                $"use a model trained for it; this one knows {string.Join(", ", potential.Elements.Select(Element.Symbol))}");
    }

    static void Throw(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new InsInputException("settings", null, string.Join("; ", problems), "see docs/cli.md");
        }
    }
}
