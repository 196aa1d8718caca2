using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>A mode at Γ followed through pressures; a degenerate set counts as one.</summary>
public sealed class TrackedMode
{
    internal TrackedMode(int number, Irrep irrep, int count)
    {
        (Number, Irrep) = (number, irrep);
        (Numbers, Wavenumbers, Overlaps, Confidences) = (new int[count], new double[count], new double[count], new double[count]);
        Grueneisen = new double[count];
        Vectors = new Complex[count][];
    }

    /// <summary>Number at the first pressure, from 1, in the order of energies; the first of a degenerate set.</summary>
    public int Number { get; }

    /// <summary>Symmetry.</summary>
    public Irrep Irrep { get; }

    /// <summary>Numbers at each pressure, [nPressures].</summary>
    public int[] Numbers { get; }

    /// <summary>[nPressures], cm⁻¹, negative if imaginary.</summary>
    public double[] Wavenumbers { get; }

    /// <summary>[nPressures], |⟨e(first)|e⟩|²: how much of its displacement pattern at the first pressure it still has.</summary>
    public double[] Overlaps { get; }

    /// <summary>
    /// [nPressures], how sure it is that this is the same mode: the weakest overlap of neighbours on the best chain of modes from the first
    /// pressure to this one, 0 to 1.
    /// </summary>
    public double[] Confidences { get; }

    /// <summary>Confidence at the last pressure.</summary>
    public double Confidence => Confidences[^1];

    /// <summary>Last less first wavenumber, cm⁻¹.</summary>
    public double Shift => Wavenumbers[^1] - Wavenumbers[0];

    /// <summary>[nPressures], mode Grüneisen parameter γ = -∂ln ω/∂ln V there; NaN where the mode is unstable.</summary>
    public double[] Grueneisen { get; }

    /// <summary>What moves in it at the first pressure.</summary>
    public ModeDescription Description { get; internal set; } = null!;

    /// <summary>Why it shifts from the first pressure to the last.</summary>
    public ShiftDecomposition Decomposition { get; internal set; } = null!;

    /// <summary>Share of the atoms of an element in the mode at the first pressure, Σ |e_i|².</summary>
    /// <param name="crystal">The structure.</param>
    /// <param name="atomicNumber">The element.</param>
    public double ShareOf(Crystal crystal, int atomicNumber) => Enumerable.Range(0, crystal.AtomCount)
        .Sum(i => crystal.AtomicNumbers[i] == atomicNumber ? Eigenvector.AtomShare(Vectors[0], i) : 0);

    /// <summary>The mode as JSON; units as in <see cref="ModeTracking.ToJson"/>.</summary>
    public JsonObject ToJson() => new()
    {
        ["number"] = Number,
        ["irrep"] = Irrep.Name,
        ["degeneracy"] = Irrep.Degeneracy,
        ["infrared"] = Irrep.IsInfraredActive,
        ["raman"] = Irrep.IsRamanActive,
        ["numbers"] = new JsonArray([.. Numbers.Select(n => JsonValue.Create(n))]),
        ["wavenumbers"] = ModeTracking.Array(Wavenumbers),
        ["overlaps"] = ModeTracking.Array(Overlaps),
        ["confidences"] = ModeTracking.Array(Confidences),
        ["grueneisen"] = new JsonArray([.. Grueneisen.Select(g => double.IsFinite(g) ? JsonValue.Create(g) : null)]),
        ["description"] = Description.ToJson(),
        ["decomposition"] = Decomposition.ToJson(),
    };

    /// <summary>[nPressures][nAtoms × 3], eigenvectors in the frame of the first structure; one of a degenerate set.</summary>
    internal Complex[][] Vectors { get; }

    /// <summary>Chain of modes from the first pressure to the last: place on the path and eigenvector in the frame of the first structure.</summary>
    internal IReadOnlyList<(double Time, double Value, Complex[] Vector)> Chain { get; set; } = [];
}
