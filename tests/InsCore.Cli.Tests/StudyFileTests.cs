using InsCore.Scattering;
using InsCore.Studies;
using Xunit;

namespace InsCore.Cli.Tests;

public sealed class StudyFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_AllKeys_AreTaken()
    {
        StudyOptions o = Read(
            """
            structure: a.cif
            model: default
            precision: float32
            pressures: [0, 1.5]
            relaxation: { force: 1e-5, stress: 0.001, steps: 10, cell: false }
            phonons: { mesh: [3, 2, 4], method: displacements, supercell: [2, 1, 2], displacement: 0.02 }
            scattering: { temperature: 20, instrument: tosca-abins, resolution: abins, orders: 3, imaginary: error, lowest: 3 }
            output: out
            threads: 1
            """);
        Assert.Equal(Path.Combine(folder.Path, "a.cif"), o.Structure);
        Assert.Equal([0, 1.5], o.Pressures);
        Assert.Equal((1e-5, 0.001, 10, false), (o.Relaxation.ForceTolerance, o.Relaxation.StressTolerance, o.Relaxation.MaximumSteps, o.Relaxation.RelaxCell));
        Assert.Equal([3, 2, 4], o.Phonons.Mesh!);
        Assert.Equal([2, 1, 2], o.Phonons.Supercell!);
        Assert.Equal(PhononMethod.Displacements, o.Phonons.Method);
        Assert.Equal((20, "tosca-abins", "abins", 3, ImaginaryModes.Error),
            (o.Scattering.Temperature, o.Scattering.Instrument, o.Scattering.Resolution, o.Scattering.Orders, o.Scattering.Imaginary));
        Assert.Equal(3, o.Scattering.LowestEnergy);
        Assert.Equal(("float32", "out", 1), (o.Precision, o.Output, o.Threads));
    }

    [Fact]
    public void Read_Instrument_TakesSettings_AndFilesBesideTheStudy()
    {
        StudyOptions o = Read("structure: a.cif\nscattering: { instrument: 'maps:A', ei: [300, 120], frequency: [400] }\n");
        Assert.Equal(("maps:A", 2, 120, 400), (o.Scattering.Instrument, o.Scattering.IncidentEnergies.Count, o.Scattering.IncidentEnergies[1], o.Scattering.Frequencies[0]));
        Assert.Equal(Path.Combine(folder.Path, "my.yml:B"), Read("structure: a.cif\nscattering: { instrument: 'my.yml:B', ei: 30 }\n").Scattering.Instrument);
    }

    [Fact]
    public void Read_Pressures_TakesRanges()
    {
        StudyOptions o = Read("structure: a.cif\npressures: [\"0:1:0.25\", 2, -0.5]\nhysteresis: true\n");
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 2, -0.5], o.Pressures);
        Assert.True(o.Hysteresis);
        Assert.Equal([0, 0.5, 1], Read("structure: a.cif\npressures: 0:1:0.5\n").Pressures);
    }

    [Theory]
    [InlineData("structure: a.cif\npressures: [\"0:1\"]\n", "line 2: pressures: \"0:1\" is not a range")]
    [InlineData("structure: a.cif\nprssures: [0]\n", "line 2: unknown key prssures (did you mean pressures?)")]
    [InlineData("structure: a.cif\nscattering: { temprature: 3 }\n", "unknown key scattering.temprature (did you mean scattering.temperature?)")]
    [InlineData("structure: a.cif\ntemperature: 3\n", "(did you mean scattering.temperature or md.temperature?)")]
    [InlineData("structure: a.cif\nmap: { colours: red }\n", "(known here: instrument, q-max")]
    [InlineData("structure: a.cif\nscattering: { e-max: 5 kJ }\n", "line 2: unit: \"kJ\" is not known")]
    [InlineData("structure: a.cif\nscattering: { like: abins, e-max: .nan }\n", "is not an energy")]
    [InlineData("structure: a.cif\nphonons: { mesh: [3, 2] }\n", "list of 3 whole numbers")]
    [InlineData("structure: a.cif\nscattering: { temperature: cold }\n", "must be a number, not \"cold\"")]
    [InlineData("structure: a.cif\npressures: [.nan]\n", "must be a number")]
    [InlineData("structure: [\n", "correct the YAML")]
    [InlineData("", "is empty")]
    [InlineData("- a\n", "holds no keys")]
    public void Read_BadFile_NamesLineAndRemedy(string text, string expected)
    {
        InsInputException e = Assert.Throws<InsInputException>(() => Read(text));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("study.yml", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralProblems_AreAllReported()
    {
        InsInputException e = Assert.Throws<InsInputException>(() => Read("strcture: a\nthreads: many\n"));
        Assert.Contains("strcture", e.Message, StringComparison.Ordinal);
        Assert.Contains("threads", e.Message, StringComparison.Ordinal);
    }

    StudyOptions Read(string text) => StudyFile.Read(folder.File("study.yml", text), new StudyOptions());
}
