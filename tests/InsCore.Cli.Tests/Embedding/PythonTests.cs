using System.Numerics;
using System.Text.Json;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Embedding;

/// <summary>The Python module with NumPy, ASE and phonopy.</summary>
[Collection(nameof(EmbeddedTests))]
public sealed class PythonTests : IDisposable
{
    // A central difference of step 1e-4 Å differs from a derivative by a sixth of its square times the third derivative, which is
    // some 1e2 eV/Å³ in stiff bonds; rounding of energies of 1e3 eV adds 1e-13 × 1e3 / 1e-4.
    const double ForceDifference = 1e-6;

    // Strain of 1e-5 in a cell of 1400 Å³: rounding of 1e-13 × 2e3 eV / (1e-5 × 1400 Å³), and the third derivatives again.
    const double StressDifference = 1e-8;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AseForceAndStressTests_Pass()
    {
        JsonElement found = JsonDocument.Parse(LastLine(Run(Script("ase_forces.py"), EmbeddedLibrary.Crystal))).RootElement;
        Assert.Equal(["energy", "free_energy", "forces", "stress"], found.GetProperty("properties").EnumerateArray().Select(p => p.GetString()!));
        double Of(string name) => found.GetProperty(name).GetDouble();
        Assert.True(Of("molecule_force") > 1 && Of("crystal_force") > 0.1 && Of("stress") > 1e-2, "nothing to compare");
        AchievedError.Check("ASE calculator: forces (eV/Å)", "ase.calculators.test.numeric_force", Math.Max(Of("molecule_error"), Of("crystal_error")), ForceDifference);
        AchievedError.Check("ASE calculator: stress (eV/Å³)", "ASE's calculate_numerical_stress", Of("stress_error"), StressDifference);
        Assert.True(Of("coarse_error") < 1e-4, "gradient_test");
        Assert.Equal(0, Of("free_energy"));
    }

    [Theory]
    [InlineData("from ase.io import read")]
    [InlineData("import numpy as np")]
    public void DocumentedExample_PrintsWhatThePageSays(string line)
    {
        DocumentedExample example = DocumentedExample.Find("python", line);
        File.Copy(EmbeddedLibrary.Crystal, Path.Combine(folder.Path, "dit-pbcn.cif"));
        example.CheckOutput(Run(folder.File("example.py", example.Code)));
    }

    [Fact]
    public void PhonopyThroughTheCalculator_GivesTheLibrarysForceConstants()
    {
        Crystal crystal = StructureFile.Read(EmbeddedLibrary.Crystal);
        MacePotential potential = MacePotential.Load();
        JsonElement found = JsonDocument.Parse(LastLine(Run(Script("phonopy_run.py"), EmbeddedLibrary.Crystal, "0.001"))).RootElement;
        SpaceGroup group = SpaceGroup.Find(crystal);
        Displacements plan = Displacements.Plan(new Supercell(crystal, 2, 1, 1), group, 0.001, bothSigns: true);
        ForceConstants own = ForceConstants.FromForces(plan, plan.EvaluateForces(potential));
        MaceDynamicalMatrix exact = new(potential, crystal, 0);
        Vector3d[] points = [default, new(0.5, 0, 0)];
        for (int q = 0; q < points.Length; q++)
        {
            double[] phonopy = [.. found.GetProperty("eigenvalues")[q].EnumerateArray().Select(e => PhononSolver.ModeEnergy(e.GetDouble()) * 8065.544)];
            double[] ours = [.. PhononSolver.Solve(own, [points[q]]).Energies.Select(e => e * 8065.544)];
            double[] limit = [.. PhononSolver.Solve(exact, [points[q]]).Energies.Select(e => e * 8065.544)];
            Console.Error.WriteLine($"{plan.Items.Count} {phonopy.Zip(ours, (a, b) => Math.Abs(a - b)).Skip(3).Max()} {phonopy.Zip(limit, (a, b) => Math.Abs(a - b)).Skip(3).Max()} {ours.Zip(limit, (a, b) => Math.Abs(a - b)).Skip(3).Max()}  {phonopy.Zip(limit, (a, b) => Math.Abs(a - b)).Take(3).Max()}");
        }
    }

    string Run(string script, params string[] arguments) => ChildProcess.Run(
        Python(), folder.Path, new Dictionary<string, string> { ["PYTHONPATH"] = EmbeddedLibrary.Folder, ["PYTHONDONTWRITEBYTECODE"] = "1" },
        [script, .. arguments]);

    static string Script(string name) => Path.Combine(TestData.Root, "tests", "InsCore.Cli.Tests", "Embedding", name);

    static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];

    // Debian's own comes second where another is first in PATH.
    static string Python()
    {
        string? found = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(
            p => ChildProcess.TryRun(p, TestData.Root, null, "-c", "import ase, numpy, phonopy") is { ExitCode: 0 });
        Assert.SkipWhen(found is null, "python3 with ase, numpy and phonopy is not installed");
        return found!;
    }
}
