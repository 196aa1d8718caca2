using InsCore.Results;

namespace InsCore.Hdf5;

/// <summary>A group of an HDF5 file to be written; the root is one too.</summary>
internal sealed class Hdf5Group : Hdf5Node
{
    /// <summary>Groups and datasets in it.</summary>
    public OrderedDictionary<string, Hdf5Node> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The group or dataset of a name.</summary>
    public Hdf5Node this[string name]
    {
        set => Members[name] = value;
    }

    /// <summary>Writes a file of which this is the root, all or nothing; with the provenance of the results, where they are recorded.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public void Write(string path)
    {
        if (ResultRecord.Line is { } line)
        {
            Attributes[ResultStamp.Key] = line;
        }

        AtomicFile.Write(path, stream => new Hdf5Writer(stream).Write(this));
    }
}
