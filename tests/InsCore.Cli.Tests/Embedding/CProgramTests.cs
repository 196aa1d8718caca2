using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Embedding;

/// <summary>Programs in C on the shared library.</summary>
[Collection(nameof(EmbeddedTests))]
public sealed class CProgramTests : IDisposable
{
    // Of the largest element: sums over threads come in any order.
    const double Rounding = 1e-12;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void DocumentedExample_PrintsTheNumbersOfTheLibrary(string compiler)
    {
        DocumentedExample example = DocumentedExample.Find("c", "inscore_read_structure(");
        string printed = ChildProcess.Run(Compile(compiler, example.Code), folder.Path, null, EmbeddedLibrary.Crystal);
        example.CheckOutput(printed);

        Crystal read = StructureFile.Read(EmbeddedLibrary.Crystal);
        Crystal crystal = read.With(read.Lattice, [read.Positions[0] + new Vector3d(0.05, 0, 0), .. read.Positions[1..]]);
        MacePotential potential = MacePotential.Load();
        PotentialResult result = potential.Evaluate(crystal);
        Assert.Equal(result.Energy, Number(printed, "energy"));
        Assert.Equal(result.Forces[0].X, Number(printed, "force"), 1e-6);
        int size = 3 * crystal.AtomCount;
        Complex[] matrix = new Complex[size * size];
        new MaceDynamicalMatrix(potential, crystal).Evaluate(new(0.5, 0.25, 0), matrix);
        double largest = matrix.Max(Complex.Abs);
        AchievedError.Check(
            "C interface: elements of D(q) (relative to the largest)", "the library in the same process",
            new Complex(Number(printed, "real"), Number(printed, "imaginary")) is var printedElement ? Complex.Abs(printedElement - matrix[1]) / largest : 0, Rounding);
    }

    [Fact]
    public void DocumentedPlugin_LoadsTheLibrary()
    {
        DocumentedExample example = DocumentedExample.Find("c", "dlopen(");
        example.CheckOutput(ChildProcess.Run(Compile("gcc", example.Code, "-ldl"), folder.Path, null, Path.Combine(EmbeddedLibrary.Folder, "libinscore_embed.so")));
    }

    [Fact]
    public void Hostile_CallsGiveErrors_AndNoCrash()
    {
        string code = File.ReadAllText(Path.Combine(TestData.Root, "tests", "InsCore.Cli.Tests", "Embedding", "hostile.c"));
        string printed = ChildProcess.Run(Compile("gcc", code), folder.Path, null, EmbeddedLibrary.Crystal);
        Assert.EndsWith("all refused\n", printed, StringComparison.Ordinal);
    }

    string Compile(string compiler, string code, params string[] libraries)
    {
        string[] linked = libraries is [] ? ["-L", EmbeddedLibrary.Folder, "-linscore_embed", $"-Wl,-rpath,{EmbeddedLibrary.Folder}"] : libraries;
        string source = folder.File("program.c", code), program = Path.Combine(folder.Path, "program");
        ChildProcess? process = ChildProcess.TryRun(
            compiler, folder.Path, null,
            ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pthread", "-I", EmbeddedLibrary.Folder, source, "-o", program, .. linked]);
        Assert.SkipWhen(process is null, $"{compiler} is not installed");
        Assert.True(process!.ExitCode == 0, process.Error);
        return program;
    }

    static double Number(string printed, string name) =>
        double.Parse(Regex.Match(printed, $@"{name}\s+(\S+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
