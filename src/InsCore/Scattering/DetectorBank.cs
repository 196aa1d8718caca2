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

    /// <summary>Smallest energy transfer that the instrument's incident energies reach, cm⁻¹; 0 where there is no limit.</summary>
    public double LowestMeasured { get; init; }

    /// <summary>Largest energy transfer that the instrument's incident energies reach, cm⁻¹; infinite where only E_i limits it.</summary>
    public double HighestMeasured { get; init; } = double.PositiveInfinity;

    /// <summary>Standard deviation of a detected scattering angle, degrees; null where it is not known.</summary>
    public double? AngularSigma { get; init; }

    /// <summary>Largest energy transfer the bank can see, cm⁻¹.</summary>
    public double HighestEnergy => Math.Min(HighestMeasured, Kinematics.HighestEnergy);

    /// <summary>The angle in the middle of <see cref="Angles"/>, degrees; the only one of most indirect-geometry banks.</summary>
    public double Angle => Angles[Angles.Count / 2];

    /// <summary>True if the bank can see this energy transfer, cm⁻¹.</summary>
    public bool Allows(double energy) => energy >= Kinematics.LowestEnergy && energy <= HighestEnergy;

    /// <summary>The energy transfer nearest to this one that the bank can see, cm⁻¹.</summary>
    public double Nearest(double energy) => Math.Clamp(energy, Kinematics.LowestEnergy, HighestEnergy);

    /// <summary>Q² at <see cref="Angle"/>, Å⁻².</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹, positive for neutron energy loss; one that <see cref="Allows"/> accepts.</param>
    public double QSquared(double energy) => Kinematics.QSquared(energy, Angle);

    /// <summary>Smallest and largest Q over all covered angles, Å⁻¹.</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹; one that <see cref="Allows"/> accepts.</param>
    public (double Least, double Most) QRange(double energy) => (
        Math.Sqrt(Kinematics.QSquared(energy, Coverage.Min(c => c.From))),
        Math.Sqrt(Kinematics.QSquared(energy, Coverage.Max(c => c.To))));

    /// <summary>Standard deviation of Q at one scattering angle, Å⁻¹, by the widths of energy and angle; null where that of the angle is not known.</summary>
    /// <remarks>
    /// σ_Q² = (∂Q/∂E σ_E)² + (∂Q/∂θ σ_θ)², along the trajectory of the angle and across it. The divergence of the incident beam is not in it.
    /// </remarks>
    /// <param name="energy">Energy transfer E, cm⁻¹; one that <see cref="Allows"/> accepts.</param>
    /// <param name="angle">Scattering angle, degrees.</param>
    /// <param name="energySigma">σ_E, cm⁻¹, of the resolution model.</param>
    public double? SigmaQ(double energy, double angle, double energySigma)
    {
        if (AngularSigma is not { } width)
        {
            return null;
        }

        (double byEnergy, double byAngle) = Kinematics.Slopes(energy, angle);
        return Math.Sqrt(Math.Pow(byEnergy * energySigma, 2) + Math.Pow(byAngle * width, 2));
    }

    /// <summary>True if a detector sees momentum transfer Q, Å⁻¹, at energy transfer E, cm⁻¹.</summary>
    public bool Measures(double q, double energy) => Measures(q, q, energy);

    /// <summary>True if a detector sees some part of a bin in Q: the mask of a map. Euphonic masks its maps in the same way.</summary>
    /// <param name="least">Lower edge of the bin, Å⁻¹.</param>
    /// <param name="most">Upper edge of the bin, Å⁻¹.</param>
    /// <param name="energy">Energy transfer E at the centre of the bin, cm⁻¹.</param>
    public bool Measures(double least, double most, double energy)
    {
        // Without a limit on the incident energies, energy gain is seen too.
        if (!Allows(energy) || (LowestMeasured > 0 && energy < LowestMeasured))
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
