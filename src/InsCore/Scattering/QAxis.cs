namespace InsCore.Scattering;

/// <summary>Bins in |Q| from zero to a maximum.</summary>
/// <param name="Maximum">Upper edge of the last bin, Å⁻¹ (with 2π).</param>
/// <param name="Count">Number of bins.</param>
public readonly record struct QAxis(double Maximum, int Count)
{
    /// <summary>Width of a bin, Å⁻¹.</summary>
    public double Width => Maximum / Count;

    /// <summary>Centres of the bins, [Count], Å⁻¹.</summary>
    public double[] Centres()
    {
        double[] centres = new double[Count];
        for (int k = 0; k < centres.Length; k++)
        {
            centres[k] = (k + 0.5) * Width;
        }

        return centres;
    }

    /// <summary>Refuses an axis that makes no sense.</summary>
    internal void Check()
    {
        if (!(Maximum is > 0 and <= 100) || Count is < 2 or > 5000)
        {
            throw new InsInputException(
                "momentum transfer",
                null,
                FormattableString.Invariant($"{Count} bins up to {Maximum} 1/Å are out of range"),
                "give up to 100 1/Å and 2 to 5000 bins");
        }
    }
}
