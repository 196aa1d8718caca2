using System.Text.Json;
using InsCore.Structures;
using InsCore.TestSupport;

namespace InsCore.Tests.Phonons;

/// <summary>A crystal of the default model with reference frequencies.</summary>
/// <param name="Crystal">The relaxed crystal, to full precision.</param>
/// <param name="Gamma">cm⁻¹, ascending.</param>
/// <param name="BoundaryPoint">Fractional.</param>
/// <param name="Boundary">cm⁻¹ there, ascending.</param>
internal sealed record ReferenceCrystal(Crystal Crystal, double[] Gamma, Vector3d BoundaryPoint, double[] Boundary)
{
    /// <summary>Reads one, e.g. "pbcn_1.5"; skips the test where the data set is absent.</summary>
    public static ReferenceCrystal Read(string name)
    {
        string path = TestData.Shared($"models/diiodothiophene/expected/expected_{name}.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement, boundary = root.GetProperty("zone_boundary"), masses = root.GetProperty("masses_u");
        Vector3d[] cell = Vectors(root.GetProperty("cell"));
        string[] symbols = [.. root.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()!)];
        Lattice lattice = new(new Matrix3d(cell[0], cell[1], cell[2]));
        Crystal crystal = new(
            lattice,
            Array.ConvertAll(symbols, Element.AtomicNumber),
            Array.ConvertAll(Vectors(root.GetProperty("scaled_positions")), lattice.ToCartesian),
            Array.ConvertAll(symbols, s => masses.GetProperty(s).GetDouble()));
        return new ReferenceCrystal(
            crystal,
            Numbers(root.GetProperty("gamma_frequencies_cm1")),
            Vectors(boundary.GetProperty("q"), single: true)[0],
            Numbers(boundary.GetProperty("frequencies_cm1")));
    }

    /// <summary>Reads the reference force constants of one at Γ, [3N × 3N], eV/Å².</summary>
    public static double[] ReadHessian(string name) =>
        NumpyFile.Read(TestData.Shared($"models/diiodothiophene/expected/hess_{name}.npy")).Values;

    static Vector3d[] Vectors(JsonElement rows, bool single = false)
    {
        double[][] values = single ? [Numbers(rows)] : [.. rows.EnumerateArray().Select(Numbers)];
        return Array.ConvertAll(values, v => new Vector3d(v[0], v[1], v[2]));
    }

    static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];
}
