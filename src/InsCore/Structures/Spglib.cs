using System.Runtime.InteropServices;
using System.Text;
using InsCore.Native;

namespace InsCore.Structures;

/// <summary>What spglib found, or why it found nothing.</summary>
internal readonly record struct SpglibResult(
    int Number, string Symbol, SymmetryOperation[] Operations, string? Warning);

/// <summary>Calls spglib (A. Togo, K. Shinohara, I. Tanaka, doi:10.1080/27660400.2024.2384822).</summary>
internal static class Spglib
{
    const string PathVariable = "INSCORE_SPGLIB_PATH";
    const int SymbolLength = 11;

    // The library keeps its last error in one global value.
    static readonly Lock Gate = new();

    /// <summary>The operations of a crystal in its own cell; with the reason in Warning where there are none.</summary>
    /// <exception cref="InsBackendException">The library that an environment variable names cannot be used.</exception>
    public static SpglibResult Find(Crystal crystal, double tolerance)
    {
        try
        {
            lock (Gate)
            {
                return Call(crystal, tolerance);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return Missing(e, Environment.GetEnvironmentVariable(PathVariable));
        }
    }

    /// <summary>What happens without the library: P1 and a warning; an error if a certain file was asked for.</summary>
    internal static SpglibResult Missing(Exception cause, string? wish) => string.IsNullOrEmpty(wish)
        ? Failure($"spglib is not installed ({cause.Message}); P1 is used, which takes longer")
        : throw new InsBackendException($"spglib cannot be used ({cause.Message}); correct or unset {PathVariable}", cause);

    static SpglibResult Call(Crystal crystal, double tolerance)
    {
        // Left-handed axes are all reversed, which leaves every atom where it is: x becomes -x, (W, w) becomes (W, -w).
        double sign = crystal.PeriodicLattice.IsRightHanded ? 1 : -1;
        Matrix3d columns = sign * crystal.PeriodicLattice.Vectors.Transpose;
        Vector3d[] positions = Array.ConvertAll(crystal.FractionalPositions(), x => sign * x);
        ReadOnlySpan<double> lattice = Flat([columns.Row0, columns.Row1, columns.Row2]);
        ReadOnlySpan<double> position = Flat(positions);
        ReadOnlySpan<int> types = AtomMapping.Kinds(crystal);

        int count = SpglibMethods.spg_get_multiplicity(lattice, position, types, types.Length, tolerance);
        int[] rotations = new int[9 * count];
        Vector3d[] translations = new Vector3d[count];
        Span<byte> symbol = stackalloc byte[SymbolLength];
        int number = count == 0 ? 0 : SpglibMethods.spg_get_international(symbol, lattice, position, types, types.Length, tolerance);
        int found = number == 0 ? 0 : SpglibMethods.spg_get_symmetry(
            rotations, MemoryMarshal.Cast<Vector3d, double>(translations.AsSpan()), count, lattice, position, types, types.Length, tolerance);
        if (found == 0)
        {
            return Failure($"spglib finds no symmetry ({LastError()}); P1 is used");
        }

        SymmetryOperation[] operations = new SymmetryOperation[found];
        for (int o = 0; o < found; o++)
        {
            operations[o] = new(Rotation(rotations.AsSpan(9 * o, 9)), sign * translations[o]);
        }

        return new(number, Text(symbol), operations, null);
    }

    /// <summary>
    /// Vectors in rows of the conventional cell in the setting of the International Tables (unique axis b, hexagonal axes), where they lie in the
    /// crystal; null where spglib is missing or finds no symmetry.
    /// </summary>
    internal static Matrix3d? ConventionalVectors(Crystal crystal, double tolerance)
    {
        try
        {
            lock (Gate)
            {
                // The cell may hold four times as many atoms.
                int count = crystal.AtomCount;
                Matrix3d columns = crystal.PeriodicLattice.Vectors.Transpose;
                columns = crystal.PeriodicLattice.IsRightHanded ? columns : -1 * columns;
                Vector3d[] rows = [columns.Row0, columns.Row1, columns.Row2], positions = new Vector3d[4 * count];
                double sign = crystal.PeriodicLattice.IsRightHanded ? 1 : -1;
                Array.ConvertAll(crystal.FractionalPositions(), x => sign * x).CopyTo(positions, 0);
                int[] types = new int[4 * count];
                AtomMapping.Kinds(crystal).CopyTo(types);
                int found = SpglibMethods.spg_standardize_cell(
                    MemoryMarshal.Cast<Vector3d, double>(rows.AsSpan()), MemoryMarshal.Cast<Vector3d, double>(positions.AsSpan()), types, count, 0, 1, tolerance);
                return found == 0 ? null : new Matrix3d(rows[0], rows[1], rows[2]).Transpose;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    static SpglibResult Failure(string warning) => new(1, "P1", [], warning);

    static ReadOnlySpan<double> Flat(ReadOnlySpan<Vector3d> vectors) => MemoryMarshal.Cast<Vector3d, double>(vectors);

    static Matrix3d Rotation(ReadOnlySpan<int> w) => new(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8]);

    static string Text(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]).Trim();
    }

    static unsafe string LastError() =>
        Marshal.PtrToStringUTF8((nint)SpglibMethods.spg_get_error_message(SpglibMethods.spg_get_error_code())) ?? "no reason given";
}
