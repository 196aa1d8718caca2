// <example>
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Scattering;
using InsCore.Structures;

// </example>
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests;

/// <summary>The README's example is this code: compiled here, run here, and compared with the README word for word.</summary>
[Collection(nameof(ProcessWideTests))]
public sealed class ReadmeTests
{
    [Fact]
    public void Example_Runs()
    {
        string folder = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.Combine(TestData.Root, "examples", "diiodothiophene"));
        try
        {
            Assert.InRange(Example(), 1e-3, 1e3);
        }
        finally
        {
            Directory.SetCurrentDirectory(folder);
        }
    }

    [Fact]
    public void Readme_ShowsThisExample()
    {
        string[] source = File.ReadAllLines(Path.Combine(TestData.Root, "tests", "InsCore.Tests", "ReadmeTests.cs"));
        List<string> example = [];
        bool inside = false;
        foreach (string line in source)
        {
            string trimmed = line.Trim();
            if (trimmed is "// <example>" or "// </example>")
            {
                inside = trimmed == "// <example>";
            }
            else if (inside)
            {
                example.Add(line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line);
            }
        }

        string readme = File.ReadAllText(Path.Combine(TestData.Root, "README.md"));
        Assert.Contains("```csharp\n" + string.Join("\n", example).TrimEnd() + "\n```", readme, StringComparison.Ordinal);
    }

    static double Example()
    {
        // <example>
        Crystal crystal = StructureFile.Read("dit-pbcn.cif");
        MacePotential potential = MacePotential.Load("default");
        Crystal relaxed = CrystalRelaxation.Run(crystal, potential, new() { Pressure = 1.5 }).Crystal;

        SpaceGroup group = SpaceGroup.Find(relaxed);
        Displacements displacements = Displacements.Plan(new Supercell(relaxed, 1, 1, 1), group);
        ForceConstants constants = ForceConstants.FromForces(displacements, displacements.EvaluateForces(potential));
        PhononModes modes = PhononSolver.Solve(constants, QMesh.Irreducible((2, 2, 2), group));

        InsSpectrum spectrum = InsCalculator.Compute(modes, group, new() { Temperature = 10, Instrument = "tosca" });
        Console.WriteLine($"highest peak: {spectrum.Bank("all").Total.Max():G3} {InsSpectrum.IntensityUnit}");
        // </example>
        return spectrum.Bank("all").Total.Max();
    }
}
