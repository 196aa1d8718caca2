using System.Text.Json;
using InsCore.TestSupport;
using PureHDF;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`inscore sqw` and `inscore dos` --like euphonic against what Euphonic's own programs gave for the same calls.</summary>
public sealed class LikeEuphonicTests : IDisposable
{
    const string Maps = "Like Euphonic: maps by the command line (relative to the maximum)", Densities = "Like Euphonic: densities of states by the command line (relative to the maximum)";

    // Through interpolation, as for the structure factor; from the same modes only rounding is left.
    const double Interpolated = 1e-4, SameModes = 1e-12;

    // The width of bins follows from the highest mode, in eV here and in hartree there.
    const double Converted = 1e-11;
    const string Powder = "NaCl_prim phonopy_nacl.yaml ", Spheres = " --npts=10 --npts-min=10 --q-spacing=1";

    // meV in cm⁻¹.
    const double Unit = 8.06554393734921;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Euphonic's reference describes the picture: one column, one row, and the centres of the corner bins. Parts of a total are added up.
    [Theory]
    [InlineData(Powder + "--energy-unit=meV" + Spheres, "", "total")]
    [InlineData(Powder + "--temperature=1000" + Spheres, "--temperature 1000", "total")]
    [InlineData(Powder + "--weighting=coherent --c-map=bone" + Spheres, "--weighting coherent", "total")]
    [InlineData(Powder + "--temperature=1000 --weighting=coherent" + Spheres, "--weighting coherent --temperature 1000", "total")]
    [InlineData(Powder + "-w=incoherent-dos --pdos=Na --no-widget" + Spheres, "--weighting incoherent-dos", "Na")]
    [InlineData(Powder + "-w=coherent-plus-incoherent-dos --pdos=Cl" + Spheres, "--weighting coherent-plus-incoherent-dos", "Cl")]
    public void PowderMap_OfTheSameCall_EqualsEuphonic(string call, string flags, string part)
    {
        JsonElement wanted = Shared("script_data/powder-map.json").GetProperty(call);
        Run($"sqw {Input("phonopy_files/NaCl_prim/phonopy_nacl.yaml")} --like euphonic --npts 10 --npts-min 10 --q-spacing 1 {flags}");
        (double[] energies, double[][] rows) = Map(part);
        double[] column = Numbers(wanted.GetProperty("data_1")), row = Numbers(wanted.GetProperty("data_2")), extent = Numbers(wanted.GetProperty("extent"));
        Assert.Equal((3, 200), (rows.Length, rows[0].Length));
        Assert.Equal(extent[2], energies[0] / Unit, 1e-5);
        Assert.Equal(extent[3], energies[^1] / Unit, 1e-4);
        double error = Math.Max(
            column.Select((w, bin) => Math.Abs(w - (rows[1][bin] * Unit))).Max(), row.Select((w, shell) => Math.Abs(w - (rows[shell][100] * Unit))).Max());
        AchievedError.Check(Maps, "euphonic-powder-map of NaCl, 10 golden points", error / column.Max(), Interpolated);
    }

    // The default number of directions, of bins in |Q|, and everything else.
    [Fact]
    public void PowderMap_OfNoFlags_EqualsEuphonic()
    {
        JsonElement wanted = Shared("script_data/powder-map.json").GetProperty(Powder.Trim());
        Run($"sqw {Input("phonopy_files/NaCl_prim/phonopy_nacl.yaml")} --like euphonic");
        (_, double[][] rows) = Map("total");
        double[] column = Numbers(wanted.GetProperty("data_1")), row = Numbers(wanted.GetProperty("data_2"));
        Assert.Equal((120, 200), (rows.Length, rows[0].Length));

        // A mode at the edge of a bin may fall to either side: each is worth 3/(6 · 1000) over the width of a bin.
        double mode = 3 / (6 * 1000.0 * 0.154880600);
        double[] differences = [.. column.Select((w, bin) => Math.Abs(w - (rows[60][bin] * Unit)) / mode), .. row.Select((w, shell) => Math.Abs(w - (rows[shell][100] * Unit)) / mode)];
        Assert.True(differences.Max() < 1.001, $"{differences.Max()} modes");
        Assert.InRange(differences.Count(d => d > 1e-3), 0, 6);
    }

    [Theory]
    [InlineData("NaCl_band_yaml_dos_map.json", "")]
    [InlineData("NaCl_constrained_ei_300_cm.json", "--e-i 300")]
    [InlineData("NaCl_constrained_ei_100_cm_angle_20_275.json", "--e-i 100 --angle-range \"20 275\"")]
    [InlineData("NaCl_constrained_ef_32_cm_angle_45_135.json", "--e-f 32 --angle-range \"45 135\"")]
    public void PathMap_OfModesInAFile_EqualsEuphonicMasksIncluded(string expected, string flags)
    {
        JsonElement wanted = Shared("spectrum2d/" + expected);
        Run($"sqw {Input("phonopy_files/NaCl/band/band.yaml")} --like euphonic --unit cm-1 --e-min 0 --e-max 295 --ebins 59 {flags}");
        JsonElement got = Json("sqw-euphonic.euphonic.json");
        Assert.Equal(Numbers(wanted.GetProperty("x_data")), Numbers(got.GetProperty("x_data")), (a, b) => Math.Abs(a - b) < 1e-12);
        double[] want = Numbers(wanted.GetProperty("z_data")), have = Numbers(got.GetProperty("z_data"));
        Assert.Equal(want.Length, have.Length);
        Assert.Equal(want.Select(double.IsNaN), have.Select(double.IsNaN));
        double error = want.Zip(have, (a, b) => double.IsNaN(a) ? 0 : Math.Abs(a - b)).Max() / want.Where(double.IsFinite).Max();
        AchievedError.Check(Maps, "density of states of NaCl along a path, masked", error, SameModes);
    }

    [Theory]
    [InlineData("NaH NaH.phonon", "castep_files/NaH/NaH.phonon", "", new[] { "total" }, Converted)]
    [InlineData("NaH NaH.phonon --energy-broadening=2", "castep_files/NaH/NaH.phonon", "--energy-broadening 2", new[] { "total" }, Converted)]
    [InlineData("NaH NaH.phonon --energy-broadening=2.3 --ebins=50", "castep_files/NaH/NaH.phonon", "--eb 2.3 --ebins 50", new[] { "total" }, Converted)]
    [InlineData("NaH NaH.phonon --energy-unit=1/cm --eb=20 --e-max=750", "castep_files/NaH/NaH.phonon", "--unit cm-1 --eb 20 --e-max 750", new[] { "total" }, Converted)]
    [InlineData("NaH NaH.phonon --eb=5e-5 --shape=lorentz --e-min=1.5e-3 -u=hartree", "castep_files/NaH/NaH.phonon", "--shape lorentz --eb 1.36056931229942 --e-min 40.8170793689826", new[] { "total" }, 1e-7)]
    [InlineData("NaH NaH.phonon --weighting=coherent-plus-incoherent-dos --pdos", "castep_files/NaH/NaH.phonon", "--weighting coherent-plus-incoherent-dos", new[] { "total", "H", "Na" }, Converted)]
    [InlineData("NaH NaH.phonon --weighting=coherent-dos --pdos Na H", "castep_files/NaH/NaH.phonon", "--weighting coherent-dos", new[] { "Na", "H" }, Converted)]
    [InlineData("NaH NaH.phonon --weighting=incoherent-dos --pdos Na", "castep_files/NaH/NaH.phonon", "--weighting incoherent-dos", new[] { "Na" }, Converted)]
    [InlineData("NaH NaH.phonon --instrument-broadening 1. 0.1 -0.001 --ebins=100 --shape gauss", "castep_files/NaH/NaH.phonon", "--energy-broadening \"1. 0.1 -0.001\" --ebins 100 --shape gauss", new[] { "total" }, 1e-6)]
    [InlineData("quartz quartz.castep_bin --grid 5 5 4", "castep_files/quartz/quartz.castep_bin", "--mesh \"5 5 4\"", new[] { "total" }, Interpolated)]
    [InlineData("quartz quartz.castep_bin --grid-spacing=0.1 --length-unit=bohr", "castep_files/quartz/quartz.castep_bin", "--spacing 0.188972612456506", new[] { "total" }, Interpolated)]
    [InlineData("quartz quartz.castep_bin --grid 5 5 4 --adaptive", "castep_files/quartz/quartz.castep_bin", "--mesh \"5 5 4\" --adaptive", new[] { "total" }, Interpolated)]
    [InlineData("quartz quartz.castep_bin --grid 5 5 4 --adaptive --adaptive-scale 2", "castep_files/quartz/quartz.castep_bin", "--mesh \"5 5 4\" --adaptive --adaptive-scale 2", new[] { "total" }, Interpolated)]
    [InlineData("quartz quartz.castep_bin --grid 5 5 4 --adaptive --pdos", "castep_files/quartz/quartz.castep_bin", "--mesh \"5 5 4\" --adaptive", new[] { "total", "O", "Si" }, Interpolated)]
    [InlineData("quartz quartz.castep_bin --grid 5 5 4 --adaptive --adaptive-method=fast", "castep_files/quartz/quartz.castep_bin", "--mesh \"5 5 4\" --adaptive --adaptive-method fast", new[] { "total" }, Interpolated)]
    [InlineData("quartz quartz.castep_bin --grid 5 5 4 --adaptive --adaptive-method=fast --adaptive-error=0.05", "castep_files/quartz/quartz.castep_bin", "--mesh \"5 5 4\" --adaptive --adaptive-method fast --adaptive-error 0.05", new[] { "total" }, Interpolated)]
    public void Density_OfTheSameCall_EqualsEuphonic(string call, string input, string flags, string[] curves, double tolerance)
    {
        JsonElement wanted = Shared("script_data/dos.json").GetProperty(call).GetProperty("xy_data");
        Run($"dos {Input(input)} --like euphonic {flags}");
        JsonElement got = Json("dos-euphonic.json");

        // Hartree in meV and back: Euphonic's figures are in its --energy-unit.
        double unit = call.Contains("hartree", StringComparison.Ordinal) ? 219474.6313632 : call.Contains("1/cm", StringComparison.Ordinal) ? 1 : Unit;
        double error = 0, largest = Numbers(wanted[0][1]).Max();
        for (int k = 0; k < curves.Length; k++)
        {
            double[] y = Numbers(curves[k] == "total" ? got.GetProperty("total") : got.GetProperty("parts").GetProperty(curves[k]));
            error = Math.Max(error, Numbers(wanted[k][1]).Zip(y, (a, b) => Math.Abs(a - (b * unit))).Max() / largest);
        }

        Assert.Equal(Numbers(wanted[0][0]), Numbers(got.GetProperty("energyTransfer")).Select(e => e / unit), (a, b) => Math.Abs(a - b) < 2e-5 * Math.Abs(a));
        AchievedError.Check(Densities, tolerance == Converted ? "euphonic-dos of NaH, same modes" : call.StartsWith("NaH", StringComparison.Ordinal) ? "euphonic-dos of NaH, widths and units converted" : "euphonic-dos of quartz", error, tolerance);
    }

    // Widths of modes that are degenerate depend on how their eigenvectors were mixed.
    [Theory]
    [InlineData("quartz_554_full_adaptive_dos.json", "reference")]
    [InlineData("quartz_554_full_adaptive_dos_fast.json", "fast")]
    public void AdaptiveDensity_OfQuartz_EqualsEuphonic(string expected, string method)
    {
        JsonElement wanted = Shared("spectrum1d/" + expected);
        double[] edges = Numbers(wanted.GetProperty("x_data")), y = Numbers(wanted.GetProperty("y_data"));
        Run($"dos {Input("castep_files/quartz/quartz.castep_bin")} --like euphonic --mesh \"5 5 4\" --adaptive --adaptive-method {method} --e-min {edges[0]} --e-max {edges[^1]:R} --ebins {y.Length}");
        double[] got = Numbers(Json("dos-euphonic.json").GetProperty("total"));
        double error = y.Zip(got, (a, b) => Math.Abs(a - (b * Unit))).Max() / y.Max();
        AchievedError.Check(Densities, "adaptive widths of quartz, method " + method, error, 1e-3);
    }

    [Theory]
    [InlineData("sqw", "--npts 100", "--npts")]
    [InlineData("dos", "--adaptive", "--adaptive")]
    [InlineData("sqw", "--like euphonic --instrument maps", "--instrument")]
    [InlineData("sqw", "--like euphonic --sampling quadrature", "--sampling")]
    [InlineData("sqw", "--like euphonic --e-i 10 --e-f 20", "--e-i")]
    [InlineData("sqw", "--like euphonic --weighting total", "--weighting")]
    [InlineData("sqw", "--weighting coherent-dos", "--weighting")]
    [InlineData("sqw", "--like euphonic --energy-broadening \"1 0.1\" --shape lorentz", "--shape")]
    [InlineData("dos", "--like euphonic --weighting coherent", "--weighting")]
    public void Flags_ThatDoNotFit_AreRefusedInOneLine(string verb, string flags, string place)
    {
        string input = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml");
        InscoreProcess run = InscoreProcess.Run(folder.Path, Words($"{verb} \"{input}\" {flags} -o out"));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"inscore: error: {place}", run.Error.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error.Trim());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    void Run(string line)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, Words(line + " -o out"));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    static string Input(string relative) => $"\"{TestData.Shared("peer-data/euphonic/" + relative)}\"";

    // Blanks within quotation marks belong to a word.
    static string[] Words(string line) =>
        [.. line.Split('"').SelectMany((piece, k) => k % 2 == 1 ? [piece] : piece.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    (double[] Energies, double[][] Rows) Map(string part)
    {
        JsonElement json = Json("sqw-euphonic.euphonic.json");
        double[] edges = Numbers(json.GetProperty("y_data"));
        double[] energies = [.. edges.Zip(edges.Skip(1), (a, b) => 0.5 * (a + b))];
        if (part == "total")
        {
            return (energies, [.. json.GetProperty("z_data").EnumerateArray().Select(Numbers)]);
        }

        using var file = H5File.OpenRead(Path.Combine(folder.Path, "out", "sqw-euphonic.h5"));
        double[] values = file.Dataset($"/maps/{part}").Read<double[]>();
        return (energies, [.. values.Select(v => v / Unit).Chunk(energies.Length)]);
    }

    JsonElement Json(string file) => Parse(Path.Combine(folder.Path, "out", file));

    static JsonElement Shared(string relative) => Parse(TestData.Shared("peer-data/euphonic/" + relative));

    static JsonElement Parse(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path).Replace("NaN", "null", StringComparison.Ordinal));
        return json.RootElement.Clone();
    }

    static double[] Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.Null => [double.NaN],
        _ => [element.GetDouble()],
    };
}
