namespace InsCore.Scattering;

/// <summary>Detectors that share a fixed neutron energy: what they can reach in (Q, E), and where a one-dimensional spectrum is taken.</summary>
public sealed record DetectorBank
{
    /// <summary>backward, forward, or the incident energy of direct geometry, e.g. 500 meV.</summary>
    public required string Name { get; init; }

    /// <summary>Geometry and fixed energy.</summary>
    public required Kinematics Kinematics { get; init; }

    /// <summary>Scattering angles covered; a single angle where both ends agree. At least one.</summary>
    public required IReadOnlyList<AngleRange> Coverage { get; init; }

    /// <summary>Scattering angles over which a one-dimensional spectrum is averaged, all with the same weight, degrees, rising. At least one.</summary>
    public required IReadOnlyList<double> Angles { get; init; }

    /// <summary>Lengths and angles for the resolution by geometry; null where the instrument has no such analyser.</summary>
    public AnalyserGeometry? Analyser { get; init; }

    /// <summary>The angle in the middle of <see cref="Angles"/>, degrees; the only one of most indirect-geometry banks.</summary>
    public double Angle => Angles[Angles.Count / 2];

    /// <summary>True if the bank can see this energy transfer, cm⁻¹.</summary>
    public bool Allows(double energy) => Kinematics.Allows(energy);

    /// <summary>Q² at <see cref="Angle"/>, Å⁻².</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹, positive for neutron energy loss; one that <see cref="Allows"/> accepts.</param>
    public double QSquared(double energy) => Kinematics.QSquared(energy, Angle);

    /// <summary>Smallest and largest Q over all covered angles, Å⁻¹.</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹; one that <see cref="Allows"/> accepts.</param>
    public (double Least, double Most) QRange(double energy) => (
        Math.Sqrt(Kinematics.QSquared(energy, Coverage.Min(c => c.From))),
        Math.Sqrt(Kinematics.QSquared(energy, Coverage.Max(c => c.To))));

    /// <summary>True if a detector sees momentum transfer Q, Å⁻¹, at energy transfer E, cm⁻¹.</summary>
    public bool Measures(double q, double energy) => Measures(q, q, energy);

    /// <summary>True if a detector sees some part of a bin in Q: the mask of a map. Euphonic masks its maps in the same way.</summary>
    /// <param name="least">Lower edge of the bin, Å⁻¹.</param>
    /// <param name="most">Upper edge of the bin, Å⁻¹.</param>
    /// <param name="energy">Energy transfer E at the centre of the bin, cm⁻¹.</param>
    public bool Measures(double least, double most, double energy)
    {
        if (!Allows(energy))
        {
            return false;
        }

        foreach (AngleRange range in Coverage)
        {
            // Q rises with the angle.
            if (most * most >= Kinematics.QSquared(energy, range.From) && least * least <= Kinematics.QSquared(energy, range.To))
            {
                return true;
            }
        }

        return false;
    }
}
