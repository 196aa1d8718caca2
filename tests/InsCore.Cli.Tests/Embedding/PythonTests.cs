using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Scattering;
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

    [Fact]
    public void EveryCall_GivesTheNumbersOfTheLibrary()
    {
        JsonElement found = JsonDocument.Parse(LastLine(Run(Script("everything.py"), EmbeddedLibrary.Crystal))).RootElement;
        double[] Of(string name) => Numbers(found.GetProperty(name));
        Crystal crystal = StructureFile.Read(EmbeddedLibrary.Crystal);
        Crystal heavy = new(crystal.Lattice, crystal.AtomicNumbers, crystal.Positions, [.. crystal.AtomicNumbers.ToArray().Zip(crystal.Masses.ToArray(), (z, m) => z == 1 ? 2.014 : m)]);
        Crystal moved = crystal.With(crystal.Lattice, [.. crystal.Positions.ToArray().Select((r, i) => r + (0.02 * new Vector3d(Math.Sin(3 * i), Math.Sin((3 * i) + 1), Math.Sin((3 * i) + 2))))]);
        MacePotential potential = MacePotential.Load();
        static string Number(string version) => version.Split('+')[0]; // behind it the commit, at which only one of the two may have been built
        Assert.Equal(Number(Provenance.Version), Number(found.GetProperty("version").GetString()!));
        Assert.Equal(potential.Elements.Select(z => (double)z), Of("elements"));
        Assert.Equal(potential.CutoffRadius, found.GetProperty("cutoff").GetDouble());

        PotentialResult result = potential.Evaluate(moved, 2);
        Same("energy", [result.Energy], [found.GetProperty("energy").GetDouble()]);
        Same("energy, float32", [MacePotential.Load(precision: Precision.Float32, executor: Executor.Managed).Evaluate(moved, 1).Energy], [found.GetProperty("single").GetDouble()], 1e-7);
        Same("forces", Flat(result.Forces), Of("forces"));
        Same("stress", Flat(result.Stress(moved.Volume)), Of("stress"));
        Crystal relaxed = CrystalRelaxation.Run(moved, potential, new() { Pressure = 0.5, Threads = 2 }).Crystal;
        Same("relaxed positions", Flat(relaxed.Positions), Of("positions"), 1e-6); // the minimum is only as sharp as its tolerance
        Same("relaxed cell", Flat(relaxed.PeriodicLattice.Vectors), Of("cell"), 1e-6);

        Complex[] matrix = new Complex[9 * crystal.AtomCount * crystal.AtomCount];
        new MaceDynamicalMatrix(potential, heavy, 2).Evaluate(new(0.3, 0.1, -0.2), matrix);
        Same("D(q)", MemoryMarshal.Cast<Complex, double>(matrix), Of("matrix"));
        (PhononModes modes, SpaceGroup group) = Modes(potential, heavy, (2, 1, 1));
        Same("wave vectors", Flat(modes.QPoints), Of("q"));
        Same("weights", modes.Weights, Of("weights"));
        Same("modes, squared", Squares(modes.Energies), Squares(Of("energies"))); // translations at Γ are square roots of rounding errors
        Assert.All(Of("norm"), n => Assert.Equal(1, n, 1e-12));

        InsSpectrum tosca = InsCalculator.Compute(modes, group, new() { Temperature = 100, MinimumEnergy = -20, MaximumEnergy = 1500, BinWidth = 2, Orders = 3 });
        Same("energy transfers", tosca.Energies, Of("axis"));
        Same("TOSCA spectrum", [.. tosca.Banks.SelectMany(b => (double[])[.. b.Total, .. b.OfOrder(1), .. b.OfOrder(2), .. b.OfOrder(3)])], [.. tosca.Banks.SelectMany(b => Numbers(found.GetProperty("tosca").GetProperty(b.Name)))], 1e-9);
        (modes, group) = Modes(potential, heavy, (1, 1, 1));
        InsSpectrum maps = InsCalculator.Compute(modes, group, new() { Temperature = 0, Instrument = "maps", IncidentEnergies = [100, 250], MaximumEnergy = 1800 });
        Same("MAPS spectra", [.. maps.Banks.SelectMany(b => b.Total)], [.. maps.Banks.SelectMany(b => Numbers(found.GetProperty("maps").GetProperty(b.Name)))], 1e-9);
        CheckErrors(found.GetProperty("errors"));
    }

    static void CheckErrors(JsonElement errors)
    {
        void Says(string name, string text) => Assert.Contains(text, errors.GetProperty(name).GetString(), StringComparison.Ordinal);
        Says("element", "InsCoreError 1 the potential does not know Fe; it knows H, C, S, I");
        Says("flat", "InsCoreError 1 the lattice vectors span no volume");
        Says("nan", "InsCoreError 1 positions, element 0: NaN is not a finite number");
        Says("slab", "InsCoreError 1 periodic: 1 1 0");
        Says("shape", "ValueError");
        Says("file", "InsCoreError 1 absent.model");
        Says("overlap", "InsCoreError 3 atom 1 (H) and atom 2 (H) overlap");
    }

    static (PhononModes Modes, SpaceGroup Group) Modes(MacePotential potential, Crystal crystal, (int, int, int) mesh)
    {
        SpaceGroup group = SpaceGroup.Find(crystal);
        return (PhononSolver.Solve(new MaceDynamicalMatrix(potential, crystal, 1), QMesh.Irreducible(mesh, group)), group);
    }

    // Relative to the largest number; 1e-12 is the rounding of sums over threads, in any order.
    static void Same(string quantity, ReadOnlySpan<double> expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0, error = 0;
        for (int k = 0; k < actual.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(expected[k]));
            error = double.IsFinite(actual[k]) ? Math.Max(error, Math.Abs(expected[k] - actual[k])) : double.NaN;
        }

        AchievedError.Check($"Python module: {quantity} (relative)", "the library in another process", error / largest, tolerance);
    }

    static double[] Squares(double[] energies) => Array.ConvertAll(energies, e => e * Math.Abs(e));

    static double[] Flat(ReadOnlySpan<Vector3d> vectors) => MemoryMarshal.Cast<Vector3d, double>(vectors).ToArray();

    static double[] Flat(Matrix3d matrix) => Flat([matrix.Row0, matrix.Row1, matrix.Row2]);

    static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

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
        Python(), folder.Path, new Dictionary<string, string?> { ["PYTHONPATH"] = EmbeddedLibrary.Folder, ["PYTHONDONTWRITEBYTECODE"] = "1" },
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
