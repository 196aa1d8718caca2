using System.Globalization;
using System.Text.Json;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.TestSupport;
using InsCore.Units;
using PureHDF;
using Xunit;

namespace InsCore.Tests.Spectra;

public sealed class SpectrumFilesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("spectra").FullName;

    static readonly Spectrum1D[] Spectra = [new("total", [0, 1, 2], [0.5, 1.25, 1e-20]), new("H, order 1", [0, 1, 2], [1, 2, 3])];

    static readonly Spectrum2D Map = new("S(Q, E)", [0.5, 1.5, 2.5], [0, 100, 200, 300], [0, 1, 2, double.NaN, 10, 11, 12, 13, 20, 21, 22, 23]);

    string Target => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The grammar of LoadAscii: comments, blocks headed by an integer alone, rows of three numbers.
    [Fact]
    public void MantidAscii_HasBlocksOfThreeColumnsAndSaysWhatXIs()
    {
        MantidAscii.Write(Target, "barn/sr per 1/cm", Spectra, ["InsCore\nTOSCA"]);
        string[] lines = File.ReadAllLines(Target);
        Assert.Equal("# InsCore TOSCA", lines[0]);
        Assert.Contains("centre of the bin", lines[1]);
        Assert.Contains("# spectrum 2: H, order 1", lines);
        string[] data = [.. lines.Where(l => l[0] != '#')];
        Assert.Equal(["1", "0,0.5,0", "1,1.25,0", "2,1E-20,0", "2", "0,1,0", "1,2,0", "2,3,0"], data);
        Assert.All(data.Where(l => l.Contains(',')), l => Assert.All(l.Split(','), f => double.Parse(f, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("spectrum1d/quartz_666_dos.json", 1)]
    [InlineData("spectrum1dcollection/quartz_666_pdos.json", 2)]
    [InlineData("spectrum2d/NaCl_constrained_ei_300_cm.json", 3)]
    public void Euphonic_HasTheMembersOfEuphonicsFiles(string peer, int kind)
    {
        switch (kind)
        {
            case 1: EuphonicSpectra.Write(Target, "barn", [Spectra[0]]); break;
            case 2: EuphonicSpectra.Write(Target, "barn", Spectra); break;
            default: EuphonicSpectra.Write(Target, "barn", Map); break;
        }

        using JsonDocument own = JsonDocument.Parse(File.ReadAllText(Target).Replace("NaN", "null"));
        using JsonDocument theirs = JsonDocument.Parse(File.ReadAllText(TestData.Shared($"peer-data/euphonic/{peer}")).Replace("NaN", "null"));
        Assert.Equal(theirs.RootElement.GetProperty("__euphonic_class__").GetString(), own.RootElement.GetProperty("__euphonic_class__").GetString());
        string[] optional = ["metadata", "x_tick_labels", "__euphonic_version__"];
        static IEnumerable<string> Members(JsonElement e) => e.EnumerateObject().Select(m => m.Name);
        Assert.Equal(Members(theirs.RootElement).Except(optional).Order(StringComparer.Ordinal), Members(own.RootElement).Except(optional).Order(StringComparer.Ordinal));
        Assert.Equal(theirs.RootElement.GetProperty("y_data")[0].ValueKind, own.RootElement.GetProperty("y_data")[0].ValueKind);

        // Edges: one more than intensities.
        Assert.Equal(4, kind == 3 ? 4 : own.RootElement.GetProperty("x_data").GetArrayLength());
        Assert.Equal(-0.5, kind == 3 ? -0.5 : own.RootElement.GetProperty("x_data")[0].GetDouble());
    }

    [Fact]
    public void Euphonic_WrittenSpectra_AreReadBack()
    {
        EuphonicSpectra.Write(Target, "barn", Spectra);
        (IReadOnlyList<Spectrum1D> lines, string unit) = EuphonicSpectra.Read(Target);
        Assert.Equal("barn", unit);
        Assert.Equal(["total", "H, order 1"], lines.Select(l => l.Label));
        Assert.Equal(Spectra[1].Intensities, lines[1].Intensities);
        Assert.All(Spectra[1].Energies.Zip(lines[1].Energies), e => Assert.Equal(e.First, e.Second, 1e-12));
        EuphonicSpectra.Write(Target, "barn", Map);
        Spectrum2D map = EuphonicSpectra.ReadMap(Target).Map;
        Assert.Equal(Map.Intensities, map.Intensities);
        Assert.Equal(Map.Q, map.Q);
        Assert.All(Map.Energies.Zip(map.Energies), e => Assert.Equal(e.First, e.Second, 1e-10));
    }

    [Theory]
    [InlineData("spectrum1d/quartz_666_dos.json", 1, "1 / millielectron_volt")]
    [InlineData("spectrum1dcollection/quartz_666_pdos.json", 9, "1 / millielectron_volt")]
    [InlineData("spectrum1d/methane_pdos_index_1.json", 1, "dimensionless")]
    public void Euphonic_PeersSpectra_AreRead(string peer, int count, string wanted)
    {
        (IReadOnlyList<Spectrum1D> lines, string unit) = EuphonicSpectra.Read(TestData.Shared($"peer-data/euphonic/{peer}"));
        Assert.Equal(count, lines.Count);
        Assert.Equal(wanted, unit);
        Assert.All(lines, l => Assert.True(l.Energies.Length == l.Intensities.Length && l.Energies[^1] > l.Energies[0]));
        if (count == 9)
        {
            Assert.Equal("index 8, species Si", lines[8].Label);

            // Three modes of each atom, for each of the nine atoms of the cell.
            double step = (lines[8].Energies[1] - lines[8].Energies[0]) / Constants.MillielectronvoltInWavenumbers;
            Assert.Equal(3.0 / 9, lines[8].Intensities.Sum() * step, 1e-9);
        }
    }

    [Fact]
    public void Euphonic_PeersMap_HasItsMask()
    {
        Spectrum2D map = EuphonicSpectra.ReadMap(TestData.Shared("peer-data/euphonic/spectrum2d/NaCl_constrained_ei_300_cm.json")).Map;
        Assert.Equal(23 * 59, map.Intensities.Length);
        Assert.Contains(map.Intensities, double.IsNaN);
        Assert.Contains(map.Intensities, double.IsFinite);
        Assert.Throws<InsInputException>(() => EuphonicSpectra.Read(TestData.Shared("peer-data/euphonic/spectrum2d/NaCl_constrained_ei_300_cm.json")));
    }

    [Fact]
    public void Nexus_HoldsEdgesValuesAndUnits()
    {
        NexusFile.Write(Target, "barn", Map, "test");
        using (var file = H5File.OpenRead(Target))
        {
            Assert.Equal("entry", file.Attribute("default").Read<string>());
            Assert.Equal(Map.Intensities, file.Dataset("entry/data/intensity").Read<double[]>());
            Assert.Equal([-50, 50, 150, 250, 350], file.Dataset("entry/data/energy").Read<double[]>());
            Assert.Equal("1/cm", file.Dataset("entry/data/energy").Attribute("units").Read<string>());
            Assert.Equal("NXdata", file.Group("entry/data").Attribute("NX_class").Read<string>());
        }

        NexusFile.Write(Target, "barn", Spectra, "test");
        using var several = H5File.OpenRead(Target);
        Assert.Equal(Spectra[1].Intensities, several.Dataset("entry/data_2/intensity").Read<double[]>());
    }

    [Fact]
    public void Nxspe_HoldsTheMapAtTheAnglesOfTheDetectors()
    {
        const double Incident = 400;
        double[] angles = [5, 20, 40, 60, 135];
        NxspeFile.Write(Target, Map, Incident, angles);
        using var file = H5File.OpenRead(Target);
        Assert.Equal("NXSPE", file.Dataset("entry/definition").Read<string[]>()[0]);
        Assert.Equal(Incident / Constants.MillielectronvoltInWavenumbers, file.Dataset("entry/NXSPE_info/fixed_energy").Read<double[]>()[0], 1e-12);
        double[] energy = file.Dataset("entry/data/energy").Read<double[]>();
        Assert.Equal(5, energy.Length);
        Assert.Equal(350 / Constants.MillielectronvoltInWavenumbers, energy[4], 1e-12);
        Assert.Equal([5UL, 4], file.Dataset("entry/data/data").Space.Dimensions);
        double[] data = file.Dataset("entry/data/data").Read<double[]>();

        // The map is 10 (Q - 0.5) + E/100 where it is finite: linear, so that its interpolation is exact.
        for (int k = 0; k < data.Length; k++)
        {
            double transfer = Map.Energies[k % 4], final = Incident - transfer, angle = angles[k / 4] * Math.PI / 180;
            double q = Math.Sqrt(Constants.NeutronWaveVectorSquared * Constants.WavenumberInEv * (Incident + final - (2 * Math.Sqrt(Incident * final) * Math.Cos(angle))));
            bool isInside = q >= 0.5 && q <= 2.5 && !(k % 4 == 3 && q < 1.5);
            Assert.Equal(isInside, double.IsFinite(data[k]));
            if (isInside)
            {
                Assert.Equal(((10 * (q - 0.5)) + (transfer / 100)) * Constants.MillielectronvoltInWavenumbers, data[k], 1e-9);
            }
        }

        Assert.Contains(data, double.IsFinite);
    }
}
