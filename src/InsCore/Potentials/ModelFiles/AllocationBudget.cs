namespace InsCore.Potentials.ModelFiles;

/// <summary>
/// What reading one file may allocate: a multiple of its own size, so that a small file cannot ask for a large memory.
/// </summary>
internal sealed class AllocationBudget(string file, long fileLength)
{
    // A byte of a file becomes at most eight (a boolean held as a double); views may share storages.
    const long PerByte = 64;
    const long Floor = 1 << 20;

    long _left = Floor + (PerByte * Math.Min(fileLength, long.MaxValue / PerByte / 2));

    /// <summary>Takes bytes before they are allocated.</summary>
    /// <param name="bytes">How many; not negative.</param>
    /// <param name="place">What they are for.</param>
    /// <exception cref="InsInputException">More than the file can honestly hold.</exception>
    public void Take(long bytes, string place)
    {
        if (bytes < 0 || bytes > _left)
        {
            throw new InsInputException(
                file, place, $"asks for {bytes} bytes, far more than a file of {fileLength} bytes can hold", "download or copy the file again, it is damaged or not a model");
        }

        _left -= bytes;
    }
}
