namespace InsCore.Comparison;

/// <summary>A measured spectrum as a file holds it, on ascending bins in cm⁻¹.</summary>
/// <param name="Title">What the file calls it; empty if nothing.</param>
/// <param name="Format">Layout of the file, for people.</param>
/// <param name="Lower">Lower edges of the bins, [nPoints], cm⁻¹; those of point data lie halfway to the neighbours.</param>
/// <param name="Upper">Upper edges, [nPoints], cm⁻¹.</param>
/// <param name="Energies">Where the intensities are said to belong, [nPoints], cm⁻¹: the points of point data, the centres of bins.</param>
/// <param name="Intensities">[nPoints], in the unit of the file, on any scale.</param>
/// <param name="Errors">Standard deviations, [nPoints], in the same unit, NaN where the file gives none; null if it gives none at all.</param>
/// <param name="Notes">What was left out of the file, and why.</param>
public sealed record MeasuredSpectrum(
    string Title,
    string Format,
    double[] Lower,
    double[] Upper,
    double[] Energies,
    double[] Intensities,
    double[]? Errors,
    IReadOnlyList<string> Notes)
{
    /// <summary>Number of points.</summary>
    public int Count => Energies.Length;

    /// <summary>The points between two energies, cm⁻¹, the lower end included.</summary>
    public MeasuredSpectrum Between(double from, double to)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => Energies[i] >= from && Energies[i] < to)];
        return this with
        {
            Lower = Pick(Lower, kept),
            Upper = Pick(Upper, kept),
            Energies = Pick(Energies, kept),
            Intensities = Pick(Intensities, kept),
            Errors = Errors is null ? null : Pick(Errors, kept),
        };
    }

    static double[] Pick(double[] values, int[] indices) => Array.ConvertAll(indices, i => values[i]);
}
