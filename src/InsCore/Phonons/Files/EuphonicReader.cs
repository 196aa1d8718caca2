using System.Text.Json;
using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Reads Euphonic's JSON: modes.</summary>
/// <remarks>Complex numbers are pairs [re, im]; members "…_unit" name the units; eigenvectors have the phases of cells.</remarks>
internal static class EuphonicReader
{
    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source)
    {
        using JsonFile file = new(source);

        // Files older than the member __euphonic_class__ are known by their other members.
        string kind = file.Text(file.Root, "__euphonic_class__") ?? (Has(file.Root, "eigenvectors") ? "QpointPhononModes" : "");
        return kind switch
        {
            "QpointPhononModes" => ReadModes(source, file),
            _ => throw source.Error(null, $"holds {(kind.Length > 0 ? kind : "nothing known")}, neither modes nor force constants", PhononFormats.Remedy),
        };
    }

    static bool Has(JsonElement root, string key) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out _);

    static PhononInput ReadModes(PhononSource source, JsonFile file)
    {
        ModesBuilder modes = new(source, ReadCrystal(source, file));
        int points = file.Length(file.Root, "qpts"), size = modes.ModeCount;
        Vector3d[] qPoints = file.Vectors(file.Root, "qpts", points);
        double[] weights = file.Array(file.Root, "weights", points);
        double unit = file.Unit(file.Root, "frequencies_unit", "millielectron_volt");
        double[] frequencies = file.Array(file.Root, "frequencies", points, size);
        double[] parts = file.Array(file.Root, "eigenvectors", points, size, size / 3, 3, 2);
        for (int q = 0; q < points; q++)
        {
            modes.AddPoint(qPoints[q], weights[q]);
            for (int n = 0; n < size; n++)
            {
                modes.AddEnergy(unit * frequencies[(q * size) + n]);
            }

            for (int k = q * size * size; k < (q + 1) * size * size; k++)
            {
                modes.AddComponent(parts[2 * k], parts[(2 * k) + 1]);
            }
        }

        return new PhononInput { Path = source.Path, Format = "Euphonic QpointPhononModes (JSON)", Modes = modes.Build(), Notes = modes.Notes };
    }

    static Crystal ReadCrystal(PhononSource source, JsonFile file)
    {
        JsonElement crystal = file.Member(file.Root, "crystal"), types = file.Member(crystal, "atom_type");
        int atoms = file.Length(crystal, "atom_type");
        double length = file.Unit(crystal, "cell_vectors_unit", "angstrom"), mass = file.Unit(crystal, "atom_mass_unit", "unified_atomic_mass_unit");
        Vector3d[] vectors = file.Vectors(crystal, "cell_vectors", 3), positions = file.Vectors(crystal, "atom_r", atoms);
        double[] masses = file.Array(crystal, "atom_mass", atoms);
        CellBuilder cell = new(source) { Vectors = length * new Matrix3d(vectors[0], vectors[1], vectors[2]) };
        foreach (JsonElement type in types.EnumerateArray())
        {
            int i = cell.Count;
            string symbol = type.ValueKind == JsonValueKind.String ? type.GetString()! : "?";
            cell.Add(symbol, positions[i], mass * masses[i], $"crystal, atom {i + 1}");
        }

        return cell.Build();
    }
}
