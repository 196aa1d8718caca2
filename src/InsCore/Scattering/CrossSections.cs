using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>Bound thermal-neutron cross sections of the elements and isotopes, from one table.</summary>
/// <remarks>
/// V. F. Sears, "Neutron scattering lengths and cross sections", Neutron News 3(3) (1992) 26-37, doi:10.1080/10448639208218770.
/// An atom of the standard mass is the natural mixture of isotopes; else the mixture or isotope of the nearest mass is meant.
/// </remarks>
public static partial class CrossSections
{
    /// <summary>Name of the table, to be written into every output.</summary>
    public const string TableName = "Sears 1992 (Neutron News 3(3), 26-37)";

    /// <summary>Cross sections of one atom.</summary>
    /// <param name="atomicNumber">1 to 118.</param>
    /// <param name="mass">Mass of the atom, u; decides between the natural element and an isotope.</param>
    /// <exception cref="InsInputException">The table has no entry for this element.</exception>
    public static CrossSection Of(int atomicNumber, double mass)
    {
        bool isNatural = new Species(atomicNumber, mass).HasStandardMass;
        Entry? nearest = null;
        foreach (Entry entry in Table)
        {
            if (entry.AtomicNumber == atomicNumber
                && (nearest is null || (!isNatural && Math.Abs(entry.NominalMass - mass) < Math.Abs(nearest.Value.NominalMass - mass))))
            {
                nearest = entry;
            }
        }

        return nearest is { } found
            ? new CrossSection(found.Label, found.Coherent, found.Incoherent, found.Total)
            : throw new InsInputException(
                $"element {atomicNumber}",
                null,
                $"no neutron cross section in {TableName}",
                "use a structure without this element, or give a table of cross sections");
    }

    // The natural mixture stands first; its mass is that of the element.
    readonly record struct Entry(
        int AtomicNumber, string Label, double Coherent, double Incoherent, double Total, double Mass = 0)
    {
        public double NominalMass => Mass > 0 ? Mass : Element.Mass(AtomicNumber);
    }
}
