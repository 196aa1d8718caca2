using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Indirect geometry with an analyser crystal. Gives final energy and energy resolution.</summary>
/// <remarks>
/// All lengths in metres, times in seconds. With sample, analyser and detector in parallel planes the flight time t2 = L2/v_f does not depend on
/// the Bragg angle θ, which therefore enters through E_f alone:
/// σ² = (2E_i δt_mod/t1)² + (2E_i δt_ch/t1)² + (2E_i δL1/L1)² + (2E_i δt2/t1)² + δE_f²,
/// δE_f = 2 E_f cot θ δθ, δθ = sin²θ δx/(L2 sin θ), δt2 = t2 δz/(L2 sin θ).
/// Uniform extents enter as their standard deviation, the full width over √12. Without time focusing δE_f also shifts the flight time, and
/// counts 1 + (L2/L1) (E_i/E_f)^{3/2} times.
/// </remarks>
public sealed record AnalyserGeometry
{
    // Speed of a neutron of 1 meV, m/s, and its wave vector, Å⁻¹ (CODATA 2022).
    const double SpeedAtOneMillielectronvolt = 437.393362;
    static readonly double WaveVectorAtOneMillielectronvolt = Math.Sqrt(Constants.NeutronWaveVectorSquared * 1e-3);

    /// <summary>Bragg angle of the analyser, degrees.</summary>
    public required double BraggAngle { get; init; }

    /// <summary>Spacing of its planes, Å (graphite 002).</summary>
    public double PlaneSpacing { get; init; } = 3.348;

    /// <summary>Moderator to sample, m.</summary>
    public required double PrimaryPath { get; init; }

    /// <summary>Standard deviation of the primary path, m.</summary>
    public double PrimaryPathDeviation { get; init; } = 0.0021;

    /// <summary>Sample to detector by way of the analyser, m.</summary>
    public required double SecondaryPath { get; init; }

    /// <summary>Standard deviation of the moderation time at k_i = 1 Å⁻¹, s; it falls as 1/k_i.</summary>
    public double ModerationTime { get; init; } = 44e-6;

    /// <summary>Width of a time channel, s.</summary>
    public double TimeChannel { get; init; } = 2e-6;

    /// <summary>Width of the sample, m.</summary>
    public double SampleWidth { get; init; } = 0.040;

    /// <summary>Thickness of the sample, m.</summary>
    public double SampleThickness { get; init; } = 0.002;

    /// <summary>Thickness of the graphite, passed twice, m.</summary>
    public double AnalyserThickness { get; init; } = 0.002;

    /// <summary>Width of the detector, m.</summary>
    public double DetectorWidth { get; init; } = 0.012;

    /// <summary>Thickness of the detector, m.</summary>
    public double DetectorThickness { get; init; } = 0.0025;

    /// <summary>True if planes are parallel, so that the time of the secondary flight does not depend on the Bragg angle.</summary>
    public bool IsTimeFocused { get; init; } = true;

    /// <summary>E_f = ħ²/(2m) (π/(d sin θ))², cm⁻¹.</summary>
    public double FinalEnergy
    {
        get
        {
            double k = Math.PI / (PlaneSpacing * Math.Sin(Radians));
            return k * k / Kinematics.WaveVectorSquared;
        }
    }

    double Radians => BraggAngle * Math.PI / 180;

    /// <summary>Standard deviation of the resolution, cm⁻¹.</summary>
    /// <param name="energy">Energy transfer, cm⁻¹.</param>
    public double Sigma(double energy)
    {
        double final = FinalEnergy / Constants.MillielectronvoltInWavenumbers;
        double initial = final + (energy / Constants.MillielectronvoltInWavenumbers);
        double t1 = PrimaryPath / (SpeedAtOneMillielectronvolt * Math.Sqrt(initial));
        double t2 = SecondaryPath / (SpeedAtOneMillielectronvolt * Math.Sqrt(final));
        double inPlane = Deviation(SampleWidth, DetectorWidth);
        double normal = Deviation(SampleThickness, 2 * AnalyserThickness, DetectorThickness);
        double slant = SecondaryPath * Math.Sin(Radians);

        double moderation = ModerationTime / (WaveVectorAtOneMillielectronvolt * Math.Sqrt(initial)) / t1;
        double channel = Deviation(TimeChannel) / t1;
        double path = PrimaryPathDeviation / PrimaryPath;
        double secondary = t2 * normal / slant / t1;
        double primary = 2 * initial * Norm(moderation, channel, path, secondary);
        double bragg = Math.Sin(Radians) * Math.Sin(Radians) * inPlane / slant;
        double delay = IsTimeFocused ? 0 : SecondaryPath / PrimaryPath * Math.Pow(initial / final, 1.5);
        double analyser = 2 * final / Math.Tan(Radians) * bragg * (1 + delay);
        return Norm(primary, analyser) * Constants.MillielectronvoltInWavenumbers;
    }

    static double Deviation(params ReadOnlySpan<double> widths) => Norm(widths) / Math.Sqrt(12);

    static double Norm(params ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values)
        {
            sum += v * v;
        }

        return Math.Sqrt(sum);
    }
}
