using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Reads force constants out of CASTEP's binary output (.castep_bin, .check).</summary>
/// <remarks>
/// The cell as optimised comes first, the one that was read second. Force constants are those of the cumulant scheme, without the dipole–dipole
/// interaction where there are Born charges. Atomic units throughout.
/// </remarks>
internal static class CastepBinReader
{
    const string Remedy = "run CASTEP with phonon_fine_method : interpolate, so that it keeps force constants";

    /// <summary>Whether a file begins as CASTEP's do: a record of ten characters, CASTEP_BIN or CASTEP_CHECK.</summary>
    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.Length > 10 && bytes[4..].StartsWith("CASTEP_"u8);

    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source, PhononInputOptions options)
    {
        CastepRecords records = new(source);
        Crystal? crystal = null;
        (Matrix3d Supercell, double[] Values, Vector3d[] Cells)? force = null;
        double[]? charges = null, dielectric = null;
        while (records.Next() && !records.IsNamed("END"u8))
        {
            if (crystal is null && records.IsNamed("BEGIN_UNIT_CELL"u8))
            {
                crystal = ReadCell(source, records);
            }
            else if (records.IsNamed("FORCE_CON"u8))
            {
                force = ReadForceConstants(source, records, crystal);
            }
            else if (records.IsNamed("BORN_CHGS"u8))
            {
                charges = records.Doubles();
            }
            else if (records.IsNamed("DIELECTRIC"u8))
            {
                dielectric = records.Doubles(9);
            }
        }

        if (crystal is null || force is not { } found)
        {
            throw source.Error(null, "holds no force constants", Remedy);
        }

        ForceConstantsOptions settings = options.For(DipoleTail.Removed, ForceConstantsBuilder.Charges(source, crystal, dielectric, charges, displacementFirst: true));
        return new PhononInput
        {
            Path = source.Path,
            Format = "CASTEP .castep_bin",
            MakeForceConstants = ForceConstantsBuilder.FromCells(source, crystal, found.Supercell, found.Cells, found.Values, settings),
        };
    }

    static Crystal ReadCell(PhononSource source, CastepRecords records)
    {
        int[] counts = [];
        string[] symbols = [];
        double[] vectors = [], positions = [], masses = [];
        int most = 0;
        while (records.Next() && !records.IsNamed("END_UNIT_CELL"u8))
        {
            if (records.IsNamed("CELL%REAL_LATTICE"u8))
            {
                vectors = records.Doubles(9);
            }
            else if (records.IsNamed("CELL%NUM_IONS_IN_SPECIES"u8))
            {
                counts = records.Integers();
            }
            else if (records.IsNamed("CELL%MAX_IONS_IN_SPECIES"u8))
            {
                most = records.Integers(1)[0];
            }
            else if (records.IsNamed("CELL%IONIC_POSITIONS"u8))
            {
                positions = records.Doubles();
            }
            else if (records.IsNamed("CELL%SPECIES_MASS"u8))
            {
                masses = records.Doubles(counts.Length);
            }
            else if (records.IsNamed("CELL%SPECIES_SYMBOL"u8))
            {
                symbols = records.Symbols(counts.Length);
            }
        }

        if (vectors.Length == 0 || symbols.Length != counts.Length || masses.Length != counts.Length || most < 0
            || (long)most * counts.Length * 3 != positions.Length || Array.Exists(counts, c => c < 0 || c > most))
        {
            throw source.Error("BEGIN_UNIT_CELL", "the cell is incomplete", "copy the file again");
        }

        // Fortran's order: the components of one vector lie apart.
        CellBuilder cell = new(source)
        {
            Vectors = Constants.BohrRadius * new Matrix3d(
                vectors[0], vectors[3], vectors[6], vectors[1], vectors[4], vectors[7], vectors[2], vectors[5], vectors[8]),
        };
        for (int species = 0; species < counts.Length; species++)
        {
            for (int ion = 0; ion < counts[species]; ion++)
            {
                int k = 3 * ((species * most) + ion);
                cell.Add(
                    symbols[species], new Vector3d(positions[k], positions[k + 1], positions[k + 2]),
                    ForeignUnits.ElectronMassInU * masses[species], $"{symbols[species]} {ion + 1}");
            }
        }

        return cell.Build();
    }

    static (Matrix3d Supercell, double[] Values, Vector3d[] Cells) ReadForceConstants(PhononSource source, CastepRecords records, Crystal? crystal)
    {
        if (crystal is null)
        {
            throw source.Error("FORCE_CON", "stands before the cell", "copy the file again");
        }

        int[] m = records.Integers(9);
        double[] values = records.Doubles();
        int[] origins = records.Integers();
        Vector3d[] cells = new Vector3d[origins.Length / 3];
        for (int c = 0; c < cells.Length; c++)
        {
            cells[c] = new Vector3d(origins[3 * c], origins[(3 * c) + 1], origins[(3 * c) + 2]);
        }

        // Fortran's order again: in each cell, the component of the home atom runs fastest.
        int size = 3 * crystal.AtomCount;
        if (values.Length != (long)cells.Length * size * size)
        {
            throw source.Error("FORCE_CON", $"{values.Length} numbers are there for {cells.Length} cells of {crystal.AtomCount} atoms", "copy the file again");
        }

        double[] ordered = new double[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            int row = k % size, column = k / size % size, first = k / (size * size) * size * size;
            ordered[first + (row * size) + column] = ForeignUnits.HartreePerSquareBohr * values[k];
        }

        return (new Matrix3d(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]), ordered, cells);
    }
}
