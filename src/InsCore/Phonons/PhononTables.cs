using System.Text;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>Phonon results as comma-separated tables with a commented header.</summary>
public static class PhononTables
{
    /// <summary>Writes the modes at Γ: number, cm⁻¹, meV, share of hydrogen, and whether it is a translation.</summary>
    /// <exception cref="ArgumentException">Γ is not among the wave vectors.</exception>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void WriteGamma(string path, PhononModes modes) => AtomicFile.WriteAllText(path, Gamma(modes));

    /// <summary>The content of that table.</summary>
    internal static string Gamma(PhononModes modes)
    {
        int q = Array.FindIndex(modes.QPoints, AcousticModes.IsGamma);
        if (q < 0)
        {
            throw new ArgumentException("Γ is not among the wave vectors", nameof(modes));
        }

        int[] acoustic = AcousticModes.Find(modes, q)!.Modes;
        StringBuilder text = new();
        text.Append("# Phonons at the zone centre of ").Append(modes.Crystal.Formula).Append('\n');
        text.Append("# wavenumber in 1/cm, energy in meV, negative for imaginary modes\n");
        text.Append("mode,wavenumber,energy,hydrogen_share,translation\n");
        for (int n = 0; n < modes.ModeCount; n++)
        {
            double energy = modes.EnergiesAt(q)[n], hydrogen = 0;
            for (int i = 0; i < modes.Crystal.AtomCount; i++)
            {
                hydrogen += modes.Crystal.AtomicNumbers[i] == 1
                    ? Eigenvector.AtomShare(modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount), i)
                    : 0;
            }

            text.Append(FormattableString.Invariant(
                $"{n + 1},{energy * Constants.EvInWavenumbers:F6},{energy * 1e3:F7},{hydrogen:F6},{(acoustic.Contains(n) ? 1 : 0)}\n"));
        }

        return text.ToString();
    }

    /// <summary>Writes a density of states: wavenumber, total, and one column for each element.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void WriteDensityOfStates(string path, DensityOfStates density)
    {
        int[] elements = [.. density.Crystal.AtomicNumbers.ToArray().Distinct().Order()];
        double[][] columns = [density.Centres, density.Total, .. elements.Select(density.OfElement)];
        StringBuilder text = new();
        text.Append("# Phonon density of states of ").Append(density.Crystal.Formula).Append(", 3N over all wavenumbers\n");
        text.Append("# wavenumber in 1/cm (centre of the bin), densities in cm\n");
        text.Append("wavenumber,total,").AppendJoin(',', elements.Select(Element.Symbol)).Append('\n');
        for (int b = 0; b < density.BinCount; b++)
        {
            text.AppendJoin(',', columns.Select(c => FormattableString.Invariant($"{c[b]:G10}"))).Append('\n');
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
