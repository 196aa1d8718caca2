using System.Collections.Frozen;

namespace InsCore.Structures;

/// <summary>The chemical elements: symbols and standard atomic masses.</summary>
/// <remarks>
/// Masses: J. Meija et al., Pure Appl. Chem. 88 (2016) 265, doi:10.1515/pac-2015-0305, Table 1; the conventional value of
/// Table 3 where the standard weight is a range; the longest-lived isotope where none is stable.
/// </remarks>
public static class Element
{
    static readonly string[] Symbols =
    [
        "", "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne",
        "Na", "Mg", "Al", "Si", "P", "S", "Cl", "Ar", "K", "Ca",
        "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn",
        "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y", "Zr",
        "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn",
        "Sb", "Te", "I", "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd",
        "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb",
        "Lu", "Hf", "Ta", "W", "Re", "Os", "Ir", "Pt", "Au", "Hg",
        "Tl", "Pb", "Bi", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Th",
        "Pa", "U", "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm",
        "Md", "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds",
        "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og",
    ];

    // u, in the order of Symbols.
    static readonly double[] Masses =
    [
        double.NaN, 1.008, 4.002602, 6.94, 9.0121831, 10.81, 12.011, 14.007, 15.999, 18.998403163, 20.1797,
        22.98976928, 24.305, 26.9815385, 28.085, 30.973761998, 32.06, 35.45, 39.948, 39.0983, 40.078,
        44.955908, 47.867, 50.9415, 51.9961, 54.938044, 55.845, 58.933194, 58.6934, 63.546, 65.38,
        69.723, 72.630, 74.921595, 78.971, 79.904, 83.798, 85.4678, 87.62, 88.90584, 91.224,
        92.90637, 95.95, 97.90721, 101.07, 102.90550, 106.42, 107.8682, 112.414, 114.818, 118.710,
        121.760, 127.60, 126.90447, 131.293, 132.90545196, 137.327, 138.90547, 140.116, 140.90766, 144.242,
        144.91276, 150.36, 151.964, 157.25, 158.92535, 162.500, 164.93033, 167.259, 168.93422, 173.054,
        174.9668, 178.49, 180.94788, 183.84, 186.207, 190.23, 192.217, 195.084, 196.966569, 200.592,
        204.38, 207.2, 208.98040, 208.98243, 209.98715, 222.01758, 223.01974, 226.02541, 227.02775, 232.0377,
        231.03588, 238.02891, 237.04817, 244.06421, 243.06138, 247.07035, 247.07031, 251.07959, 252.0830, 257.09511,
        258.09843, 259.1010, 262.110, 267.122, 268.126, 271.134, 270.133, 269.1338, 278.156, 281.165,
        281.166, 285.177, 286.182, 289.190, 289.194, 293.204, 293.208, 294.214,
    ];

    // Å, in the order of Symbols; carbon as sp³, manganese, iron and cobalt with low spin.
    static readonly double[] CovalentRadii =
    [
        double.NaN, 0.31, 0.28, 1.28, 0.96, 0.84, 0.76, 0.71, 0.66, 0.57, 0.58,
        1.66, 1.41, 1.21, 1.11, 1.07, 1.05, 1.02, 1.06, 2.03, 1.76,
        1.70, 1.60, 1.53, 1.39, 1.39, 1.32, 1.26, 1.24, 1.32, 1.22,
        1.22, 1.20, 1.19, 1.20, 1.20, 1.16, 2.20, 1.95, 1.90, 1.75,
        1.64, 1.54, 1.47, 1.46, 1.42, 1.39, 1.45, 1.44, 1.42, 1.39,
        1.39, 1.38, 1.39, 1.40, 2.44, 2.15, 2.07, 2.04, 2.03, 2.01,
        1.99, 1.98, 1.98, 1.96, 1.94, 1.92, 1.92, 1.89, 1.90, 1.87,
        1.87, 1.75, 1.70, 1.62, 1.51, 1.44, 1.41, 1.36, 1.36, 1.32,
        1.45, 1.46, 1.48, 1.40, 1.50, 1.50, 2.60, 2.21, 2.15, 2.06,
        2.00, 1.96, 1.90, 1.87, 1.80, 1.69,
    ];

    static readonly FrozenDictionary<string, int> Numbers = MakeNumbers();

    /// <summary>The largest atomic number known.</summary>
    public const int Count = 118;

    /// <summary>Symbol of an atomic number, 1 to 118.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public static string Symbol(int atomicNumber) => Symbols[Checked(atomicNumber)];

    /// <summary>Atomic number of a symbol, in any case ("H", "Cl", "CL"; D and T are hydrogen), or 0.</summary>
    public static int AtomicNumber(string symbol) => AtomicNumber(symbol.AsSpan());

    internal static int AtomicNumber(ReadOnlySpan<char> symbol) =>
        Numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(symbol, out int number) ? number : 0;

    /// <summary>Standard atomic mass, u (IUPAC 2016, as ASE's: H 1.008, C 12.011, S 32.06, I 126.90447).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public static double Mass(int atomicNumber) => Masses[Checked(atomicNumber)];

    /// <summary>Covalent radius, Å; that of curium for the elements behind it, of which none is known.</summary>
    /// <remarks>B. Cordero et al., Dalton Trans. (2008) 2832, doi:10.1039/b801115j, Table 2.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public static double CovalentRadius(int atomicNumber) => CovalentRadii[Math.Min(Checked(atomicNumber), CovalentRadii.Length - 1)];

    static int Checked(int atomicNumber) => atomicNumber is > 0 and <= Count
        ? atomicNumber
        : throw new ArgumentOutOfRangeException(nameof(atomicNumber), atomicNumber, "no element has this atomic number");

    static FrozenDictionary<string, int> MakeNumbers()
    {
        Dictionary<string, int> numbers = new(StringComparer.OrdinalIgnoreCase) { ["D"] = 1, ["T"] = 1 };
        for (int z = 1; z <= Count; z++)
        {
            numbers.Add(Symbols[z], z);
        }

        return numbers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
