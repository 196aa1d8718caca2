using System.Numerics;

namespace InsCore.Phonons.Tracking;

/// <summary>An irreducible representation of a crystal's point group, as it labels modes at Γ.</summary>
/// <remarks>
/// Irreducible over the real numbers: two representations that are each other's complex conjugates, which time reversal makes degenerate, count
/// as one of the dimension 2 (E), as in the usual tables.
/// </remarks>
public sealed class Irrep
{
    readonly Complex[][] matrices;

    internal Irrep(string name, Complex[][] matrices, int dimension, bool isPair, bool isInfraredActive, bool isRamanActive)
    {
        (Name, this.matrices, MatrixSize, IsConjugatePair) = (name, matrices, dimension, isPair);
        (IsInfraredActive, IsRamanActive) = (isInfraredActive, isRamanActive);
        Characters = Array.ConvertAll(matrices, m => (isPair ? 2 : 1) * Trace(m, dimension).Real);
    }

    /// <summary>Symbol after Mulliken, e.g. B2g.</summary>
    public string Name { get; }

    /// <summary>Dimension: how many modes have the same energy.</summary>
    public int Degeneracy => IsConjugatePair ? 2 : MatrixSize;

    /// <summary>Character of each operation of the factor group, [nOperations].</summary>
    public IReadOnlyList<double> Characters { get; }

    /// <summary>True if its modes carry a dipole moment to first order: x, y or z transforms like it.</summary>
    public bool IsInfraredActive { get; }

    /// <summary>True if its modes change the polarizability to first order: a product of two coordinates transforms like it.</summary>
    public bool IsRamanActive { get; }

    /// <summary>True if it stands for two complex representations.</summary>
    internal bool IsConjugatePair { get; }

    /// <summary>Dimension over the complex numbers.</summary>
    internal int MatrixSize { get; }

    /// <summary>Element of the matrix of an operation.</summary>
    internal Complex this[int operation, int row, int column] => matrices[operation][(row * MatrixSize) + column];

    /// <summary>Symbol.</summary>
    public override string ToString() => Name;

    internal static Complex Trace(Complex[] matrix, int size)
    {
        Complex sum = 0;
        for (int k = 0; k < size; k++)
        {
            sum += matrix[k * (size + 1)];
        }

        return sum;
    }
}
