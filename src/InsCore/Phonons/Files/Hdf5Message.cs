namespace InsCore.Phonons.Files;

/// <summary>What the messages in HDF5 object headers say; others are passed over.</summary>
internal enum Hdf5Message
{
    /// <summary>Lengths of a dataset.</summary>
    Dataspace = 0x01,

    /// <summary>Type of its elements.</summary>
    Datatype = 0x03,

    /// <summary>A member of a group of the new kind.</summary>
    Link = 0x06,

    /// <summary>Where the elements are.</summary>
    Layout = 0x08,

    /// <summary>How they are compressed.</summary>
    Filters = 0x0b,

    /// <summary>An attribute.</summary>
    Attribute = 0x0c,

    /// <summary>More messages elsewhere.</summary>
    Continuation = 0x10,

    /// <summary>Members of a group of the old kind.</summary>
    SymbolTable = 0x11,
}
