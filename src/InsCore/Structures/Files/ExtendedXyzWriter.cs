using System.Globalization;
using System.Text;
using static InsCore.Structures.Files.StructureFormat;

namespace InsCore.Structures.Files;

/// <summary>Writes one frame of extended XYZ, as ASE reads it; masses only where they are not the standard ones.</summary>
internal static class ExtendedXyzWriter
{
    /// <summary>The file's content.</summary>
    public static string Write(Crystal crystal, CalculatedProperties? properties)
    {
        Vector3d[]? forces = properties?.Forces;
        if (forces is not null && forces.Length != crystal.AtomCount)
        {
            throw new ArgumentException("one force is needed for each atom", nameof(properties));
        }

        bool hasMasses = Enumerable.Range(0, crystal.AtomCount).Any(
            i => crystal.Masses[i] != Element.Mass(crystal.AtomicNumbers[i]));
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{crystal.AtomCount}\n");
        text.Append(Header(crystal, properties, hasMasses)).Append('\n');
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            text.Append(Element.Symbol(crystal.AtomicNumbers[i])).Append(' ').Append(Text(crystal.Positions[i]));
            text.Append(hasMasses ? " " + Text(crystal.Masses[i]) : "");
            text.Append(forces is null ? "" : " " + Text(forces[i])).Append('\n');
        }

        return text.ToString();
    }

    static string Header(Crystal crystal, CalculatedProperties? properties, bool hasMasses)
    {
        List<string> pairs = [];
        if (crystal.Lattice is Lattice lattice)
        {
            pairs.Add($"Lattice=\"{Text(lattice.Vectors)}\"");
        }

        string masses = hasMasses ? ":masses:R:1" : "", forces = properties?.Forces is null ? "" : ":forces:R:3";
        pairs.Add($"Properties=species:S:1:pos:R:3{masses}{forces}");
        if (properties?.Energy is double energy)
        {
            pairs.Add($"energy={Text(energy)}");
        }

        if (properties?.Stress is Matrix3d stress)
        {
            pairs.Add($"stress=\"{Text(stress)}\"");
        }

        pairs.Add(crystal.Lattice is null ? "pbc=\"F F F\"" : "pbc=\"T T T\"");
        return string.Join(' ', pairs);
    }
}
