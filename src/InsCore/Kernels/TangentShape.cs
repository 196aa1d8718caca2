namespace InsCore.Kernels;

/// <summary>How tangents along displacement waves lie in an array: [sets][slots][axis][part][…].</summary>
/// <remarks>
/// A slot is a displaced atom. A tangent is complex: its parts are those along the cosine and the sine of the wave; where all phases are
/// ±1, the first alone. The first set holds the tangents, three more, if wanted, their derivatives by the wave vector.
/// </remarks>
/// <param name="Parts">1 real, 2 complex.</param>
/// <param name="Sets">1, or 4 with the derivatives.</param>
internal readonly record struct TangentShape(int Parts, int Sets)
{
    /// <summary>Rows of one displaced atom in one set.</summary>
    public int SlotRows => 3 * Parts;

    /// <summary>Rows of all sets.</summary>
    public int Rows(int slots) => Sets * slots * SlotRows;
}
