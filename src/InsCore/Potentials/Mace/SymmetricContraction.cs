namespace InsCore.Potentials.Mace;

/// <summary>
/// The symmetric contraction as a sparse polynomial of one atom's message sum x [lm], for each channel:
/// B_o = Σ_t c_t(element, channel) x_p x_q x_r, one term t for each output o and sorted monomial.
/// </summary>
/// <remarks>
/// Batatia et al., NeurIPS 2022, eq. 10, with its U tensors summed over permutations of p, q, r (the factors are equal) and
/// contracted with the element's weights: two to three orders of magnitude fewer operations than the dense tensors.
/// </remarks>
internal sealed class SymmetricContraction
{
    /// <summary>Number of outputs, Σ (2L + 1).</summary>
    public required int OutputCount { get; init; }

    /// <summary>Sorted monomials, p ≤ q ≤ r; a missing factor is -1: (p, -1, -1), (p, q, -1), (p, q, r).</summary>
    public required (int P, int Q, int R)[] Monomials { get; init; }

    /// <summary>Terms, sorted by monomial.</summary>
    public required ContractionTerm[] Terms { get; init; }

    /// <summary>Coefficients of an element, [nTerms × channels].</summary>
    public required Func<int, double[]> Coefficients { get; init; }
}

/// <summary>One term of the polynomial.</summary>
/// <param name="Monomial">Which monomial.</param>
/// <param name="Output">Which output.</param>
internal readonly record struct ContractionTerm(int Monomial, int Output);
