using System.Text.Json;
using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Reads Euphonic's JSON: modes, frequencies alone, and force constants.</summary>
/// <remarks>Complex numbers are pairs [re, im]; members "…_unit" name the units; eigenvectors have the phases of cells.</remarks>
internal static class EuphonicReader
{
    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source, PhononInputOptions options)
    {
        using JsonFile file = new(source);

        // Files older than the member __euphonic_class__ are known by their other members.
        string kind = file.Text(file.Root, "__euphonic_class__") ?? (Has(file.Root, "eigenvectors") ? "QpointPhononModes" : Has(file.Root, "force_constants") ? "ForceConstants" : "");
        return kind switch
        {
            "QpointPhononModes" or "QpointFrequencies" => ReadModes(source, file, kind),
            "ForceConstants" => ReadForceConstants(source, file, options),
            _ => throw source.Error(null, $"holds {(kind.Length > 0 ? kind : "nothing known")}, neither modes nor force constants", PhononFormats.Remedy),
        };
    }

    static bool Has(JsonElement root, string key) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    static PhononInput ReadModes(PhononSource source, JsonFile file, string kind)
    {
        bool hasVectors = kind == "QpointPhononModes";
        ModesBuilder modes = new(source, ReadCrystal(source, file), mayLackVectors: !hasVectors);
        int points = file.Length(file.Root, "qpts"), size = modes.ModeCount;
        Vector3d[] qPoints = file.Vectors(file.Root, "qpts", points);
        double[] weights = file.Array(file.Root, "weights", points);
        double unit = file.Unit(file.Root, "frequencies_unit", "millielectron_volt");
        double[] frequencies = file.Array(file.Root, "frequencies", points, size);
        double[] parts = hasVectors ? file.Array(file.Root, "eigenvectors", points, size, size / 3, 3, 2) : [];
        for (int q = 0; q < points; q++)
        {
            modes.AddPoint(qPoints[q], weights[q]);
            for (int n = 0; n < size; n++)
            {
                modes.AddEnergy(unit * frequencies[(q * size) + n]);
            }

            for (int k = q * size * size; hasVectors && k < (q + 1) * size * size; k++)
            {
                modes.AddComponent(parts[2 * k], parts[(2 * k) + 1]);
            }
        }

        return new PhononInput { Path = source.Path, Format = $"Euphonic {kind} (JSON)", Modes = modes.Build(), Notes = modes.Notes };
    }

    static PhononInput ReadForceConstants(PhononSource source, JsonFile file, PhononInputOptions options)
    {
        Crystal crystal = ReadCrystal(source, file);
        int cells = file.Length(file.Root, "cell_origins"), size = 3 * crystal.AtomCount;
        Vector3d[] rows = file.Vectors(file.Root, "sc_matrix", 3), origins = file.Vectors(file.Root, "cell_origins", cells);
        double[] values = file.Array(file.Root, "force_constants", cells, size, size);
        double unit = file.Unit(file.Root, "force_constants_unit", "hartree / bohr ** 2");
        for (int k = 0; k < values.Length; k++)
        {
            values[k] *= unit;
        }

        BornCharges? charges = Has(file.Root, "born") && Has(file.Root, "dielectric")
            ? ForceConstantsBuilder.Charges(
                source, crystal, file.Array(file.Root, "dielectric", 3, 3), file.Array(file.Root, "born", crystal.AtomCount, 3, 3), displacementFirst: true)
            : null;
        ForceConstantsOptions settings = options.For(DipoleTail.Removed, charges);
        return new PhononInput
        {
            Path = source.Path,
            Format = "Euphonic ForceConstants (JSON)",
            MakeForceConstants = ForceConstantsBuilder.FromCells(
                source, crystal, new Matrix3d(rows[0], rows[1], rows[2]), origins, values, settings),
        };
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
