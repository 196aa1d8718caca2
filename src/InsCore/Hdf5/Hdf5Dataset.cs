namespace InsCore.Hdf5;

/// <summary>A dataset of an HDF5 file to be written, in one piece and uncompressed.</summary>
/// <param name="values">double, float, int, long or string.</param>
/// <param name="shape">Lengths, whose product is the number of values.</param>
internal sealed class Hdf5Dataset(Array values, params ulong[] shape) : Hdf5Node
{
    /// <summary>Its numbers or texts.</summary>
    public Hdf5Values Values { get; } = new(values, shape);
}
