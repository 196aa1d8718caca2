using System.Numerics;
using System.Text.Json;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;

namespace InsCore.Tests.Scattering;

/// <summary>Phonon modes of gallium antimonide at two wave vectors, with which peers publish numbers.</summary>
internal static class PeerModes
{
    public static PhononModes GalliumAntimonide()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Shared("peer-data/abinslib/data/GaSb_qpoint_phonon_modes.json")));
        JsonElement root = file.RootElement, cell = root.GetProperty("crystal");
        Vector3d[] vectors = Vectors(cell.GetProperty("cell_vectors"));
        Lattice lattice = new(new Matrix3d(vectors[0], vectors[1], vectors[2]));
        Crystal crystal = new(
            lattice,
            [31, 51],
            Array.ConvertAll(Vectors(cell.GetProperty("atom_r")), lattice.ToCartesian),
            Numbers(cell.GetProperty("atom_mass")));
        double[] weights = Numbers(root.GetProperty("weights"));
        PhononModes modes = new(crystal, Vectors(root.GetProperty("qpts")), Array.ConvertAll(weights, w => w / weights.Sum()));
        double[] energies = Numbers(root.GetProperty("frequencies"));
        Array.ConvertAll(energies, e => e * 1e-3).CopyTo(modes.Energies, 0);
        double[] parts = Numbers(root.GetProperty("eigenvectors"));
        for (int k = 0; k < modes.Eigenvectors.Length; k++)
        {
            modes.Eigenvectors[k] = new Complex(parts[2 * k], parts[(2 * k) + 1]);
        }

        return modes;
    }

    static Vector3d[] Vectors(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(Numbers).Select(r => new Vector3d(r[0], r[1], r[2]))];

    static double[] Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Numbers)]
        : [element.GetDouble()];
}
