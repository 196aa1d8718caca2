using System.Globalization;

namespace InsCore.Structures.Files;

/// <summary>Numbers as the writers put them down: the shortest text that reads back to the same number.</summary>
internal static class StructureFormat
{
    /// <summary>A number.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Three numbers.</summary>
    public static string Text(Vector3d v) => $"{Text(v.X)} {Text(v.Y)} {Text(v.Z)}";

    /// <summary>Nine numbers, row by row.</summary>
    public static string Text(Matrix3d m) => $"{Text(m.Row0)} {Text(m.Row1)} {Text(m.Row2)}";

    /// <summary>Element and mass of an atom.</summary>
    public static Species SpeciesOf(Crystal crystal, int atom) => new(crystal.AtomicNumbers[atom], crystal.Masses[atom]);
}
