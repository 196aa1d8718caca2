#:project ../../src/InsCore/InsCore.csproj
#:property PublishAot=false

// From phonopy's force constants to a TOSCA spectrum, beside the one that AbINS would compute, and why the two differ.
//
//     dotnet run -c Release phonopy-to-tosca.cs [phonopy.yaml [folder of the results]]
using System.Runtime.CompilerServices;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Spectra;
using InsCore.Structures;

string input = args.Length > 0 ? args[0] : Path.Combine(Here(), "phonopy.yaml");
string output = args.Length > 1 ? args[1] : "results";
Directory.CreateDirectory(output);

// 1. Force constants of any program that InsCore reads, and phonons from them on a mesh of wave vectors.
PhononInput file = PhononInput.Read(input);
ForceConstants constants = file.ForceConstants ?? throw new InvalidOperationException($"{input} holds no force constants");
SpaceGroup group = SpaceGroup.Find(constants.Crystal);
PhononModes modes = PhononSolver.Solve(constants, QMesh.Full((8, 8, 8)));
Console.WriteLine($"{file.Format}: {constants.Crystal.Formula}, {group.Symbol}, {modes.QPoints.Length} wave vectors");

// 2. The exact spectrum (all orders, energy gain, anisotropic Debye-Waller factor), and AbINS' with the same cross sections.
ScatteringOptions exact = new() { Instrument = "tosca", Temperature = 20, MaximumEnergy = 3600 };
AbinsOptions like = new() { Temperature = 20, MaximumEnergy = 3600, Weighting = Weighting.Total };
AbinsDifference difference = AbinsDifference.Compute(modes, group, exact, like);

// 3. What differs where, and which approximation causes it.
foreach (AbinsDifferenceRegion region in difference.Regions)
{
    Console.WriteLine(region);
}

// 4. The figure and the table.
SpectrumFigure figure = new($"{constants.Crystal.Formula} on TOSCA at 20 K", InsSpectrum.IntensityUnit, 0, 3600);
figure.WriteOffset(Path.Combine(output, "phonopy-to-tosca"), [difference.Exact, difference.Like]);
double[] same = Array.ConvertAll(difference.Exact.Energies, difference.Like.At);
SpectrumTable.Write(
    Path.Combine(output, "phonopy-to-tosca.csv"),
    [$"{constants.Crystal.Formula} on TOSCA at 20 K, mean of both banks, {InsSpectrum.IntensityUnit}"],
    [difference.Exact, new Spectrum1D("like AbINS", difference.Exact.Energies, same)]);
Console.WriteLine($"→ {Path.Combine(output, "phonopy-to-tosca.png")}, .svg, .csv");

// The folder of this program, wherever it is called from.
static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
