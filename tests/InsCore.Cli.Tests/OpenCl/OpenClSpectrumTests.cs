using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;
using Xunit;

namespace InsCore.Cli.Tests.OpenCl;

/// <summary>`inscore ins --device`: the same spectrum as without, and refusals before anything is computed.</summary>
[Trait("needs", "opencl")]
public sealed class OpenClSpectrumTests : IDisposable
{
    // Of the largest intensity: both are exact to rounding.
    const double Tolerance = 1e-9;

    readonly TemporaryFolder folder = new();
    readonly string modes;

    public OpenClSpectrumTests()
    {
        modes = Path.Combine(folder.Path, "modes.h5");
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(4, 4, 4)), [1], [Vector3d.Zero], [1.00782503]);
        PhononModes phonons = new(crystal, [new(0.25, 0.25, 0.25)], [1]);
        double[] energies = [0.02, 0.05, 0.11];
        energies.CopyTo(phonons.Energies, 0);
        for (int n = 0; n < 3; n++)
        {
            phonons.Eigenvectors[(3 * n) + n] = Complex.One;
        }

        PhononFile.Write(modes, phonons, "");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("automatic", "")]
    [InlineData("0", "")]
    [InlineData(null, "1")] // a GPU serves without being asked
    public void Device_GivesTheSameSpectrum_AndStandsInTheProvenance(string? device, string asGpu)
    {
        (double[] expected, _) = Spectrum("plain", "none", "");
        (double[] actual, string backend) = Spectrum("device", device, asGpu);
        Assert.SkipWhen(device is null && !backend.Contains("OpenCL", StringComparison.Ordinal), "no OpenCL");
        Assert.Contains("OpenCL: ", backend, StringComparison.Ordinal);
        double largest = expected.Max();
        Assert.True(largest > 0);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, Tolerance * largest));
    }

    [Fact]
    public void Processor_IsNotReplacedUnasked()
    {
        (_, string backend) = Spectrum("plain", null, "");
        Assert.DoesNotContain("OpenCL: pthread", backend, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownDevice_ExitCode3_WithoutOutput()
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", modes, "-o", "out", "--device", "no such device");
        Assert.Equal(ExitCode.MissingBackend, run.ExitCode);
        Assert.Contains("OpenCL: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    (double[] Values, string Backend) Spectrum(string output, string? device, string asGpu)
    {
        Dictionary<string, string> variables = new() { ["INSCORE_OPENCL_AS_GPU"] = asGpu, ["INSCORE_OPENCL_CACHE"] = Path.Combine(folder.Path, "cache") };
        InscoreProcess run = InscoreProcess.RunWith(
            folder.Path, variables,
            ["ins", modes, "-o", output, "--e-max", "2000", "--bin", "4", "-q", "--json", .. device is null ? (string[])[] : ["--device", device]]);
        Assert.SkipWhen(run.ExitCode == ExitCode.MissingBackend, run.Error);
        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode stored = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, output, "spectrum.json")))!;
        double[] values = [.. File.ReadLines(Path.Combine(folder.Path, output, "spectrum.csv")).Where(l => l.Length > 0 && char.IsAsciiDigit(l[0]))
            .Select(l => double.Parse(l.Split(',')[1], CultureInfo.InvariantCulture))];
        return (values, stored["provenance"]!["backend"]!.GetValue<string>());
    }
}
