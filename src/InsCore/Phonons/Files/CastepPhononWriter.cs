using System.Globalization;
using System.Numerics;
using System.Text;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Writes CASTEP's .phonon: columns as CASTEP sets them, with more decimals for cell, wave vectors and frequencies.</summary>
internal static class CastepPhononWriter
{
    /// <summary>Writes modes.</summary>
    public static void Write(Stream stream, PhononModes modes)
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        WriteHeader(text, modes);
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            Vector3d k = modes.QPoints[q];
            text.WriteLine(Invariant($"     q-pt={q + 1,5}  {k.X,14:F10}{k.Y,14:F10}{k.Z,14:F10}  {modes.Weights[q],16:F12}"));
            for (int n = 0; n < modes.ModeCount; n++)
            {
                text.WriteLine(Invariant($"{n + 1,8}{modes.EnergiesAt(q)[n] * Constants.EvInWavenumbers,19:F10}"));
            }

            text.WriteLine("                        Phonon Eigenvectors");
            text.WriteLine("Mode Ion                X                                   Y                                   Z");
            WriteEigenvectors(text, modes.EigenvectorsAt(q), modes.ModeCount);
        }
    }

    static void WriteHeader(StreamWriter text, PhononModes modes)
    {
        Crystal crystal = modes.Crystal;
        text.WriteLine(" BEGIN header");
        text.WriteLine($" Number of ions {crystal.AtomCount,9}");
        text.WriteLine($" Number of branches {modes.ModeCount,6}");
        text.WriteLine($" Number of wavevectors {modes.QPoints.Length,4}");
        text.WriteLine(" Frequencies in         cm-1\n IR intensities in      (D/A)**2/amu\n Raman activities in    A**4 amu**(-1)\n Unit cell vectors (A)");
        for (int row = 0; row < 3; row++)
        {
            Vector3d v = crystal.PeriodicLattice.Vectors.Row(row);
            text.WriteLine(Invariant($"{v.X,16:F10}{v.Y,16:F10}{v.Z,16:F10}"));
        }

        text.WriteLine(" Fractional Co-ordinates");
        Vector3d[] positions = crystal.FractionalPositions();
        for (int i = 0; i < positions.Length; i++)
        {
            string symbol = Element.Symbol(crystal.AtomicNumbers[i]);
            text.WriteLine(Invariant(
                $"{i + 1,6}{positions[i].X,16:F10}{positions[i].Y,16:F10}{positions[i].Z,16:F10}   {symbol,-2}{crystal.Masses[i],18:F8}"));
        }

        text.WriteLine(" END header");
    }

    static void WriteEigenvectors(StreamWriter text, Span<Complex> vectors, int size)
    {
        for (int k = 0; k < vectors.Length; k += 3)
        {
            (Complex x, Complex y, Complex z) = (vectors[k], vectors[k + 1], vectors[k + 2]);
            text.WriteLine(Invariant(
                $"{(k / size) + 1,4}{(k % size / 3) + 1,4}{x.Real,16:F12}{x.Imaginary,16:F12}    {y.Real,16:F12}{y.Imaginary,16:F12}    {z.Real,16:F12}{z.Imaginary,16:F12}"));
        }
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
