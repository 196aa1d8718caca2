using System.Numerics;
using System.Text.Json;
using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Writes Euphonic's JSON: QpointPhononModes and ForceConstants.</summary>
internal static class EuphonicWriter
{
    /// <summary>Writes modes.</summary>
    public static void Write(Stream stream, PhononModes modes)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("__euphonic_class__", "QpointPhononModes");
        WriteCrystal(json, modes.Crystal);
        json.WriteNumber("n_qpts", modes.QPoints.Length);
        json.WritePropertyName("qpts");
        WriteVectors(json, modes.QPoints);
        json.WritePropertyName("weights");
        WriteNumbers(json, modes.Weights);
        json.WriteString("frequencies_unit", "millielectron_volt");
        json.WriteStartArray("frequencies");
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            WriteNumbers(json, Array.ConvertAll(modes.EnergiesAt(q).ToArray(), e => e * 1e3));
        }

        json.WriteEndArray();
        json.WriteStartArray("eigenvectors");
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            WriteEigenvectors(json, modes.EigenvectorsAt(q), modes.ModeCount);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes force constants, with charges those without the dipole–dipole interaction, as Euphonic has them.</summary>
    public static void Write(Stream stream, ForceConstants constants)
    {
        using Utf8JsonWriter json = new(stream);
        Supercell supercell = constants.Supercell;
        Vector3d[] cells = [.. supercell.Shifts.Take(supercell.ImageCount)];
        json.WriteStartObject();
        json.WriteString("__euphonic_class__", "ForceConstants");
        WriteCrystal(json, constants.Crystal);
        json.WriteNumber("n_cells_in_sc", cells.Length);
        WriteWhole(json, "sc_matrix", [supercell.Matrix.Row0, supercell.Matrix.Row1, supercell.Matrix.Row2]);
        WriteWhole(json, "cell_origins", cells);
        json.WriteString("force_constants_unit", "electron_volt / angstrom ** 2");
        json.WriteStartArray("force_constants");
        foreach (Vector3d cell in cells)
        {
            WriteCell(json, constants, cell);
            json.Flush();
        }

        json.WriteEndArray();
        if (constants.Options.Charges is { } charges)
        {
            json.WriteString("born_unit", "elementary_charge");
            json.WriteStartArray("born");
            foreach (Matrix3d charge in charges.Charges)
            {
                // Euphonic, as CASTEP, has the direction of the displacement first.
                Matrix3d turned = charge.Transpose;
                WriteVectors(json, [turned.Row0, turned.Row1, turned.Row2]);
            }

            json.WriteEndArray();
            json.WriteString("dielectric_unit", "elementary_charge ** 2 / bohr / hartree");
            json.WritePropertyName("dielectric");
            WriteVectors(json, [charges.Dielectric.Row0, charges.Dielectric.Row1, charges.Dielectric.Row2]);
        }

        json.WriteEndObject();
    }

    static void WriteCell(Utf8JsonWriter json, ForceConstants constants, Vector3d cell)
    {
        int atoms = constants.Crystal.AtomCount, all = constants.Supercell.Crystal.AtomCount;
        int[] images = [.. Enumerable.Range(0, atoms).Select(j => constants.Supercell.IndexOf(j, cell))];
        json.WriteStartArray();
        for (int row = 0; row < 3 * atoms; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < 3 * atoms; column++)
            {
                json.WriteNumberValue(constants.ShortRanged[(((row * all) + images[column / 3]) * 3) + (column % 3)]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    static void WriteCrystal(Utf8JsonWriter json, Crystal crystal)
    {
        Matrix3d vectors = crystal.PeriodicLattice.Vectors;
        json.WriteStartObject("crystal");
        json.WriteNumber("n_atoms", crystal.AtomCount);
        json.WriteString("cell_vectors_unit", "angstrom");
        json.WritePropertyName("cell_vectors");
        WriteVectors(json, [vectors.Row0, vectors.Row1, vectors.Row2]);
        json.WritePropertyName("atom_r");
        WriteVectors(json, crystal.FractionalPositions());
        json.WriteStartArray("atom_type");
        foreach (int number in crystal.AtomicNumbers)
        {
            json.WriteStringValue(Element.Symbol(number));
        }

        json.WriteEndArray();
        json.WriteString("atom_mass_unit", "unified_atomic_mass_unit");
        json.WritePropertyName("atom_mass");
        WriteNumbers(json, crystal.Masses);
        json.WriteEndObject();
    }

    static void WriteEigenvectors(Utf8JsonWriter json, Span<Complex> vectors, int size)
    {
        json.WriteStartArray();
        for (int mode = 0; mode < vectors.Length; mode += size)
        {
            json.WriteStartArray();
            for (int k = mode; k < mode + size; k += 3)
            {
                json.WriteStartArray();
                for (int a = 0; a < 3; a++)
                {
                    WriteNumbers(json, [vectors[k + a].Real, vectors[k + a].Imaginary]);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    static void WriteVectors(Utf8JsonWriter json, ReadOnlySpan<Vector3d> vectors)
    {
        json.WriteStartArray();
        foreach (Vector3d v in vectors)
        {
            WriteNumbers(json, [v.X, v.Y, v.Z]);
        }

        json.WriteEndArray();
    }

    static void WriteWhole(Utf8JsonWriter json, string name, ReadOnlySpan<Vector3d> vectors)
    {
        json.WriteStartArray(name);
        foreach (Vector3d v in vectors)
        {
            json.WriteStartArray();
            json.WriteNumberValue((int)Math.Round(v.X));
            json.WriteNumberValue((int)Math.Round(v.Y));
            json.WriteNumberValue((int)Math.Round(v.Z));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<double> values)
    {
        json.WriteStartArray();
        foreach (double value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
