using System.Text.Json;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

public class EuphonicDensityOfStatesTests
{
    const string Row = "Like Euphonic: densities of states (relative to the maximum)";

    [Fact]
    public void Total_SameModes_EqualsEuphonic()
    {
        JsonElement modes = PeerFile.Json("qpoint_frequencies/quartz/quartz_666_qpoint_frequencies.json");
        double[] weights = modes.Numbers("weights");
        JsonElement wanted = PeerFile.Json("spectrum1d/quartz_666_dos.json");
        Check(wanted.Numbers("y_data"), EuphonicDensityOfStates.Total(Energies(modes), Normalised(weights), Bins(wanted)));
    }

    [Theory]
    [InlineData("quartz_666_pdos", null)]
    [InlineData("quartz_666_coh_pdos", Weighting.Coherent)]
    [InlineData("quartz_666_coherent_plus_incoherent_pdos", Weighting.Total)]
    public void Parts_SameModes_EqualEuphonic(string expected, Weighting? weighting)
    {
        PhononModes modes = PeerFile.Modes("castep_files/quartz/quartz-666-grid.phonon");
        JsonElement wanted = PeerFile.Json($"spectrum1dcollection/{expected}.json");
        Check(wanted.Numbers("y_data"), [.. EuphonicDensityOfStates.Parts(modes, Bins(wanted), weighting).SelectMany(p => p)]);
    }

    [Theory]
    [InlineData("quartz_554_full_adaptive_dos", false)]
    [InlineData("quartz_554_full_adaptive_dos_fast", true)]
    public void Adaptive_SameWidths_EqualsEuphonic(string expected, bool fast)
    {
        JsonElement modes = PeerFile.Json("qpoint_frequencies/quartz/quartz_554_full_qpoint_frequencies.json");
        double[] widths = PeerFile.Json("force_constants/quartz_554_full_mode_widths.json").Numbers("mode_widths");
        JsonElement wanted = PeerFile.Json($"spectrum1d/{expected}.json");
        Check(
            wanted.Numbers("y_data"),
            EuphonicDensityOfStates.Adaptive(Energies(modes), Array.ConvertAll(widths, w => w * 1e-3), modes.Numbers("weights"), Bins(wanted), fast));
    }

    [Theory]
    [InlineData("quartz_666_1meV_gauss_broaden_dos", false)]
    [InlineData("quartz_666_1meV_lorentz_broaden_dos", true)]
    public void FixedBroadening_EqualsEuphonic(string expected, bool isLorentzian)
    {
        double[] source = PeerFile.Json("spectrum1d/quartz_666_dos.json").Numbers("y_data");
        double[] got = isLorentzian ? EuphonicBroadening.Lorentzian(source, 2) : EuphonicBroadening.Gaussian(source, 2);
        Check(PeerFile.Json($"spectrum1d/{expected}.json").Numbers("y_data"), Array.ConvertAll(got, y => y * 1000));
    }

    [Theory]
    [InlineData("with_weights", true)]
    [InlineData("noweights", false)]
    public void AverageOverQ_SameIntensities_EqualsEuphonic(string expected, bool weighted)
    {
        JsonElement wanted = PeerFile.Json($"spectrum1d/quartz_666_300K_sf_1d_average_{expected}.json");
        JsonElement factors = PeerFile.Json($"structure_factor/quartz/quartz_666_300K_structure_factor{(weighted ? "" : "_noweights")}.json");
        double[] intensities = factors.Numbers("structure_factors"), energies = Energies(factors);
        int points = factors.GetProperty("n_qpts").GetInt32(), modes = energies.Length / points;
        double[] weights = weighted ? factors.Numbers("weights") : [.. Enumerable.Repeat(1.0, points)];
        EnergyBins bins = Bins(wanted);
        double[] got = new double[bins.Count];
        for (int q = 0; q < points; q++)
        {
            bins.Add(energies.AsSpan(q * modes, modes), intensities.AsSpan(q * modes, modes), 300, weights[q] / weights.Sum(), got);
        }

        Check(wanted.Numbers("y_data"), got, UnitOf(wanted));
    }

    // Lines of the figures that Euphonic draws, whose x are the centres of bins.
    [Theory]
    [InlineData("NaH NaH.phonon")]
    [InlineData("NaH NaH.phonon --ebins=100")]
    public void Total_OfSodiumHydride_IsEuphonicsFigure(string call)
    {
        PhononModes modes = PeerFile.Modes("castep_files/NaH/NaH.phonon");
        (EnergyBins bins, double[][] wanted) = Figure(call);
        Check(wanted[0], EuphonicDensityOfStates.Total(modes.Energies, modes.Weights, bins));
    }

    [Theory]
    [InlineData("NaH NaH.phonon --weighting=coherent-dos --pdos Na H", Weighting.Coherent, true)]
    [InlineData("NaH NaH.phonon --weighting=coherent-plus-incoherent-dos --pdos", Weighting.Total, false)]
    public void Parts_OfSodiumHydride_AreEuphonicsFigure(string call, Weighting weighting, bool sodiumFirst)
    {
        PhononModes modes = PeerFile.Modes("castep_files/NaH/NaH.phonon");
        (EnergyBins bins, double[][] wanted) = Figure(call);
        double[][] parts = EuphonicDensityOfStates.Parts(modes, bins, weighting);
        double[] hydrogen = parts[0], sodium = parts[1], total = [.. hydrogen.Zip(sodium, (h, n) => h + n)];
        double[][] got = sodiumFirst ? [sodium, hydrogen] : [total, hydrogen, sodium];
        Assert.Equal(wanted.Length, got.Length);
        foreach ((double[] line, double[] own) in wanted.Zip(got))
        {
            Check(line, own);
        }
    }

    static (EnergyBins Bins, double[][] Lines) Figure(string call)
    {
        double[][][] lines = [.. PeerFile.Json("script_data/dos.json").GetProperty(call).GetProperty("xy_data").EnumerateArray()
            .Select(l => l.EnumerateArray().Select(a => a.Numbers()).ToArray())];
        double[] x = lines[0][0];
        double width = (x[^1] - x[0]) / (x.Length - 1);
        return (EnergyBins.Uniform(1e-3 * (x[0] - (0.5 * width)), 1e-3 * (x[^1] + (0.5 * width)), x.Length), [.. lines.Select(l => l[1])]);
    }

    static void Check(double[] wanted, double[] got, double unit = 1e-3)
    {
        Assert.Equal(wanted.Length, got.Length);
        double error = wanted.Zip(got, (w, g) => Math.Abs(w - (g * unit))).Max() / wanted.Max();
        AchievedError.Check(Row, "Euphonic", error, 1e-12);
    }

    static double[] Energies(JsonElement json) => Array.ConvertAll(json.Numbers("frequencies"), e => e * 1e-3);

    static double[] Normalised(double[] weights) => Array.ConvertAll(weights, w => w / weights.Sum());

    static double UnitOf(JsonElement spectrum) =>
        spectrum.GetProperty("x_data_unit").GetString() == "1 / centimeter" ? Constants.WavenumberInEv : 1e-3;

    static EnergyBins Bins(JsonElement spectrum) => new(Array.ConvertAll(spectrum.Numbers("x_data"), e => e * UnitOf(spectrum)));
}
