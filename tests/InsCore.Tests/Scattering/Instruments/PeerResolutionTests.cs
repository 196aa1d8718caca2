using System.Text.Json;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Instruments;

/// <summary>Every stored width of ResINS, and its detector term, against the instrument files.</summary>
public class PeerResolutionTests
{
    const double Tolerance = 1e-6;         // relative
    const double FormulaTolerance = 3e-3;  // relative, what the peer's polynomial misses its own formula by
    const double TubeTolerance = 1e-9;

    [Theory]
    [InlineData("TOSCA", "abins", 1)]
    [InlineData("Lagrange", "abins", 4)]
    [InlineData("PANTHER", "abins", 2)]
    [InlineData("MAPS", "pychop-fit", 18)]
    [InlineData("MARI", "pychop-fit", 31)]
    [InlineData("MERLIN", "pychop-fit", 12)]
    [InlineData("LET", "pychop-fit", 6)]
    public void Widths_AreThoseOfThePeer(string name, string model, int settings)
    {
        int seen = 0;
        foreach (JsonElement entry in Reference().Where(e => e.GetProperty("instrument").GetString() == name))
        {
            Instrument instrument = Configured(name, entry.GetProperty("settings"));
            double error = Worst(entry, instrument, instrument.Resolution(model));
            AchievedError.Check($"Instruments: resolution of {name} (relative)", $"stored values of ResINS, {settings} setting{(settings > 1 ? "s" : "")}", error, Tolerance);
            if (model == "pychop-fit")
            {
                double formula = Worst(entry, instrument, instrument.Resolution("pychop"));
                AchievedError.Check("Instruments: formula and fit of choppers (relative)", "stored values of ResINS, all settings", formula, FormulaTolerance);
                Assert.True(formula > error, "the fit is nearer to the peer's fit than the formula");
            }

            seen++;
        }

        Assert.Equal(settings, seen);
    }

    [Fact]
    public void Tube_HasTheVarianceOfTheReference()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Derived("he_tube_variance.json")));
        var pairs = file.RootElement.GetProperty("alpha").EnumerateArray().Zip(file.RootElement.GetProperty("variance").EnumerateArray());
        foreach ((JsonElement alpha, JsonElement variance) in pairs)
        {
            double error = Math.Abs((HeliumTube.RelativeVariance(alpha.GetDouble()) / variance.GetDouble()) - 1);
            AchievedError.Check("Instruments: absorption depth in a helium tube (relative)", "double integral in another program, 8 pressures", error, TubeTolerance);
        }
    }

    static double Worst(JsonElement entry, Instrument instrument, ResolutionModel model)
    {
        var pairs = entry.GetProperty("energy_transfer_meV").EnumerateArray().Zip(entry.GetProperty("sigma_meV").EnumerateArray());
        return pairs.Max(p =>
        {
            double sigma = model.Sigma(p.First.GetDouble() * Constants.MillielectronvoltInWavenumbers, instrument.Banks[0]);
            return Math.Abs((sigma / Constants.MillielectronvoltInWavenumbers / p.Second.GetDouble()) - 1);
        });
    }

    static Instrument Configured(string name, JsonElement settings)
    {
        string? Word(string key) => settings.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
        double[] Numbers(params string[] keys) => [.. keys.Where(k => settings.TryGetProperty(k, out _)).Select(k => settings.GetProperty(k).GetDouble())];
        string? setting = Word("chopper_package") ?? Word("monochromator");
        return Instrument.ByName(
            setting is null ? name : $"{name}:{setting}", Numbers("e_init"), Numbers("chopper_frequency", "resolution_frequency", "pulse_remover_frequency"));
    }

    static List<JsonElement> Reference()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Shared("peer-data/resins/resins_sigma_reference.json")));
        return [.. file.RootElement.GetProperty("data").EnumerateArray().Select(e => e.Clone())];
    }
}
