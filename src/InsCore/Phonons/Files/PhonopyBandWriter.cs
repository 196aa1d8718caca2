using System.Globalization;
using System.Text;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Writes modes along a path as phonopy's band.yaml, without eigenvectors: frequencies in THz, distances and reciprocal lattice without 2π.</summary>
internal static class PhonopyBandWriter
{
    /// <summary>The file's content.</summary>
    public static string Write(BandStructure bands)
    {
        StringBuilder text = new();
        Crystal crystal = bands.Crystal;
        text.Append(Invariant($"nqpoint: {bands.Lines.Sum(l => l.QPoints.Length)}\nnpath: {bands.Lines.Count}\nsegment_nqpoint:\n"));
        foreach (BandLine line in bands.Lines)
        {
            text.Append(Invariant($"- {line.QPoints.Length}\n"));
        }

        text.Append("labels:\n");
        foreach (BandLine line in bands.Lines)
        {
            text.Append($"- [ '{Quoted(line.Segment.From)}', '{Quoted(line.Segment.To)}' ]\n");
        }

        text.Append("reciprocal_lattice:\n").Append(Rows(crystal.PeriodicLattice.Reciprocal));
        text.Append(Invariant($"natom: {crystal.AtomCount}\n")).Append("lattice:\n").Append(Rows(crystal.PeriodicLattice.Vectors)).Append("points:\n");
        Vector3d[] places = crystal.FractionalPositions();
        for (int i = 0; i < places.Length; i++)
        {
            text.Append($"- symbol: {Element.Symbol(crystal.AtomicNumbers[i])}\n  coordinates: {Vector(places[i])}\n");
            text.Append(Invariant($"  mass: {crystal.Masses[i]:F9}\n"));
        }

        text.Append("\nphonon:\n");
        foreach (BandLine line in bands.Lines)
        {
            Append(text, line);
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, BandLine line)
    {
        for (int k = 0; k < line.QPoints.Length; k++)
        {
            text.Append($"- q-position: {Vector(line.QPoints[k])}\n");
            text.Append(Invariant($"  distance: {line.Distances[k] / (2 * Math.PI):F10}\n  band:\n"));
            for (int n = 0; n < line.ModeCount; n++)
            {
                text.Append(Invariant($"  - # {n + 1}\n    frequency: {line.Energies[(k * line.ModeCount) + n] / ForeignUnits.TerahertzInEv:F10}\n"));
            }

            text.Append('\n');
        }
    }

    static string Rows(Matrix3d matrix) => $"- {Vector(matrix.Row0)}\n- {Vector(matrix.Row1)}\n- {Vector(matrix.Row2)}\n";

    static string Vector(Vector3d v) => Invariant($"[ {v.X,14:F10}, {v.Y,14:F10}, {v.Z,14:F10} ]");

    static string Quoted(string name) => name.Replace("'", "''", StringComparison.Ordinal);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
