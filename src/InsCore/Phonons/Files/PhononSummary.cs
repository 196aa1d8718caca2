using System.Globalization;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>What a phonon file holds, in words.</summary>
internal static class PhononSummary
{
    // eV: what the acoustic modes of a good calculation may be below zero.
    const double Unstable = -1e-4;

    /// <summary>Names and values.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(PhononInput input)
    {
        Crystal crystal = (input.Frequencies?.Crystal ?? input.ForceConstants?.Crystal)!;
        List<(string, string)> rows = [("format", input.Format)];
        rows.AddRange(Describe(crystal));
        if (input.Frequencies is { } modes)
        {
            rows.AddRange(Describe(modes));
        }

        if (input.ForceConstants is { } constants)
        {
            rows.AddRange(Describe(constants));
        }

        rows.AddRange(input.Notes.Select((note, k) => (input.Notes.Count == 1 ? "note" : $"note {k + 1}", note)));
        return rows;
    }

    static IEnumerable<(string, string)> Describe(Crystal crystal)
    {
        Vector3d lengths = crystal.PeriodicLattice.Lengths, angles = crystal.PeriodicLattice.Angles;
        yield return ("atoms", Text($"{crystal.AtomCount}, {crystal.Formula}"));
        yield return ("cell", Text($"{lengths.X:F4} {lengths.Y:F4} {lengths.Z:F4} Å, {angles.X:F2} {angles.Y:F2} {angles.Z:F2}°"));
        string[] isotopes = [.. Enumerable.Range(0, crystal.AtomCount)
            .Select(i => (Z: crystal.AtomicNumbers[i], Mass: crystal.Masses[i])).Distinct()
            .Select(a => Text($"{Element.Symbol(a.Z)} {a.Mass:G8}"))];
        yield return ("masses", string.Join(", ", isotopes) + " u");
    }

    static IEnumerable<(string, string)> Describe(PhononModes modes)
    {
        double factor = Constants.EvInWavenumbers;
        int points = modes.QPoints.Length, gamma = modes.QPoints.Count(AcousticModes.IsGamma);
        yield return ("wave vectors", Text($"{points}{(gamma > 0 ? Text($", {gamma} of them Γ") : "")}"));
        yield return ("modes", Text($"{modes.Energies.Length}, {factor * modes.Energies.Min():F2} to {factor * modes.Energies.Max():F2} 1/cm"));
        if (!modes.HasEigenvectors)
        {
            yield return ("eigenvectors", "none: for bands and densities of states only");
        }

        if (modes.Energies.Count(e => e < Unstable) is > 0 and var unstable)
        {
            yield return ("imaginary modes", Text($"{unstable} below {factor * Unstable:F1} 1/cm"));
        }
    }

    static IEnumerable<(string, string)> Describe(ForceConstants constants)
    {
        Matrix3d m = constants.Supercell.Matrix;
        yield return ("supercell", Text($"{constants.Supercell.ImageCount} cells, {constants.Supercell.Crystal.AtomCount} atoms"));
        yield return ("supercell matrix", Text($"{Row(m.Row0)} / {Row(m.Row1)} / {Row(m.Row2)}"));
        yield return ("sum rule", Text($"{constants.Options.SumRule}: {constants.Correction}"));
        if (constants.Options.Charges is { } charges)
        {
            yield return ("Born charges", Text($"{charges.Charges.Length}, the mean of their diagonal from {Mean(charges, Enumerable.Min):F3} to {Mean(charges, Enumerable.Max):F3} e"));
            yield return ("dielectric tensor", Text($"{charges.Dielectric[0, 0]:F4} {charges.Dielectric[1, 1]:F4} {charges.Dielectric[2, 2]:F4} on its diagonal"));
            yield return ("dipole interaction", constants.Options.Dipoles == DipoleTail.Included ? "in the force constants" : "taken off the force constants");
        }
    }

    static double Mean(BornCharges charges, Func<IEnumerable<double>, double> choose) => choose(charges.Charges.ToArray().Select(z => z.Trace / 3));

    static string Row(Vector3d v) => Text($"{v.X:F0} {v.Y:F0} {v.Z:F0}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
