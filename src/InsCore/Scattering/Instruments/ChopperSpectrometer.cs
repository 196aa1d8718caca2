namespace InsCore.Scattering.Instruments;

/// <summary>A direct-geometry time-of-flight spectrometer: how moderator, choppers, sample and detector add up to a width in energy.</summary>
/// <remarks>
/// The model of CHOP and PyChop. Times at the sample, in squared full widths at half maximum, with r = (v_i/v_f)³, m = (x₁ + r x₂)/x₀:
/// T² = T²_mod m² + (T²_chop + T²_jit)(1 + m)² + T²_ap + T²_det/v_f² + T²_sam, and δE = 2 v₁ √(E_f³ T²)/x₂.
/// C. J. Carlile, A. D. Taylor and W. G. Williams, RAL-85-052 (1985); T. G. Perring, ICANS XII (1993).
/// </remarks>
internal sealed record ChopperSpectrometer
{
    /// <summary>Moderator to (last) chopper x₀, m.</summary>
    public required double ModeratorToChopper { get; init; }

    /// <summary>Aperture to (last) chopper x_a, m.</summary>
    public required double ApertureToChopper { get; init; }

    /// <summary>(Last) chopper to sample x₁, m.</summary>
    public required double ChopperToSample { get; init; }

    /// <summary>Sample to detector x₂, m.</summary>
    public required double SampleToDetector { get; init; }

    /// <summary>Width of the aperture, m.</summary>
    public double ApertureWidth { get; init; }

    /// <summary>Jitter of the chopper, full width at half maximum, s.</summary>
    public double Jitter { get; init; }

    /// <summary>The moderator.</summary>
    public required Moderator Moderator { get; init; }

    /// <summary>The Fermi chopper; null where disks shape the pulse.</summary>
    public FermiChopper? Fermi { get; init; }

    /// <summary>First and last disk; null where a Fermi chopper shapes the pulse.</summary>
    public (DiskChopper First, DiskChopper Last)? Disks { get; init; }

    /// <summary>Variance of the sample across its width, m²; 0 to leave the sample out.</summary>
    public double SampleVariance { get; init; }

    /// <summary>Angle of the sample's plane to the perpendicular of the beam, degrees.</summary>
    public double SampleAngle { get; init; }

    /// <summary>Detector tubes; null to leave them out.</summary>
    public HeliumTube? Detector { get; init; }

    /// <summary>Scattering angle at which the sample's width is evaluated, degrees.</summary>
    public double DetectorAngle { get; init; }

    /// <summary>Standard deviation of a detected scattering angle by the widths of sample and tube, degrees; null if neither is known.</summary>
    public double? AngularSigma => SampleVariance > 0 || Detector is not null
        ? Math.Sqrt(SampleVariance + (Detector is { } tube ? tube.Diameter * tube.Diameter / 16 : 0)) / SampleToDetector * 180 / Math.PI
        : null;

    /// <summary>Full width at half maximum, meV.</summary>
    /// <param name="incident">E_i, meV.</param>
    /// <param name="energy">Energy transfer, meV, below E_i.</param>
    /// <param name="frequencies">Of the instrument, Hz.</param>
    public double Width(double incident, double energy, IReadOnlyList<double> frequencies)
    {
        double final = incident - energy, vi = NeutronTime.Speed(incident), vf = NeutronTime.Speed(final), r = Cube(vi / vf);
        (double moderator, double chopper, double x0) = Pulses(incident, frequencies);
        double omega = 2 * Math.PI * (Disks?.Last.FrequencyOf(frequencies) ?? frequencies[0]);
        double spread = (ChopperToSample + (r * SampleToDetector)) / x0;
        double squared = (moderator * spread * spread) + ((chopper + (Jitter * Jitter)) * (1 + spread) * (1 + spread));
        squared += NeutronTime.WidthSquaredOverVariance * (Aperture(vi, r, omega, x0) + Sample(vi, vf, r, omega, x0) + Depth(final, vf));
        return 2 * NeutronTime.Speed(final) * final * Math.Sqrt(squared) / SampleToDetector;
    }

    // Squared widths of the moderator and of the (last) chopper, s², and the path between where the two pulses start, m.
    (double Moderator, double Chopper, double Path) Pulses(double incident, IReadOnlyList<double> frequencies)
    {
        double moderator = Moderator.WidthSquared(incident);
        if (Disks is not var (first, last))
        {
            return (moderator, Fermi!.WidthSquared(incident, frequencies[0]), ModeratorToChopper);
        }

        // Seen from the sample, the pulse starts at the first disk, with the shorter of its own opening and the moderator's pulse there.
        double seen = 1 - (first.Distance / last.Distance);
        return (Math.Min(moderator * seen * seen, first.WidthSquared(frequencies)), last.WidthSquared(frequencies), last.Distance - first.Distance);
    }

    // Variance of the time by the width of the aperture, s².
    double Aperture(double vi, double r, double omega, double x0)
    {
        double factor = omega * (ApertureToChopper + ChopperToSample);
        double tilt = omega * Math.Tan(Moderator.Angle * Math.PI / 180) * (ApertureToChopper + ChopperToSample) / vi;
        double f = (1 + (ChopperToSample / x0 * (1 - tilt))) / factor, g = (1 - tilt) / factor;
        double slope = f + (r * SampleToDetector / x0 * g);
        return slope * slope * ApertureWidth * ApertureWidth / 12;
    }

    // Variance of the time by the width of the sample, s².
    double Sample(double vi, double vf, double r, double omega, double x0)
    {
        double gamma = SampleAngle * Math.PI / 180, phi = DetectorAngle * Math.PI / 180;
        double factor = omega * (ApertureToChopper + ChopperToSample);
        double tilt = omega * Math.Tan(Moderator.Angle * Math.PI / 180) * (x0 - ApertureToChopper) / vi;
        double f = (1 + (ChopperToSample / x0 * (1 - tilt))) / factor, g = (1 - tilt) / factor;
        double slope = (-Math.Sin(gamma) / vi) + (Math.Sin(gamma - phi) / vf) - (f * Math.Cos(gamma))
            - (r * SampleToDetector / x0 * g * Math.Cos(gamma));
        return slope * slope * SampleVariance;
    }

    // Variance of the time by the depth of the detector, s².
    double Depth(double final, double vf) => Detector is { } tube ? tube.DepthVariance(final) / (vf * vf) : 0;

    static double Cube(double x) => x * x * x;
}
