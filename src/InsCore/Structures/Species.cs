using System.Globalization;

namespace InsCore.Structures;

/// <summary>An element, or an isotope of it: what the symbols "C", "D" and "13C" stand for.</summary>
/// <param name="AtomicNumber">1 to 118.</param>
/// <param name="Mass">u.</param>
internal readonly record struct Species(int AtomicNumber, double Mass)
{
    // Within this, u, a mass is that of an isotope or element.
    const double MassTolerance = 1e-5;
    const int Deuterium = 2;
    const int Tritium = 3;

    // Isotopes that samples are enriched in: atomic number, mass number, mass in u (M. Wang et al., Chin. Phys. C 36 (2012) 1603,
    // doi:10.1088/1674-1137/36/12/003).
    static readonly (int Number, int Nucleons, double Mass)[] Isotopes =
    [
        (1, 1, 1.00782503223), (1, Deuterium, 2.01410177812), (1, Tritium, 3.01604928),
        (2, 3, 3.0160293201), (2, 4, 4.00260325413), (3, 6, 6.0151228874), (3, 7, 7.0160034366),
        (5, 10, 10.01293695), (5, 11, 11.00930536), (6, 12, 12.0), (6, 13, 13.00335483507),
        (7, 14, 14.00307400443), (7, 15, 15.00010889888),
        (8, 16, 15.99491461957), (8, 17, 16.99913175650), (8, 18, 17.99915961286),
        (14, 28, 27.97692653465), (14, 29, 28.97649466490), (14, 30, 29.973770136),
        (16, 32, 31.9720711744), (16, 33, 32.9714589098), (16, 34, 33.967867004), (16, 36, 35.96708071),
        (17, 35, 34.968852682), (17, 37, 36.965902602),
        (22, 46, 45.95262772), (22, 48, 47.94794198), (26, 54, 53.93960899), (26, 56, 55.93493633), (26, 57, 56.93539284),
        (28, 58, 57.93534241), (28, 60, 59.93078588), (28, 62, 61.92834537), (29, 63, 62.92959772), (29, 65, 64.92778970),
        (35, 79, 78.9183376), (35, 81, 80.9162897),
    ];

    /// <summary>Reads a symbol ("C", "cl"), D or T, or a symbol behind a mass number ("13C", "2H").</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Species species)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        ReadOnlySpan<char> symbol = text[digits..];
        int number = Element.AtomicNumber(symbol);
        int nucleons = symbol is "D" or "d" ? Deuterium : symbol is "T" or "t" ? Tritium : 0;
        if (digits > 0 && (nucleons > 0 || !int.TryParse(text[..digits], CultureInfo.InvariantCulture, out nucleons)))
        {
            number = 0;
        }

        double mass = number == 0 ? 0
            : digits == 0 && nucleons == 0 ? Element.Mass(number)
            : Isotopes.FirstOrDefault(i => i.Number == number && i.Nucleons == nucleons).Mass;
        species = new(number, mass);
        return mass > 0;
    }

    /// <summary>The symbol that <see cref="TryParse"/> reads: plain for the standard mass and for masses of no isotope known.</summary>
    public override string ToString()
    {
        (int z, double mass) = this;
        int nucleons = Isotopes.FirstOrDefault(i => i.Number == z && Math.Abs(i.Mass - mass) < MassTolerance).Nucleons;
        return HasStandardMass || nucleons == 0 ? Element.Symbol(z)
            : z == 1 && nucleons == Deuterium ? "D"
            : z == 1 && nucleons == Tritium ? "T"
            : FormattableString.Invariant($"{nucleons}{Element.Symbol(z)}");
    }

    /// <summary>True for the element's natural mixture of isotopes.</summary>
    public bool HasStandardMass => Math.Abs(Mass - Element.Mass(AtomicNumber)) < MassTolerance;
}
