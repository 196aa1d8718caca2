namespace InsCore.Potentials.Mace;

/// <summary>An array of a workspace that is kept between evaluations and grows when a larger structure comes.</summary>
internal sealed class GrowingArray<T>
    where T : unmanaged
{
    T[] values = [];

    /// <summary>The elements asked for last.</summary>
    public Span<T> Span => values.AsSpan(0, Length);

    /// <summary>Number of elements asked for last.</summary>
    public int Length { get; private set; }

    /// <summary>Asks for a number of elements, of any content.</summary>
    public Span<T> Resize(int length)
    {
        if (values.Length < length)
        {
            values = GC.AllocateUninitializedArray<T>(Math.Max(length, length + (length / 4)));
        }

        Length = length;
        return Span;
    }
}
