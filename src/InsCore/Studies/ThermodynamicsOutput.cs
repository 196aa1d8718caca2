using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Phonons.Thermodynamics;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Thermodynamics of phonons: thermo.csv, thermo.json, a figure, and displacement tensors as CIF.</summary>
public static class ThermodynamicsOutput
{
    const string JsonName = "thermo.json";
    const double HighestTemperature = 10_000;
    const int MostStructures = 100;

    /// <summary>Reads modes, or force constants whose modes are computed on the mesh, and writes what they give.</summary>
    /// <param name="phonons">In any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="settings">Temperatures.</param>
    /// <param name="options">Mesh, threads, output folder.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The table, its JSON, and what a user should know.</returns>
    /// <exception cref="InsInputException">The file or a setting cannot be used.</exception>
    public static (ThermodynamicTable Table, JsonObject Json, IReadOnlyList<string> Notes) Run(
        string phonons, ThermodynamicsSettings settings, StudyOptions options, string commandLine = "", IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        Check(settings);
        PhononInput input = PhononInput.Read(phonons, options.PhononFile).RequireMesh();
        PhononModes modes = input.Modes ?? Solve(input.ForceConstants!, options, progress, cancellation);
        if (settings.Displacements.Count > 0 && !modes.HasEigenvectors)
        {
            throw new InsInputException(phonons, null, "holds no eigenvectors, without which no displacement is known", "give modes with eigenvectors");
        }

        Provenance provenance = StudyProvenance.Of(commandLine, options with { Thermodynamics = settings }, [phonons], [], input.Notes);
        ThermodynamicTable table = ThermodynamicTable.Of(HarmonicThermodynamics.Of(modes), settings.Temperatures);
        JsonObject json = Write(options.Output, table, modes, settings);
        json["provenance"] = provenance.ToJson();
        AtomicFile.WriteAllText(Path.Combine(options.Output, JsonName), json.ToJsonString(StudyJson.Indented) + "\n");
        return (table, json, [.. input.Notes, .. table.Source.Warnings]);
    }

    /// <summary>Refuses temperatures that make no sense.</summary>
    internal static void Check(ThermodynamicsSettings settings)
    {
        foreach (double t in settings.Temperatures.Concat(settings.Spectra).Concat(settings.Displacements))
        {
            if (t is not (>= 0 and <= HighestTemperature))
            {
                throw new InsInputException("temperature", null, FormattableString.Invariant($"{t} K is out of range"), $"give 0 to {HighestTemperature} K");
            }
        }

        if (settings.Displacements.Count > MostStructures)
        {
            throw new InsInputException("cif", null, $"{settings.Displacements.Count} structures are too many", $"give at most {MostStructures} temperatures");
        }

        if (settings.Temperatures.Count == 0)
        {
            throw new InsInputException("temperature", null, "no temperature is given", "write e.g. 0:300:10");
        }
    }

    /// <summary>The table of one structure of a study; its files are written unless they are there.</summary>
    internal static ThermodynamicTable Run(StudyContext context, PhononResult phonons, string folder)
    {
        ThermodynamicsSettings settings = context.Options.Thermodynamics;
        string key = StepKey.Of("thermo", phonons.Key, settings.Temperatures, settings.Displacements);
        ThermodynamicTable table = ThermodynamicTable.Of(HarmonicThermodynamics.Of(phonons.Modes), settings.Temperatures);
        if (context.Stored(Path.Combine(folder, JsonName), key) is null)
        {
            context.Finish(Path.Combine(folder, JsonName), key, Write(folder, table, phonons.Modes, settings));
        }

        return table;
    }

    static JsonObject Write(string folder, ThermodynamicTable table, PhononModes modes, ThermodynamicsSettings settings)
    {
        JsonObject json = table.ToJson();
        table.WriteCsv(Path.Combine(folder, "thermo.csv"));
        if (table.Points.Count > 1)
        {
            CurveFigure.Write(Path.Combine(folder, "thermo"), $"Harmonic thermodynamics, {StudyNames.Formula(modes.Crystal)}", Panels(table));
        }

        JsonArray displacements = [];
        foreach (double temperature in settings.Displacements)
        {
            ThermalDisplacements tensors = ThermalDisplacements.Of(modes, SpaceGroup.Find(modes.Crystal), temperature);
            tensors.WriteCif(Path.Combine(folder, CifName(temperature)));
            displacements.Add((JsonNode)tensors.ToJson());
        }

        json["displacements"] = displacements;
        return json;
    }

    /// <summary>Name of the CIF of a temperature.</summary>
    public static string CifName(double temperature) => FormattableString.Invariant($"displacements-{temperature:0.###}K.cif");

    static FigurePanel[] Panels(ThermodynamicTable table)
    {
        double[] t = [.. table.Points.Select(p => p.Temperature)];
        FigureCurve Curve(string label, Func<ThermodynamicPoint, double> value) => new(label, t, [.. table.Points.Select(value)]);
        return
        [
            new("Temperature (K)", "Energies (kJ/mol)", [Curve("F", p => table.Molar(p.FreeEnergy)), Curve("E", p => table.Molar(p.Energy))]),
            new("Temperature (K)", "S, C_V (J/(K mol))", [Curve("S", p => table.MolarPerKelvin(p.Entropy)), Curve("C_V", p => table.MolarPerKelvin(p.HeatCapacity))]),
        ];
    }

    static PhononModes Solve(ForceConstants constants, StudyOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation) =>
        PhononSolver.Solve(
            constants, QMesh.Irreducible(PhononStep.MeshOf(constants.Crystal, options.Phonons), SpaceGroup.Find(constants.Crystal)), options.Threads, progress, cancellation);
}
