namespace InsCore.Structures;

/// <summary>The chemical elements: symbols and standard atomic masses.</summary>
public static class Element
{
    /// <summary>Symbol of an atomic number, 1 to 118.</summary>
    public static string Symbol(int atomicNumber) => throw new NotImplementedException();

    /// <summary>Atomic number of a symbol (as written in the field: "H", "Cl"; D and T are hydrogen), or 0.</summary>
    public static int AtomicNumber(string symbol) => throw new NotImplementedException();

    /// <summary>Standard atomic mass, u (IUPAC 2016, as ASE's: H 1.008, C 12.011, S 32.06, I 126.90447).</summary>
    public static double Mass(int atomicNumber) => throw new NotImplementedException();
}
