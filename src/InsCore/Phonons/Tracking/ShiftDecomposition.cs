using System.Text.Json.Nodes;

namespace InsCore.Phonons.Tracking;

/// <summary>Why a mode moves between two pressures: what the changes of the force constants between which atoms contribute to its shift.</summary>
/// <remarks>
/// From D0 e0 = λ0 e0 and D1 e1 = λ1 e1 follows, exactly and for any step, λ1 - λ0 = e1ᴴ (D1 - D0) e0 / ⟨e1|e0⟩: linear in the change of the
/// dynamical matrix, so that it divides as that does, and the theorem of Hellmann and Feynman in the limit of small steps. Each link of the chain of modes
/// from the first pressure to the last gives one such term. Contributions to ω² are stated as contributions to the wavenumber, divided by the sum of both.
/// </remarks>
/// <param name="Intramolecular">Force constants between atoms of one molecule, in the frame that turns with the molecule, cm⁻¹.</param>
/// <param name="Geometry">The same force constants turned with their molecules to their new orientations, cm⁻¹.</param>
/// <param name="Intermolecular">All other force constants, cm⁻¹.</param>
/// <param name="Pairs">The largest contributions of pairs of atoms, equivalent pairs together, largest first.</param>
/// <param name="Residual">
/// What is missing between the sum and the shift, relative to the sum of the magnitudes of the parts: rounding.
/// </param>
public sealed record ShiftDecomposition(
    double Intramolecular, double Geometry, double Intermolecular, IReadOnlyList<PairContribution> Pairs, double Residual)
{
    /// <summary>Sum of the parts, cm⁻¹.</summary>
    public double Total => Intramolecular + Geometry + Intermolecular;

    /// <summary>The decomposition as JSON, cm⁻¹.</summary>
    public JsonObject ToJson() => new()
    {
        ["intramolecular"] = Intramolecular,
        ["geometry"] = Geometry,
        ["intermolecular"] = Intermolecular,
        ["total"] = Total,
        ["residual"] = Residual,
        ["pairs"] = new JsonArray([.. Pairs.Select(p => new JsonObject
        {
            ["first"] = p.First,
            ["second"] = p.Second,
            ["intramolecular"] = p.IsIntramolecular,
            ["bonded"] = p.IsBonded,
            ["distance"] = p.Distance,
            ["distanceAfter"] = p.DistanceAfter,
            ["shift"] = p.Shift,
        })]),
    };
}
