using System.Text.Json;
using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

/// <summary>Maps along band paths, one histogram for each wave vector, as Euphonic makes them of the same modes.</summary>
public class EuphonicBandMapTests
{
    const double Tolerance = 1e-12;

    [Fact]
    public void DensityOfStates_AlongPhonopysBands_EqualsEuphonic()
    {
        PhononModes modes = PeerFile.Modes("phonopy_files/NaCl/band/band.yaml");
        JsonElement wanted = PeerFile.Json("spectrum2d/NaCl_band_yaml_dos_map.json");
        EnergyBins bins = Bins(wanted);
        double[] got = [.. Enumerable.Range(0, modes.QPoints.Length).SelectMany(q => EuphonicDensityOfStates.Total(modes.EnergiesAt(q), [1], bins))];
        Check("density of states along bands", wanted, got, Constants.WavenumberInEv);
    }

    // Without temperature, so that thermal factors are left out.
    [Fact]
    public void Intensities_AlongBands_EqualEuphonic()
    {
        JsonElement factors = PeerFile.Json("structure_factor/quartz/quartz_bandstructure_structure_factor.json");
        JsonElement wanted = PeerFile.Json("spectrum2d/quartz_bandstructure_sqw.json");
        double[] energies = Array.ConvertAll(factors.Numbers("frequencies"), e => e * 1e-3), intensities = factors.Numbers("structure_factors");
        EnergyBins bins = Bins(wanted);
        double[] got = new double[146 * bins.Count];
        for (int q = 0; q < 146; q++)
        {
            bins.Add(energies.AsSpan(27 * q, 27), intensities.AsSpan(27 * q, 27), null, 1, got.AsSpan(q * bins.Count, bins.Count));
        }

        Check("coherent intensity along bands", wanted, got, Constants.WavenumberInEv);
    }

    static EnergyBins Bins(JsonElement map) => new(Array.ConvertAll(map.Numbers("y_data"), e => e * Constants.WavenumberInEv));

    static void Check(string quantity, JsonElement map, double[] got, double unit)
    {
        double[] wanted = map.Numbers("z_data");
        Assert.Equal(wanted.Length, got.Length);
        double error = wanted.Zip(got, (w, g) => Math.Abs(w - (g * unit))).Max() / wanted.Max();
        AchievedError.Check($"Like Euphonic: {quantity} (relative to the maximum)", "Euphonic, same modes", error, Tolerance);
    }
}
