using System.Globalization;
using System.Text.Json;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
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

    // Å. A finite displacement shifts modes by its square, here by up to 4e-3 cm⁻¹.
    const double Step = 0.001;

    // cm⁻¹. The same displacements but for their directions, each with a shift of its own.
    const double SameStep = 4e-3;

    // cm⁻¹. What is left is of the fourth order in the step, and the rounding of forces, 1e-13 eV/Å over the step.
    const double NoStep = 1e-5;

    // Wave vectors that the supercell holds.
    static readonly Vector3d[] Points = [default, new(0.5, 0, 0)];

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
        double[][] phonopy = PhonopyEigenvalues(Step);
        double[][] extrapolated = [.. phonopy.Zip(PhonopyEigenvalues(Step / 2), (d, half) => d.Zip(half, (x, y) => ((4 * y) - x) / 3).ToArray())];

        Displacements plan = Displacements.Plan(new Supercell(crystal, 2, 1, 1), SpaceGroup.Find(crystal), Step, bothSigns: true);
        ForceConstants own = ForceConstants.FromForces(plan, plan.EvaluateForces(potential));
        AchievedError.Check(
            "phonopy through the ASE calculator: modes from finite displacements (cm⁻¹)", "the library's own finite displacements", Difference(phonopy, own), SameStep);
        AchievedError.Check(
            "phonopy through the ASE calculator: modes extrapolated to no displacement (cm⁻¹)", "exact D(q)",
            Difference(extrapolated, new MaceDynamicalMatrix(potential, crystal, 0)), NoStep);
    }

    // Largest difference of mode energies; acoustic modes at Γ, of energy zero, stand under a root of rounding and are left out.
    static double Difference(double[][] eigenvalues, IDynamicalMatrix matrices) => Points.Select((q, k) => PhononSolver.Solve(matrices, [q]).Energies
        .Zip(eigenvalues[k], (energy, value) => Math.Abs(energy - PhononSolver.ModeEnergy(value)) / Constants.WavenumberInEv)
        .Skip(q == default ? 3 : 0).Max()).Max();

    // [wave vector][mode], eV/(Å² u).
    double[][] PhonopyEigenvalues(double step)
    {
        string printed = Run(Script("phonopy_run.py"), EmbeddedLibrary.Crystal, step.ToString(CultureInfo.InvariantCulture));
        JsonElement found = JsonDocument.Parse(LastLine(printed)).RootElement.GetProperty("eigenvalues");
        return [.. found.EnumerateArray().Select(q => q.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
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
