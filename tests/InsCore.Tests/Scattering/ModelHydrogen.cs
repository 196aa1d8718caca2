using System.Globalization;
using System.Text.Json;
using InsCore.Backends;
using InsCore.Scattering;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>One hydrogen atom with ten modes on the Cartesian axes, all at whole wavenumbers, and its exact scattering.</summary>
internal static class ModelHydrogen
{
    public const double Mass = 1.00794;

    /// <summary>ħ²/2 in Å² u cm⁻¹ as used for the reference numbers.</summary>
    const double Prefactor = 16.857629191640;

    /// <summary>One wavenumber, eV.</summary>
    public const double Spacing = Constants.WavenumberInEv;

    static readonly (int Axis, double Wavenumber, double Share)[] Modes =
    [
        (0, 1180, 0.45), (0, 1480, 0.45), (0, 600, 0.06), (0, 105, 0.04),
        (1, 680, 0.50), (1, 1000, 0.35), (1, 400, 0.10), (1, 90, 0.05),
        (2, 3060, 0.97), (2, 70, 0.03),
    ];

    public static AtomTensor Atom { get; } = new(
        0, 1, 1, Mass, [.. Modes.Select(m => m.Wavenumber * Spacing)], [.. Modes.Select(m => Tensor(m.Axis, m.Wavenumber, m.Share))]);

    public static SpectralTensors Tensors(double temperature) => new(temperature, [Atom], new()
    {
        WaveVectors = 1,
        Modes = 10,
        Translations = 0,
        TranslationShare = 1,
        GammaWeight = 0,
        Imaginary = 0,
        LargestImaginary = 0,
        ImaginaryTreatment = ImaginaryModes.Exclude,
        LowestKept = 70,
        AcousticCorrection = false,
        AcousticDisplacement = 0,
    });

    public static SpeciesScattering Scattering(
        double temperature, double lowest, double highest, int firstBin, int lastBin, int orders, double accuracy, AllOrderExecutor? executor = null) =>
        Compute(Atom, temperature, new(Spacing, firstBin, lastBin, lowest, highest, orders, accuracy), executor);

    public static SpeciesScattering Compute(AtomTensor atom, double temperature, ScatteringGrid grid, AllOrderExecutor? executor = null)
    {
        SpeciesScattering species = new("H", CrossSections.Of(atom.AtomicNumber, atom.Mass), [atom], temperature, grid, executor: executor);
        Parallel.For(0, species.Nodes.QSquared.Length, node => species.Compute(node, TestContext.Current.CancellationToken));
        return species;
    }

    public static JsonElement Reference(string file, string member) =>
        JsonDocument.Parse(File.ReadAllText(TestData.Derived(file))).RootElement.GetProperty(member);

    public static Dictionary<int, double> ByBin(JsonElement map) => map.EnumerateObject()
        .ToDictionary(p => int.Parse(p.Name, CultureInfo.InvariantCulture), p => p.Value.GetDouble());

    static SymmetricTensor Tensor(int axis, double wavenumber, double share)
    {
        double b = Prefactor / (Mass * wavenumber) * share;
        return new(axis == 0 ? b : 0, axis == 1 ? b : 0, axis == 2 ? b : 0, 0, 0, 0);
    }
}
