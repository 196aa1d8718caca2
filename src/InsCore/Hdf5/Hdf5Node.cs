namespace InsCore.Hdf5;

/// <summary>What an HDF5 file to be written holds under a name: a group or a dataset, either with attributes.</summary>
internal abstract class Hdf5Node
{
    /// <summary>Attributes in the order in which they were set.</summary>
    public OrderedDictionary<string, Hdf5Values> Attributes { get; } = new(StringComparer.Ordinal);
}
