using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Studies;
using InsCore.Units;

namespace InsCore.Tests.Reports;

/// <summary>A folder of results as `run` leaves it, of two water molecules, with texts of any kind in it.</summary>
internal sealed class StoredStudy : IDisposable
{
    /// <summary>Wavenumbers of the modes at both pressures, cm⁻¹: the eighth and the last soften.</summary>
    public static readonly double[] First = [40, 60, 90, 120, 150, 200, 260, 454, 800, 1500, 1620, 1640, 3400, 3500, 3600], Second = [44, 66, 99, 130, 160, 215, 270, 448, 806, 1504, 1622, 1643, 3402, 3501, 3590];

    public StoredStudy(string text = "plain")
    {
        Folder = Directory.CreateTempSubdirectory("report").FullName;
        WritePressure(0, First, text);
        WritePressure(1.5, Second, text);
        JsonObject summary = new()
        {
            ["points"] = new JsonArray(Point(0, text), Point(1.5, text)),
            ["warnings"] = new JsonArray($"0.0 GPa: {text}", $"1.5 GPa: {text}", "between the two"),
            ["pressureSeries"] = Series(),
            ["shifts"] = new JsonArray(Shifts(text)),
            ["provenance"] = new JsonObject
            {
                ["program"] = "InsCore 0", ["date"] = "2000-01-01T00:00:00Z", ["commandLine"] = text, ["inputs"] = new JsonObject { [text] = "00ff" }, ["backend"] = text,
                ["model"] = new JsonObject { ["name"] = text, ["sha256"] = "aa", ["licence"] = text, ["caveats"] = text },
            },
        };
        File.WriteAllText(Path.Combine(Folder, "summary.json"), summary.ToJsonString());
        File.WriteAllText(Path.Combine(Folder, "shifts.json"), Tracking(text).ToJsonString());
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static JsonObject Point(double pressure, string text) => new()
    {
        ["relaxed"] = new JsonObject { ["targetPressure"] = pressure, ["formula"] = text, ["spaceGroup"] = text, ["spaceGroupBefore"] = text, ["largestForce"] = 1e-5 },
        ["phonons"] = new JsonObject { ["mesh"] = new JsonArray(1, 1, 1), ["method"] = text, ["imaginaryModes"] = 0, ["longWaves"] = pressure > 0 ? text : null },
        ["spectrum"] = new JsonObject { ["settings"] = text, ["diagnostics"] = new JsonArray(text) },
        ["comparison"] = pressure > 0 ? null : new JsonObject
        {
            ["experiment"] = new JsonObject { ["title"] = text }, ["background"] = text, ["pairs"] = 1, ["meanAbsoluteError"] = 2.5, ["meanSignedError"] = -2.5, ["notes"] = new JsonArray(text),
            ["peaks"] = new JsonArray(new JsonObject { ["measured"] = 456.5, ["computed"] = 454, ["difference"] = -2.5, ["modes"] = new JsonArray(new JsonObject { ["mode"] = 11, ["share"] = 0.8 }) }),
        },
        ["dynamics"] = new JsonObject
        {
            ["verdict"] = text, ["holdsTogether"] = pressure == 0, ["ensemble"] = pressure == 0 ? "npt" : text, ["targetTemperature"] = 300, ["startVolume"] = 120, ["degreesOfFreedom"] = 15, ["volume"] = new JsonObject { ["mean"] = 126, ["error"] = 0.5, ["deviation"] = 2.4 }, ["bulkModulus"] = 7.5, ["velocities"] = new JsonObject { ["spectrum"] = pressure == 0 }, ["timeStep"] = 0.5, ["time"] = 20, ["atoms"] = 6,
            ["energyDrift"] = new JsonObject { ["value"] = 0.001, ["error"] = 0.0005 }, ["temperature"] = new JsonObject { ["mean"] = 299.5, ["error"] = 1.5 },
            ["temperatureWidth"] = new JsonObject { ["measured"] = 108.2, ["error"] = 2.4, ["expected"] = 109.5 },
            ["molecules"] = new JsonObject { ["isMolecular"] = true, ["change"] = pressure == 0 ? "" : text, ["changedAt"] = pressure == 0 ? null : 1.25 },
        },
        ["thermodynamics"] = new JsonObject
        {
            ["zeroPointEnergy"] = 1.2, ["warnings"] = new JsonArray(text),
            ["points"] = new JsonArray(new JsonObject { ["temperature"] = 300, ["molar"] = new JsonObject { ["entropy"] = 45.25, ["heatCapacity"] = 33.5 } }),
        },
    };

    // The first mode's parts sum to its shift; the others are the same by a factor.
    static JsonObject Tracking(string text) => new()
    {
        ["modes"] = new JsonArray([.. First.Select((nu, n) => new JsonObject
        {
            ["number"] = n + 4,
            ["grueneisen"] = new JsonArray(1.5, 1.2),
            ["description"] = new JsonObject { ["name"] = text },
            ["decomposition"] = new JsonObject { ["intramolecular"] = 2 * (Second[n] - nu), ["intermolecular"] = -1.25 * (Second[n] - nu), ["geometry"] = 0.25 * (Second[n] - nu) },
        })]),
        ["crossings"] = new JsonArray(Crossing(4, 5, true), Crossing(5, 6, false)),
        ["reasons"] = new JsonArray(new JsonObject { ["text"] = text }),
    };

    static JsonObject Crossing(int first, int second, bool passed) => new() { ["first"] = first, ["second"] = second, ["passed"] = passed };

    static JsonObject Series() => new()
    {
        ["points"] = new JsonArray(Cell(0, 120), Cell(1.5, 110)),
        ["elastic"] = new JsonArray(new JsonObject
        {
            ["target"] = 0, ["isStable"] = true, ["eigenvalues"] = new JsonArray(3.5, 9), ["polycrystal"] = new JsonObject { ["bulkHill"] = 12.25 }, ["stiffness"] = new JsonArray(new JsonArray(1, 2, 3, 4, 5, 6)),
        }),
        ["segments"] = new JsonArray(new JsonObject { ["spaceGroup"] = "P1 (1)", ["pressures"] = new JsonArray(0, 1.5), ["equationsOfState"] = new JsonArray(), ["meanBulkModulus"] = 17.24, ["notes"] = new JsonArray("two pressures") }),
    };

    static JsonObject Cell(double pressure, double volume) => new()
    {
        ["target"] = pressure, ["pressure"] = pressure, ["volume"] = volume, ["cell"] = new JsonArray(5, 5, 4.8, 90, 90, 90),
    };

    static JsonObject Shifts(string text) => new()
    {
        ["from"] = 0,
        ["to"] = 1.5,
        ["modes"] = new JsonArray([.. First.Select((nu, n) => new JsonObject
        {
            ["number"] = n + 4, ["irrep"] = n % 2 == 0 ? "Ag" : text, ["degeneracy"] = 1, ["first"] = nu, ["second"] = Second[n], ["confidence"] = n == 3 ? 0.6 : 0.99,
            ["overlap"] = n == 3 ? 0.4 : 0.9, ["hydrogenShare"] = 0.5, ["insWeight"] = 1 + n,
        })]),
    };

    void WritePressure(double pressure, double[] wavenumbers, string text)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, StudyNames.Pressure(pressure))).FullName;
        double[] x = [.. Enumerable.Range(0, 2001).Select(i => 2.0 * i)];
        double[] y = [.. x.Select(e => wavenumbers.Sum(w => Math.Exp(-Math.Pow((e - w) / 12, 2))))];
        File.WriteAllText(Path.Combine(folder, "spectrum.json"), new JsonObject
        {
            ["energyTransfer"] = Array(x), ["banks"] = new JsonObject { ["all"] = Array(y) }, ["units"] = new JsonObject { ["intensity"] = text },
        }.ToJsonString());
        Directory.CreateDirectory(Path.Combine(folder, "md"));
        File.WriteAllText(Path.Combine(folder, "md", "spectrum.json"), new JsonObject { ["energyTransfer"] = Array(x), ["banks"] = new JsonObject { ["all"] = Array([.. y.Select(v => v / 2)]) } }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "md", "curves.json"), new JsonObject
        {
            ["samples"] = new JsonObject { ["time"] = Array([0, 1, 2]), ["temperature"] = Array([250, 300, 350]), ["volume"] = Array([120, 126, 132]) },
            ["means"] = new JsonObject { ["time"] = Array([0.5, 1.5]), ["temperature"] = Array([275, 325]), ["a"] = Array([5, 5.1]), ["b"] = Array([5, 5.1]), ["c"] = Array([4.8, 4.8]) },
            ["startCell"] = Array([5, 5, 4.8, 90, 90, 90]),
            ["distances"] = Array([0.5, 1.5, 2.5]),
            ["pairs"] = new JsonArray(new JsonObject { ["pair"] = text, ["within"] = Array([0, 8, 0]), ["between"] = Array([0, 0, 1.5]) }, new JsonObject { ["pair"] = "O-O", ["within"] = Array([0, 0, 0]), ["between"] = Array([0, 0, 2]) }),
        }.ToJsonString());
        Vector3d[] places = [new(1, 1, 1), new(1.76, 1, 1.59), new(0.24, 1, 1.59)];
        Crystal crystal = new(
            new Lattice(Matrix3d.Diagonal(5, 5, 4.8)), [8, 1, 1, 8, 1, 1], [.. places, .. places.Select(p => p + new Vector3d(2.5, 2.5, 2))]);
        PhononModes modes = new(crystal, [Vector3d.Zero], [1]);
        for (int n = 0; n < 18; n++)
        {
            modes.Energies[n] = (n < 3 ? 0 : wavenumbers[n - 3]) / Constants.EvInWavenumbers;
            modes.Eigenvectors[(n * 18) + n] = Complex.One;
        }

        PhononFile.Write(Path.Combine(folder, "modes.h5"), modes, "{}");
    }

    static JsonArray Array(double[] values) => [.. values.Select(v => JsonValue.Create(v))];
}
