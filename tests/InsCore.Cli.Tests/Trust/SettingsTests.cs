using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>The settings that provenance holds are those that were given, every key, and may be given again.</summary>
public sealed class SettingsTests(SmallStudy study) : IClassFixture<SmallStudy>, IDisposable
{
    // Where results go and how the work is done is no part of what was computed.
    static readonly string[] NotOfTheResult = ["output", "force", "threads", "structures", "models", "batch"];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Settings_EveryKey_ComesBack()
    {
        foreach (string name in (string[])["crystal.cif", "BORN-x", "FORCES-x", "cells-x", "measured.csv"])
        {
            folder.File(name, "unused");
        }

        folder.File("sections.csv", "13C,4.81,0.034\n");
        Assert.Equal(0, InscoreCall.Run("instruments", "maps", "-o", folder.Path, "-q", "--json").ExitCode);
        string first = folder.File(
            "all.yml",
            """
            structure: crystal.cif
            model: default
            head: some
            precision: float32
            executor: managed
            device: none
            radial: exact
            pressures: [0.5, 1.25]
            hysteresis: true
            elastic: true
            relaxation: { force: 2e-3, stress: 0.02, steps: 77, cell: false }
            thermodynamics: { temperatures: [0, 55], cif: [12], quasiharmonic: true, spectra: [33] }
            phonons: { mesh: [3, 2, 1], method: displacements, supercell: [2, 1, 3], displacement: 0.004 }
            phonon-file: { cells: cells-x, dim: "2 1 0 0 2 0 0 0 3", primitive-axes: "F", forces: FORCES-x, born: BORN-x, nac: false, asr: none, dipoles: removed }
            scattering:
              { temperature: 21, instrument: maps.yml, ei: [300, 120], frequency: [400], resolution: "polynomial(1,0.01)*1.5", e-min: -10, e-max: 900, bin: 3, orders: 4, weighting: coherent,
                cross-sections: sections.csv, resolve: atoms, accuracy: 0.003, imaginary: absolute, lowest: 7, acoustic: true, sound-speeds: [1500, 1600, 3000], coherent: true,
                directions: 99, like: abins, difference: true }
            map: { instrument: maps, q-max: 7, q-bins: 44, e-max: 700, bin: 5, path: "0 0 0 2 0 0", coherent: true, directions: 88, scale: log, unit: THz }
            dispersion: { interpolate: [2, 2, 1], unit: meV, path: "G-X", step: 0.05, connect: true, eigenvectors: true, bin: 0.2, width: [1, 0.1], shape: lorentzian }
            compare:
              - { experiment: measured.csv, pressure: 1.25, unit: meV, spectrum: 2, column: I, bank: forward, regions: [10, 500], background: "polynomial:3", prominence: 0.04, significance: 6, tolerance: 31 }
            md:
              { ensemble: npt, temperature: 333, time: 5 ps, equilibration: 1 ps, step: 0.25 fs, thermostat: langevin, thermostat-time: 150 fs, barostat-time: 2 ps, sample: 3 fs, frame: 50 fs, restart: 7 s, seed: 9,
                cells: [2, 1, 1], precision: float64 }
            output: elsewhere
            threads: 1
            force: true
            """);
        JsonObject settings = SettingsOf(first);
        foreach ((string section, string[] keys) in StudyKeys.Sections)
        {
            JsonNode? part = section.Length == 0 ? settings : settings[section[..^1]];
            part = part is JsonArray list ? list[0] : part;
            foreach (string key in keys.Where(k => !NotOfTheResult.Contains(section.Length == 0 ? k : section[..^1]) && (section, k) is not ("phonons.", "spacing" or "distance")))
            {
                Assert.True(part!.AsObject().ContainsKey(key), $"{section}{key} is missing");
            }
        }

        Assert.Equal(0.004, (double)settings["phonons"]!["displacement"]!);
        Assert.Equal("polynomial:3", (string?)settings["compare"]![0]!["background"]);
        string second = folder.File("again.yml", settings.ToJsonString());
        Assert.Equal(settings.ToJsonString(), SettingsOf(second).ToJsonString());
    }

    string Modes(string pressure) => Path.Combine(study.Folder, "results", pressure, "modes.h5");

    // Of a verb that takes every setting and uses few.
    JsonObject SettingsOf(string config)
    {
        string output = Path.Combine(folder.Path, Path.GetFileNameWithoutExtension(config));
        (int code, string error) = InscoreCall.Run("track", Modes("0.0GPa"), Modes("0.8GPa"), "--config", config, "-o", output, "-q", "--json");
        Assert.True(code == 0, error);
        return JsonNode.Parse(File.ReadAllText(Path.Combine(output, "shifts.json")))!["provenance"]!["settings"]!.AsObject();
    }
}
