namespace InsCore.Scattering.Instruments;

/// <summary>Spinning disks with a slot, in front of a guide.</summary>
/// <param name="Distance">From the moderator, m.</param>
/// <param name="Slot">Width of the slot, m.</param>
/// <param name="Guide">Width of the guide, m.</param>
/// <param name="Radius">Where the beam passes, m.</param>
/// <param name="Disks">1, or 2 that turn against each other.</param>
/// <param name="Frequency">Multiples of each frequency of the instrument that add up to the disk's.</param>
internal sealed record DiskChopper(double Distance, double Slot, double Guide, double Radius, int Disks, IReadOnlyList<double> Frequency)
{
    /// <summary>Hz, for the frequencies of the instrument.</summary>
    public double FrequencyOf(IReadOnlyList<double> frequencies) => Frequency.Zip(frequencies, (a, f) => a * f).Sum();

    /// <summary>Full width at half maximum of the burst, squared, s²: half the time during which any part of the guide is open.</summary>
    public double WidthSquared(IReadOnlyList<double> frequencies)
    {
        double time = 0.5 * (Slot + Guide) / (2 * Math.PI * Radius * Disks * FrequencyOf(frequencies));
        return time * time;
    }
}
