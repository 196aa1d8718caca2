using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Reports;

/// <summary>What is needed to let the crystal vibrate on the page: whole molecules, bonds, and the displacements of each mode.</summary>
/// <remarks>u_i ∝ e_i/√m_i, scaled so that the largest is 127, a byte for each component.</remarks>
internal static class ModeMovie
{
    // Bytes of displacements that a page may hold; of larger crystals, the modes that shift most.
    const long MostBytes = 4L << 20;

    /// <summary>Collects it; null without Γ or eigenvectors.</summary>
    /// <param name="modes">Modes at the first pressure.</param>
    /// <param name="rows">The modes that the table shows; none for all.</param>
    public static JsonObject? Of(PhononModes modes, IReadOnlyList<ReportRow> rows)
    {
        int gamma = modes.HasEigenvectors ? System.Array.FindIndex(modes.QPoints, AcousticModes.IsGamma) : -1;
        if (gamma < 0)
        {
            return null;
        }

        Crystal crystal = modes.Crystal;
        int most = (int)Math.Max(1, MostBytes / modes.ModeCount);
        int[] still = AcousticModes.Find(modes, gamma)!.Modes;
        int[] numbers = rows.Count > 0
            ? [.. rows.OrderByDescending(r => Math.Abs(r.Shift)).Take(most).Select(r => r.Number).Order()]
            : [.. Enumerable.Range(1, modes.ModeCount).Where(n => !still.Contains(n - 1)).Take(most)];
        int[] shown = [.. numbers.Where(n => n >= 1 && n <= modes.ModeCount)];
        (Vector3d[] places, List<(int, int)> bonds) = Whole(crystal);
        return new()
        {
            ["cell"] = new JsonArray([.. Enumerable.Range(0, 9).Select(k => JsonValue.Create(Math.Round(crystal.PeriodicLattice.Vectors[k / 3, k % 3], 3)))]),
            ["symbols"] = new JsonArray([.. crystal.AtomicNumbers.ToArray().Select(z => JsonValue.Create(Element.Symbol(z)))]),
            ["places"] = new JsonArray([.. places.SelectMany(p => new[] { p.X, p.Y, p.Z }).Select(x => JsonValue.Create(Math.Round(x, 3)))]),
            ["bonds"] = new JsonArray([.. bonds.SelectMany(b => new[] { b.Item1, b.Item2 }).Select(i => JsonValue.Create(i))]),
            ["wavenumbers"] = new JsonObject(shown.Select(n => KeyValuePair.Create(
                n.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(Math.Round(modes.EnergiesAt(gamma)[n - 1] * Constants.EvInWavenumbers, 2))))),
            ["modes"] = new JsonObject(shown.Select(n => KeyValuePair.Create(
                n.ToString(CultureInfo.InvariantCulture),
                (JsonNode?)JsonValue.Create(Convert.ToBase64String(Bytes(modes.EigenvectorsAt(gamma).Slice((n - 1) * modes.ModeCount, modes.ModeCount), crystal)))))),
        };
    }

    // Molecules whole, each with its centre in the cell; endless networks as the cell has them.
    static (Vector3d[] Places, List<(int, int)> Bonds) Whole(Crystal crystal)
    {
        Vector3d[] places = [.. crystal.Positions];
        List<(int, int)> bonds = [];
        Lattice lattice = crystal.PeriodicLattice;
        foreach (Molecule molecule in Molecules.Find(crystal).All)
        {
            Vector3d[] own = molecule.Positions(lattice.Vectors, crystal.Positions);
            Vector3d centre = (1.0 / own.Length) * own.Aggregate(Vector3d.Zero, (a, b) => a + b), fraction = lattice.ToFractional(centre);
            Vector3d back = lattice.ToCartesian(new(Math.Floor(fraction.X), Math.Floor(fraction.Y), Math.Floor(fraction.Z)));
            for (int k = 0; k < own.Length; k++)
            {
                places[molecule.Atoms[k]] = own[k] - (molecule.IsFinite ? back : Vector3d.Zero);
            }

            bonds.AddRange(molecule.Bonds.Select(b => (b.First, b.Second)).Where(b => (places[b.First] - places[b.Second]).Norm < LongestBond));
        }

        return (places, bonds);
    }

    // Bonds of networks that leave the cell are not drawn across it, Å.
    const double LongestBond = 3.2;

    static byte[] Bytes(ReadOnlySpan<Complex> vector, Crystal crystal)
    {
        // Γ eigenvectors are real but for a phase.
        Complex largest = Complex.Zero;
        foreach (Complex c in vector)
        {
            largest = c.Magnitude > largest.Magnitude ? c : largest;
        }

        Complex phase = largest.Magnitude > 0 ? Complex.Conjugate(largest) / largest.Magnitude : 1;
        double[] u = new double[vector.Length];
        double length = 0;
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                u[(3 * i) + k] = (vector[(3 * i) + k] * phase).Real / Math.Sqrt(crystal.Masses[i]);
            }

            length = Math.Max(length, Math.Sqrt((u[3 * i] * u[3 * i]) + (u[(3 * i) + 1] * u[(3 * i) + 1]) + (u[(3 * i) + 2] * u[(3 * i) + 2])));
        }

        return System.Array.ConvertAll(u, x => (byte)(sbyte)Math.Round(length > 0 ? 127 * x / length : 0));
    }
}
