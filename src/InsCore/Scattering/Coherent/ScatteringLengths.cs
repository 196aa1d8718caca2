using System.Numerics;
using InsCore.Structures;

namespace InsCore.Scattering.Coherent;

/// <summary>Bound coherent neutron scattering lengths of elements and isotopes, from one table.</summary>
/// <remarks>
/// V. F. Sears, "Neutron scattering lengths and cross sections", Neutron News 3(3) (1992) 26-37, doi:10.1080/10448639208218770. The imaginary part
/// is that of absorption, tabulated for strong absorbers (B, Cd, Gd, …) alone. Calculations take lengths as an argument, so that values of
/// another table can be used instead.
/// </remarks>
public static partial class ScatteringLengths
{
    /// <summary>Name of the table, to be written into every output.</summary>
    public const string TableName = CrossSections.TableName;

    /// <summary>Coherent scattering length of one atom, fm.</summary>
    /// <param name="atomicNumber">1 to 118.</param>
    /// <param name="mass">Mass of the atom, u; an isotope of the table is meant where it is nearer to its mass than to the element's.</param>
    /// <exception cref="InsInputException">The table has no entry for this element.</exception>
    public static Complex Of(int atomicNumber, double mass)
    {
        double nearest = double.PositiveInfinity;
        Complex length = default;
        foreach ((int number, int nucleons, double real, double imaginary) in Table)
        {
            double distance = number == atomicNumber ? Math.Abs(MassOf(number, nucleons) - mass) : double.PositiveInfinity;
            if (distance < nearest)
            {
                (nearest, length) = (distance, new(real, imaginary));
            }
        }

        return nearest < double.PositiveInfinity
            ? length
            : throw new InsInputException(
                $"element {atomicNumber}", null, $"no neutron scattering length in {TableName}", "use a structure without this element");
    }

    /// <summary>Coherent scattering lengths of the atoms of a crystal, [nAtoms], fm.</summary>
    /// <exception cref="InsInputException">The table has no entry for an element.</exception>
    public static Complex[] Of(Crystal crystal)
    {
        Complex[] lengths = new Complex[crystal.AtomCount];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Of(crystal.AtomicNumbers[i], crystal.Masses[i]);
        }

        return lengths;
    }

    static double MassOf(int number, int nucleons) =>
        nucleons > 0 && Species.TryParse(FormattableString.Invariant($"{nucleons}{Element.Symbol(number)}"), out Species isotope)
            ? isotope.Mass
            : Element.Mass(number);
}
